// What comes from outside may be anything: messages of the frame, words of the server and of other tabs, and what a page gives.
// Nothing of it ends in an exception, and the page goes on.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { eventually, forEachBrowser, root } from "./browsers.mjs";
import { chatFrame, dock, servePair } from "./harness.mjs";
import { captured } from "./rows.mjs";
import { variants } from "./strange.mjs";

const MESSAGES = 3_000;
const WORDS = 3_000;
const OPTIONS = 150;

const lines = (file) => readFileSync(join(root, "tests", "fixtures", "6.5.3", file), "utf8").split("\n").filter(Boolean);
const frames = lines("ddp-6.5.3.jsonl").map((line) => JSON.parse(line)).filter(({ dir }) => dir === "in");
const USER = "SWnKNZdL4xE9B7DCx";
const notification = {
  msg: "changed",
  collection: "stream-notify-user",
  id: "id",
  fields: {
    eventName: `${USER}/notification`,
    args: [{ title: "Bob", text: "hello", payload: { _id: "m1", rid: "GENERAL", type: "c", name: "general", sender: { username: "bob" } } }],
  },
};
const told = [
  [0, USER, "another tab", "this tab", "GENERAL", 1, 1],
  [1, USER, "another tab", 1, 1, 1, 1_795_000_000_000, 1, "s", "GENERAL", "general", "general", "c", 3, 1, 1_795_000_000_000],
  [2, USER],
  [3, "m1"],
];
const given = [
  { room: "group/projet-alpha", profile: { url: "/members/{username}", people: { alice: "/a" }, allow: ["https://a.example"] } },
  { room: "direct/GENERAL", login: { url: "/chat-login" }, lang: "fr", badges: false, words: { retry: "Again" }, stamp: "0123456789ab" },
  { room: "channel/x", hide: ["otr"], lazy: false, watch: false, profile: { people: "people.json", newTab: true } },
];

