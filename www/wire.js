// What goes over the socket, over REST and from tab to tab, as the rules in `src/realtime` take it: lists of numbers, in
// which a text is its negative number. What stands where is in `src/protocol/ddp.rs` and `src/protocol/record.rs`.
import { flags } from "./flags.js";

const STREAM = "stream-notify-user";
const SUBSCRIPTIONS = "subscriptions/get";
/** More records than any member has; what comes beyond is not looked at. */
const MOST_RECORDS = 20_000;
/** Items of a record. */
const ITEMS = 8;
/** Where the second argument of a change stands, and behind it the streams that are ready. */
const RECORD = 12;
const STREAMS = RECORD + ITEMS;

const list = (value) => (Array.isArray(value) ? value : []);

/** What a list holds more than a number's worth of is not kept: nobody sends it. */
const LONGEST_MESSAGE = MOST_RECORDS * (ITEMS + 1) + 16;

/** `number` gives texts their numbers, `text` the other way round. */
export function wire(number, text) {
  const known = (value) => -number(value);

  const date = (value) => {
    const told = typeof value === "string" ? Date.parse(value) : value?.$date;
    return typeof told === "number" ? told : NaN;
  };

  /** Writes a subscription into a list. */
  function record(items, at, subscription) {
    const { _id, rid, name, fname, t, unread } = subscription ?? {};
    items[at] = known(_id);
    items[at + 1] = known(rid);
    items[at + 2] = known(name);
    items[at + 3] = known(fname);
    items[at + 4] = known(t);
    items[at + 5] = typeof unread === "number" ? unread : NaN;
    items[at + 6] = flags(subscription ?? {});
    items[at + 7] = date(subscription?._updatedAt);
  }

  return {
    /** A snapshot: records, and what is gone. Nothing for what is none. */
    snapshot(answer) {
      const update = Array.isArray(answer) ? answer : answer?.update;
      if (!Array.isArray(update)) return undefined;
      const count = Math.min(update.length, MOST_RECORDS);
      const removed = list(answer.remove).slice(0, MOST_RECORDS);
      const items = new Float64Array(1 + count * ITEMS + removed.length);
      items[0] = count;
      for (let index = 0; index < count; index++) record(items, 1 + index * ITEMS, update[index]);
      removed.forEach((gone, index) => (items[1 + count * ITEMS + index] = known(gone?._id)));
      return items;
    },

    /** What the server says, but for the answer to {@link call}, which is a snapshot. */
    frame({ msg, id, session, collection, fields, result, error, subs }) {
      if (msg === "changed" && collection === STREAM) {
        const [user, event] = String(fields?.eventName).split("/");
        const [first, second] = list(fields?.args);
        const items = new Float64Array(STREAMS);
        items.set([known(msg), 0, 0, known(collection), known(user), known(event), 0, 0, 0, known(first)]);
        items[10] = known(first?.payload?._id);
        items[11] = known(first?.payload?.rid);
        record(items, RECORD, second);
        return items;
      }
      if (msg === "ready") return [known(msg), ...Array(STREAMS - 1).fill(0), ...list(subs).slice(0, 100).map(known)];
      const reason = error?.error;
      const failed = error === undefined ? 0 : 1;
      const why = typeof reason === "number" ? reason : known(reason);
      return [known(msg), known(id), known(session), 0, 0, 0, known(result?.id), failed, why];
    },

    /** Whether this answers {@link call}, with more than an error. */
    answersCall: ({ msg, id, error }) => msg === "result" && id === SUBSCRIPTIONS && error === undefined,

    /** A notification in a change, with what is shown of it. */
    notification: ({ msg, fields }) =>
      msg === "changed" && String(fields?.eventName).endsWith("/notification") ? fields.args?.[0] : undefined,

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
      return message.map((item) => (typeof item === "string" ? known(item) : typeof item === "number" ? item : NaN));
    },
  };
}
