// The gate before the companion: it may refuse a message sooner than the rule in Rust would, and never accepts one.
import { run } from "./companion.js";
import { knows, read } from "./fields.js";
import { flags } from "./flags.js";
import * as page from "./gantry_wasm.js";
import { number } from "./texts.js";

/** One entry a docked chat: what is compared, and what was refused. */
const gates = [];
/** How many of them tell every message to somebody. */
let taps = 0;
/** Messages of windows that are no frame of ours. */
let strangers = 0;

export const strangersSoFar = () => strangers;

/**
 * Hands the counts that come most often to Rust by numbers alone, and refuses events of no known name. 0 leaves a message
 * to the whole rule, 1: done, 2: with effects.
 */
function told(gate, data) {
  if (data === null || typeof data !== "object") return 0;
  const name = data.eventName;
  if (name === "unread-changed-by-subscription") {
    const record = data.data;
    const room = gate.slots.get(record.rid);
    if (room === undefined || typeof record.unread !== "number") return 0;
    if (room.name !== record.name || room.label !== record.fname || room.type !== record.t) return 0;
    const updated = record._updatedAt;
    if (updated !== undefined && !(updated instanceof Date)) return 0;
    return page.subscription(gate.number, room.slot, record.unread, flags(record), +updated);
  }
  if (name === "unread-changed") return typeof data.data === "number" ? page.total(gate.number, data.data) : 0;
  if (typeof name !== "string" || name === "" || name.length > 1000 || knows(name)) return 0;
  gate.unknown++;
  return 1;
}

const REASONS = ["window", "origin", "shape", "size", "event"];

function pass(gate, sameWindow, event) {
  let answer = -4;
  let data;
  try {
    data = event.data;
    const taken = sameWindow && !gate.tapped ? told(gate, data) : 0;
    if (taken > 0) return void (taken > 1 && run());
    // Of what comes from elsewhere nothing is looked at.
    const fields = sameWindow && event.origin === gate.origin ? read(data) : [];
    answer = page.receive(gate.number, sameWindow, number(event.origin), fields);
    if (answer === -1) gate.listen?.(data.eventName, data.data);
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
    const verdict = reason ? "refused" : "accepted";
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
        if (gate.number === 0) gate.early.push(event);
        else if (event.origin === gate.origin || gate.tapped) pass(gate, true, event);
        else gate.foreign++;
        return;
      }
    }
  }
  strangers++;
  if (taps > 0) for (const gate of gates) if (gate.tapped) pass(gate, false, event);
}

/** Slots of rooms, by the server's origin: the frames of one server share their counts. */
const slotsOf = new Map();

/** The companion has forgotten the rooms of a server. */
export const forget = (origin) => slotsOf.get(origin)?.clear();

/** A gate for this frame. What comes before the companion is there waits. */
export function open(frame, origin, report) {
  const slots = slotsOf.get(origin) ?? new Map();
  slotsOf.set(origin, slots);
  const gate = {
    number: 0,
    window: frame.contentWindow,
    origin,
    slots,
    report,
    listen: undefined,
    tapped: false,
    early: [],
    foreign: 0,
    unreadable: 0,
    unknown: 0,
    strangers,
  };
  // A frame that was moved within the page has a new window.
  frame.addEventListener("load", () => (gate.window = frame.contentWindow));
  if (gates.push(gate) === 1) addEventListener("message", receive);
  return gate;
}

/** The companion knows the chat by this number now, and hears what has waited. */
export function begin(gate, number) {
  gate.number = number;
  gate.early.splice(0).forEach(receive);
}

export function tap(gate, tapped) {
  taps += Number(tapped) - Number(gate.tapped);
  gate.tapped = tapped;
}

export function close(gate) {
  tap(gate, false);
  gates.splice(gates.indexOf(gate), 1);
  if (!gates.some((other) => other.origin === gate.origin)) slotsOf.delete(gate.origin);
  if (gates.length === 0) removeEventListener("message", receive);
}
