// The browser's lock that says which of all tabs holds the socket.

/**
 * Wants the lock of this name; `tell` hears true when it is ours, false when another tab took it, and nothing where the
 * browser keeps locks from this page. The answer gives it back, or wants it no more.
 */
export function lock(name, steal, tell) {
  const waiting = new AbortController();
  let wanted = true;
  let release;
  const held = new Promise((resolve) => (release = resolve));
  navigator.locks
    .request(name, steal ? { steal } : { signal: waiting.signal }, () => {
      if (!wanted) return;
      tell(true);
      return held;
    })
    .catch((problem) => wanted && tell(problem?.name === "AbortError" ? false : undefined));
  return () => {
    wanted = false;
    waiting.abort();
    release();
  };
}
