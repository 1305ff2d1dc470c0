// What goes over the socket, over REST and from tab to tab, as the rules in `src/realtime` take it: lists of numbers, in
// which a text is its negative number. What stands where is in `src/protocol/ddp.rs` and `src/protocol/record.rs`.
import { flags } from "./flags.js";

const STREAM = "stream-notify-user";
const SUBSCRIPTIONS = "subscriptions/get";
/** More records than any member has; what comes beyond is not looked at. */
const MOST_RECORDS = 20_000;
/** More streams than anybody asks for. */
const MOST_STREAMS = 100;
/** Items of a record. */
const ITEMS = 8;
/** Where the second argument of a change stands, and behind it the streams that are ready. */
const RECORD = 12;
const STREAMS = RECORD + ITEMS;
/** No tab says more. */
const LONGEST_MESSAGE = MOST_RECORDS * (ITEMS + 1) + 16;

const list = (value) => (Array.isArray(value) ? value : []);

/** A count or a date. What is below 0 would be a text. */
const count = (value) => (typeof value === "number" && value >= 0 ? value : NaN);

/** REST writes dates as text, the socket as `{$date}`. */
const date = (value) => count(typeof value === "string" ? Date.parse(value) : (value?.$date ?? value));

/** `number` gives texts their numbers, `text` the other way round. */
export function wire(number, text) {
  const known = (value) => 0 - number(value);

  /** Writes a subscription into a list. */
  function record(items, at, subscription) {
    const { _id, rid, name, fname, t, unread, _updatedAt } = subscription ?? {};
    items[at] = known(_id);
    items[at + 1] = known(rid);
    items[at + 2] = known(name);
    items[at + 3] = known(fname);
    items[at + 4] = known(t);
    items[at + 5] = count(unread ?? 0);
    items[at + 6] = flags(subscription ?? {});
    items[at + 7] = date(_updatedAt);
  }

  return {
    /** A snapshot: records, and what is gone. Nothing for what is none. */
    snapshot(answer) {
      const update = Array.isArray(answer) ? answer : answer?.update;
      if (!Array.isArray(update)) return undefined;
      const records = Math.min(update.length, MOST_RECORDS);
      const removed = list(answer.remove).slice(0, MOST_RECORDS);
      const items = new Float64Array(1 + records * ITEMS + removed.length);
      items[0] = records;
      for (let index = 0; index < records; index++) record(items, 1 + index * ITEMS, update[index]);
      removed.forEach((gone, index) => (items[1 + records * ITEMS + index] = known(gone?._id)));
      return items;
    },

    /** What the server says, but for the answer to {@link call}, which is a snapshot. */
    frame(frame) {
      const { msg, id, session, collection, fields, result, error, subs } = frame ?? {};
      const streams = list(subs).slice(0, MOST_STREAMS);
      const items = new Float64Array(STREAMS + streams.length);
      const name = typeof fields?.eventName === "string" ? fields.eventName : "";
      const mark = name.indexOf("/");
      const [first, second] = list(fields?.args);
      const reason = error?.error;
      items[0] = known(msg);
      items[1] = known(id);
      items[2] = known(session);
      items[3] = known(collection);
      items[4] = known(name.slice(0, Math.max(mark, 0)));
      items[5] = mark < 0 ? 0 : known(name.slice(mark + 1));
      items[6] = known(result?.id);
      items[7] = error === undefined || error === null ? 0 : 1;
      items[8] = typeof reason === "number" ? count(reason) : known(reason);
      items[9] = known(first);
      items[10] = known(first?.payload?._id);
      items[11] = known(first?.payload?.rid);
      record(items, RECORD, second);
      streams.forEach((stream, index) => (items[STREAMS + index] = known(stream)));
      return items;
    },

    /** Whether this answers {@link call}, with more than an error. */
    answersCall: ({ msg, id, error }) => msg === "result" && id === SUBSCRIPTIONS && (error ?? null) === null,

    /** A notification in a change, with what is shown of it. */
    notification({ msg, fields }) {
      const name = fields?.eventName;
      if (msg !== "changed" || typeof name !== "string" || !name.endsWith("/notification")) return undefined;
      return list(fields.args)[0];
    },

    connect: () => ({ msg: "connect", version: "1", support: ["1", "pre2", "pre1"] }),
    login: (resume) => ({ msg: "method", method: "login", id: "login", params: [{ resume }] }),
    subscribe: (user, event) => ({
      msg: "sub",
      id: event,
      name: STREAM,
      params: [`${user}/${event}`, { useCollection: false, args: [] }],
    }),
    call: (since) => ({
      msg: "method",
      method: SUBSCRIPTIONS,
      id: SUBSCRIPTIONS,
      params: since < 0 ? [] : [{ $date: since }],
    }),
    ping: () => ({ msg: "ping" }),
    pong: (id) => ({ msg: "pong", ...(id && { id }) }),

    /** What this tab says to the others, with the letters of its texts: each tab has numbers of its own. */
    told: (items) => Array.from(items, (item) => (item < 0 ? text(-item) : item)),
    /** What another tab says. */
    heard(message) {
      if (!Array.isArray(message) || message.length > LONGEST_MESSAGE) return [];
      return message.map((item) => (typeof item === "string" ? known(item) : count(item)));
    },
  };
}
