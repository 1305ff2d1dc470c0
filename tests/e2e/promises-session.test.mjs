// What the companion promises of a chat's life: sessions of others, servers half set up, failures, the page's focus.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { describe, test } from "node:test";
import { eventually, forEachBrowser, frameAt } from "./browsers.mjs";
import { diagnosis, dock, state, untilState } from "./harness.mjs";
import { startDemo, serveFiles } from "./servers.mjs";
import {
  ALL_ROOMS, BOB, ROOM, become, commands, inFrame, online, options, pause, promise, status, text, unread, visit,
} from "./visits.mjs";

/** What a Rocket.Chat without the bundle has in its place. */
const NO_SCRIPT = "//Add your script";

/** An address at which nobody answers. */
async function deadAddress() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

forEachBrowser("Promises of a session", (context) => {
  describe("the server", () => {
    promise("actions are hidden, and again after the frame reloads", async (demo) => {
      const page = await online(context, demo, { hide: ["quote-message"] });
      const told = async () => (await commands(demo)).filter(({ event }) => event === "overrideUi").length;
      const offered = async () => {
        await (await inFrame(page, demo, '[data-mid="mBobWelcome00001a"] .rcx-message-body, [data-mid="mBobWelcome00001a"]')).hover();
        const frame = await frameAt(page, demo.chat);
        return frame.$$eval('[data-mid="mBobWelcome00001a"] [role=toolbar] button', (all) => all.map(({ title }) => title));
      };
      const hidden = async () => {
        const titles = await offered();
        return titles.includes("Add reaction") && !titles.includes("Quote");
      };
      await eventually("the action to be hidden", hidden);
      const before = await told();
      assert.ok(before >= 1);
      await demo.post("/_standin/reload", {});
      await eventually("it to be said again", async () => (await told()) > before);
      await untilState(page, "online");
      await eventually("the action to be hidden again", hidden);
      await page.done();
    });

    promise("without the bundle the member is logged in all the same, and the integrator told", async (demo) => {
      await demo.post("/_standin/settings", { Custom_Script_Logged_In: NO_SCRIPT, Custom_Script_Logged_Out: NO_SCRIPT });
      const page = await online(context, demo);
      const said = (await commands(demo)).map(({ command }) => command).filter(Boolean);
      assert.equal(said.filter((command) => command === "logout").length, 1, said.join());
      assert.ok(said.indexOf("logout") < said.indexOf("login-with-token"), said.join());
      const finding = await eventually("the finding in words", async () => {
        const { findings, bundle } = await diagnosis(page);
        assert.equal(bundle.present, false);
        const found = findings.find(({ code }) => code === "bundle-missing");
        return found?.cause && found;
      });
      assert.match(finding.cause, /custom script/);
      assert.match(finding.remedy, /custom-script\.js/);
      await page.done();
    });

    promise("one that may not be framed is waited for, and can be taken down", async (demo) => {
      await demo.post("/_standin/settings", { Iframe_Restrict_Access: true });
      const page = await visit(context, demo);
      await dock(page, options(demo));
      await untilState(page, "loading");
      await pause(1_000);
      assert.equal(await state(page), "loading");
      const { shown, text, retry } = await status(page);
      assert.deepEqual([shown, text.trim().startsWith("The chat is loading"), retry], [true, true, false]);
      await page.evaluate(() => window.chat.destroy());
      assert.equal(await state(page), "destroyed");
      assert.equal(await page.$("#chat > *"), null);
      // Firefox reports as the page's errors what it logs by itself, of the framing and of each hello to nobody.
      page.errors = page.errors.filter((error) => !/X-Frame-Options|recipient window’s origin/.test(error));
      await page.done();
    });

    test("one that is not there is waited for, and can be taken down", async () => {
      const space = await serveFiles();
      try {
        const page = await context.open(`${space.origin}/`);
        await dock(page, { server: await deadAddress(), room: ROOM, lang: "fr", words: { loading: "Patience" } });
        await untilState(page, "loading");
        await pause(500);
        assert.equal(await state(page), "loading");
        assert.ok((await status(page)).text.trim().startsWith("Patience"));
        await page.evaluate(() => window.chat.destroy());
        assert.equal(await page.$("#chat > *"), null);
        assert.deepEqual(page.errors, []);
        await page.done();
      } finally {
        await space.close();
      }
    });
  });

  describe("who is there", () => {
    promise("somebody else's session is ended, and their counts are never shown", async (demo) => {
      await unread(demo, "general", 77, "bob");
      await unread(demo, "general", 3);
      const page = await online(context, demo, {}, { member: "bob" });
      await eventually("bob's count", () => page.evaluate(() => window.chat.unread.total === 77));
      await become(page, "alice");
      await page.goto(`${demo.space}/members/`, { waitUntil: "load" });
      await dock(page, options(demo));
      await untilState(page, "online");
      await eventually("alice's count", () => page.evaluate(() => window.chat.unread.total === 3));
      assert.equal((await diagnosis(page)).user, "aL1ceMartin7xQ2bR");
      const shown = await page.evaluate(() => ({ counts: window.told.unread.map(({ total }) => total), titles: window.titles }));
      assert.ok(!shown.counts.includes(77), `told: ${shown.counts}`);
      assert.ok(!shown.titles.some((title) => title.includes("77")), `titles: ${shown.titles}`);
      await page.done();
    }, ALL_ROOMS);

    promise("who is no member is told so, and may try again", async (demo) => {
      const page = await visit(context, demo, { member: "nobody" });
      await dock(page, options(demo));
      await untilState(page, "failed");
      const failed = await eventually("the reason", () =>
        page.evaluate(() => window.told.state.find(({ state }) => state === "failed")),
      );
      assert.equal(failed.reason, "not-a-member");
      assert.match(failed.hint, /member|sign|project/i);
      const line = await eventually("the words for it", async () => {
        const line = await status(page);
        return /You are not a member/.test(line.text) && line;
      });
      assert.deepEqual([line.shown, line.retry], [true, true]);
      await become(page, "alice");
      await page.click(".gantry-status button");
      await untilState(page, "online");
      assert.equal((await status(page)).shown, false);
      await page.done();
    });

    promise("open, setStatus, logout and login tell that they are done, and of a destroyed chat that they are not", async (demo) => {
      const page = await online(context, demo);
      const ask = (name, ...given) => page.evaluate((name, given) => window.chat[name](...given), name, given);
      const frame = () => frameAt(page, demo.chat);
      await inFrame(page, demo, BOB);
      assert.equal(await ask("open", "group/autre-projet"), true);
      await eventually("the other room", async () =>
        (await frame()).evaluate(() => document.body.textContent.includes("Who takes the minutes today?")),
      );
      assert.match((await frame()).url(), /\/group\/autre-projet\?.*layout=embedded/);
      assert.equal(await ask("setStatus", "away"), true);
      assert.equal(await ask("logout"), true);
      await inFrame(page, demo, "#username");
      assert.equal(await ask("login"), true);
      assert.equal(await state(page), "online");
      await eventually("the room again", async () => {
        const text = await (await frame()).evaluate(() => document.body.textContent);
        return text.includes("Who takes the minutes today?");
      });
      assert.equal(await ask("open", "no such thing"), false);
      const late = await page.evaluate(() => {
        const late = window.chat.open("group/projet-alpha");
        window.chat.destroy();
        return late;
      });
      assert.equal(late, false);
      for (const call of [["open", ROOM], ["setStatus", "online"], ["logout"], ["login"]]) {
        assert.equal(await ask(...call), false, call.join());
      }
      await page.done();
    });
  });

  describe("the place", () => {
    for (const lazy of [true, false]) {
      promise(lazy ? "a chat below the fold loads when it comes near" : "or at once, where the page wants that", async (demo) => {
        const page = await visit(context, demo);
        await page.evaluate(() => {
          for (const [id, height] of [["above", 5000], ["chat", 400]]) {
            const place = document.createElement("div");
            place.id = id;
            place.style.height = `${height}px`;
            document.body.append(place);
          }
        });
        await dock(page, options(demo, { lazy }));
        const source = () => page.$eval("#chat iframe", (frame) => frame.getAttribute("src"));
        if (lazy) {
          await pause(1_000);
          assert.equal(await source(), null);
          assert.equal(await state(page), "idle");
          await page.evaluate(() => document.querySelector("#chat").scrollIntoView());
        }
        await untilState(page, "online");
        assert.equal(await source(), `${demo.chat}/${ROOM}?layout=embedded`);
        await page.done();
      });
    }

    promise("the focus stays in the page while the frame loads, and comes back when the chat goes", async (demo) => {
      const page = await visit(context, demo);
      await page.bringToFront();
      await page.evaluate(() => {
        const field = document.createElement("input");
        field.id = "field";
        document.querySelector("main").prepend(field);
      });
      await page.click("#field");
      const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.className);
      await dock(page, options(demo, { login: undefined }));
      const frame = await frameAt(page, demo.chat);
      await frame.waitForSelector("#username");
      await pause(600);
      // The page hears of it later than the frame, which has it until the page takes it back.
      await page.evaluate(() => {
        window.lost = false;
        addEventListener("blur", () => (window.lost = true));
      });
      await frame.evaluate(() => (window.focus(), document.querySelector("#username").focus()));
      await eventually("the page to lose it", () => page.evaluate(() => window.lost));
      await eventually("the field to have it", async () => (await focused()) === "field");
      await page.keyboard.type("mine");
      assert.equal(await page.$eval("#field", (field) => field.value), "mine");
      await (await frame.$("#username")).click();
      await eventually("the frame to have it", async () => (await focused()) === "gantry-frame");
      await page.evaluate(() => window.chat.destroy());
      assert.equal(await focused(), "field");
      await page.done();
    }, ALL_ROOMS);
  });

  describe("what the page author gets wrong is a state", () => {
    const bad = [
      ["a selector that finds nothing", "#nowhere", {}],
      ["a text that is no selector", "##", {}],
      ["no options at all", "main", null],
      ["a server that is no address", "main", { server: "chat" }],
      ["a room without its kind", "main", { room: "projet-alpha" }],
    ];
    promise(bad.map(([what]) => what).join(", "), async (demo) => {
      const page = await visit(context, demo);
      for (const [what, target, more] of bad) {
        const given = more && options(demo, more);
        const seen = await page.evaluate(async (target, given) => {
          const { mount } = await import("/gantry/gantry.js");
          const chat = await mount(target, given).catch((error) => ({ thrown: String(error) }));
          if (chat.thrown) return chat;
          const told = await new Promise((resolve) => chat.on("state", resolve));
          const { reason, problem } = chat.diagnose();
          const opened = await chat.open("group/projet-alpha");
          chat.retry();
          chat.destroy();
          return { told: [told.state, told.reason], reason, problem: typeof problem, opened, left: document.querySelectorAll("iframe").length };
        }, target, given);
        assert.deepEqual(
          seen, { told: ["failed", "options"], reason: "options", problem: "string", opened: false, left: 0 }, what,
        );
      }
      await page.done();
    });

    if (context.name === "chromium") {
      promise("and so is a companion that is not there", async (demo) => {
        const page = await visit(context, demo);
        await page.setRequestInterception(true);
        page.on("request", (request) =>
          request.url().endsWith(".wasm") ? request.respond({ status: 404, body: "" }) : request.continue(),
        );
        await dock(page, options(demo));
        await eventually("the failure", () => page.evaluate(() => window.told.state.length > 0));
        const [{ state: now, reason }] = await page.evaluate(() => window.told.state);
        assert.deepEqual([now, reason], ["failed", "companion-missing"]);
        const found = await diagnosis(page);
        assert.deepEqual([found.state, found.reason], ["failed", "companion-missing"]);
        await page.done();
      });
    }
  });
});
