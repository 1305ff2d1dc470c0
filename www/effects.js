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
export const WATCH = 15;
export const LOGIN = 16;
export const HIDE = 17;
export const HELLO = 18;

/** A person, from how the companion hands it over: numbers of texts, and bits. */
export const person = (text, [...numbers]) => {
  const bits = numbers.pop();
  const [username, userId, messageId, room, trigger] = numbers.map((number) => text(number) || null);
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

/** Numbers of a room in the list of all. */
export const ROOM = 8;

/** A room, from its eight numbers behind `at`; four of them are of texts. */
export const room = (text, numbers, at) => {
  const texts = (place) => text(numbers[at + place]) || null;
  return {
    id: texts(0),
    name: texts(1),
    label: texts(2),
    type: texts(3),
    count: numbers[at + 4],
    alert: numbers[at + 5] > 0,
    muted: numbers[at + 6] > 0,
    threads: numbers[at + 7],
  };
};

/** The counts, from how the companion hands them over. The rooms, of which there may be thousands, when they are looked at. */
export const unread = (text, [total, alert, label, numbers]) => {
  let rooms;
  return {
    total,
    alert,
    label,
    get rooms() {
      return (rooms ??= Array.from({ length: numbers.length / ROOM }, (_, at) => room(text, numbers, at * ROOM)));
    },
  };
};
