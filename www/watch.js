// Counts without a frame: what `watch` gives to a page, and what a docked chat has of it. Fetched when first wanted.
import { Account } from "./account.js";
import { room, ROOM } from "./effects.js";
import { credentials, loginOf } from "./login.js";

const ROLES = ["none", "alone", "leader", "follower"];
const SOURCES = ["none", "realtime", "polling", "lost"];

/** Accounts by the origin of their server, as frames know it. */
const accounts = new Map();

function join(shared, origin, address, holder) {
  const account = accounts.get(origin) ?? new Account(shared, origin, address);
  if (account.address !== address) throw `server: ${account.address} is watched on this page already`;
  accounts.set(origin, account);
  account.join(holder);
  return account;
}

function leave(account, holder) {
  account.leave(holder);
  for (const [origin, known] of accounts) if (known === account && account.holders.size === 0) accounts.delete(origin);
}

/** Who counts, from what, and how old that is in milliseconds. */
function standing({ status: [role, source, rightAt] }) {
  const age = rightAt > 0 ? Math.max(Date.now() - rightAt, 0) : rightAt < 0 ? 0 : null;
  return { role: ROLES[role], source: SOURCES[source], age };
}

/** A name that stays one part of an address: no slash in it, and not of dots alone. */
const ONE_PART = /^[^/]*[^/.][^/]*$/;

/** The room that a notification is of, as in addresses; null where it has no address. */
function pathOf({ payload: { rid, type, name } = {} }) {
  const kinds = { __proto__: null, c: ["channel", name], p: ["group", name], d: ["direct", rid] };
  // A type that is no text may throw where it is made one.
  const [kind, id] = (typeof type === "string" && kinds[type]) || [];
  return typeof id === "string" && ONE_PART.test(id) ? `${kind}/${id}` : null;
}

/** Rooms whose numbers are others than before. What is gone counts nothing. */
function difference(text, now, before) {
  const places = new Map();
  for (let at = 0; at < before.length; at += ROOM) places.set(before[at], at);
  const changed = [];
  for (let at = 0; at < now.length; at += ROOM) {
    const was = places.get(now[at]);
    places.delete(now[at]);
    let same = was !== undefined;
    for (let item = 1; same && item < ROOM; item++) same = now[at + item] === before[was + item];
    if (!same) changed.push(room(text, now, at));
  }
  for (const at of places.values()) changed.push({ ...room(text, before, at), count: 0, alert: false, threads: 0 });
  return changed;
}

const textOf = (value) => (typeof value === "string" ? value : "");

class Badges {
  #shared;
  #account = null;
  #server;
  #lang;
  #listeners = {};
  /** The rooms that the page was last told. */
  #told = new Float64Array();
  #options;
  #asked = false;
  #listening = new AbortController();
  #buttons = new Map();
  #holder;

