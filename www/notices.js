// Notifications of a page: their words, until the rules say which is shown, and the room that needs none.

/** So many back their words are known. */
const KEPT = 64;

/** Notifications by the numbers of their messages. */
export class Notices {
  #kept = new Map();

  keep(message, notification) {
    if (message === 0) return;
    this.#kept.set(message, notification);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value);
  }

  find(message) {
    return this.#kept.get(message);
  }
}

/** The number of the room that is read in one of these places: its frame can be seen and has the focus; 0: none. */
export function roomRead(places) {
  if (document.visibilityState !== "visible" || !document.hasFocus()) return 0;
  const reads = ({ frame }) => frame !== undefined && frame.getRootNode().activeElement === frame;
  return places.find(reads)?.room ?? 0;
}
