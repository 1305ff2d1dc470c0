// T35 to T39: text from people.
import assert from "node:assert/strict";
import { eventually } from "./browsers.mjs";
import { untilAnswered } from "./harness.mjs";
import { attempt } from "./hostile-stage.mjs";
import { subscription } from "./liar.mjs";

const MARKUP = "<img src=x onerror='window.hurt=true'>";
const MARKUPS = [MARKUP, "<script>window.hurt=true</script>", "\"'><svg onload=window.hurt=true>", "</title><script>window.hurt=true</script>", "{{7*7}}${7*7}<%=7*7%>", "&lt;b&gt;"];

/** Counts as somebody who may show notifications. */
async function notified(stage, options = {}) {
  const liar = await stage.liar();
  const page = await stage.watching(liar.origin, { notifications: true, ...options });
  await eventually("the realtime", () => page.evaluate(() => window.badges.status.source === "realtime"));
  const notify = async (title, text, payload) => {
    const count = await page.evaluate(() => window.notified.length);
    liar.say(liar.stream("notification", { title, text, payload: { _id: `m${count}${Math.random()}`, rid: "projet-alpha", name: "projet-alpha", type: "p", ...payload } }));
    await eventually("the notification", () => page.evaluate((count) => window.notified.length > count, count));
    return page.evaluate(() => window.notified.at(-1));
  };
  return { page, liar, notify };
}

const RIGHT_TO_LEFT = "\u202egnp.exe\u202c\u2066x\u2069\u0000\u0007\u001b[31m\n";

/** A click on a notification of this room, and where the page is then. */
const clicked = (title, payload, wanted, options = { roomUrl: "/room?in={room}" }) =>
  attempt("T37", title, async (stage) => {
    const { page, notify } = await notified(stage, options);
    await notify("t", "x", payload);
    const seen = await page.evaluate(() => {
      const here = location.href;
      window.notification.onclick();
      return { here, opened: window.heard.open.at(-1) };
    });
    if (wanted === null) {
      // Whoever leaves a page has left it by the next one's time to answer.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      assert.equal(page.url(), seen.here);
    } else {
      await eventually("the page of the room", () => page.url() === stage.space + wanted);
      await page.goto(page.home);
    }
  });

