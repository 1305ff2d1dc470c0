// Counts by the server's realtime in one page: beside a docked chat, as notifications, and what diagnose() says where
// something stands in their way.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { eventually, forEachBrowser, frameAt } from "./browsers.mjs";
import { clock } from "./clock.mjs";
import { ALLOWED, costOfWatch } from "./cost.mjs";
import { dock, diagnosis, untilState } from "./harness.mjs";
import { serveFiles } from "./servers.mjs";
import { counting, faults, findings, live, noted, realtime, sockets, standing, tab, untilAll } from "./tabs.mjs";
import { become, options, pause, promise, unread } from "./visits.mjs";

const ALICE = "alice";

forEachBrowser("Counts in a page", (context) => {
  /** A page with a chat that counts by the realtime, too. */
  async function docked(demo, { more, like } = {}) {
    const page = await tab(context, demo, { more: null, like });
    await dock(page, options(demo, more));
    await untilState(page, "online");
    if (more?.watch !== false) await eventually("the realtime", async () => (await diagnosis(page)).counts?.source === "realtime");
    return page;
  }
  const badged = (page) => page.evaluate(() => window.badged);

  describe("beside a chat", () => {
    promise("whose frame knows only its room: all rooms count, each once, and nothing flickers", async (demo) => {
      await unread(demo, "general", 4);
      const page = await docked(demo);
      await untilAll([page], "4");
      // Both tell of it: the frame of its own room, the realtime of every room.
      await demo.post("/_standin/say", { room: "projet-alpha", user: "bob", text: "@alice one" });
      await pause(500);
      // A frame that can be seen reads its room by itself, in some browsers.
      await demo.post("/_standin/read", { user: ALICE, room: "projet-alpha" });
      for (const count of [5, 6, 7, 8]) {
        await unread(demo, "general", count);
        await unread(demo, "autre-projet", count);
      }
      await untilAll([page], "16");
      await unread(demo, "projet-alpha", 3);
      await untilAll([page], "19");
      await unread(demo, "projet-alpha", 0);
      await untilAll([page], "16");
      await pause(6_000);
      await untilAll([page], "16");
      assert.equal(await page.evaluate(() => window.chat.unread.total), 16);
      const numbers = (await badged(page)).map(Number);
      const end = numbers.indexOf(19);
      assert.ok(numbers.slice(0, end).every((number, at) => at === 0 || number >= numbers[at - 1] - 1), numbers.join());
      assert.deepEqual(numbers.slice(end), [19, 16], numbers.join());
      assert.equal((await sockets(demo)).open, 1);
      assert.deepEqual(page.errors, []);
    });

    promise("that wants none of it, only the frame is heard", async (demo) => {
      await unread(demo, "general", 4);
      const page = await docked(demo, { more: { watch: false } });
      await pause(500);
      assert.equal((await diagnosis(page)).counts, null);
      assert.deepEqual(await sockets(demo), { open: 0, accepted: 0 });
    });

    promise("whose frame still has somebody else's session: that ends, and the visitor's counts stay", async (demo) => {
      await unread(demo, "general", 4);
      const page = await tab(context, demo, { more: null, member: "bob" });
      await dock(page, options(demo, { watch: false }));
      await untilState(page, "online");
      await page.evaluate(() => window.chat.destroy());
      await become(page, ALICE);
      await counting(page, { server: demo.chat, login: { url: "/chat-login" } });
      await untilAll([page], "4");
      await page.evaluate(() => void (window.badged.length = 0));
      await dock(page, options(demo));
      await untilState(page, "online");
      const { heard } = await demo.get("/_standin/state");
      assert.ok(heard.some(({ command }) => command === "logout"), "nobody was logged out");
      await unread(demo, "general", 5);
      await untilAll([page], "5");
      assert.deepEqual(await badged(page), ["5"]);
      const reasons = await page.evaluate(() => window.heard.state.map(({ reason }) => reason));
      assert.ok(!reasons.includes("logged-out"), reasons.join());
    });

    promise("with a watch of the page's own: one socket, the same counts, and either may go", async (demo) => {
      await unread(demo, "general", 4);
      const page = await docked(demo);
      await counting(page, { server: demo.chat, login: { url: "/chat-login" } });
      await eventually("both to know", () => page.evaluate(() => window.badges.unread.total === 4 && window.chat.unread.total === 4));
      assert.equal((await sockets(demo)).accepted, 1);
      await page.evaluate(() => window.chat.destroy());
      await unread(demo, "general", 5);
      await untilAll([page], "5");
      await dock(page, options(demo));
      await untilState(page, "online");
      await page.evaluate(() => window.badges.destroy());
      await unread(demo, "general", 6);
      await untilAll([page], "6");
      await page.evaluate(() => window.chat.destroy());
      await eventually("the socket to be closed", async () => (await sockets(demo)).open === 0);
      await untilAll([page], "");
    });
  });

  // Other browsers don't tell what goes over the network.
  if (context.name === "chromium") {
    promise("cost three requests and one percent of the chat's own client", async (demo) => {
      await unread(demo, "general", 7);
      const page = await tab(context, demo, { more: null });
      const { requests, asked, bytes } = await costOfWatch(page, demo, "7");
      assert.ok(requests <= ALLOWED.requests, asked.join("\n"));
      assert.ok(bytes <= ALLOWED.bytes, `${bytes} bytes`);
      assert.ok(requests > 1 && bytes > 2_000, "nothing was measured");
    });
  }

  describe("notifications", () => {
    const say = (demo, room, text) => demo.post("/_standin/say", { room, user: "bob", text });
    const all = async (tabs) => (await Promise.all(tabs.map((page) => page.evaluate(() => window.notified)))).flat();

    promise("one for each message in all tabs and frames, none for the room that is read", async (demo) => {
      const first = await docked(demo);
      await counting(first, { server: demo.chat, login: { url: "/chat-login" }, notifications: true });
      const more = { notifications: true };
      const tabs = [first, await tab(context, demo, { like: first, more }), await tab(context, demo, { like: first, more })];
      for (const page of tabs) await live(page);
      for (const page of tabs.slice(1)) await page.evaluate(() => (window.focused = false));
      await say(demo, "general", "@alice in general");
      await eventually("a notification", async () => (await all(tabs)).length > 0);
      await say(demo, "projet-alpha", "@alice while nobody reads it");
      await eventually("another", async () => (await all(tabs)).length > 1);

      await first.evaluate(() => document.querySelector("#chat iframe").focus());
      await first.evaluate(() => window.elapse(6_000));
      await pause(300);
      await say(demo, "projet-alpha", "@alice while it is read");
      await say(demo, "general", "@alice again in general");
      await eventually("the third", async () => (await all(tabs)).length > 2);
      await pause(700);
      const notified = await all(tabs);
      assert.deepEqual(notified.map(({ body }) => body.replace(/^.*?: /, "")), [
        "@alice in general", "@alice while nobody reads it", "@alice again in general",
      ]);
      assert.equal(new Set(notified.map(({ tag }) => tag)).size, 3);
    });

    promise("a click opens the room: in the chat, else where the page has it, unless the page prevents it", async (demo) => {
      const page = await tab(context, demo, { more: { notifications: true, roomUrl: "/chat?room={room}" } });
      await live(page);
      const notify = async (text) => {
        await page.evaluate(() => (window.notification = null));
        await say(demo, "general", text);
        await eventually("a notification", () => page.evaluate(() => window.notification !== null));
      };
      await page.evaluate(() => (window.prevented = ["open"]));
      await notify("@alice one");
      await page.evaluate(() => window.notification.onclick());
      assert.equal(await page.evaluate(() => window.heard.open[0].room), "channel/general");

      await page.evaluate(() => (window.prevented = ["notification"]));
      await say(demo, "general", "@alice two");
      await eventually("the page to be told", () => page.evaluate(() => window.heard.notification.length === 2));
      assert.equal(await page.evaluate(() => window.notified.length), 1);

      await page.evaluate(() => (window.prevented = []));
      await dock(page, options(demo));
      await untilState(page, "online");
      await notify("@alice three");
      await page.evaluate(() => window.notification.onclick());
      const frame = await frameAt(page, demo.chat);
      await eventually("the room", () => frame.url().includes("/channel/general"));
      await page.evaluate(() => window.chat.destroy());
      await notify("@alice four");
      await page.evaluate(() => window.notification.onclick());
      await eventually("the page of the room", () => page.url() === `${demo.space}/chat?room=channel/general`);
    });
  });

  describe("what stands in the way", () => {
    const told = (page, code) => eventually(code, async () => {
      const found = await findings(page);
      assert.deepEqual(found, [code]);
      return true;
    });

    promise("CORS: the socket gives the counts, and diagnose names it", async (demo) => {
      await demo.post("/_standin/settings", { API_Enable_CORS: false });
      await unread(demo, "general", 3);
      const page = await tab(context, demo);
      await untilAll([page], "3");
      await told(page, "cors-missing");
      const finding = await eventually("the words", () => page.evaluate(() => window.badges.diagnose().findings.find(({ remedy }) => remedy)));
      assert.match(finding.remedy, /API_Enable_CORS/);
      await unread(demo, "general", 5);
      await untilAll([page], "5");
    });

    promise("a policy of the page's without the server", async (demo) => {
      const headers = { "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'" };
      const space = await serveFiles({ headers });
      try {
        const session = await (await fetch(`${demo.space}/chat-login`, { method: "POST" })).json();
        const page = await context.open(space.origin, { prepare: [clock, noted] });
        await page.evaluate(async (server, session) => {
          const { watch } = await import("/gantry/gantry.js");
          window.badges = await watch({ server, login: () => session });
        }, demo.chat, session);
        await told(page, "connect-src-missing");
      } finally {
        await space.close();
      }
    });

    promise("no server at all", async (demo) => {
      const page = await tab(context, demo, { more: null });
      await demo.post("/_standin/faults", { faults: [{ match: "* /api/v1/subscriptions.get", do: "cut-before" }] });
      await faults(demo, { refuse: true });
      await counting(page, { server: demo.chat, login: { url: "/chat-login" } });
      await eventually("it to be named", async () => {
        await page.evaluate(() => window.elapse(60_000));
        return (await findings(page)).includes("unreachable");
      });
    });

    promise("a visitor who is no member, a token that is refused, options that do not hold", async (demo) => {
      const page = await tab(context, demo, { member: "nobody", more: null });
      const reason = async (more) => {
        await counting(page, { server: demo.chat, login: { url: "/chat-login" }, ...more });
        const told = await eventually("a reason", async () => (await standing(page)).reason);
        await page.evaluate(() => window.badges.destroy());
        return told;
      };
      assert.equal(await reason(), "not-a-member");
      assert.equal(await reason({ login: { url: "/nowhere" } }), "login-unavailable");
      assert.equal(await reason({ server: "chat.example.org" }), "options");
      assert.equal(await reason({ login: undefined }), "options");
      await become(page, ALICE);
      await page.evaluate(async (server) => {
        const { watch } = await import("/gantry/gantry.js");
        window.logins = 0;
        const login = () => (window.logins++, { token: "of no use", userId: "aL1ceMartin7xQ2bR" });
        window.badges = await watch({ server, login });
      }, demo.chat);
      assert.equal(await eventually("a reason", async () => (await standing(page)).reason), "resume-refused");
      assert.equal(await page.evaluate(() => window.logins), 2);
      assert.deepEqual(page.errors, []);
    });

    promise("a token that has run out: the page is asked for another, and nothing is lost", async (demo) => {
      await unread(demo, "general", 3);
      const page = await tab(context, demo);
      await untilAll([page], "3");
      await demo.post("/_standin/forget", { user: ALICE });
      await unread(demo, "general", 4);
      await untilAll([page], "4");
      await live(page);
      await realtime(demo, { close: true });
      await unread(demo, "general", 5);
      await untilAll([page], "5");
    });

    // Firefox keeps no page while it is driven from outside.
    if (context.name === "chromium") {
      promise("a page that the browser kept while the member was elsewhere is right when it is back", async (demo) => {
        await unread(demo, "general", 3);
        const page = await tab(context, demo);
        await live(page);
        await page.evaluate(() => {
          window.kept = false;
          addEventListener("pageshow", ({ persisted }) => (window.kept = persisted));
        });
        await page.goto(`${demo.space}/members/bob`);
        await eventually("the socket to be closed", async () => (await sockets(demo)).open === 0);
        await unread(demo, "general", 6);
        await page.goBack();
        await untilAll([page], "6");
        assert.equal(await page.evaluate(() => window.kept), true);
      });
    }

    promise("a login whose first answer comes last, and without a token: what there is stays", async (demo) => {
      await unread(demo, "general", 3);
      const page = await tab(context, demo, { more: null });
      await page.evaluate(async (server) => {
        const { watch } = await import("/gantry/gantry.js");
        window.answers = [];
        window.badges = await watch({ server, login: () => new Promise((answer) => window.answers.push(answer)) });
      }, demo.chat);
      const asked = (times) => eventually("the login to be asked", () => page.evaluate((times) => window.answers.length === times, times));
      await asked(1);
      await page.evaluate(() => {
        for (const name of ["pagehide", "pageshow"]) window.dispatchEvent(new PageTransitionEvent(name, { persisted: true }));
      });
      await asked(2);
      await page.evaluate(async () => {
        window.answers[1](await (await fetch("/chat-login", { method: "POST" })).json());
      });
      await live(page);
      await page.evaluate(async () => {
        window.answers[0]({ token: " ", userId: "" });
        await new Promise((resolve) => setTimeout(resolve));
      });
      await realtime(demo, { close: true });
      await unread(demo, "general", 5);
      await untilAll([page], "5");
      await asked(2);
    });
  });
});
