// The gate before the companion: it may refuse a message sooner than the rule in Rust would, and never accepts one.

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

/** Hands the counts that come most often to Rust by numbers alone; false leaves a message to the whole rule. */
function told(gate, data) {
  if (data === null || typeof data !== "object") return false;
  const name = data.eventName;
  if (name === "unread-changed-by-subscription") {
    const record = data.data;
    const known = gate.slots.get(record.rid);
    if (known === undefined || typeof record.unread !== "number") return false;
    if (known.name !== record.name || known.label !== record.fname || known.type !== record.t) return false;
    const updated = record._updatedAt;
    if (updated !== undefined && !(updated instanceof Date)) return false;
    return gate.dock.subscription(known.slot, record.unread, flags(record), updated === undefined ? NaN : +updated);
  }
  return name === "unread-changed" && typeof data.data === "number" && gate.dock.total(data.data);
}

function pass(gate, sameWindow, event) {
  try {
    const data = event.data;
    if (sameWindow && !gate.tapped && told(gate, data)) return;
    const { dock } = gate;
    const slot = dock.receive(sameWindow, event.origin, data, gate.tapped);
    if (slot >= 0) {
      const { rid, name, fname, t } = data.data;
      gate.slots.set(rid, { slot, name, label: fname, type: t });
    }
  } catch {
    // What can't even be looked at.
    gate.unreadable++;
  }
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

export function open(dock, frame, origin) {
  const gate = {
    dock,
    frame,
    window: frame.contentWindow,
    origin,
    slots: dock.slots(),
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
  if (gates.length === 0) removeEventListener("message", receive);
  return gates.length === 0;
}
