// Counts what a page holds on to: listeners, timers, observers, sockets. For `evaluateOnNewDocument`, so that it is
// there before any script of the page.

/* c8 ignore start: runs in the page */
export function ledger() {
  const listeners = [];
  const same = (a, target, type, listener, capture) =>
    a.target === target && a.type === type && a.listener === listener && a.capture === capture;
  const capturing = (options) => (typeof options === "object" && options !== null ? !!options.capture : !!options);
  const drop = (target, type, listener, capture) => {
    const at = listeners.findIndex((entry) => same(entry, target, type, listener, capture));
    if (at >= 0) listeners.splice(at, 1);
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? window;
    const capture = capturing(options);
    if (listener && !listeners.some((entry) => same(entry, target, type, listener, capture))) {
      listeners.push({ target, type, listener, capture });
      if (options?.once) addEventListener.call(target, type, () => drop(target, type, listener, capture), { capture, once: true });
      if (options?.signal) addEventListener.call(options.signal, "abort", () => drop(target, type, listener, capture));
    }
    return addEventListener.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const target = this ?? window;
    drop(target, type, listener, capturing(options));
    return removeEventListener.call(target, type, listener, options);
  };

  const waiting = new Map();
  const timer = (start, stop, once) => {
    const [begin, end] = [window[start], window[stop]];
    window[start] = (callback, ...rest) => {
      const key = () => `${start}:${id}`;
      const id = begin.call(
        window,
        (...values) => {
          if (once) waiting.delete(key());
          return callback(...values);
        },
        ...rest,
      );
      waiting.set(key(), String(callback).slice(0, 80));
      return id;
    };
    window[stop] = (id) => {
      waiting.delete(`${start}:${id}`);
      return end.call(window, id);
    };
  };
  timer("setTimeout", "clearTimeout", true);
  timer("setInterval", "clearInterval", false);
  timer("requestAnimationFrame", "cancelAnimationFrame", true);
  if (window.requestIdleCallback) timer("requestIdleCallback", "cancelIdleCallback", true);

  const observing = new Map();
  for (const name of ["MutationObserver", "IntersectionObserver", "ResizeObserver"]) {
    const { observe, disconnect } = window[name].prototype;
    window[name].prototype.observe = function (...rest) {
      observing.set(this, name);
      return observe.apply(this, rest);
    };
    window[name].prototype.disconnect = function () {
      observing.delete(this);
      return disconnect.call(this);
    };
    const { unobserve } = window[name].prototype;
    if (unobserve) {
      window[name].prototype.unobserve = function (target) {
        observing.delete(this);
        return unobserve.call(this, target);
      };
    }
  }

  const sockets = new Set();
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...rest) {
      super(...rest);
      sockets.add(this);
    }
  };

  const name = (target) => {
    if (target === window) return "window";
    if (target === document) return "document";
    return target.localName ?? target.constructor?.name ?? "object";
  };
  // A node that has left the page takes its listeners with it.
  const held = (target) => !(target instanceof Node) || target.isConnected;
  window.ledger = () => ({
    listeners: listeners.filter(({ target }) => held(target)).map(({ target, type }) => `${name(target)} ${type}`).sort(),
    timers: [...waiting.keys()].map((key) => `${key.split(":")[0]} ${waiting.get(key)}`).sort(),
    observers: [...observing.values()].sort(),
    sockets: [...sockets].filter((socket) => socket.readyState < 2).map((socket) => socket.url),
    frames: window.frames.length,
    title: document.title,
    icons: [...document.querySelectorAll("link[rel~=icon]")].map((link) => link.href),
    page: document.documentElement.outerHTML,
  });
}
/* c8 ignore stop */