  constructor(shared, options) {
    this.#shared = shared;
    this.#options = options;
    this.#lang = options.lang ?? document.documentElement.lang;
    const { origin, pathname } = new URL(options.server);
    // Some browsers take a pattern for a host.
    if (!/^https?:\/\/[^*%]+$/.test(origin)) throw "server: no origin";
    if (typeof options.login !== "function") throw "login: missing";
    this.#server = origin + pathname.replace(/\/+$/, "");
    const holder = {
      credentials: () => credentials(options.login),
      badges: options.badges !== false,
      counted: () => this.#counted(),
      stood: () => this.#emit("state", this.status),
      say: (key, value) => shared.say(options.words ?? {}, this.#lang, key, value, () => this.#holder === holder),
      noticed: (notification) => this.#noticed(notification),
      wants: () => this.#wants(),
      show: (notification) => this.#show(notification),
    };
    this.#holder = holder;
    this.#account = join(shared, origin, this.#server, holder);
    // What is known already, the page is told when it has had its turn to listen.
    setTimeout(() => this.#account && shared.unread(this.#account.number) && this.#counted());
    if (typeof options.notifications === "string") this.#offer(options.notifications);
  }

  on(name, listener) {
    const listeners = (this.#listeners[name] ??= new Set());
    listeners.add(listener);
    return () => listeners.delete(listener);
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

  #counts() {
    return this.#account?.number && this.#shared.unread(this.#account.number);
  }

  #counted() {
    if (!this.#listeners.unread?.size) return;
    const counts = this.#counts();
    const { text, counted } = this.#shared;
    const rooms = counts?.[3] ?? new Float64Array();
    const changed = difference(text, rooms, this.#told);
    this.#told = rooms;
    this.#emit("unread", Object.defineProperty(counted(counts), "changed", { value: changed, enumerable: true }));
  }

  get unread() {
    return this.#shared.counted(this.#counts());
  }

  get status() {
    const account = this.#account ?? { status: [0, 0, 0], reason: null };
    const { reason } = account;
    const hint = reason && this.#shared.told(reason, this.#lang).remedy;
    return { ...standing(account), reason, hint };
  }

  diagnose() {
    this.#shared.explain();
    const findings = (this.#account?.codes ?? []).map((code) => this.#shared.told(code, this.#lang));
    return { ...this.status, server: this.#server, user: this.#account?.user ?? null, findings, problem: null };
  }

  retry() {
    this.#account?.retry();
  }

  async notify() {
    try {
      this.#asked = (await Notification.requestPermission()) === "granted";
    } catch {
      this.#asked = false;
    }
    this.#showButtons();
    return this.#asked;
  }

  /** Buttons that ask for notifications; they are there while there is something to ask. */
  #offer(selector) {
    const click = ({ target }) => target instanceof Element && target.closest(selector) && this.notify();
    document.addEventListener("click", click, { signal: this.#listening.signal });
    this.#showButtons();
  }

  #showButtons() {
    const selector = this.#options.notifications;
    if (typeof selector !== "string" || this.#holder === null) return;
    for (const button of document.querySelectorAll(selector)) {
      if (!this.#buttons.has(button)) this.#buttons.set(button, button.hidden);
      button.hidden = !("Notification" in window) || Notification.permission !== "default";
    }
  }

  #wants() {
    const wanted = this.#asked || Boolean(this.#options.notifications);
    return wanted && "Notification" in window && Notification.permission === "granted";
  }

  /** Whether the page shows it itself. */
  #noticed(notification) {
    let prevented = false;
    this.#emit("notification", {
      title: textOf(notification.title),
      text: textOf(notification.text),
      messageId: notification.payload._id,
      roomId: textOf(notification.payload.rid),
      room: pathOf(notification),
      preventDefault: () => void (prevented = true),
    });
    return prevented;
  }

  #show(notification) {
    try {
      const tag = `gantry ${notification.payload._id}`;
      const shown = new Notification(textOf(notification.title), { body: textOf(notification.text), tag });
      shown.onclick = () => {
        shown.close();
        this.#open(notification);
      };
    } catch {
      // Some browsers show them for installed applications alone.
    }
  }

  #open(notification) {
    if (this.#holder === null) return;
    const path = pathOf(notification);
    let prevented = false;
    const { _id, rid } = notification.payload;
    this.#emit("open", { messageId: _id, roomId: rid, room: path, preventDefault: () => void (prevented = true) });
    if (prevented) return;
    window.focus();
    if (path === null) return;
    const chat = [...this.#account.holders].find((holder) => holder.open);
    if (chat) return chat.open(path);
    const { roomUrl } = this.#options;
    if (typeof roomUrl !== "string") return;
    const url = new URL(roomUrl.replace("{room}", path.split("/").map(encodeURIComponent).join("/")), document.baseURI);
    if (url.origin === location.origin) location.assign(url);
  }

  destroy() {
    if (this.#holder === null) return;
    const [holder, account] = [this.#holder, this.#account];
    this.#holder = this.#account = null;
    this.#listening.abort();
    for (const [button, hidden] of this.#buttons) button.hidden = hidden;
    this.#listeners = {};
    if (account) leave(account, holder);
  }
}

/** What never counts anything, and says why. */
function nothing({ counted, explain, told }, reason, problem, lang = document.documentElement.lang) {
  console.error("gantry:", problem);
  const status = { role: "none", source: "none", age: null, reason, hint: null };
  const diagnose = () => (explain(), { ...status, problem: String(problem), findings: [told(reason, lang)] });
  const unread = counted();
  return { status, unread, diagnose, on: () => () => {}, notify: async () => false, retry() {}, destroy() {} };
}

/** Counts what is unread on a server, without a chat. `shared` is that of counting.js. */
export async function watch(shared, options) {
  let reason = "companion-missing";
  try {
    await shared.load();
    reason = options.failure ? "configuration-missing" : "options";
    if (options.failure) throw options.failure;
    return new Badges(shared, { ...options, login: loginOf(options) });
  } catch (problem) {
    return nothing(shared, reason, problem, options.lang);
  }
}

/** A docked chat's part: `gate` hears what its frame says, `open` shows a room in it. */
export function follow(shared, { origin, address, credentials, frame, gate, open }) {
  const holder = { credentials, badges: false, frame, open, room: 0 };
  const account = join(shared, origin, address, holder);
  gate.listen = (name, data) => account.heard(holder, name, data);
  return {
    standing: () => standing(account),
    codes: () => account.codes,
    leave() {
      gate.listen = undefined;
      leave(account, holder);
    },
  };
}
