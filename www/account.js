// A member's counts on one server, in this tab. The rules are in `src/realtime`; here are the socket, the lock, the
// channel, the clock and the letters, and the token, which goes to Rocket.Chat and nowhere else.
import { FORGET, SAY, UNREAD, WATCH } from "./effects.js";
import { lock } from "./lock.js";
import { Notices, roomRead } from "./notices.js";
import { subscriptions } from "./snapshot.js";
import { wire } from "./wire.js";

/** What can happen: the numbers of `src/companion/watching.rs`. */
const [BEGIN, CREDENTIALS, OPENED, CLOSED, FRAME, SNAPSHOT, FAILED, REFUSED, LOCK] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const [TOLD, VISIBLE, READING, NOTICED, TICK, RETRY, LEAVE, END] = [9, 10, 11, 12, 14, 15, 16, 17];

/** How it stands: seven numbers behind what is to be done. */
const STATUS = 7;
const [NOT_STOPPED, LOGGED_OUT, TOKEN_REFUSED, NO_CREDENTIALS] = [0, 1, 2, 3];
/** A timer farther off than this would go off at once. */
const FARTHEST_MILLIS = 0x7fffffff;
/** A clock that goes back by less was only put right. */
const CLOCK_SET_MILLIS = 1000;
/** A safety net against rules that never rest. */
const SHORTEST_MILLIS = 10;

/** Random numbers are asked for so many at once. */
const pool = new Uint32Array(64);
let drawn = pool.length;
function random() {
  if (drawn === pool.length) {
    crypto.getRandomValues(pool);
    drawn = 0;
  }
  return pool[drawn++];
}
const visible = () => document.visibilityState === "visible";

export class Account {
  address;
  /** Its number with the companion while somebody wants it. */
  number = 0;
  /** Who wants the counts: pages and docked chats. */
  holders = new Set();
  status = [0, 0, 0, NOT_STOPPED, 0, 0];
  #shared;
  #origin;
  #wire;
  #tab = Array.from({ length: 4 }, () => random().toString(36)).join("");
  /** Goes up whenever a watch ends: what an older one has asked for is of no use to the next. */
  #life = 0;
  #user = 0;
  #token = "";
  /** Why the page's login gave nothing. */
  #denial = null;
  #socket = null;
  #channel = null;
  #release = null;
  #timer = 0;
  /** When the timer goes off. */
  #due = Infinity;
  #listening = null;
  #here = false;
  /** When something last happened. */
  #last = 0;
  #reading = 0;
  #notices = new Notices();
  /** Locks and channels are there, and may be used. */
  #sharing = typeof BroadcastChannel === "function" && !!navigator.locks;
  /** The page's own policy forbids the way to the server. */
  #forbidden = false;
  /** The last call by REST was kept from the page by the browser. */
  #unreadable = false;

  constructor(shared, origin, address) {
    this.#shared = shared;
    this.#origin = origin;
    this.address = address;
    this.#wire = wire(shared.number, shared.text);
  }

  join(holder) {
    this.holders.add(holder);
    if (this.number === 0) this.#start();
    else if (holder.badges) this.#begin();
  }

  leave(holder) {
    if (!this.holders.delete(holder)) return;
    const shows = () => [...this.holders].some((other) => other.badges);
    if (this.holders.size > 0 && (!holder.badges || shows())) return;
    this.#end();
    if (this.holders.size > 0) this.#start();
  }

