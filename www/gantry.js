// Gantry's entry: loads the companion and docks chats.
import init, { Dock, version as packageVersion } from "./gantry_wasm.js";
import { answers, loginBy } from "./answers.js";
import * as badges from "./badges.js";
import * as gate from "./gate.js";
import { build } from "./place.js";

let loading;
const load = () => (loading ??= init({ module_or_path: new URL("gantry_wasm_bg.wasm", import.meta.url) }));

/** The version of this package. */
export async function version() {
  await load();
  return packageVersion();
}

/** The listener for messages, for benchmarks. */
export const receiver = () => gate.receive;

/** Looks like a dock that has gone. */
const gone = (state, problem) => ({
  state: () => state,
  unread: () => ({ total: 0, alert: false, label: "", rooms: [] }),
  diagnose: () => ({ state, reason: problem && "options", problem, findings: [] }),
  wish: () => {},
  retry: () => {},
  answer: () => {},
});

const nonce = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");

class Chat {
  #dock;
  #gate = null;
  #place = null;
  #listeners = {};
  #promises = new Map();
  #ids = 0;

  constructor(container, options) {
    const asked = answers(options);
    const hooks = {
      emit: (name, detail) => this.#emit(name, detail),
      settle: (id, done) => {
        this.#promises.get(id)?.(done);
        this.#promises.delete(id);
      },
      ask: async (kind, detail, ticket) => {
        let fine = true;
        let value;
        try {
          value = await asked[kind](detail);
        } catch (error) {
          fine = false;
          value = error ?? null;
          if (value?.code !== "not-a-member") console.error("gantry:", value);
        }
        this.#dock.answer(ticket, fine, value);
      },
      // The frame's window gets it only while it shows the server's origin: a token can't go astray.
      post: (message) => this.#place.frame.contentWindow?.postMessage(message, this.#gate.origin),
      show: (state, text, retry) => this.#place.show(state, text, retry),
      address: (url) => {
        try {
          const { protocol, origin, href, username, password } = new URL(url, document.baseURI);
          return [protocol, origin, href, username || password ? "1" : ""];
        } catch {
          return [];
        }
      },
      visit: (url, newTab) => (newTab ? void open(url, "_blank", "noopener") : location.assign(url)),
      schedule: badges.schedule,
    };
    try {
      if (!(container instanceof Element)) throw "target: not found";
      const { profile = {}, login } = options;
      const server = new URL(options.server);
      const origin = server.origin;
      const path = server.pathname.replace(/\/+$/, "");
      const lang = options.lang ?? document.documentElement.lang;
      this.#dock = new Dock(
        [origin, path, options.room, profile.url, options.stamp, lang, nonce(), location.origin].map((text) => text ?? ""),
        [...(options.hide ?? [])],
        Array.from(profile.allow ?? [], (url) => new URL(url).origin),
        (login ? 1 : 0) | (profile.people ? 2 : 0) | (profile.resolve ? 4 : 0) | (profile.newTab ? 8 : 0) | (options.badges === false ? 16 : 0),
        options.words,
        hooks,
      );
      this.#place = build(container, this.#dock.title(), this.#dock.retry_label(), () => this.retry());
      hooks.load = (to) => (this.#place.frame.src = origin + path + to);
      this.#gate = gate.open(this.#dock, this.#place.frame, origin);
      // After the page has had its turn to listen.
      setTimeout(() => this.#place?.whenVisible(options.lazy !== false, () => this.#gate && this.#begin()));
    } catch (problem) {
      this.#refuse(String(problem));
    }
  }

  #begin() {
    this.#dock.begin(this.#place.frame);
  }

  #refuse(problem) {
    this.#dock = gone("failed", problem);
    console.error("gantry:", problem);
    setTimeout(() => this.#emit("state", { state: "failed", reason: "options", hint: problem }));
  }

  #emit(name, detail) {
    let prevented = false;
    const event = name === "person" ? { ...detail, preventDefault: () => void (prevented = true) } : detail;
    for (const listener of [...(this.#listeners[name] ?? [])]) {
      try {
        listener(event);
      } catch (error) {
        reportError(error);
      }
    }
    return prevented;
  }

  #wish(kind, detail = "") {
    if (this.#gate === null) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#promises.set(++this.#ids, resolve);
      this.#dock.wish(this.#ids, kind, String(detail));
    });
  }

  on(name, listener) {
    const listeners = (this.#listeners[name] ??= new Set());
    const tap = () => {
      if (name === "message" && this.#gate !== null) this.#gate.tapped = listeners.size > 0;
    };
    listeners.add(listener);
    tap();
    return () => {
      listeners.delete(listener);
      tap();
    };
  }

  open(room) {
    return this.#wish("open", room);
  }

  setStatus(status) {
    return this.#wish("status", status);
  }

  login() {
    return this.#wish("login");
  }

  logout() {
    return this.#wish("logout");
  }

  retry() {
    this.#dock.retry();
  }

  get unread() {
    return this.#dock.unread();
  }

  get state() {
    return this.#dock.state();
  }

  diagnose() {
    const mine = this.#gate;
    return this.#dock.diagnose(gate.counts.strangers - mine?.strangers, mine?.foreign, mine?.unreadable);
  }

  destroy() {
    const dock = this.#dock;
    if (this.#gate !== null) {
      dock.destroy();
      const last = gate.close(this.#gate);
      this.#place.remove();
      if (last) badges.restore();
      this.#gate = this.#place = null;
      dock.free();
    }
    this.#dock = gone("destroyed");
    this.#listeners = {};
  }
}

/** Docks a chat in an element, or in what a selector finds. */
export async function mount(target, options = {}) {
  await load();
  const container = typeof target === "string" ? document.querySelector(target) : target;
  const login = options.login;
  return new Chat(container, { ...options, login: typeof login?.url === "string" ? loginBy(login.url) : login });
}