export const text = [
  attempt("T35", "markup in the name of somebody who has no page", async (stage) => {
    const docked = await stage.docked(stage.chat, { profile: { people: {} }, follow: true });
    for (const name of MARKUPS) {
      await docked.say({ evtname: "user-card-click", username: name, id: null });
      await untilAnswered(docked.page, name);
    }
    assert.equal(await docked.page.evaluate(() => document.querySelector("#chat [role=status] span").childElementCount), 0);
  }),
  attempt("T35", "markup in names of rooms, which the page's badges look for", async (stage) => {
    const docked = await stage.docked(stage.chat);
    await docked.page.evaluate((names) => {
      for (const name of names) {
        const badge = document.createElement("output");
        badge.dataset.gantryUnread = name;
        document.body.append(badge);
      }
    }, MARKUPS);
    for (const [index, name] of MARKUPS.entries()) {
      const data = { rid: `r${index}`, t: "p", name, fname: name, unread: index + 1, alert: true };
      await docked.say({ eventName: "unread-changed-by-subscription", data });
    }
    const shown = () => docked.page.evaluate((names) => {
      const badges = [...document.querySelectorAll("output[data-gantry-unread]")];
      return names.map((name) => badges.find((badge) => badge.dataset.gantryUnread === name).textContent);
    }, MARKUPS);
    await eventually("each room's count", async () => (await shown()).join() === MARKUPS.map((_, index) => index + 1).join());
    await eventually("the title", async () => (await docked.page.title()) === "(21) Host");
    const names = await docked.page.evaluate(() => window.chat.unread.rooms.map(({ name, label }) => [name, label]));
    assert.deepEqual(names.sort(), MARKUPS.map((name) => [name, name]).sort(), "the letters themselves");
  }),
  attempt("T35", "markup in the room that a page names, which is the frame's title", async (stage) => {
    const page = await stage.page();
    await page.evaluate(async (server, name) => {
      const { mount } = await import("/gantry/gantry.js");
      window.chat = await mount("#chat", { server, room: `group/${name}` });
    }, stage.chat, "<img src=x onerror=window.hurt=1>");
    const frame = await page.evaluate(() => {
      const { title, src } = document.querySelector("#chat iframe");
      return { title, src };
    });
    assert.equal(frame.title, "Chat: <img src=x onerror=window.hurt=1>");
    assert.ok(frame.src.startsWith(`${stage.chat}/group/%3Cimg%20src%3Dx`));
  }),
  attempt("T35", "markup in names of rooms and in ids, by the realtime", async (stage) => {
    const { page, liar } = await notified(stage);
    liar.say(liar.stream("subscriptions-changed", "updated", subscription(MARKUP, 4, { fname: MARKUPS[3] })));
    await eventually("the room", () => page.evaluate((rid) => window.badges.unread.rooms.find(({ id }) => id === rid)?.count === 4, MARKUP));
    await eventually("the title", async () => (await page.title()) === "(7) Host");
  }),
  attempt("T36", "markup in the title and text of a notification", async (stage) => {
    const { page, notify } = await notified(stage);
    for (const words of MARKUPS) {
      const shown = await notify(words, words, {});
      assert.deepEqual([shown.title, shown.body], [words, words], "the letters themselves");
    }
    const told = await page.evaluate(() => window.heard.notification.map(({ title, text }) => [title, text]));
    assert.deepEqual(told, MARKUPS.map((words) => [words, words]));
  }),
  attempt("T36", "things in place of a notification's title and text", async (stage) => {
    const { notify } = await notified(stage);
    for (const thing of [{ toString: "x" }, ["<b>"], 7, null, true]) {
      const shown = await notify(thing, thing, {});
      assert.deepEqual([shown.title, shown.body], ["", ""]);
    }
    assert.deepEqual((await notify("honest", "words", {})).title, "honest");
  }),
  clicked("a notification of a room called javascript:", { name: "javascript:window.hurt=true" }, "/room?in=group/javascript%3Awindow.hurt%3Dtrue"),
  clicked("a notification of a room called a?b=c#d", { name: "a?b=c#d" }, "/rooms/group/a%3Fb%3Dc%23d", { roomUrl: "/rooms/{room}" }),
  clicked("a notification of a room called ../../admin", { name: "../../admin" }, null, { roomUrl: "/rooms/{room}" }),
  clicked("a notification of a room called ..", { name: ".." }, null, { roomUrl: "/rooms/{room}" }),
  clicked("a notification of a room called .., between two people", { type: "d", rid: "../../admin" }, null, { roomUrl: "/rooms/{room}" }),
  clicked("a notification of a room of a strange kind", { type: "https://elsewhere.example/", name: "x" }, null),
  clicked("a notification of a kind that every object has", { type: "__proto__", name: "x" }, null),
  clicked("a notification whose room is an object", { name: { toString: "x" } }, null),
  clicked("a page's address of rooms on another origin", { name: "x" }, null, { roomUrl: "https://elsewhere.example/{room}" }),
  clicked("a page's address of rooms that is a script", { name: "x" }, null, { roomUrl: "javascript:window.hurt='{room}'" }),
  clicked("a page's address of rooms whose host is the room", { name: "x", type: "c" }, null, { roomUrl: "//{room}" }),
  attempt("T38", "direction marks and control characters in a person's name", async (stage) => {
    const docked = await stage.docked(stage.chat);
    await docked.say({ evtname: "user-card-click", username: RIGHT_TO_LEFT, id: null });
    const { username, url } = await eventually("the visit", () => docked.page.evaluate(() => window.told.person[0]));
    assert.equal(username, RIGHT_TO_LEFT, "the letters themselves");
    assert.match(url, /^[\x21-\x7e]+$/);
    assert.equal(decodeURIComponent(new URL(url, stage.space).pathname), `/members/${RIGHT_TO_LEFT}`);
  }),
  attempt("T38", "direction marks in a room's name stay out of the page's title", async (stage) => {
    const docked = await stage.docked(stage.chat);
    await docked.say({ eventName: "unread-changed-by-subscription", data: { rid: "r1", t: "p", name: RIGHT_TO_LEFT, fname: RIGHT_TO_LEFT, unread: 3, alert: true } });
    await eventually("the title", async () => (await docked.page.title()) === "(3) Host");
  }),
  attempt("T39", "a display name that copies somebody else's", async (stage) => {
    const docked = await stage.docked(stage.chat, { profile: { people: { bob: "/members/bob", mallory: "/members/mallory" } } });
    await docked.say({ evtname: "user-card-click", username: "mallory", name: "bob", displayName: "bob", id: null, gantry: { v: 1, name: "bob", trigger: "name" } });
    const { url } = await eventually("the visit", () => docked.page.evaluate(() => window.told.person[0]));
    assert.equal(url, `${stage.space}/members/mallory`);
  }),
];
