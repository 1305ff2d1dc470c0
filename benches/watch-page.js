// A server in the page itself, so that nothing is measured but what the counts cost: `window.measure(rooms, changes, changing)`
// watches it with so many rooms, of which so many change, and gives milliseconds of the snapshot and microseconds of each change, for the
// companion and for a reference by hand.
const SERVER = "https://chat.example.org";
const USER = "member";

const subscription = (at, unread, date) => ({
  _id: `subscription-${at}`,
  rid: `room-${at}`,
  name: `name-of-${at}`,
  fname: `Name of ${at}`,
  t: "p",
  u: { _id: USER, username: "alice" },
  open: true,
  alert: unread > 0,
  unread,
  userMentions: 0,
  groupMentions: 0,
  ts: date(0),
  ls: date(0),
  _updatedAt: date(at + 1),
});
const text = (millis) => new Date(1_700_000_000_000 + millis).toISOString();
const ejson = (millis) => ({ $date: 1_700_000_000_000 + millis });

/** What somebody would write who wants counts and nothing else. */
class Reference {
  rooms = new Map();
  total = 0;

  take({ _id, rid, name, fname, t, unread, alert, open, archived, hideUnreadStatus, unreadAlert, tunread, _updatedAt }) {
    const updated = typeof _updatedAt === "string" ? Date.parse(_updatedAt) : _updatedAt.$date;
    const known = this.rooms.get(_id);
    if (known && known.updated > updated) return;
    const count = hideUnreadStatus || archived || open === false ? 0 : unread;
    const dot = alert && unread === 0 && !hideUnreadStatus && unreadAlert !== "nothing";
    this.total += count - (known?.count ?? 0);
    this.rooms.set(_id, { rid, name, fname, t, count, dot, updated, threads: tunread?.length ?? 0 });
  }

  hear(data) {
    const { msg, fields } = JSON.parse(data);
    if (msg === "changed" && fields.eventName.endsWith("/subscriptions-changed")) this.take(fields.args[1]);
  }
}

let socket;
class Socket {
  static OPEN = 1;
  readyState = 1;
  constructor() {
    socket = this;
    setTimeout(() => this.onopen?.());
  }
  send(data) {
    const { msg, id } = JSON.parse(data);
    if (msg === "connect") this.say({ msg: "connected", session: "session" });
    if (msg === "method") this.say({ msg: "result", id, result: { id: USER } });
    if (msg === "sub") this.say({ msg: "ready", subs: [id] });
  }
  say(frame) {
    setTimeout(() => this.onmessage?.({ data: JSON.stringify(frame) }));
  }
  close() {}
}
window.WebSocket = Socket;

let answer;
let applied;
const { fetch } = window;
window.fetch = (what, ...rest) => {
  if (!String(what).startsWith(SERVER)) return fetch(what, ...rest);
  return Promise.resolve({
    ok: true,
    status: 200,
    json() {
      // The next task: by then the answer is taken.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (applied = performance.now() - start);
      const start = performance.now();
      port2.postMessage(0);
      return Promise.resolve(answer);
    },
  });
};

const until = async (probe) => {
  while (!probe()) await new Promise((resolve) => setTimeout(resolve, 5));
};

window.measure = async (rooms, changes, changing = rooms) => {
  const { watch } = await import("/gantry/gantry.js");
  answer = { update: Array.from({ length: rooms }, (_, at) => subscription(at, at % 3, text)), remove: [] };
  // Told the same way, so that both sides read the same letters.
  const frames = Array.from({ length: changes }, (_, change) => {
    const record = subscription(change % changing, 1 + (change % 7), (millis) => ejson(millis && 10_000 + change));
    const fields = { eventName: `${USER}/subscriptions-changed`, args: ["updated", record] };
    return JSON.stringify({ msg: "changed", collection: "stream-notify-user", id: "id", fields });
  });
  const figures = {};
  const reference = new Reference();
  const sides = {
    reference() {
      const start = performance.now();
      for (const record of answer.update) reference.take(record);
      figures.referenceSnapshot = performance.now() - start;
      const then = performance.now();
      for (const data of frames) reference.hear(data);
      figures.referenceChange = ((performance.now() - then) * 1000) / changes;
    },
    async companion() {
      applied = undefined;
      const badges = await watch({ server: SERVER, login: () => ({ token: "token", userId: USER }) });
      await until(() => applied !== undefined);
      figures.companionSnapshot = applied;
      const events = frames.map((data) => new MessageEvent("message", { data }));
      const then = performance.now();
      for (const event of events) socket.onmessage(event);
      figures.companionChange = ((performance.now() - then) * 1000) / changes;
      figures.total = badges.unread.total;
      badges.destroy();
    },
  };
  const order = Math.random() < 0.5 ? ["reference", "companion"] : ["companion", "reference"];
  for (const side of order) await sides[side]();
  if (figures.total !== reference.total) throw new Error(`${figures.total} unread, the reference counts ${reference.total}`);
  return figures;
};
