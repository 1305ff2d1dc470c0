// Gantry's entry: docks chats.
import { answers, loginBy } from "./answers.js";
import * as badges from "./badges.js";
import { chats, load, page, run, version as packageVersion } from "./companion.js";
import * as effects from "./effects.js";
import * as gate from "./gate.js";
import { build } from "./place.js";

/** How long it is shown that a person has no page. */
const NOTICE_MILLIS = 8000;

/** The wording of findings, fetched when there is first something to say. */
let wording = {};
let worded;
const words = () => (worded ??= import("./findings.js").then((module) => (wording = module.default)).catch(() => {}));

const told = (code, lang) => {
  const [severity, en, fr] = wording[code] ?? [];
  const [cause = null, remedy = null] = (/^fr\b/i.test(lang) ? fr : en) ?? [];
  return { code, severity: severity ?? null, cause, remedy };
};

/** The version of this package. */
export async function version() {
  await load();
  return packageVersion();
}

/** The listener for messages, for benchmarks. */
export const receiver = () => gate.receive;

const nonce = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");

function locate(url) {
  try {
    return new URL(url, document.baseURI);
  } catch {
    return undefined;
  }
}

class Chat {
  /** Its number with the companion; 0: it has failed at once, or is gone. */
  #number = 0;
  #state = "failed";
  #problem = null;
  #gate;
  #place;
  #address;
  #asked;
  #listeners = {};
  #promises = new Map();
  #ids = 0;
  #timer;
  #notice;
  #telling = null;
  #lang;

