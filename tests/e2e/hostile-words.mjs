// T13 to T26: what a hostile frame says, from the right window and the right origin.
import assert from "node:assert/strict";
import { eventually } from "./browsers.mjs";
import { diagnosis, judged, state, untilJudged } from "./harness.mjs";
import { ALICE, TOKEN } from "./liar.mjs";
import { attempt } from "./hostile-stage.mjs";

const by = (rid, unread, more = {}) => ({
  eventName: "unread-changed-by-subscription", data: { rid, t: "p", name: rid, fname: rid, unread, alert: true, ...more },
});

/** Has the frame say `count` things of its own making, each refused for `reason`. */
const refused = (id, title, reason, count, make) =>
  attempt(id, title, async (stage) => {
    const docked = await stage.docked(stage.chat);
    await stage.honest(docked, 2);
    await stage.refused(docked, reason, count, () => docked.frame.evaluate(make, stage.space));
    assert.equal(await docked.page.evaluate(() => window.chat.unread.total), 2);
    await stage.honest(docked);
  });

/** As long as a test's frame speaks at all. */
const flooded = (docked, before, count) => untilJudged(docked.page, before, count);

export const words = [
  refused("T13", "values that are no message", "shape", 14, (target) => {
    const values = [undefined, null, true, 0, Number.NaN, 10n, "unread-changed", [], ["unread-changed", 7], new Date(), new Map([["eventName", "startup"]]),
      new Set(["startup"]), new Error("startup"), new Uint8Array(4)];
    for (const value of values) window.parent.postMessage(value, target);
  }),
  refused("T13", "bytes, pictures, ports and what else a browser can send", "shape", 6, (target) => {
    const { port1 } = new MessageChannel();
    const { buffer } = new Uint8Array(1024);
    for (const [value, moved] of [[port1, [port1]], [buffer, [buffer]], [new Blob(["x"]), []], [/unread/, []], [new ImageData(1, 1), []], [Object(7n), []]]) {
      window.parent.postMessage(value, target, moved);
    }
  }),
  refused("T14", "names of events that nobody knows", "event", 8, (target) => {
    for (const eventName of ["__proto__", "constructor", "toString", "hasOwnProperty", "unread-changed ", "UNREAD-CHANGED", "login-with-token", "eval"]) {
      window.parent.postMessage({ eventName, data: 7 }, target);
    }
  }),
  refused("T15", "ten megabytes in a name, an id, a total", "size", 5, (target) => {
    const long = "x".repeat(10_000_000);
    const data = { rid: "r1", name: "r1", unread: 7, alert: true };
    window.parent.postMessage({ eventName: long, data: 7 }, target);
    window.parent.postMessage({ eventName: "unread-changed", data: long }, target);
    window.parent.postMessage({ evtname: "user-card-click", username: long, id: null }, target);
    for (const key of ["rid", "name"]) window.parent.postMessage({ eventName: "unread-changed-by-subscription", data: { ...data, [key]: long } }, target);
  }),
  attempt("T16", "ten megabytes, cycles and endless depth where nobody looks", async (stage) => {
    const docked = await stage.docked(stage.chat);
    await stage.accepted(docked, 3, () =>
      docked.frame.evaluate((target) => {
        const cyclic = { rid: "cyclic", name: "c", unread: 1, alert: true };
        cyclic.self = cyclic;
        let deep = {};
        for (let level = 0; level < 2_000; level += 1) deep = { deep };
        for (const data of [cyclic, { rid: "deep", name: "d", unread: 1, alert: true, deep }, { rid: "long", name: "l", unread: 1, topic: "x".repeat(1e7) }]) {
          window.parent.postMessage({ eventName: "unread-changed-by-subscription", data }, target);
        }
      }, stage.space),
    );
    const rooms = await eventually("three rooms", () => page3(docked.page));
    assert.deepEqual(rooms.flatMap(Object.keys).filter((key) => /self|deep|topic/.test(key)), []);
    await stage.honest(docked);
  }),
  refused("T17", "totals that are none", "shape", 10, (target) => {
    for (const data of [-1, 0.5, 2 ** 31, Number.NaN, Infinity, -Infinity, "7", "(7)", [7], { valueOf: 7 }]) {
      window.parent.postMessage({ eventName: "unread-changed", data }, target);
    }
  }),
  attempt("T16", "what no rule has allowed to be looked at, while somebody listens in", async (stage) => {
    const docked = await stage.docked(stage.chat);
    const tell = (places) =>
      docked.page.evaluate(async (places, chat) => {
        const { receiver } = await import("/gantry/gantry.js");
        const frame = document.querySelector("#chat iframe").contentWindow;
        window.lookedAt = [];
        const data = new Proxy({ eventName: "unread-changed", data: 7 }, {
          get: (target, key) => (window.lookedAt.push(key), target[key]),
          ownKeys: (target) => (window.lookedAt.push("its keys"), Reflect.ownKeys(target)),
        });
        for (const [inFrame, origin] of places) {
          receiver()({ data, origin: origin ?? chat, source: inFrame ? frame : window });
        }
        return window.lookedAt;
      }, places, stage.chat);
    await docked.page.evaluate(() => {
      window.heardOf = [];
      window.chat.on("message", ({ verdict, reason, event }) => window.heardOf.push([verdict, reason, event]));
    });
    const looked = await tell([[false], [true, "https://elsewhere.example"], [true, "null"]]);
    assert.deepEqual(await docked.page.evaluate(() => window.heardOf), [
      ["refused", "window", "unread-changed"], ["refused", "origin", "unread-changed"], ["refused", "origin", "unread-changed"],
    ]);
    // Whoever listens in is told its name; its words are nobody's.
    assert.deepEqual(looked, ["eventName", "eventName", "eventName"]);
    assert.ok((await tell([[true]])).includes("data"), "from where it belongs it is looked at");
  }),
  attempt("T17", "counts of a room that are none", async (stage) => {
    const docked = await stage.docked(stage.chat);
    await docked.say(by("r1", 4));
    await eventually("the room", () => docked.page.evaluate(() => window.chat.unread.rooms[0]?.count === 4));
    await stage.accepted(docked, 6, () =>
      docked.frame.evaluate((message, target) => {
        for (const unread of [-3, 0.5, Number.NaN, Infinity, "9", 2 ** 31]) {
          window.parent.postMessage({ ...message, data: { ...message.data, unread } }, target);
        }
      }, by("r1", 0), stage.space),
    );
    assert.equal(await docked.page.evaluate(() => window.chat.unread.rooms[0].count), 4, "the room keeps its count");
    await docked.say(by("r1", 6));
    await eventually("the next count", () => docked.page.evaluate(() => window.chat.unread.rooms[0].count === 6));
  }),
  attempt("T18", "rooms called like keys of prototypes", async (stage) => {
    const docked = await stage.docked(stage.chat);
    const names = ["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty"];
    await stage.accepted(docked, names.length, async () => {
      for (const name of names) await docked.say(by(name, 1, { name, fname: name }));
    });
    const rooms = await docked.page.evaluate(() => window.chat.unread.rooms.map(({ id, name, count }) => [id, name, count]));
    assert.deepEqual(rooms.sort(), names.map((name) => [name, name, 1]).sort());
  }),
  attempt("T18", "messages with keys of their own that are called so", async (stage) => {
    const docked = await stage.docked(stage.chat);
    await stage.accepted(docked, 2, () =>
      docked.frame.evaluate((target) => {
        for (const key of ["__proto__", "constructor"]) {
          const message = JSON.parse(`{"${key}": {"polluted": true, "prototype": {"polluted": true}}, "eventName": "unread-changed-by-subscription",
            "data": {"${key}": {"polluted": true, "prototype": {"polluted": true}}, "rid": "r-${key}", "name": "n", "unread": 1, "alert": true}}`);
          window.parent.postMessage(message, target);
        }
      }, stage.space),
    );
    assert.equal(await docked.page.evaluate(() => "polluted" in {} || "polluted" in Object || "polluted" in window.chat.unread), false);
  }),
  attempt("T19", "a flood of counts of one room", async (stage) => {
    const docked = await stage.docked(stage.chat);
    await docked.say(by("r1", 1));
    const before = await diagnosis(docked.page);
    await docked.page.evaluate(() => (window.written = 0));
    await docked.page.evaluate(() => {
      const badge = document.querySelector("[data-gantry-unread]");
      new MutationObserver((records) => (window.written += records.length)).observe(badge, { childList: true, characterData: true, subtree: true });
    });
    await docked.frame.evaluate((message, target) => {
      for (let count = 1; count <= 5_000; count += 1) window.parent.postMessage({ ...message, data: { ...message.data, unread: count % 90 } }, target);
    }, by("r1", 0), stage.space);
    const now = await flooded(docked, before, 5_000);
    assert.equal(now.accepted - before.accepted, 5_000);
    await docked.say(by("r1", 42));
    await eventually("the last count on the page", () =>
      docked.page.evaluate(() => document.querySelector("[data-gantry-unread]").textContent === "42"));
    assert.ok((await docked.page.evaluate(() => window.written)) < 2_500, "the page is not written for each");
  }),
  attempt("T19", "a flood of what is refused: each is counted, none is taken", async (stage) => {
    const docked = await stage.docked(stage.chat);
    const before = await diagnosis(docked.page);
    await docked.frame.evaluate((target) => {
      for (let count = 0; count < 3_000; count += 1) {
        window.parent.postMessage({ eventName: `unknown-${count}`, data: count }, target);
        window.parent.postMessage({ eventName: "unread-changed", data: -count - 1 }, target);
      }
    }, stage.space);
    await docked.page.evaluate(() => {
      for (let count = 0; count < 3_000; count += 1) window.postMessage({ eventName: "unread-changed", data: 7 }, location.origin);
    });
    const now = await flooded(docked, before, 9_000);
    const more = Object.fromEntries(Object.entries(now.refused).map(([reason, count]) => [reason, count - before.refused[reason]]));
    assert.deepEqual(more, { window: 3_000, origin: 0, shape: 3_000, size: 0, event: 3_000 });
    await stage.honest(docked);
  }),
  attempt("T20", "a flood of new rooms, to fill the memory", async (stage) => {
    const docked = await stage.docked(stage.chat);
    await docked.say(by("r1", 1));
    const before = await diagnosis(docked.page);
    await docked.frame.evaluate((target) => {
      for (let room = 0; room < 21_000; room += 1) {
        const data = { rid: `room-${room}`, name: "n", unread: 1, alert: true };
        window.parent.postMessage({ eventName: "unread-changed-by-subscription", data }, target);
      }
    }, stage.space);
    await flooded(docked, before, 21_000);
    assert.equal(await docked.page.evaluate(() => window.chat.unread.rooms.length), 20_000);
    await docked.say(by("r1", 6));
    await eventually("a room that is known to count on", () =>
      docked.page.evaluate(() => window.chat.unread.rooms.find(({ id }) => id === "r1").count === 6));
  }),
  attempt("T20", "a flood of new names, to fill the memory", async (stage) => {
    const docked = await stage.docked(stage.chat);
    const before = await diagnosis(docked.page);
    await docked.frame.evaluate((target) => {
      for (let name = 0; name < 201_000; name += 1) {
        window.parent.postMessage({ eventName: "new-message", data: { _id: "m", u: { _id: `id-${name}`, username: "n" } } }, target);
      }
    }, stage.space);
    await flooded(docked, before, 201_000);
    // What comes beyond has no number: a new name is none.
    await docked.say({ evtname: "user-card-click", username: "one-name-too-many", id: null });
    await docked.say({ eventName: "unread-changed", data: 3 });
    await eventually("a count, which needs no text", () => docked.page.evaluate(() => window.chat.unread.total === 3));
    assert.deepEqual(await docked.page.evaluate(() => window.told.person.map(({ username }) => username).filter(Boolean)), []);
  }),
  attempt("T21", "a flood of clicks on people, while none is answered", async (stage) => {
    const page = await stage.page();
    await page.evaluate(() => {
      window.asked = [];
      window.resolvePerson = (person) => new Promise((resolve) => window.asked.push([person.username, resolve]));
    });
    await page.evaluate(async (server) => {
      const { mount } = await import("/gantry/gantry.js");
      window.told = { person: [] };
      window.chat = await mount("#chat", { server, room: "group/a", profile: { resolve: window.resolvePerson } });
      window.chat.on("person", (event) => (event.preventDefault(), window.told.person.push(event.username)));
    }, stage.chat);
    const docked = stage.speaker(page, await stage.frame(page, stage.chat));
    await eventually("its script", () => docked.frame.evaluate(() => typeof window.say === "function"));
    await eventually("the chat to have begun", async () => (await state(page)) !== "idle");
    const before = await diagnosis(page);
    await docked.frame.evaluate((target) => {
      for (let click = 0; click < 300; click += 1) window.parent.postMessage({ evtname: "user-card-click", username: `user-${click}`, id: `m${click}` }, target);
    }, stage.space);
    await flooded(docked, before, 300);
    await eventually("the last search", () => page.evaluate(() => window.asked.some(([name]) => name === "user-299")));
    await page.evaluate(() => window.asked.forEach(([name, resolve]) => resolve(`/members/${name}`)));
    await docked.say({ evtname: "user-card-click", username: "honest", id: "m" });
    await eventually("the honest search", () => page.evaluate(() => window.asked.find(([name]) => name === "honest")?.[1]("/members/honest") ?? window.told.person.includes("honest")));
    await eventually("the honest visit", () => page.evaluate(() => window.told.person.includes("honest")));
    const told = await page.evaluate(() => window.told.person);
    assert.ok(told.length <= 17 && told.includes("user-299"), told.join());
  }),
  attempt("T21", "a person clicked over and over within a moment", async (stage) => {
    const docked = await stage.docked(stage.chat);
    await docked.page.evaluate(() => {
      const now = Date.now();
      Date.now = () => now;
    });
    await stage.accepted(docked, 201, () =>
      docked.frame.evaluate((target) => {
        for (let click = 0; click < 200; click += 1) window.parent.postMessage({ evtname: "user-card-click", username: "bob", id: "m1" }, target);
        window.parent.postMessage({ evtname: "user-card-click", username: "chloe", id: "m2" }, target);
      }, stage.space),
    );
    await eventually("the other", () => docked.page.evaluate(() => window.told.person.some(({ username }) => username === "chloe")));
    assert.deepEqual(await docked.page.evaluate(() => window.told.person.map(({ username }) => username)), ["bob", "chloe"]);
  }),
  attempt("T22", "an answer of Gantry's script that was made up", async (stage) => {
    const docked = await stage.docked(stage.chat, { login: true });
    const made = { gantry: { v: 1, kind: "here", stamp: "000000000000", userId: ALICE, nonce: "1,2,3,4" } };
    await stage.accepted(docked, 1, () => docked.say(made));
    const seen = await diagnosis(docked.page);
    assert.deepEqual([seen.user, seen.bundle.stamp], [null, null]);
    assert.notEqual(await state(docked.page), "online");
    await stage.here(docked, ALICE);
    await eventually("the true answer to count", async () => (await diagnosis(docked.page)).user === ALICE);
  }),
  attempt("T23", "the frame shows a session of another member, again and again", async (stage) => {
    const docked = await stage.docked(stage.chat, { login: true });
    const seen = await stage.play(docked, "mAll0ry", ({ state }) => state === "failed");
    assert.equal(seen.reason, "other-user");
    const { told, logins } = await docked.page.evaluate(() => ({ told: window.told.state, logins: window.logins }));
    assert.ok(told.every(({ state }) => state !== "online"), "never taken for the member");
    assert.ok(logins <= 4, `${logins} tokens`);
    const sent = (await docked.heard()).map(({ externalCommand }) => externalCommand);
    assert.equal(sent.filter((command) => command === "logout").length, 3, "the other was logged out each time");
    // The member's own session is taken for what it is.
    const honest = await stage.docked(stage.chat, { login: true });
    await stage.play(honest, ALICE, ({ state }) => state === "online");
  }),
  attempt("T23", "the frame counts for another member before it is known whose session it shows", async (stage) => {
    const docked = await stage.docked(stage.chat, { login: true });
    const shown = () => docked.page.evaluate(() => ({
      total: window.chat.unread.total, rooms: window.chat.unread.rooms.length, badge: document.querySelector("[data-gantry-unread]").textContent,
    }));
    await stage.accepted(docked, 3, async () => {
      for (const message of [{ eventName: "startup", data: true }, { eventName: "unread-changed", data: 9 }, by("r1", 9)]) await docked.say(message);
    });
    // The page is written with the frame of the screen behind the next.
    await docked.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    assert.deepEqual(await shown(), { total: 0, rooms: 0, badge: "" });
    await stage.play(docked, ALICE, ({ state }) => state === "online");
    await docked.say({ eventName: "unread-changed", data: 4 });
    await eventually("the member's own", async () => (await shown()).badge === "4");
  }),
  attempt("T24", "the login is refused over and over", async (stage) => {
    const docked = await stage.docked(stage.chat, { login: true });
    const { page, say } = docked;
    const refuse = async () => {
      await say({ eventName: "Custom_Script_Logged_Out" });
      await say({ event: "login-error", response: "no" });
    };
    await say({ eventName: "startup", data: true });
    await eventually("it to stop", async () => (await refuse(), (await diagnosis(page)).reason === "login-refused"));
    const before = await diagnosis(page);
    const asked = await page.evaluate(() => window.logins);
    for (let time = 0; time < 50; time += 1) await refuse();
    await untilJudged(page, before, 100);
    assert.equal(await page.evaluate(() => window.logins), asked, "the page makes no token more");
    assert.ok(asked <= 2, `${asked} tokens`);
  }),
  attempt("T24", "the member is logged out as soon as the login has worked, over and over", async (stage) => {
    const docked = await stage.docked(stage.chat, { login: true });
    const { page, say } = docked;
    const seen = await stage.play(docked, ALICE, ({ state }) => state === "failed", async ({ state }) => {
      // The pauses between two tries go by.
      if (state === "degraded") await page.evaluate(() => window.elapse(16_000));
      if (state !== "online") return false;
      await say({ eventName: "Custom_Script_Logged_Out" });
      return true;
    });
    assert.equal(seen.reason, "session-unstable");
    const asked = await page.evaluate(() => window.logins);
    assert.equal(asked, 6, `${asked} tokens: one, and five tries`);
  }),
  attempt("T25", "links to follow that lead out of the chat", async (stage) => {
    const docked = await stage.docked(stage.chat);
    const { page, frame, heard } = docked;
    const paths = ["https://elsewhere.example/", "//elsewhere.example/x", "javascript:window.hurt=true", "data:text/html,x", "\\\\elsewhere.example",
      "/\\elsewhere.example", "/\u0000//elsewhere.example", "/\n/elsewhere.example", "group/x", "http:/x"];
    await stage.accepted(docked, paths.length, async () => {
      for (const path of paths) await docked.say({ eventName: "click-mention-link", data: { path } });
    });
    // An honest one goes to the frame, and behind all others.
    await docked.say({ eventName: "click-mention-link", data: { path: "/group/honest" } });
    await eventually("the honest link", async () => (await heard()).some(({ path }) => path === "/group/honest?layout=embedded"));
    assert.deepEqual((await heard()).filter(({ path }) => path !== undefined).map(({ path }) => path), ["/group/honest?layout=embedded"]);
    assert.ok(frame.url().startsWith(stage.chat));
    assert.equal(await page.evaluate(() => document.querySelector("#chat iframe").src.startsWith(window.chat.diagnose().origin)), true);
  }),
  attempt("T26", "the page's own hello and commands, sent back", async (stage) => {
    const docked = await stage.docked(stage.chat, { login: true });
    await docked.say({ eventName: "startup", data: true });
    const hello = await eventually("a hello", async () => (await docked.heard()).find(({ gantry }) => gantry));
    await stage.refused(docked, "event", 1, () => docked.say(hello));
    await stage.refused(docked, "shape", 1, () => docked.say({ externalCommand: "login-with-token", token: TOKEN }));
    assert.ok(judged(await diagnosis(docked.page)) > 0);
  }),
];

const page3 = (page) => page.evaluate(() => window.chat.unread.rooms.length === 3 && window.chat.unread.rooms);
