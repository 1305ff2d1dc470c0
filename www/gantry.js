// Gantry's entry: docks chats, and counts without one.
import { asker } from "./asker.js";
import * as badges from "./badges.js";
import { chats, load, run, version as packageVersion } from "./companion.js";
import { counted, shared } from "./counting.js";
import * as effects from "./effects.js";
import * as page from "./gantry_wasm.js";
import * as gate from "./gate.js";
import { listed, parts, short } from "./given.js";
import { build } from "./place.js";
import { number as textNumber, text } from "./texts.js";
import { explain, say, textOf, told, whenThere } from "./wording.js";

export { watch } from "./counting.js";
export { explain } from "./wording.js";

/** Rooms whose names stand in an address as they are. */
const PLAIN_ROOM = /^(channel|group|direct)\/\w[\w-]*$/;
/** How long it is shown that a person has no page. */
const NOTICE_MILLIS = 8000;

/** The version of this package. */
export async function version() {
  await load();
  return packageVersion();
}

/** The listener for messages, for benchmarks. */
export const receiver = () => gate.receive;

class Chat {
  /** Its number with the companion; 0: it has failed at once, or is gone. */
  #number = 0;
  #state = "failed";
  /** The token of the page's last answer that was waited for. */
  #token = "";
  /** A text that no one else can guess. */
  #nonce = crypto.getRandomValues(new Uint32Array(4)).join();
  #hide = [];
  #problem = null;
  #reason = null;
  #gate;
  #place;
  #address;
  #asked;
  #listeners = {};
  #promises = new Map();
  #ids = 0;
  #start;
  #notice;
  #telling = null;
  #lang;
  #visible = false;
  #loads = 0;
  #watch;
  #early = null;
  #stamp = null;
  /** What is said of a person without a page, and of whom, while it is said. */
  #said = null;
  #words;