  constructor(container, options) {
    const { profile = {}, login } = options;
    try {
      if (!(container instanceof Element)) throw "target: not found";
      const server = new URL(options.server);
      const path = server.pathname.replace(/\/+$/, "");
      const lang = (this.#lang = options.lang ?? document.documentElement.lang);
      const texts = [server.origin, path, options.room, profile.url, options.stamp, lang, nonce(), location.origin];
      const number = page.join(
        texts.map((text) => text ?? ""),
        [...(options.hide ?? [])],
        Array.from(profile.allow ?? [], (url) => new URL(url).origin),
        [login, profile.people, profile.resolve, profile.newTab, options.badges === false].reduce(
          (flags, given, bit) => flags | (given ? 1 << bit : 0),
          0,
        ),
        options.words,
      );
      if (typeof number === "string") throw number;
      this.#address = server.origin + path;
      this.#asked = answers(options);
      this.#place = build(container, ...page.labels(number), () => this.retry());
      this.#gate = gate.open(number, this.#place.frame, server.origin, (report) => this.#emit("message", report));
      this.#place.frame.addEventListener("load", () => this.#happen(1));
      this.#number = number;
      chats.set(number, { carryOut: (kind, parts) => this.#carryOut(kind, parts) });
      // After the page has had its turn to listen.
      this.#timer = setTimeout(() => this.#place.whenVisible(options.lazy !== false, () => this.#happen(0)));
    } catch (problem) {
      this.#problem = String(problem);
      console.error("gantry:", this.#problem);
      setTimeout(() => this.#tell("failed", "options", this.#problem));
    }
  }

  #happen(what) {
    if (this.#number === 0) return;
    page.happen(this.#number, what);
    run();
  }

  #carryOut(kind, [first, second, third, fourth]) {
    const number = this.#number;
    switch (kind) {
      case effects.POST:
        // The frame's window gets it only while it shows the server's origin: a token can't go astray.
        return this.#place?.frame.contentWindow?.postMessage(first, this.#gate.origin);
      case effects.STATE:
        return this.#tell(first, second);
      case effects.SHOW:
        return this.#place?.show(first, second, third);
      case effects.LOAD:
        return (this.#place.frame.src = this.#address + first);
      case effects.CREDENTIALS:
        return this.#asked.credentials().then((answer) => {
          if (this.#number === 0) return;
          page.credentials(number, ...answer);
          run();
        });
      case effects.SETTLE:
        this.#promises.get(first)?.(second);
        return this.#promises.delete(first);
      case effects.WAKE:
        clearTimeout(this.#timer);
        if (first !== null) this.#timer = setTimeout(() => this.#happen(2), first);
        return;
      case effects.FORGET:
        return this.#gate?.slots.clear();
      case effects.UNREAD:
        return this.#emit("unread", this.unread);
      case effects.ADDRESS:
        page.address(number, first, locate(second));
        return run();
      case effects.VISIT:
        return this.#visit(effects.person(first), second, third, fourth);
      default:
        return this.#ask(kind, first, second);
    }
  }

  /** A state with a reason waits for the words that go with it; none overtakes it. */
  #tell(state, reason, hint = null) {
    const tell = () => this.#emit("state", { state, reason, hint: hint ?? (reason && told(reason, this.#lang).remedy) });
    if (reason === null && this.#telling === null) return tell();
    const telling = (this.#telling = Promise.all([this.#telling, reason && words()]).then(() => {
      if (this.#telling === telling) this.#telling = null;
      tell();
    }));
  }

  async #ask(kind, ticket, detail) {
    const answer = await (kind === effects.RESOLVE
      ? this.#asked.ask("resolve", effects.person(detail))
      : this.#asked.ask(kind === effects.MAP ? "map" : "username", detail));
    if (this.#number === 0) return;
    page.answer(this.#number, ticket, answer);
    run();
  }

  #visit(person, url, newTab, notice) {
    let prevented = false;
    this.#emit("person", { ...person, url, preventDefault: () => void (prevented = true) });
    if (prevented || this.#number === 0) return;
    if (url !== null) {
      if (newTab) open(url, "_blank", "noopener");
      else location.assign(url);
      return;
    }
    this.#place.show(this.state, notice, false);
    clearTimeout(this.#notice);
    this.#notice = setTimeout(() => this.#happen(4), NOTICE_MILLIS);
  }

  #emit(name, event) {
    for (const listener of [...(this.#listeners[name] ?? [])]) {
      try {
        listener(event);
      } catch (error) {
        reportError(error);
      }
    }
  }

  #wish(kind, detail = "") {
    if (this.#number === 0) return Promise.resolve(false);
    return new Promise((resolve) => {
      const id = ++this.#ids;
      this.#promises.set(id, resolve);
      if (!page.wish(this.#number, id, kind, String(detail))) {
        this.#promises.delete(id);
        resolve(false);
      }
      run();
    });
  }

  on(name, listener) {
    const listeners = (this.#listeners[name] ??= new Set());
    const tap = () => {
      if (name === "message" && this.#gate) this.#gate.tapped = listeners.size > 0;
    };
    listeners.add(listener);
    tap();
    return () => {
      listeners.delete(listener);
      tap();
    };
  }

  open(room) {
    return this.#wish(0, room);
  }

  setStatus(status) {
    return this.#wish(1, status);
  }

  login() {
    return this.#wish(2);
  }

  logout() {
    return this.#wish(3);
  }

  retry() {
    this.#happen(3);
  }

  get unread() {
    return effects.unread((this.#number && page.unread(this.#number)) || [0, false, "", []]);
  }

  get state() {
    return this.#number === 0 ? this.#state : page.state(this.#number);
  }

  diagnose() {
    words();
    const finding = (code) => told(code, this.#lang);
    if (this.#number === 0) {
      const findings = this.#problem === null ? [] : [finding("options")];
      return { state: this.#state, reason: this.#problem && "options", problem: this.#problem, findings };
    }
    const [state, reason, room, user, missing, stamp, expected, accepted, refused, codes] = page.diagnose(this.#number);
    const { strangers, foreign, unreadable, origin } = this.#gate;
    const [window, other, shape, size, event] = refused;
    return {
      state,
      reason,
      server: this.#address,
      origin,
      room,
      user,
      bundle: { present: missing === null ? null : !missing, stamp, expected },
      accepted,
      refused: {
        window: window + gate.counts.strangers - strangers,
        origin: other + foreign,
        shape: shape + unreadable,
        size,
        event,
      },
      findings: codes.map(finding),
    };
  }

  destroy() {
    this.#state = "destroyed";
    if (this.#number === 0) return;
    const number = this.#number;
    const last = page.leave(number);
    run();
    this.#number = 0;
    chats.delete(number);
    clearTimeout(this.#timer);
    clearTimeout(this.#notice);
    gate.close(this.#gate);
    this.#place.remove();
    this.#gate = this.#place = undefined;
    this.#listeners = {};
    if (last) badges.restore();
    else badges.schedule();
  }
}

/** Docks a chat in an element, or in what a selector finds. */
export async function mount(target, options = {}) {
  await load();
  const container = typeof target === "string" ? document.querySelector(target) : target;
  const login = options.login;
  return new Chat(container, { ...options, login: typeof login?.url === "string" ? loginBy(login.url) : login });
}
