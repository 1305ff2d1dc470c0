// What a careful page author would write by hand instead of the companion: the gate, the reading of Rocket.Chat's
// events, the counts, and badges written once per frame of the screen. It is what the companion is measured against, and
// a test holds both to the same answers.

const LONGEST_TEXT = 1000;
const MOST_ROOMS = 20_000;
const BULLET = "\u2022";

class Refused extends Error {}
const SHAPE = new Refused("shape");
const SIZE = new Refused("size");
const UNKNOWN = new Refused("event");

/** A text that may be missing; what is too long is refused. */
function text(value) {
  if (typeof value !== "string" || value === "") return null;
  if (value.length > LONGEST_TEXT) throw SIZE;
  return value;
}

function needed(value) {
  if (value === null) throw SHAPE;
  return value;
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
const isCount = (value) => typeof value === "number" && value >= 0 && value < 2_147_483_648 && value % 1 === 0;

function moment(value) {
  if (value instanceof Date) value = value.getTime();
  else if (isObject(value)) value = value.$date;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export function badge(count, alert, overflow) {
  if (overflow || count > 999) return "999+";
  if (count > 0) return String(count);
  return alert ? BULLET : "";
}

export class Reference {
  /** `frame` is the chat's iframe, `server` its exact origin. Badges go to every `[data-gantry-unread]` and the title. */
  constructor({ frame, server, page = document }) {
    this.window = frame.contentWindow;
    this.server = server;
    this.page = page;
    this.title = page.title;
    this.written = null;
    this.accepted = 0;
    this.refused = { window: 0, origin: 0, shape: 0, size: 0, event: 0 };
    this.scheduled = 0;
    this.forget();
    this.receive = this.receive.bind(this);
    this.write = this.write.bind(this);
  }

  listen() {
    addEventListener("message", this.receive);
  }

  destroy() {
    removeEventListener("message", this.receive);
    cancelAnimationFrame(this.scheduled);
    for (const element of this.page.querySelectorAll("[data-gantry-unread]")) element.textContent = "";
    this.page.title = this.title;
  }

  forget() {
    this.rooms = new Map();
    this.order = [];
    this.said = null;
    this.sum = 0;
    this.dots = 0;
  }

  receive(event) {
    if (event.source !== this.window) {
      this.refused.window += 1;
      return;
    }
    if (event.origin !== this.server) {
      this.refused.origin += 1;
      return;
    }
    try {
      if (this.take(event.data)) this.changed();
      this.accepted += 1;
    } catch (error) {
      // Whatever else a foreign object throws while it is read is a matter of its shape.
      this.refused[error instanceof Refused ? error.message : "shape"] += 1;
    }
  }

  /** Reads one message; whether anything that is shown has changed. */
  take(message) {
    if (!isObject(message)) throw SHAPE;
    const name = text(message.eventName);
    if (name !== null) return this.takeEvent(name, message.data);

    const card = text(message.evtname);
    if (card !== null) {
      if (card !== "user-card-click") throw UNKNOWN;
      text(message.username);
      text(message.id);
      const more = message.gantry;
      if (isObject(more)) for (const key of ["userId", "messageId", "room", "trigger", "stamp"]) text(more[key]);
      return false;
    }
    const answer = text(message.event);
    if (answer !== null) {
      if (answer !== "login-error" && answer !== "custom-oauth-callback") throw UNKNOWN;
      return false;
    }
    const hello = message.gantry;
    if (!isObject(hello)) throw SHAPE;
    const kind = text(hello.kind);
    const nonce = text(hello.nonce);
    if (hello.v !== 1 || kind !== "here" || nonce === null) throw UNKNOWN;
    text(hello.stamp);
    text(hello.userId);
    return false;
  }

  takeEvent(name, data) {
    const record = data ?? {};
    switch (name) {
      case "unread-changed-by-subscription":
        return this.takeSubscription(isObject(data) ? data : {});
      case "unread-changed":
        return this.takeTotal(data);
      case "Custom_Script_Logged_Out":
      case "Custom_Script_On_Logout": {
        const something = this.order.length > 0 || this.said !== null;
        this.forget();
        return something;
      }
      case "status-changed":
        text(data);
        return false;
      case "room-opened":
        return this.takeRoom(record);
      case "click-mention-link":
        needed(text(record.path));
        return false;
      case "click-message-link":
        needed(text(record.link));
        return false;
      case "click-user-card-message":
        text(record.username);
        return false;
      case "startup":
      case "Custom_Script_Logged_In":
      case "new-message":
      case "notification":
      case "user-status-manually-set":
      case "click-action-link":
      case "click-toolbar-button":
      case "get-sourceId":
        return false;
      default:
        throw UNKNOWN;
    }
  }

  takeSubscription(record) {
    const id = needed(text(record.rid));
    const told = { name: text(record.name), label: text(record.fname), type: text(record.t) };
    let room = this.rooms.get(id);
    let changed = false;
    if (room === undefined) {
      if (this.order.length >= MOST_ROOMS) return false;
      room = {
        id, name: null, label: null, type: null, unread: null, said: false, muted: false, archived: false, closed: false,
        silent: false, threads: null, updated: null, count: 0, dot: false,
      };
      this.rooms.set(id, room);
      this.order.push(room);
      changed = true;
    }
    if (told.name !== null && told.name !== room.name) { room.name = told.name; changed = true; }
    if (told.label !== null && told.label !== room.label) { room.label = told.label; changed = true; }
    if (told.type !== null && told.type !== room.type) { room.type = told.type; changed = true; }

    const updated = moment(record._updatedAt);
    if (updated !== null && room.updated !== null && updated < room.updated) return changed;
    room.updated = updated ?? room.updated;
    if (isCount(record.unread)) room.unread = record.unread;
    const threads = Array.isArray(record.tunread) ? record.tunread.length : room.threads;
    const muted = record.hideUnreadStatus === true;
    if (threads !== room.threads || muted !== room.muted) changed = true;
    room.threads = threads;
    room.muted = muted;
    room.said = record.alert === true;
    room.archived = record.archived === true;
    room.closed = record.open === false;
    room.silent = record.unreadAlert === "nothing";
    return this.count(room) || changed;
  }

  /** Brings a room's count and the sums up to what is known of it. */
  count(room) {
    const counted = !(room.muted || room.archived || room.closed);
    const unread = room.unread ?? 0;
    const count = counted ? unread : 0;
    const dot = counted && room.said && unread === 0 && !room.silent;
    if (count === room.count && dot === room.dot) return false;
    this.sum += count - room.count;
    this.dots += Number(dot) - Number(room.dot);
    room.count = count;
    room.dot = dot;
    return true;
  }

  takeTotal(data) {
    if (typeof data === "string" && data.length > LONGEST_TEXT) throw SIZE;
    if (!(isCount(data) || data === "" || data === BULLET || data === "999+")) throw SHAPE;
    const before = this.said;
    this.said = data;
    if ((data === "" || data === BULLET || data === 0) && this.sum > 0) {
      // Rocket.Chat is silent about a room that leaves the list; only its sum tells.
      for (const room of this.order) {
        if (room.unread !== null) room.unread = 0;
        this.count(room);
      }
      return true;
    }
    return data !== before;
  }

  takeRoom(record) {
    const id = needed(text(record._id));
    const name = text(record.name);
    const label = text(record.fname);
    text(record.t);
    const room = this.rooms.get(id);
    if (room === undefined) return false;
    const news = (room.name === null && name !== null) || (room.label === null && label !== null);
    room.name ??= name;
    room.label ??= label;
    return news;
  }

  get unread() {
    const rooms = this.order.map(({ id, name, label, type, count, dot, muted, threads }) => ({
      id, name, label: label ?? name, type, count, alert: dot, muted, threads: threads ?? 0,
    }));
    return { ...this.total(), rooms };
  }

  total() {
    const alert = this.dots > 0;
    if (this.said === null) return { total: this.sum, alert, overflow: false };
    if (this.said === "") return { total: 0, alert: false, overflow: false };
    if (this.said === BULLET) return { total: 0, alert: true, overflow: false };
    if (this.said === "999+") return { total: Math.max(this.sum, 999), alert, overflow: true };
    return { total: this.said, alert, overflow: false };
  }

  changed() {
    if (this.scheduled === 0) this.scheduled = requestAnimationFrame(this.write);
  }

  write() {
    this.scheduled = 0;
    const { total, alert, overflow } = this.total();
    const shown = badge(total, alert, overflow);
    for (const element of this.page.querySelectorAll("[data-gantry-unread]")) {
      const key = element.dataset.gantryUnread;
      const room = key === "" ? null : (this.rooms.get(key) ?? this.order.find(({ name }) => name === key));
      const wanted = key === "" ? shown : room ? badge(room.count, room.dot, false) : "";
      if (element.textContent !== wanted) element.textContent = wanted;
    }
    const title = shown === "" ? this.title : `(${shown}) ${this.title}`;
    if (this.page.title !== title) this.page.title = title;
  }
}