forEachBrowser("What is strange", (context) => {
  let servers;
  before(async () => {
    servers = await servePair();
  });
  after(() => servers?.close());

  const opened = () => context.open(servers.space);
  /** What the page's window had to report: promises that nobody looked after too. */
  const noted = (page) =>
    page.evaluate(() => {
      window.noted = [];
      addEventListener("error", ({ message }) => window.noted.push(message));
      addEventListener("unhandledrejection", ({ reason }) => window.noted.push(String(reason?.stack ?? reason)));
    });
  const nothingNoted = async (page) => {
    assert.deepEqual(await page.evaluate(() => window.noted), []);
    assert.deepEqual(page.errors, []);
  };

  test("from a frame is judged, each message once, and as the reference judges it", async () => {
    const page = await opened();
    await noted(page);
    await dock(page, { server: servers.chat, room: "group/projet-alpha", profile: { url: "/members/{username}" } });
    await chatFrame(page, servers.chat);
    const different = await page.evaluate(
      async (text, samples, count, server) => {
        window.stay = true;
        const { next } = eval(`(${text})`)(samples, 1);
        const { receiver } = await import("/gantry/gantry.js");
        const { Reference } = await import("/bench/reference.js");
        const receive = receiver(window.chat);
        const { contentWindow: source } = document.querySelector("iframe.gantry-frame");
        const reference = new Reference({ frame: document.querySelector("iframe.gantry-frame"), server });
        const judged = ({ accepted, refused }) => [accepted, ...["window", "origin", "shape", "size", "event"].map((key) => refused[key])];
        const found = [];
        for (let at = 0; at < count && found.length < 5; at += 1) {
          const data = next();
          const verdict = (side, act) => {
            const before = judged(side());
            act({ data, source, origin: server });
            return judged(side()).map((now, key) => now - before[key]).join();
          };
          const ours = verdict(() => window.chat.diagnose(), receive);
          const theirs = verdict(() => reference, reference.receive);
          if (ours !== theirs) found.push([ours, theirs, JSON.stringify(data).slice(0, 400)]);
        }
        return found;
      },
      String(variants),
      captured().map(({ data }) => data),
      MESSAGES,
      servers.chat,
    );
    assert.deepEqual(different, []);
    await nothingNoted(page);
    await page.done();
  });

  test("from the server or another tab moves counts or nothing", async () => {
    const page = await opened();
    await noted(page);
    await page.evaluate(
      async (server, user) => {
        window.WebSocket = class {
          static OPEN = 1;
          readyState = 1;
          constructor() {
            window.socket = this;
            setTimeout(() => this.onopen?.());
          }
          send(data) {
            const { msg, id } = JSON.parse(data);
            if (msg === "connect") this.say({ msg: "connected", session: "session" });
            if (msg === "method") this.say({ msg: "result", id, result: { id: user } });
            if (msg === "sub") this.say({ msg: "ready", subs: [id] });
          }
          say(frame) {
            setTimeout(() => this.onmessage?.({ data: JSON.stringify(frame) }));
          }
          close() {}
        };
        const { fetch } = window;
        window.fetch = (what, ...rest) =>
          String(what).startsWith(server) ? Promise.resolve(Response.json({ update: [], remove: [] })) : fetch(what, ...rest);
        const { watch } = await import("/gantry/gantry.js");
        window.badges = await watch({ server, login: () => ({ token: "token", userId: user }) });
        window.shown = 0;
        window.badges.on("notification", () => void (window.shown += 1));
        window.badges.on("unread", ({ total, rooms }) => {
          if (!(Number.isInteger(total) && total >= 0 && rooms.every(({ count }) => Number.isInteger(count)))) window.noted.push("no count");
        });
      },
      servers.chat,
      USER,
    );
    await eventually("the realtime", () => page.evaluate(() => window.badges.status.source === "realtime"));
    await page.evaluate(
      async (text, [frames, told], count, server) => {
        const make = eval(`(${text})`);
        const [words, tabs] = [make(frames, 2), make(told, 3)];
        const channel = new BroadcastChannel(`gantry ${server}`);
        for (let at = 0; at < count; at += 1) {
          window.socket?.onmessage?.({ data: JSON.stringify(words.next()) });
          if (at % 10 === 0) channel.postMessage(tabs.next());
          if (at % 500 === 0) await new Promise((next) => setTimeout(next));
        }
        channel.close();
      },
      String(variants),
      [[...frames.map(({ frame }) => frame), notification, notification, notification], told],
      WORDS,
      servers.chat,
    );
    assert.ok((await page.evaluate(() => window.shown)) > 0, "no notification came through at all");
    await nothingNoted(page);
    await page.evaluate(() => window.badges.destroy());
    await page.done();
  });

  test("from the page is a chat on that server, or a reason why there is none", async () => {
    const page = await opened();
    await noted(page);
    const wrong = await page.evaluate(
      async (text, samples, count, server) => {
        console.error = () => {};
        const { mount, watch } = await import("/gantry/gantry.js");
        const { next, pick } = eval(`(${text})`)(samples.map((sample) => ({ server, ...sample })), 4);
        const place = document.body.appendChild(document.createElement("div"));
        place.style.height = "100px";
        const states = ["idle", "loading", "failed", "ready", "logging-in", "online", "degraded"];
        const found = [];
        for (let at = 0; at < count && found.length < 5; at += 1) {
          const options = next();
          const say = (what) => found.push(`${what}: ${JSON.stringify(options)?.slice(0, 400)}`);
          try {
            const chat = await mount(pick([place, place, place, "#nowhere", null]), options);
            if (!states.includes(chat.state)) say(`state ${chat.state}`);
            const { problem, findings } = chat.diagnose();
            if (chat.state === "failed" && (typeof problem !== "string" || findings.length === 0)) say("no reason");
            for (const frame of place.querySelectorAll("iframe")) {
              if (frame.src !== "" && !frame.src.startsWith(`${server}/`)) say(`a frame at ${frame.src}`);
            }
            if (at % 10 === 0) await new Promise((resolve) => setTimeout(resolve));
            chat.destroy();
            const badges = await watch(options);
            badges.diagnose();
            badges.destroy();
            if (place.childElementCount > 0) say(`left: ${place.firstElementChild.outerHTML.slice(0, 100)}`);
          } catch (error) {
            say(`thrown ${error?.stack ?? error}`);
          }
        }
        return found;
      },
      String(variants),
      given,
      OPTIONS,
      servers.chat,
    );
    assert.deepEqual(wrong, []);
    await nothingNoted(page);
    await page.done();
  });
});