  /** Makes the place, and lets the frame load while the companion does. */
  constructor(target, options) {
    try {
      const container = typeof target === "string" ? document.querySelector(target) : target;
      if (!(container instanceof Element)) throw "target: not found";
      this.#lang = options.lang ?? document.documentElement.lang;
      this.#words = options.words ?? {};
      this.#place = build(container);
      if (options.failure) throw options.failure;
      const server = new URL(options.server);
      this.#address = server.origin + server.pathname.replace(/\/+$/, "");
      const { frame } = this.#place;
      // A room whose address needs no rule: for it the companion will want just this one.
      const early = PLAIN_ROOM.test(options.room) && /^https?:/.test(this.#address);
      this.#place.put(options.lazy !== false, () => {
        this.#visible = true;
        if (this.#number !== 0) this.#begin();
        else if (early) this.#load(`/${options.room}?layout=embedded`);
      });
      this.#gate = gate.open(frame, server.origin, (report) => this.#emit("message", report));
      // Some browsers tell of the empty document that every frame begins with.
      frame.addEventListener("load", () => frame.contentDocument?.URL === "about:blank" || this.#happen(1));
    } catch (problem) {
      this.#refuse(problem, options.failure && "configuration-missing");
    }
  }

  /** Takes the chat up with the companion, which is there now unless there was a failure. */
  dock(options, failure) {
    const { profile = {}, login } = options;
    if (failure && this.#problem === null) this.#refuse(failure, "companion-missing");
    // The page is told when it has had its turn to listen, here as below.
    if (this.#problem !== null) return this.#failed();
    try {
      this.#stamp = options.stamp ?? null;
      const { origin } = this.#gate;
      const path = this.#address.slice(origin.length);
      const allow = Array.from(profile.allow ?? [], (url) => new URL(url).origin);
      const own = [origin, path, options.room, profile.url, options.stamp, this.#lang, this.#nonce, location.origin];
      this.#hide = [...(options.hide ?? [])];
      const flags = [login, profile.people, profile.resolve, profile.newTab, options.badges === false, this.#hide.length];
      flags.push(options.origins?.includes(location.origin) === false);
      const chat = {
        carryOut: (kind, parts) => this.#carryOut(kind, parts),
        happen: (what) => this.#happen(what),
        number: textNumber,
        text,
      };
      const docked = page.join(
        listed([...own, ...allow].map(short)),
        flags.reduce((bits, given, bit) => bits | (given ? 1 << bit : 0), 0),
        chat,
        this.#place.button,
      );
      if (typeof docked === "string") throw docked;
      this.#asked = asker(options);
      this.#place.label(this.#text("frameTitle", String(options.room).split("/").pop()), this.#text("retry"));
      this.#number = docked;
      this.#state = "idle";
      chats.set(docked, chat);
      if (login && options.watch !== false) this.#follow();
      if (this.#visible) this.#start = setTimeout(() => this.#begin());
    } catch (problem) {
      this.#refuse(problem);
      this.#failed();
    }
    return this;
  }

  /** The server itself counts better than the frame, which may know one room alone. */
  #follow() {
    const { frame } = this.#place;
    const { credentials } = this.#asked;
    const chat = { origin: this.#gate.origin, address: this.#address, credentials, frame, gate: this.#gate };
    import("./watch.js").then(({ follow }) => {
      if (this.#number !== 0) this.#watch = follow(shared, { ...chat, open: (room) => this.open(room) });
    }).catch(() => {});
  }

  #failed() {
    setTimeout(() => {
      this.#tell("failed", this.#reason, this.#problem);
      this.#place?.show("failed", this.#text("unusable"));
    });
    return this;
  }

  #begin() {
    const loaded = this.#loads;
    this.#happen(0);
    if (loaded > 0) this.#happen(1);
    if (this.#number !== 0) gate.begin(this.#gate, this.#number);
  }

  /** Shows an address of the server; what was shown early is not shown twice. */
  #load(to) {
    const again = this.#number !== 0 && this.#early === to;
    this.#early = this.#number === 0 ? to : null;
    if (!again) this.#place.frame.src = this.#address + to;
  }

  #refuse(problem, reason = "options") {
    this.#problem = String(problem);
    this.#reason = reason;
    console.error("gantry:", this.#problem);
    if (this.#gate) gate.close(this.#gate);
    this.#place?.drop();
  }

  #happen(what) {
    this.#loads += Number(what === 1);
    if (this.#number === 0) return;
    page.happen(this.#number, what);
    run();
  }

  #carryOut(kind, [first, second, third, fourth]) {
    const number = this.#number;
    switch (kind) {
      case effects.POST:
        return this.#post(first);
      case effects.LOGIN:
        return this.#post({ externalCommand: "login-with-token", token: this.#token });
      case effects.HIDE:
        return import("./hide.js").then(({ hide }) => this.#post(hide(this.#hide)));
      case effects.HELLO:
        return this.#post({ gantry: { v: 1, kind: "hello", nonce: this.#nonce } });
      case effects.STATE:
        this.#state = first;
        return this.#tell(first, second);
      case effects.SHOW:
        return this.#show(first, second, third);
      case effects.LOAD:
        return this.#load(text(first));
      case effects.CREDENTIALS:
        return this.#asked.credentials().then(([answer, token, userId]) => {
          if (this.#number === 0) return;
          const missing = answer === 0 && !(typeof token === "string" && token.trim());
          if (page.credentials(number, missing ? 3 : answer, textNumber(userId))) this.#token = token;
          run();
        });
      case effects.SETTLE:
        this.#promises.get(first)?.(second);
        return this.#promises.delete(first);
      case effects.FORGET:
        return this.#gate?.slots.clear();
      case effects.UNREAD:
        return this.#emit("unread", this.unread);
      case effects.ADDRESS:
        page.answer(number, first, listed(parts(text(second))));
        return run();
      case effects.VISIT:
        return this.#visit(effects.person(text, first), text(second) || null, third, fourth);
      case effects.SAY:
        return say(this.#words, this.#lang, first, second, () => this.#number !== 0);
      default:
        return this.#ask(kind, first, second);
    }
  }

  /** The frame's window gets it only while it shows the server's origin: a token can't go astray. */
  #post(message) {
    this.#place?.frame.contentWindow?.postMessage(message, this.#gate.origin);
  }

  #text(key, value) {
    return textOf(this.#words, this.#lang, key, value);
  }

  #show(state, key, again) {
    const [said, name] = (!again && this.#said) || [key];
    const text = said === null ? "" : this.#text(said, name);
    this.#place?.show(state, text, again);
    if (said !== null) whenThere(said, () => this.#happen(4));
  }

  /** A state with a reason waits for the words that go with it; none overtakes it. */
  #tell(state, reason, hint = null) {
    const tell = () => this.#emit("state", { state, reason, hint: hint ?? (reason && told(reason, this.#lang).remedy) });
    if (reason === null && this.#telling === null) return tell();
    const telling = (this.#telling = Promise.all([this.#telling, reason && explain()]).then(() => {
      if (this.#telling === telling) this.#telling = null;
      tell();
    }));
  }

  async #ask(kind, ticket, detail) {
    const answer = await (kind === effects.RESOLVE
      ? this.#asked.ask("resolve", effects.person(text, detail))
      : this.#asked.ask(kind === effects.MAP ? "map" : "username", text(detail)));
    if (this.#number === 0) return;
    page.answer(this.#number, ticket, listed([answer]));
    run();
  }

  #visit(person, url, newTab, word) {
    let prevented = false;
    this.#emit("person", { ...person, url, preventDefault: () => void (prevented = true) });
    if (prevented || this.#number === 0) return;
    if (url !== null) {
      if (newTab) open(url, "_blank", "noopener");
      else location.assign(url);
      return;
    }
    this.#said = [word, person.username];
    clearTimeout(this.#notice);
    this.#notice = setTimeout(() => {
      this.#said = null;
      this.#happen(4);
    }, NOTICE_MILLIS);
    this.#happen(4);
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
      if (!page.wish(this.#number, id, kind, textNumber(String(detail)))) {
        this.#promises.delete(id);
        resolve(false);
      }
      run();
    });
  }

  on(name, listener) {
    const listeners = (this.#listeners[name] ??= new Set());
    const tap = () => {
      if (name === "message" && this.#gate) gate.tap(this.#gate, listeners.size > 0);
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
    return counted(this.#number && page.unread(this.#number));
  }

  get state() {
    return this.#state;
  }

  diagnose() {
    explain();
    const finding = (code) => told(code, this.#lang);
    if (this.#number === 0 || this.#state === "destroyed") {
      const findings = this.#problem === null ? [] : [finding(this.#reason)];
      return { state: this.#state, reason: this.#reason, problem: this.#problem, findings };
    }
    const [state, reason, room, user, missing, stamp, accepted, refused, codes] = page.diagnose(this.#number);
    const { strangers, foreign, unreadable, unknown, origin } = this.#gate;
    const [window, other, shape, size, event] = refused;
    return {
      state,
      reason,
      server: this.#address,
      origin,
      room: text(room),
      user: text(user) || null,
      bundle: { present: missing === null ? null : !missing, stamp: text(stamp) || null, expected: this.#stamp },
      accepted,
      refused: {
        window: window + gate.strangersSoFar() - strangers,
        origin: other + foreign,
        shape: shape + unreadable,
        size,
        event: event + unknown,
      },
      counts: this.#watch?.standing() ?? null,
      findings: [...new Set([...codes, ...(this.#watch?.codes() ?? [])])].map(finding),
    };
  }

  destroy() {
    this.#state = "destroyed";
    if (this.#number === 0) return void (this.#place = this.#place?.remove());
    const number = this.#number;
    this.#watch?.leave();
    const last = page.leave(number);
    run();
    this.#number = 0;
    chats.delete(number);
    clearTimeout(this.#notice);
    clearTimeout(this.#start);
    gate.close(this.#gate);
    this.#place.remove();
    this.#gate = this.#place = undefined;
    this.#listeners = {};
    if (last) badges.restore();
    else badges.schedule();
  }
}

/** Docks a chat in an element, or in what a selector finds. */
export async function mount(target, options) {
  const given = { ...options };
  const chat = new Chat(target, given);
  return load().then(
    () => chat.dock(given),
    (problem) => chat.dock(given, problem),
  );
}
