// The main job against each version of Rocket.Chat that the stand-in can be: log in, see what is unread, get to people.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { eventually, forEachBrowser, frameAt, screenshot } from "./browsers.mjs";
import { diagnosis, dock, holdings, prepare, untilJudged, untilState } from "./harness.mjs";
import { startDemo } from "./servers.mjs";

const RELEASES = ["3.18", "4.8", "5.4", "6.5", "7.7", "7.10", "7.13", "8.8"];
const ROOM = "group/projet-alpha";

const options = (demo) => ({ server: demo.chat, room: ROOM, login: "/chat-login", profile: { url: "/members/{username}" } });

/** A page of the demo with a chat docked by the test, online. `where` is home, which has no chat of its own. */
async function online(context, demo, space = demo.space, more = {}) {
  const page = await context.open(`${space}/`, more);
  await page.evaluate(() => {
    const output = document.createElement("output");
    output.dataset.gantryUnread = "";
    const place = document.createElement("div");
    place.id = "chat";
    place.style.height = "500px";
    document.body.append(output, place);
  });
  if (more.baseline) page.baseline = await holdings(page);
  await dock(page, options(demo));
  await untilState(page, "online");
  return page;
}

const total = (page) => page.evaluate(() => window.chat.unread.total);

/** Bob speaks of alice in every room, so that something counts whichever rooms this version's frame knows. */
async function bobSpeaks(demo, text = "@alice have a look") {
  const rooms = ["projet-alpha", "general"];
  return Promise.all(rooms.map((room) => demo.post("/_standin/say", { room, user: "bob", text })));
}

/** Does in the frame what a member does to get to a person. */
async function go(page, frame, place) {
  for (const selector of [place.open ?? []].flat()) {
    await (await frame.waitForSelector(selector, { visible: true })).click();
  }
  const target = await frame.waitForSelector(place.selector, { visible: true });
  const key = { enter: "Enter", space: "Space" }[place.gesture];
  if (key) {
    await target.focus();
    await page.keyboard.press(key);
  } else {
    assert.equal(place.gesture, "click", `a gesture that this test knows: ${JSON.stringify(place)}`);
    await target.click();
  }
}

