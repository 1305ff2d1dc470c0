// What a careful page author would write by hand instead of the companion: the gate, the reading of Rocket.Chat's
// events, the counts, and badges written once per frame of the screen. It is what the companion is measured against, and
// a test holds both to the same answers.

const LONGEST_TEXT = 1000;
const MOST_ROOMS = 20_000;
const BULLET = "\u2022";

const NOTHING_NEW = 0;
const NEWS = 1;

const isText = (value) => typeof value === "string" && value !== "";
const isLong = (value) => typeof value === "string" && value.length > LONGEST_TEXT;
const orNull = (value) => (isText(value) ? value : null);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
const isCount = (value) => typeof value === "number" && value >= 0 && value < 2_147_483_648 && value % 1 === 0;

function moment(value) {
  if (value instanceof Date) value = value.getTime();
  else if (isObject(value)) value = value.$date;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function address(value) {
  if (isLong(value)) return "size";
  return isText(value) ? NOTHING_NEW : "shape";
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
    let verdict;
    try {
      verdict = this.take(event.data);
    } catch {
      // Whatever a foreign object throws while it is read is a matter of its shape.
      verdict = "shape";
    }
    if (typeof verdict === "string") {
      this.refused[verdict] += 1;
      return;
    }
    this.accepted += 1;
    if (verdict === NEWS) this.changed();
  }

  /** Reads one message: the reason of a refusal, or whether anything that is shown has changed. */
  take(message) {
    if (!isObject(message)) return "shape";
    const { eventName } = message;
    if (isLong(eventName)) return "size";
    if (isText(eventName)) return this.takeEvent(eventName, message.data);

    const { evtname } = message;
    if (isLong(evtname)) return "size";
    if (isText(evtname)) return evtname === "user-card-click" ? this.takePerson(message) : "event";

    const { event } = message;
    if (isLong(event)) return "size";
    if (isText(event)) return event === "login-error" || event === "custom-oauth-callback" ? NOTHING_NEW : "event";

    const { gantry } = message;
    if (!isObject(gantry)) return "shape";
    if (isLong(gantry.kind) || isLong(gantry.nonce)) return "size";
    if (gantry.v !== 1 || gantry.kind !== "here" || !isText(gantry.nonce)) return "event";
    return isLong(gantry.stamp) || isLong(gantry.userId) ? "size" : NOTHING_NEW;
  }

  takePerson(message) {
    if (isLong(message.username) || isLong(message.id)) return "size";
    const { gantry } = message;
    if (!isObject(gantry)) return NOTHING_NEW;
    const { userId, messageId, room, trigger, stamp } = gantry;
    return [userId, messageId, room, trigger, stamp].some(isLong) ? "size" : NOTHING_NEW;
  }

  takeEvent(name, data) {
    switch (name) {
      case "unread-changed-by-subscription":
        return this.takeSubscription(isObject(data) ? data : {});
      case "unread-changed":
        return this.takeTotal(data);
      case "Custom_Script_Logged_Out":
      case "Custom_Script_On_Logout": {
        const something = this.order.length > 0 || this.said !== null;
        this.forget();
        return Number(something);
      }
      case "status-changed":
        return isLong(data) ? "size" : NOTHING_NEW;
      case "room-opened":
        return this.takeRoom(data ?? {});
      case "click-mention-link":
        return address(data?.path);
      case "click-message-link":
        return address(data?.link);
      case "click-user-card-message":
        return isLong(data?.username) ? "size" : NOTHING_NEW;
      case "startup":
      case "Custom_Script_Logged_In":
      case "new-message":
      case "notification":
      case "user-status-manually-set":
      case "click-action-link":
      case "click-toolbar-button":
      case "get-sourceId":
        return NOTHING_NEW;
      default:
        return "event";
    }
  }

  takeSubscription(record) {
    const { rid: id, name, fname: label, t: type } = record;
    if (isLong(id)) return "size";
    if (!isText(id)) return "shape";
    if (isLong(name) || isLong(label) || isLong(type)) return "size";
    let room = this.rooms.get(id);
    let changed = NOTHING_NEW;
    if (room === undefined) {
      if (this.order.length >= MOST_ROOMS) return NOTHING_NEW;
      room = {
        id, name: null, label: null, type: null, unread: null, said: false, muted: false, archived: false, closed: false,
        silent: false, threads: null, updated: null, count: 0, dot: false,
      };
      this.rooms.set(id, room);
      this.order.push(room);
      changed = NEWS;
    }
    if (isText(name) && name !== room.name) { room.name = name; changed = NEWS; }
    if (isText(label) && label !== room.label) { room.label = label; changed = NEWS; }
    if (isText(type) && type !== room.type) { room.type = type; changed = NEWS; }

    const updated = moment(record._updatedAt);
    if (updated !== null && room.updated !== null && updated < room.updated) return changed;
    room.updated = updated ?? room.updated;
    if (isCount(record.unread)) room.unread = record.unread;
    const threads = Array.isArray(record.tunread) ? record.tunread.length : room.threads;
    const muted = record.hideUnreadStatus === true;
    if (threads !== room.threads || muted !== room.muted) changed = NEWS;
    room.threads = threads;
    room.muted = muted;
    room.said = record.alert === true;
    room.archived = record.archived === true;
    room.closed = record.open === false;
    room.silent = record.unreadAlert === "nothing";
    return this.count(room) ? NEWS : changed;
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
    if (isLong(data)) return "size";
    if (!(isCount(data) || data === "" || data === BULLET || data === "999+")) return "shape";
    const before = this.said;
    this.said = data;
    if ((data === "" || data === BULLET || data === 0) && this.sum > 0) {
      // Rocket.Chat is silent about a room that leaves the list; only its sum tells.
      for (const room of this.order) {
        if (room.unread !== null) room.unread = 0;
        this.count(room);
      }
      return NEWS;
    }
    return Number(data !== before);
  }

  takeRoom(record) {
    const { _id: id, name, fname: label, t: type } = record;
    if (isLong(id)) return "size";
    if (!isText(id)) return "shape";
    if (isLong(name) || isLong(label) || isLong(type)) return "size";
    const room = this.rooms.get(id);
    if (room === undefined) return NOTHING_NEW;
    const news = (room.name === null && isText(name)) || (room.label === null && isText(label));
    room.name ??= orNull(name);
    room.label ??= orNull(label);
    return Number(news);
  }

  get unread() {
    // Half a letter is nothing that could be shown.
    const whole = (value) => value?.toWellFormed() ?? null;
    const rooms = this.order.map(({ id, name, label, type, count, dot, muted, threads }) => ({
      id, name: whole(name), label: whole(label ?? name), type: whole(type), count, alert: dot, muted, threads: threads ?? 0,
    }));
    const { total, alert, overflow } = this.total();
    return { total, alert, label: badge(total, alert, overflow), rooms };
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
