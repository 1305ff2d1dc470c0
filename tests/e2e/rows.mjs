// Messages that the companion must survive or understand: what a real Rocket.Chat sent, and what nobody should.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./browsers.mjs";

/** Every message that a real 6.5.3 posted to the page, in order: `{step, data}`. Dates are texts as recorded. */
export function captured() {
  const file = join(root, "tests", "fixtures", "6.5.3", "iframe-events-6.5.3.jsonl");
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .filter(({ data }) => data !== undefined)
    .map(({ step, data }) => ({ step, data }));
}

/** For the page: gives the texts that were dates before they were written down their type again. */
export function reviveDates(value) {
  if (Array.isArray(value)) return value.map(reviveDates);
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return new Date(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reviveDates(inner)]));
}

/**
 * For the page, where some of these can only be made: `[title, message, verdict]`, verdict "accepted" or the reason of
 * the refusal. Stands alone, so that its text can be sent to a page.
 */
export function hostileRows() {
  const long = "x".repeat(10_000_000);
  const cyclic = { eventName: "unread-changed-by-subscription", data: { rid: "cyclic", unread: 1, alert: true } };
  cyclic.data.self = cyclic;
  let deep = {};
  for (let level = 0; level < 2_000; level += 1) deep = { deep };
  const by = (data) => ({ eventName: "unread-changed-by-subscription", data });
  const total = (data) => ({ eventName: "unread-changed", data });
  const card = (more) => ({ evtname: "user-card-click", id: "message-id", ...more });

  return [
    // The shape.
    ["nothing", undefined, "shape"],
    ["null", null, "shape"],
    ["a text", "unread-changed", "shape"],
    ["an array", ["unread-changed", 3], "shape"],
    ["a number", 42, "shape"],
    ["a boolean", true, "shape"],
    ["not a number", Number.NaN, "shape"],
    ["a date", new Date(0), "shape"],
    ["a map", new Map([["eventName", "startup"]]), "shape"],
    ["bytes", new Uint8Array([1, 2, 3]), "shape"],
    ["an object of nothing", {}, "shape"],
    ["an event name that is a number", { eventName: 1, data: 1 }, "shape"],
    ["an event name that is an object", { eventName: { toString: "startup" }, data: 1 }, "shape"],
    ["an event name that is an array", { eventName: ["startup"], data: true }, "shape"],
    ["an empty event name", { eventName: "", data: true }, "shape"],
    ["a page's hello sent back", { gantry: { v: 1, kind: "hello", nonce: "n" } }, "event"],
    ["an answer of another generation", { gantry: { v: 2, kind: "here", nonce: "n" } }, "event"],
    ["an answer without a nonce", { gantry: { v: 1, kind: "here" } }, "event"],

    // The event.
    ["an unknown event", { eventName: "unread-changed-", data: 1 }, "event"],
    ["an event called like a prototype's key", { eventName: "__proto__", data: 1 }, "event"],
    ["an event called constructor", { eventName: "constructor", data: 1 }, "event"],
    ["an event called toString", { eventName: "toString", data: 1 }, "event"],
    ["an event in capitals", { eventName: "STARTUP", data: true }, "event"],
    ["another script's message", { evtname: "other", username: "bob" }, "event"],
    ["another answer", { event: "other", response: "" }, "event"],

    // The size.
    ["an event name of ten megabytes", { eventName: long, data: 1 }, "size"],
    ["a total of ten megabytes", total(long), "size"],
    ["a room id of ten megabytes", by({ rid: long, unread: 1 }), "size"],
    ["a room name of ten megabytes", by({ rid: "r1", name: long, unread: 1 }), "size"],
    ["a room label of ten megabytes", by({ rid: "r1", fname: long, unread: 1 }), "size"],
    ["a username of ten megabytes", card({ username: long }), "size"],
    ["a status of ten megabytes", { eventName: "status-changed", data: long }, "size"],
    ["ten megabytes where nobody looks", by({ rid: "r-big", unread: 2, alert: true, topic: long }), "accepted"],
    ["a script's text of ten megabytes on logout", { eventName: "Custom_Script_On_Logout", data: long }, "accepted"],
    ["a thousand letters", by({ rid: "r-1000", name: "n".repeat(1_000), unread: 1 }), "accepted"],
    ["a thousand and one letters", by({ rid: "r-1001", name: "n".repeat(1_001), unread: 1 }), "size"],

    // Odd objects.
    ["a cyclic message", cyclic, "accepted"],
    ["a deep message", by({ rid: "deep", unread: 1, deep }), "accepted"],
    ["an event name read from a prototype", Object.create({ eventName: "startup", data: true }), "accepted", "not cloneable"],
    [
      "a getter that throws",
      Object.defineProperty({}, "eventName", { enumerable: true, get() { throw new Error("no"); } }),
      "shape",
      "not cloneable",
    ],
    ["a frozen message", Object.freeze(total(3)), "accepted"],
    ["an object without a prototype", Object.assign(Object.create(null), total(4)), "accepted"],

    // The total, both generations.
    ["nothing unread, as a text", total(""), "accepted"],
    ["the dot", total("\u2022"), "accepted"],
    ["a number", total(3), "accepted"],
    ["more than is counted", total("999+"), "accepted"],
    ["nothing unread, as a number", total(0), "accepted"],
    ["a large sum", total(1_500), "accepted"],
    ["minus zero", total(-0), "accepted"],
    ["the largest sum", total(2_147_483_647), "accepted"],
    ["a sum too large", total(2_147_483_648), "shape"],
    ["a negative sum", total(-1), "shape"],
    ["half a message", total(0.5), "shape"],
    ["infinitely many", total(Number.POSITIVE_INFINITY), "shape"],
    ["no number at all", total(Number.NaN), "shape"],
    ["a sum as a title", total("(3) "), "shape"],
    ["a sum as a text", total("3"), "shape"],
    ["a sum of null", total(null), "shape"],
    ["a sum of nothing", total(undefined), "shape"],
    ["a sum that is an object", total({ valueOf: 3 }), "shape"],
    ["a sum that is a list", total([3]), "shape"],
    ["a sum that is true", total(true), "shape"],
    ["a big integer", total(3n), "shape"],

    // The record.
    ["a record of nothing", by(undefined), "shape"],
    ["a record of null", by(null), "shape"],
    ["a record that is a text", by("r1"), "shape"],
    ["a record that is a list", by([{ rid: "r1" }]), "shape"],
    ["a record without a room", by({ unread: 3, alert: true }), "shape"],
    ["a record whose room is a number", by({ rid: 7, unread: 3 }), "shape"],
    ["a record whose room is empty", by({ rid: "", unread: 3 }), "shape"],
    ["a room with a dot", by({ _id: "s1", rid: "r1", t: "p", name: "p1", fname: "P1", unread: 0, alert: true, ls: new Date() }), "accepted"],
    ["a room without a label", by({ _id: "s1", rid: "r1", t: "p", name: "p1", unread: 4, alert: true, ls: null }), "accepted"],
    ["a room without a count", by({ rid: "r1", t: "p", name: "p1", alert: true }), "accepted"],
    ["a room with a negative count", by({ rid: "r1", unread: -3, alert: true }), "accepted"],
    ["a room with a count of nothing", by({ rid: "r2", unread: Number.NaN, alert: true }), "accepted"],
    ["a room with a count that is a text", by({ rid: "r2", unread: "3", alert: true }), "accepted"],
    ["a room with an endless count", by({ rid: "r2", unread: Number.POSITIVE_INFINITY, alert: "yes" }), "accepted"],
    ["a muted room", by({ rid: "r3", unread: 5, alert: true, hideUnreadStatus: true }), "accepted"],
    ["a hidden room", by({ rid: "r4", unread: 5, alert: true, open: false }), "accepted"],
    ["an archived room", by({ rid: "r5", unread: 5, alert: true, archived: true }), "accepted"],
    // A room that is known goes another way through the companion: each flag once more, set and taken back.
    ...[
      ["as it was", {}],
      ["muted", { hideUnreadStatus: true }],
      ["as it was again", {}],
      ["archived", { archived: true }],
      ["no longer archived", { archived: false }],
      ["closed", { open: false }],
      ["open again", { open: true }],
      ["with a dot", { unread: 0 }],
      ["with a dot that is not wanted", { unread: 0, unreadAlert: "nothing" }],
      ["with threads", { tunread: ["a", "b"] }],
      ["with fewer threads", { tunread: ["a"] }],
      ["read", { unread: 0, alert: false }],
      ["dated", { unread: 4, _updatedAt: new Date(2000) }],
      ["dated before", { unread: 9, _updatedAt: new Date(1000) }],
      ["renamed", { unread: 4, fname: "Known, renamed", _updatedAt: new Date(3000) }],
    ].map(([title, more]) => [
      `a known room, ${title}`,
      by({ rid: "known", t: "p", name: "known", fname: "Known", unread: 5, alert: true, ...more }),
      "accepted",
    ]),
    ["a room that shall show no dot", by({ rid: "r6", unread: 0, alert: true, unreadAlert: "nothing" }), "accepted"],
    ["a room with threads", by({ rid: "r7", unread: 0, alert: true, tunread: ["a", "b"] }), "accepted"],
    ["a discussion", by({ rid: "r8", t: "p", name: "kLx7aD9", fname: "Budget", prid: "r1", unread: 1, alert: true }), "accepted"],
    ["a direct room", by({ rid: "d1", t: "d", name: "bob", fname: "Bob Durand", unread: 2, alert: true }), "accepted"],
    ["a later record", by({ rid: "r9", unread: 5, alert: true, _updatedAt: new Date(2_000) }), "accepted"],
    ["an earlier record after it", by({ rid: "r9", unread: 1, alert: true, _updatedAt: new Date(1_000) }), "accepted"],
    ["a record with a date that is none", by({ rid: "r9", unread: 6, _updatedAt: new Date(Number.NaN) }), "accepted"],
    ["a room called like a prototype's key", by({ rid: "__proto__", name: "constructor", unread: 1, alert: true }), "accepted"],
    ["a room called constructor", by({ rid: "constructor", name: "__proto__", unread: 1, alert: true }), "accepted"],
    ["a room with markup in its name", by({ rid: "r10", name: "<img src=x onerror=alert(1)>", unread: 1, alert: true }), "accepted"],
    ["a room read backwards", by({ rid: "r11", name: "\u202egnp.exe", fname: "\u{1f680}\u0000\n", unread: 1, alert: true }), "accepted"],
    ["half a letter", by({ rid: "r12", name: "\ud83d", unread: 1, alert: true }), "accepted"],

    // People.
    ["the manual's click", card({ username: "bob" }), "accepted"],
    ["a click on nobody", card({ username: null, id: null }), "accepted"],
    ["a username that is a number", card({ username: 7 }), "accepted"],
    ["a username that is an object", card({ username: { toString: "bob" } }), "accepted"],
    ["an id of a user that is a list", card({ username: null, gantry: { v: 1, userId: ["a"] } }), "accepted"],

    // The rest of what Rocket.Chat says.
    ["a start", { eventName: "startup", data: true }, "accepted"],
    ["a room opened", { eventName: "room-opened", data: { _id: "r1", t: "p", name: "p1", usersCount: 5 } }, "accepted"],
    ["a direct room opened", { eventName: "room-opened", data: { _id: "d1", t: "d", uids: ["a", "b"] } }, "accepted"],
    ["a room opened that is none", { eventName: "room-opened", data: null }, "shape"],
    ["a mention's click without a path", { eventName: "click-mention-link", data: {} }, "shape"],
    ["a message of nobody", { eventName: "new-message", data: { _id: "m1", u: null } }, "accepted"],
    ["a message of nothing", { eventName: "new-message" }, "accepted"],
    ["a notification of nothing", { eventName: "notification", data: { notification: null } }, "accepted"],
    ["a status", { eventName: "status-changed", data: "online" }, "accepted"],
    ["a status chosen, as a text", { eventName: "user-status-manually-set", data: "busy" }, "accepted"],
    ["a status chosen, as an object", { eventName: "user-status-manually-set", data: { id: "busy", statusType: "busy" } }, "accepted"],
    ["a login that failed", { event: "login-error", response: "nope" }, "accepted"],
    ["somebody logged in", { eventName: "Custom_Script_Logged_In" }, "accepted"],
    ["somebody logged out", { eventName: "Custom_Script_On_Logout", data: "alert(1)" }, "accepted"],
    ["nobody logged in", { eventName: "Custom_Script_Logged_Out" }, "accepted"],
  ];
}