forEachBrowser("Rocket.Chat", (context) => {
  for (const release of RELEASES) {
    describe(release, () => {
      let demo;
      before(async () => {
        demo = await startDemo({ release });
      });
      after(async () => {
        await demo?.stop();
      });

      test("logs in by token and moves the badges when somebody speaks", async () => {
        const page = await online(context, demo);
        const before = await total(page);
        const title = await page.title();
        await bobSpeaks(demo);
        await eventually("the count to move", async () => (await total(page)) > before);
        await eventually("the badge to show it", async () => {
          const shown = await page.evaluate(() => document.querySelector("output[data-gantry-unread]").textContent);
          return shown === String(await total(page));
        });
        assert.notEqual(await page.title(), title);
        await page.done();
      });

      test("the demo's own page with the chat does the same, without a line of the author's", async () => {
        const page = await context.open(`${demo.space}/chat?room=${ROOM}`);
        const frame = await frameAt(page, demo.chat);
        const { places } = await demo.get("/_standin/places");
        await frame.waitForSelector(places[0].selector, { visible: true });
        const bare = await page.title();
        await bobSpeaks(demo);
        await eventually("the title to tell of it", async () => /^\((\d+\+?|\u2022)\) /.test(await page.title()));
        assert.ok(!/^\(/.test(bare) || bare !== (await page.title()));
        await screenshot(page, `chat-${release}-${context.name}`);
        assert.deepEqual(page.errors, []);
        await page.done();
      });

      test("every place for a person leads to that person's page", async (t) => {
        const { places } = await demo.get("/_standin/places");
        assert.ok(places.length >= 5, `${places.length} places`);
        for (const place of places) {
          await t.test(`${place.place} by ${place.gesture} -> ${place.username}`, async () => {
            const page = await context.open(`${demo.space}/chat?room=${place.room ?? ROOM}`);
            const frame = await frameAt(page, demo.chat);
            await go(page, frame, place);
            await eventually(`the page of ${place.username}`, () => new URL(page.url()).pathname.startsWith("/members/"));
            const heading = await page.waitForSelector("h1[data-person]");
            assert.equal(await heading.evaluate((h1) => h1.dataset.person), place.username);
            assert.equal(page.url(), `${demo.space}/members/${encodeURIComponent(place.username)}`);
            await page.done();
          });
        }
      });

      test("refuses what other windows say, and counts it", async () => {
        const page = await online(context, demo);
        const before = await diagnosis(page);
        const count = await total(page);
        await page.evaluate((origin) => {
          window.postMessage({ eventName: "unread-changed", data: 321 }, origin);
          window.postMessage({ evtname: "user-card-click", username: "bob", id: null }, origin);
        }, demo.space);
        await page.evaluate(() => {
          const other = document.createElement("iframe");
          other.srcdoc = "<p>another frame</p>";
          other.id = "other";
          document.body.append(other);
        });
        const other = await eventually("another frame", async () => {
          const handle = await page.$("#other");
          return handle.contentFrame();
        });
        await eventually("its document", () => other.evaluate(() => document.body?.textContent === "another frame"));
        await other.evaluate(
          (origin) => window.parent.postMessage({ eventName: "unread-changed", data: 321 }, origin),
          demo.space,
        );
        const now = await untilJudged(page, before, 3);
        assert.equal(now.refused.window, before.refused.window + 3);
        assert.equal(await total(page), count);
        assert.equal(page.url(), `${demo.space}/`);
        await page.done();
      });

      test("destroy leaves the page as it was", async () => {
        const page = await online(context, demo, demo.space, { prepare, baseline: true });
        await bobSpeaks(demo);
        await eventually("something unread", async () => (await total(page)) > 0);
        await page.evaluate(() => window.chat.destroy());
        assert.deepEqual(await holdings(page), page.baseline);
        assert.equal(await page.evaluate(() => window.chat.state), "destroyed");
        await page.evaluate(() => window.chat.destroy());
        assert.deepEqual(await holdings(page), page.baseline);
        await page.done();
      });

      test("a frame that forgets who is there is logged in again, but not after the page's own logout", async () => {
        const page = await online(context, demo);
        await demo.post("/_standin/forget", { user: "alice" });
        await eventually("the chat to notice", () =>
          page.evaluate(() => window.told.state.some(({ state }) => state !== "online")),
        );
        await untilState(page, "online");

        await page.evaluate(() => window.chat.logout());
        await eventually("the chat to be logged out", async () =>
          page.evaluate(() => window.chat.state !== "online"),
        );
        const logins = (await demo.get("/_standin/state")).commands.filter(({ command }) => command === "login-with-token").length;
        await demo.post("/_standin/reload", {});
        await eventually("the frame to be back", () => page.evaluate(() => window.chat.state === "ready"));
        const later = (await demo.get("/_standin/state")).commands.filter(({ command }) => command === "login-with-token").length;
        assert.equal(later, logins);
        await page.done();
      });
    });
  }

  describe("destroy at any moment", () => {
    let demo;
    before(async () => {
      demo = await startDemo();
    });
    after(async () => {
      await demo?.stop();
    });

    for (const [title, moment] of [
      ["at once", async () => {}],
      ["while the frame loads", (page) => page.evaluate(() => new Promise((next) => setTimeout(next, 30)))],
      ["while it logs in", (page) => eventually("logging in", () => page.evaluate(() => window.told.state.some(({ state }) => state === "logging-in")))],
      ["when it is online", (page) => untilState(page, "online")],
    ]) {
      test(title, async () => {
        const page = await context.open(`${demo.space}/`, { prepare });
        await page.evaluate(() => {
          const place = document.createElement("div");
          place.id = "chat";
          document.body.append(place);
        });
        const baseline = await holdings(page);
        await dock(page, options(demo));
        await moment(page);
        await page.evaluate(() => window.chat.destroy());
        assert.deepEqual(await holdings(page), baseline);
        // And nothing comes back later.
        await page.evaluate(() => new Promise((next) => setTimeout(next, 300)));
        assert.deepEqual(await holdings(page), baseline);
        assert.deepEqual(page.errors, []);
        await page.done();
      });
    }
  });

  describe("two page origins at once", () => {
    let demo;
    before(async () => {
      demo = await startDemo({ second: true });
    });
    after(async () => {
      await demo?.stop();
    });

    test("each page gets each event once, and both show it", async () => {
      const pages = await Promise.all([online(context, demo, demo.space), online(context, demo, demo.second)]);
      for (const page of pages) {
        await page.evaluate(() => {
          window.heard = [];
          addEventListener("message", ({ data }) => {
            if (data?.eventName === "new-message") window.heard.push(data.data._id);
          });
        });
      }
      const before = await Promise.all(pages.map(total));
      const [{ messageId }] = await bobSpeaks(demo);
      for (const [index, page] of pages.entries()) {
        await eventually(`page ${index + 1} to hear of it`, () => page.evaluate((id) => window.heard.includes(id), messageId));
        await eventually(`page ${index + 1} to count it`, async () => (await total(page)) > before[index]);
      }
      // A message that would come twice comes twice within a moment.
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (const page of pages) {
        assert.equal(await page.evaluate((id) => window.heard.filter((heard) => heard === id).length, messageId), 1);
        await page.done();
      }
    });
  });
});
