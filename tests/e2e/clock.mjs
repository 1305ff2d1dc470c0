// A page's clock in a test's hands.

/* c8 ignore start: runs in the page */
/** `window.elapse` puts the clock forward, and what is due by then is called. */
export function clock() {
  const { now } = Date;
  const [begin, end] = [window.setTimeout, window.clearTimeout];
  const waiting = new Map();
  let ahead = 0;
  Date.now = () => now() + ahead;
  window.setTimeout = (callback, millis = 0, ...rest) => {
    const call = () => (waiting.delete(id), callback(...rest));
    const id = begin.call(window, call, millis);
    waiting.set(id, { call, due: Date.now() + millis });
    return id;
  };
  window.clearTimeout = (id) => (waiting.delete(id), end.call(window, id));
  window.elapse = (millis) => {
    ahead += millis;
    for (const [id, { call, due }] of [...waiting]) {
      if (due > Date.now() || !waiting.has(id)) continue;
      end.call(window, id);
      call();
    }
  };
}
/* c8 ignore stop */
