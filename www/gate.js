// The gate before the companion: it may refuse a message sooner than the rule in Rust would, and never accepts one.
import { page, run } from "./companion.js";

/** One entry a docked chat: what is compared, and what was refused. */
const gates = [];

export const counts = {
  /** Messages of windows that are no frame of ours. */
  strangers: 0,
};

const flags = (record) => {
  const threads = record.tunread;
  return (
    (record.alert === true ? 1 : 0) |
    (record.hideUnreadStatus === true ? 2 : 0) |
    (record.archived === true ? 4 : 0) |
    (record.open === false ? 8 : 0) |
    (record.unreadAlert === "nothing" ? 16 : 0) |
    (Array.isArray(threads) ? 32 | (Math.min(threads.length, 65535) << 6) : 0)
  );
};

/** Hands the counts that come most often to Rust by numbers alone; 0 leaves a message to the whole rule. */
function told(gate, data) {
  if (data === null || typeof data !== "object") return 0;
  const name = data.eventName;
  if (name === "unread-changed-by-subscription") {
    const record = data.data;
    const known = gate.slots.get(record.rid);
    if (known === undefined || typeof record.unread !== "number") return 0;
    if (known.name !== record.name || known.label !== record.fname || known.type !== record.t) return 0;
    const updated = record._updatedAt;
    if (updated !== undefined && !(updated instanceof Date)) return 0;
    return page.subscription(gate.number, known.slot, record.unread, flags(record), updated === undefined ? NaN : +updated);
  }
  return name === "unread-changed" && typeof data.data === "number" ? page.total(gate.number, data.data) : 0;
}

const REASONS = ["window", "origin", "shape", "size", "event"];

function pass(gate, sameWindow, event) {
  let answer = -4;
  let data;
  try {
    data = event.data;
    const taken = sameWindow && !gate.tapped ? told(gate, data) : 0;
    if (taken > 0) return void (taken > 1 && run());
    answer = page.receive(gate.number, sameWindow, event.origin, data);
    if (answer >= 0) {
      const { rid, name, fname, t } = data.data;
      gate.slots.set(rid, { slot: answer, name, label: fname, type: t });
    }
  } catch {
    // What can't even be looked at.
    gate.unreadable++;
  }
  if (gate.tapped) {
    const name = answer > -4 ? (data?.eventName ?? data?.evtname ?? (data?.gantry ? "gantry" : null)) : null;
    const reason = REASONS[-2 - answer] ?? null;
    const verdict = reason === null ? "accepted" : "refused";
    gate.report({ verdict, reason, event: typeof name === "string" ? name : null, origin: event.origin });
  }
  run();
}

export function receive(event) {
  const source = event.source;
  if (source !== null) {
    for (let index = 0; index < gates.length; index++) {
      const gate = gates[index];
      if (gate.window === source) {
        if (event.origin === gate.origin || gate.tapped) pass(gate, true, event);
        else gate.foreign++;
        return;
      }
    }
    for (const gate of gates) {
      // A frame that was moved within the page has a new window.
      if (gate.frame.contentWindow === source) {
        gate.window = source;
        receive(event);
        return;
      }
    }
  }
  counts.strangers++;
  for (const gate of gates) if (gate.tapped) pass(gate, false, event);
}

/** Slots of rooms, by the server's origin: the frames of one server share their counts. */
const slotsOf = new Map();

export function open(number, frame, origin, report) {
  const slots = slotsOf.get(origin) ?? new Map();
  slotsOf.set(origin, slots);
  const gate = {
    number,
    frame,
    window: frame.contentWindow,
    origin,
    slots,
    report,
    tapped: false,
    foreign: 0,
    unreadable: 0,
    strangers: counts.strangers,
  };
  if (gates.push(gate) === 1) addEventListener("message", receive);
  return gate;
}

export function close(gate) {
  gates.splice(gates.indexOf(gate), 1);
  if (!gates.some((other) => other.origin === gate.origin)) slotsOf.delete(gate.origin);
  if (gates.length === 0) removeEventListener("message", receive);
}
