// What the companion promises to page authors and members beyond the main job: chats side by side, ways to a person,
// badges, texts.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventually, focusInFrame, forEachBrowser, frameAt } from "./browsers.mjs";
import { chatFrame, dock, servePair, untilAnswered, untilState } from "./harness.mjs";
import {
  ALL_ROOMS, BOB, CHLOE, ROOM, icon, inFrame, online, options, pause, promise, status, text, unread, untilText, visit,
  watch,
} from "./visits.mjs";

forEachBrowser("Promises to the page", (context) => {
  describe("several chats", () => {
    for (const together of [false, true]) promise(`two rooms of a server on one page${together ? ", both at once" : ""}: each hears its own frame, counts are those of one member`, async (demo) => {
      await unread(demo, "general", 5);
      const page = await visit(context, demo);
      await page.evaluate(async (both, together) => {
        const { mount } = await import("/gantry/gantry.js");
        window.people = [];
        window.both = [];
        for (const [index, given] of both.entries()) {
          const place = document.createElement("div");
          place.id = `chat-${index}`;
          document.querySelector("main").prepend(place);
          const chat = await mount(place, given);
          chat.on("person", (event) => (event.preventDefault(), window.people.push([index, event.username])));
          window.both.push(chat);
          while (!together && chat.state !== "online") await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }, [options(demo, { lazy: false }), options(demo, { lazy: false, room: "group/autre-projet" })], together);
      const each = (what) => page.evaluate((what) => window.both.map((chat) => chat[what]), what);
      await eventually("both to be online", async () => (await each("state")).every((state) => state === "online"));

      const member = await (await fetch(`${demo.space}/chat-login`, { method: "POST" })).json();
      const headers = { "X-Auth-Token": member.token, "X-User-Id": member.userId };
      const totals = () => each("unread").then((both) => both.map(({ total }) => total));
      // Asked each time: a room that a frame opens is read by that, a moment later.
      const wanted = await eventually("both to count as one", async () => {
        const { update } = await (await fetch(`${demo.chat}/api/v1/subscriptions.get`, { headers })).json();
        const sum = update.reduce((sum, { unread }) => sum + unread, 0);
        return sum >= 5 && (await totals()).every((total) => total === sum) && sum;
      });
      await untilText(page, '[data-gantry-unread=""]', String(wanted));

      const frames = ["projet-alpha", "autre-projet"].map((room) => page.frames().find((frame) => frame.url().includes(room)));
      for (const [index, username] of [[0, "bob"], [1, "chloe"]]) {
        await frames[index].evaluate((username, page) => {
          parent.postMessage({ evtname: "user-card-click", username, id: null }, page);
        }, username, demo.space);
        await eventually(username, () => page.evaluate((index) => window.people.length === index + 1, index));
      }
      assert.deepEqual(await page.evaluate(() => window.people), [[0, "bob"], [1, "chloe"]]);

      await page.evaluate(() => window.both[0].destroy());
      assert.equal(await page.evaluate(() => window.frames.length), 1);
      await unread(demo, "general", wanted + 2);
      await eventually("the other to count on", async () => (await totals())[1] >= wanted + 2);
      assert.deepEqual(await each("state"), ["destroyed", "online"]);
      await untilText(page, '[data-gantry-unread=""]', String((await totals())[1]));
      await page.done();
    }, ALL_ROOMS);
  });

  describe("people", () => {
    const elsewhere = async (page, url) => {
      const found = () => page.browserContext().pages();
      const tab = await eventually("a tab of its own", async () => (await found()).find((other) => other.url() === url));
      assert.notEqual(tab, page);
      await tab.close();
      assert.equal(new URL(page.url()).pathname, "/members/");
      assert.equal(await page.evaluate(() => window.chat.state), "online");
    };

    for (const [title, button, key, more] of [
      ["ctrl and a click", "left", "Control", {}],
      ["a click with the middle button", "middle", null, {}],
      ["a plain click, where the page wants that,", "left", null, { profile: { url: "/members/{username}", newTab: true } }],
    ]) {
      promise(`${title} opens the profile in a new tab and leaves the page`, async (demo) => {
        const page = await online(context, demo, more);
        const name = await inFrame(page, demo, BOB);
        if (key) await page.keyboard.down(key);
        await name.click({ button });
        if (key) await page.keyboard.up(key);
        await elsewhere(page, `${demo.space}/members/bob`);
        await page.done();
      });
    }

    promise("Enter on a name opens the profile in the same tab", async (demo) => {
      const page = await online(context, demo);
      await inFrame(page, demo, BOB);
      await focusInFrame(page, await frameAt(page, demo.chat), BOB);
      await page.keyboard.press("Enter");
      await eventually("bob's page", () => page.url() === `${demo.space}/members/bob`);
      assert.equal((await page.browserContext().pages()).filter((tab) => tab.url().includes("/members/bob")).length, 1);
      await page.done();
    });

    promise("a page that prevents the visit is told of it and stays", async (demo) => {
      const page = await online(context, demo);
      await page.evaluate(() => (window.stay = true));
      await (await inFrame(page, demo, BOB)).click();
      const [event] = await eventually("the event", async () => {
        const { person } = await page.evaluate(() => window.told);
        return person.length > 0 && person;
      });
      assert.equal(event.url, `${demo.space}/members/bob`);
      assert.equal(event.username, "bob");
      assert.equal(event.trigger, "name");
      assert.equal(event.messageId, "mBobWelcome00001a");
      const none = { ctrl: false, shift: false, alt: false, meta: false, middle: false, keyboard: false };
      assert.deepEqual(event.modifiers, none);
      await pause(500);
      assert.equal(page.url(), `${demo.space}/members/`);
      assert.equal((await page.evaluate(() => window.told.person)).length, 1);
      await page.done();
    });

    promise("somebody without a page is named where the member sees it", async (demo) => {
      const page = await online(context, demo, { profile: { people: { bob: "/members/bob" } } });
      await (await inFrame(page, demo, CHLOE)).click();
      await untilAnswered(page, "chloe");
      assert.equal((await status(page)).text.trim().startsWith("chloe has no profile page here."), true);
      assert.equal(page.url(), `${demo.space}/members/`);
      await page.done();
    });
  });

  describe("badges", () => {
    promise("show in elements, title, icon and app, and all is put back", async (demo) => {
      const page = await visit(context, demo);
      await page.evaluate(() => {
        for (const key of ["general", "GENERAL", "autre-projet"]) {
          const badge = document.createElement("span");
          badge.id = `of-${key}`;
          badge.dataset.gantryUnread = key;
          badge.textContent = "own";
          document.querySelector("main").prepend(badge);
        }
      });
      const bare = { title: await page.title(), icon: await icon(page) };
      await dock(page, options(demo));
      await untilState(page, "online");
      await unread(demo, "general", 3);
      for (const selector of ['[data-gantry-unread=""]', "#of-general", "#of-GENERAL"]) await untilText(page, selector, "3");
      assert.equal(await page.evaluate(() => document.querySelector("#of-autre-projet").checkVisibility()), false);
      assert.equal(await page.title(), `(3) ${bare.title}`);
      await eventually("a dot on the icon", async () => (await icon(page)).startsWith("data:image/png"));
      await page.evaluate(() => (document.title = "Another title"));
      await unread(demo, "general", 4);
      await eventually("the page's new title with the number", async () => (await page.title()) === "(4) Another title");
      assert.deepEqual(await page.evaluate(() => window.badged), [3, 4]);

      await unread(demo, "general", 0);
      await eventually("the bare title", async () => (await page.title()) === "Another title");
      assert.equal(await icon(page), bare.icon);
      assert.equal(await page.evaluate(() => document.querySelector("#of-general").checkVisibility()), false);
      await unread(demo, "general", 7);
      await eventually("the number again", async () => (await page.title()) === "(7) Another title");
      assert.equal(await text(page, "#of-general"), "7");

      await page.evaluate(() => window.chat.destroy());
      assert.equal(await page.title(), "Another title");
      assert.equal(await icon(page), bare.icon);
      assert.deepEqual(await page.evaluate(() => window.badged), [3, 4, "cleared", 7, "cleared"]);
      const own = (badge) => badge.checkVisibility() && badge.textContent === "own";
      for (const id of ["general", "GENERAL", "autre-projet"]) assert.ok(await page.$eval(`#of-${id}`, own), id);
      await page.done();
    }, ALL_ROOMS);

    promise("a page without an icon gets one for as long as there is something to tell", async (demo) => {
      const page = await visit(context, demo);
      await page.evaluate(() => document.querySelectorAll("link[rel~=icon]").forEach((link) => link.remove()));
      await dock(page, options(demo));
      await untilState(page, "online");
      await unread(demo, "general", 2);
      await eventually("an icon", async () => (await icon(page))?.startsWith("data:image/png"));
      await page.evaluate(() => window.chat.destroy());
      assert.equal(await icon(page), null);
      await page.done();
    }, ALL_ROOMS);

    // A frame that says all of it in one breath: with breaths between, it would rightly be more than one announcement.
    test("a burst is announced once, in the page's language", async () => {
      const servers = await servePair();
      try {
        const page = await context.open(servers.space, { prepare: watch });
        await page.evaluate(() => (document.documentElement.lang = "fr"));
        await dock(page, { server: servers.chat, room: ROOM });
        const frame = await chatFrame(page, servers.chat);
        await frame.evaluate((page) => {
          for (let unread = 1; unread <= 20; unread += 1) {
            const data = { rid: "r1", t: "c", name: "general", unread, alert: true };
            window.say({ eventName: "unread-changed-by-subscription", data }, page);
            window.say({ eventName: "unread-changed", data: unread }, page);
          }
        }, servers.space);
        await eventually("the announcement", () => page.evaluate(() => window.announced.length > 0));
        await pause(1_500);
        assert.deepEqual(await page.evaluate(() => window.announced), ["20 messages non lus"]);
        assert.equal(await page.$$eval(".gantry-live[role=status]", (all) => all.length), 1);
        assert.deepEqual(page.errors, []);
        await page.done();
      } finally {
        await servers.close();
      }
    });
  });

  describe("texts", () => {
    promise("are French on a French page, and the page's own where it gives them", async (demo) => {
      const page = await visit(context, demo);
      await page.evaluate(() => (document.documentElement.lang = "fr"));
      const words = { unknownPerson: "Qui est {name} ?" };
      await dock(page, options(demo, { words, profile: { people: {} } }));
      assert.equal(await page.$eval("#chat iframe", (frame) => frame.title), "Discussion : projet-alpha");
      assert.equal(await text(page, ".gantry-status button"), "Réessayer");
      await untilState(page, "online");
      await (await inFrame(page, demo, CHLOE)).click();
      await untilAnswered(page, "Qui est chloe ?");
      await page.done();
    });

    test("too long for an address are nobody's: the page stays where it is", async () => {
      const servers = await servePair();
      try {
        const page = await context.open(servers.space);
        await dock(page, { server: servers.chat, room: ROOM, profile: { url: "/members/{username}" }, words: { unknownPerson: "Who?" } });
        const frame = await chatFrame(page, servers.chat);
        // Short as a name, but each of its letters takes twelve in an address.
        const name = "\u{1f680}".repeat(100);
        await frame.evaluate(
          (username, page) => window.say({ evtname: "user-card-click", username, id: "m1" }, page),
          name,
          servers.space,
        );
        await untilAnswered(page, "Who?");
        assert.equal(new URL(await page.url()).pathname, "/");
        assert.deepEqual(page.errors, []);
        await page.done();
      } finally {
        await servers.close();
      }
    });
  });
});
