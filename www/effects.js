// What the companion lays down is carried out here, in order. The numbers are those of `src/companion/effect.rs`.

export const POST = 0;
export const STATE = 1;
export const SHOW = 2;
export const LOAD = 3;
export const CREDENTIALS = 4;
export const SETTLE = 5;
export const FORGET = 6;
export const SCHEDULE = 7;
export const UNREAD = 8;
export const MAP = 9;
export const RESOLVE = 10;
export const USERNAME = 11;
export const ADDRESS = 12;
export const VISIT = 13;
export const SAY = 14;

/** A person, from how the companion hands it over. */
export const person = ([username, userId, messageId, room, trigger, bits]) => {
  const held = (bit) => (bits & bit) > 0;
  return {
    username,
    userId,
    messageId,
    room,
    trigger,
    modifiers: { ctrl: held(1), shift: held(2), alt: held(4), meta: held(8), middle: held(16), keyboard: held(32) },
  };
};

/** The counts, from how the companion hands them over. */
export const unread = ([total, alert, label, rooms]) => ({
  total,
  alert,
  label,
  rooms: rooms.map(([id, name, label, type, count, alert, muted, threads]) => ({
    id,
    name,
    label,
    type,
    count,
    alert,
    muted,
    threads,
  })),
});