  #start() {
    const { account, number, chats } = this.#shared;
    this.number = account(number(this.#origin));
    chats.set(this.number, this);
    this.#listening = new AbortController();
    const on = (target, names, listener) => {
      for (const name of names) target.addEventListener(name, listener, { signal: this.#listening.signal });
    };
    on(document, ["visibilitychange"], () => this.feed(VISIBLE, Number(visible())));
    on(window, ["pagehide"], () => this.#away());
    on(document, ["freeze"], () => this.#away());
    on(window, ["pageshow"], () => this.#begin());
    on(document, ["resume"], () => this.#begin());
    on(window, ["focus", "blur"], () => this.#read());
    on(window, ["online"], () => [NOT_STOPPED, NO_CREDENTIALS].includes(this.status[3]) && this.feed(RETRY));
    on(document, ["securitypolicyviolation"], (event) => this.#violated(event));
    this.#begin();
  }

  #begin() {
    this.#here = true;
    if (this.#sharing && this.#channel === null) {
      try {
        this.#channel = new BroadcastChannel(`gantry ${this.address}`);
        this.#channel.onmessage = ({ data }) => this.feed(TOLD, 0, this.#wire.heard(data));
      } catch {
        this.#sharing = false;
      }
    }
    const shown = [...this.holders].some((holder) => holder.badges);
    const bits = (this.#sharing ? 1 : 0) | (visible() ? 2 : 0) | (shown ? 4 : 0);
    this.feed(BEGIN, bits, [-this.#shared.number(this.#tab)]);
  }

  /** The page is put away, maybe to come back: a kept page has no socket and no lock. */
  #away() {
    if (!this.#here) return;
    this.#here = false;
    this.feed(LEAVE);
    this.#closeChannel();
  }

  #closeChannel() {
    this.#channel?.close();
    this.#channel = null;
  }

  #end() {
    const { number } = this;
    this.feed(END);
    this.#life++;
    this.#listening.abort();
    this.#closeChannel();
    clearTimeout(this.#timer);
    this.#due = Infinity;
    this.#token = "";
    this.number = this.#reading = 0;
    const { chats, leave, run, restore } = this.#shared;
    const last = leave(0);
    run();
    chats.delete(number);
    if (last) restore();
  }

  /** Tells the rules what happened, and does what they want. */
  feed(what, detail = 0, items = []) {
    if (this.number === 0) return;
    const now = Date.now();
    const back = this.#last - now;
    this.#last = now;
    if (back > CLOCK_SET_MILLIS && this.#here) {
      // What was to come is far off by the clock that there is now: so all is begun anew.
      this.#away();
      this.#begin();
    }
    if (what !== READING && what !== BEGIN && what !== END) this.#read();
    const { watch, run } = this.#shared;
    const told = watch(this.number, what, detail, items, random());
    if (told !== undefined) this.#obey(told);
    run();
  }

  #obey(told) {
    const end = told.length - STATUS;
    const before = this.status;
    this.status = Array.from(told.subarray(end, told.length - 1));
    this.#wake(told[told.length - 1]);
    if (this.status[3] !== NOT_STOPPED && this.status[3] !== before[3]) this.#token = "";
    for (let at = 0; at < end; ) {
      const [what, count] = told.subarray(at, at + 2);
      at += 2 + count;
      this.#carryOut(what, told.subarray(at - count, at));
    }
    // When they were right changes with every snapshot, and is asked for.
    if (this.status.some((value, index) => index !== 2 && value !== before[index])) {
      for (const holder of [...this.holders]) holder.stood?.();
    }
  }

  /** Comes back when it is time, or earlier: each message puts that off, and a timer is not worth setting anew for it. */
  #wake(due) {
    const at = due < 0 ? Infinity : due;
    if (at >= this.#due && this.#due > Date.now()) return;
    clearTimeout(this.#timer);
    this.#due = at;
    if (due < 0) return;
    const wait = Math.min(Math.max(due - Date.now(), SHORTEST_MILLIS), FARTHEST_MILLIS);
    this.#timer = setTimeout(() => {
      this.#due = Infinity;
      this.feed(TICK);
    }, wait);
  }

  /** In the order of `Do` in `src/realtime/output.rs`. */
  #carryOut(what, items) {
    const { text } = this.#shared;
    const [first, second, third] = items;
    switch (what) {
      case 0:
        return this.#ask();
      case 1:
        return this.#open();
      case 2:
        return this.#close();
      case 3:
        return this.#say(this.#wire.connect());
      case 4:
        return this.#say(this.#wire.login(this.#token));
      case 5:
        return this.#say(this.#wire.subscribe(text(-first), text(-second)));
      case 6:
        return this.#say(this.#wire.call(first));
      case 7:
        return this.#say(this.#wire.ping());
      case 8:
        return this.#say(this.#wire.pong(text(-first)));
      case 9:
        return this.#fetch(second, third);
      case 10:
        return this.#lock(text(-first), second > 0);
      case 11:
        return this.#unlock();
      case 12:
        return this.#channel?.postMessage(this.#wire.told(items));
      default:
        return this.#notify(-first);
    }
  }

  /** What the companion lays down for the account. */
  carryOut(kind, [first, second]) {
    const holders = [...this.holders];
    if (kind === UNREAD) for (const holder of holders) holder.counted?.();
    if (kind === FORGET) this.#shared.forget(this.#origin);
    if (kind === WATCH) this.feed(first);
    if (kind === SAY) holders.find((holder) => holder.badges)?.say(first, second);
  }

  async #ask() {
    const life = this.#life;
    const [holder] = this.holders;
    const [how, token, userId] = await holder.credentials();
    if (life !== this.#life) return;
    const given = how === 0 && typeof token === "string" && token.trim() !== "";
    const user = given ? this.#shared.number(userId) : 0;
    this.#denial = user > 0 ? null : ["token-missing", "not-a-member", "login-unavailable"][how];
    // A second answer without a token takes none away; where none is waited for any more, that ends with the watch.
    if (user > 0) [this.#user, this.#token] = [user, token];
    this.feed(CREDENTIALS, 0, [-user]);
  }

  #open() {
    this.#close();
    let socket;
    try {
      socket = new WebSocket(`${this.address.replace(/^http/, "ws")}/websocket`);
    } catch {
      // A page on https may not open a socket that is not secured.
      const life = this.#life;
      return queueMicrotask(() => life === this.#life && this.feed(CLOSED));
    }
    this.#socket = socket;
    socket.onopen = () => this.feed(OPENED);
    socket.onclose = () => this.feed(CLOSED);
    socket.onmessage = ({ data }) => this.#hear(data);
  }

  #close() {
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onclose = socket.onmessage = null;
    // Browsers tell in the console of a socket that is closed before it was open.
    if (socket.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close();
    else socket.close();
  }

  #say(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #hear(data) {
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (frame === null || typeof frame !== "object") return;
    if (this.#wire.answersCall(frame)) {
      const items = this.#wire.snapshot(frame.result);
      return this.feed(items ? SNAPSHOT : FAILED, 0, items);
    }
    this.#remember(this.#wire.notification(frame));
    this.feed(FRAME, 0, this.#wire.frame(frame));
  }

  async #fetch(ask, since) {
    const life = this.#life;
    const userId = this.#shared.text(this.#user);
    const { answer, refused, unreadable } = await subscriptions(this.address, userId, this.#token, since);
    if (life !== this.#life) return;
    this.#unreadable = unreadable === true;
    const items = this.#wire.snapshot(answer);
    this.feed(refused ? REFUSED : items ? SNAPSHOT : FAILED, ask, items);
  }

  #lock(user, steal) {
    this.#unlock();
    this.#release = lock(`gantry ${this.address} ${user}`, steal, (ours) => {
      if (ours !== undefined) return this.feed(LOCK, Number(ours));
      this.#sharing = false;
      this.#away();
      this.#begin();
    });
  }

  #unlock() {
    const release = this.#release;
    this.#release = null;
    release?.();
  }

  #violated({ effectiveDirective, blockedURI, disposition }) {
    if (effectiveDirective !== "connect-src" || disposition === "report") return;
    const ours = new URL(this.address);
    this.#forbidden ||= URL.canParse(blockedURI) && new URL(blockedURI).host === ours.host;
  }

  /** A frame of this page tells of the room that it shows, or of a notification. */
  heard(holder, name, data) {
    const { number } = this.#shared;
    if (name === "room-opened") {
      holder.room = number(data?._id);
      return this.#read();
    }
    if (name !== "notification") return;
    const notification = data?.notification;
    this.#remember(notification);
    this.feed(NOTICED, 0, [-number(notification?.payload?._id), -number(notification?.payload?.rid)]);
  }

  /** Looks which room is read here: a frame's focus comes and goes without a word to the page. */
  #read() {
    const room = roomRead([...this.holders]);
    if (room === this.#reading) return;
    this.#reading = room;
    this.feed(READING, 0, [-room]);
  }

  #remember(notification) {
    this.#notices.keep(this.#shared.number(notification?.payload?._id), notification);
  }

  #notify(message) {
    const notification = this.#notices.find(message);
    if (notification === undefined) return;
    const holders = [...this.holders];
    const stopped = holders.filter((holder) => holder.noticed?.(notification)).length > 0;
    if (!stopped) holders.find((holder) => holder.wants?.())?.show(notification);
  }

  retry() {
    this.feed(RETRY);
  }

  /** The code of what stands in the way of counting at all. */
  get reason() {
    const stop = this.status[3];
    if (stop === LOGGED_OUT) return "logged-out";
    if (stop === TOKEN_REFUSED) return "resume-refused";
    return stop === NO_CREDENTIALS ? (this.#denial ?? "login-unavailable") : null;
  }

  /** The codes of everything that stands in the way of counting well. */
  get codes() {
    const { reason } = this;
    const [, , , , blocked, failed] = this.status;
    if (reason !== null) return reason === "logged-out" ? [] : [reason];
    if (this.#forbidden) return ["connect-src-missing"];
    const kept = failed && this.#unreadable;
    if (blocked && kept) return ["unreachable"];
    return [...(blocked ? ["realtime-blocked"] : []), ...(kept ? ["cors-missing"] : [])];
  }

  get user() {
    return this.#shared.text(this.#user) || null;
  }
}
