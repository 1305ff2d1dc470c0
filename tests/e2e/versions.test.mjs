// The main job against each version of Rocket.Chat that the stand-in can be: log in, see what is unread, get to people.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { eventually, focusInFrame, forEachBrowser, frameAt, screenshot } from "./browsers.mjs";
import { diagnosis, dock, holdings, prepare, untilAnswered, untilState } from "./harness.mjs";
import { startDemo } from "./servers.mjs";

const RELEASES = ["3.18", "4.8", "5.4", "6.5", "7.7", "7.10", "7.13", "8.8"];
const ROOM = "group/projet-alpha";

const options = (demo) => ({ server: demo.chat, room: ROOM, login: "/chat-login", profile: { url: "/members/{username}" } });

/** The members' directory has a badge in its head and no chat of its own: there a test docks one, and waits for it. */
async function online(context, demo, space = demo.space, more = {}) {
  const page = await context.open(`${space}/members/`, more);
  await page.evaluate(() => {
    const place = document.createElement("div");
    place.id = "chat";
    place.style.height = "500px";
    document.querySelector("main").prepend(place);
  });
  if (more.baseline) page.baseline = await holdings(page);
  await dock(page, options(demo));
  await untilState(page, "online");
  return page;
}

/** Compares holdings, the short parts first: the page's whole text says little in a failure of something else. */
function same({ page, ...holdings }, { page: wantedPage, ...wanted }) {
  assert.deepEqual(holdings, wanted);
  assert.equal(page, wantedPage);
}

const total = (page) => page.evaluate(() => window.chat.unread.total);

/** Bob speaks of alice in every room, so that something counts whichever rooms this version's frame knows. */
async function bobSpeaks(demo, text = "@alice have a look") {
  const rooms = ["projet-alpha", "general"];
  return Promise.all(rooms.map((room) => demo.post("/_standin/say", { room, user: "bob", text })));
}

/**
 * Bob speaks until `heard` is true. Once may not do: a room that opens just then counts as read, as it does for a member.
 */
function untilHeard(what, demo, heard) {
  return eventually(what, async () => {
    await bobSpeaks(demo);
    return eventually(what, heard, 2_000);
  });
}

/** The demo's page with the chat, once the member is in: until then its parts move, and the focus stays in the page. */
async function chatPage(context, demo, path) {
  const page = await context.open(`${demo.space}${path}`);
  await page.waitForSelector('.gantry[data-gantry-state="online"]');
  const frame = await frameAt(page, demo.chat);
  await frame.waitForSelector("[data-mid], li.message", { visible: true });
  return page;
}

/** Does in the frame what a member does to get to a person: opens the way there, then clicks, or focuses and presses. */
async function go(page, demo, place) {
  let frame = await frameAt(page, demo.chat);
  if (place.openBy) await (await frame.waitForSelector(place.openBy, { visible: true })).click();
  else if (place.path !== `/${ROOM}`) {
    // Nothing in the embedded layout leads there but the address.
    await frame.evaluate((path) => window.location.assign(path), `${new URL(demo.chat).pathname.replace(/\/$/, "")}${place.path}?layout=embedded`);
    frame = await eventually("the frame at its new address", () => page.frames().find((one) => one.url().includes(place.path)));
  }
  const target = await frame.waitForSelector(place.selector, { visible: true });
  if (place.gesture === "click") return target.click();
  await focusInFrame(page, frame, place.selector);
  return page.keyboard.press(place.gesture);
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
        // All of it at one glance: a room that the frame shows is read again a moment later.
        await untilHeard("the count to move, and badge and title to show it", demo, () =>
          page.evaluate((before) => {
            const { total } = window.chat.unread;
            const badge = document.querySelector('[data-gantry-unread=""]').textContent;
            return total > before && badge === String(total) && document.title.startsWith(`(${total}) `);
          }, before),
        );
        await page.done();
      });

      test("the demo's own page with the chat does the same, without a line of the author's", async () => {
        const page = await chatPage(context, demo, `/chat?room=${ROOM}`);
        const bare = await page.title();
        await untilHeard("the title to tell of it", demo, async () => {
          const title = await page.title();
          return title !== bare && /^\((\d+\+?|\u2022)\) /.test(title);
        });
        await screenshot(page, `chat-${release}-${context.name}`);
        assert.deepEqual(page.errors, []);
        await page.done();
      });

      test("every place for a person leads to that person's page", async (t) => {
        const { places } = await demo.get("/_standin/places");
        const offered = places.filter(({ offeredBy }) => offeredBy !== "nobody");
        const kinds = new Set(offered.map(({ trigger }) => trigger));
        assert.deepEqual([...kinds].sort(), ["avatar", "member", "mention", "name", "system"]);
        for (const place of offered) {
          await t.test(`${place.id} leads to ${place.username}`, async () => {
            const page = await chatPage(context, demo, "/chat");
            await go(page, demo, place);
            const profile = `${demo.space}/members/${encodeURIComponent(place.username)}`;
            if ((await fetch(profile)).status === 404) {
              // A bot has no page; whoever asks for it is told so.
              await untilAnswered(page, place.username);
              assert.equal(new URL(page.url()).pathname, "/chat");
              return page.done();
            }
            await eventually(`the page of ${place.username}`, () => new URL(page.url()).pathname.startsWith("/members/"));
            const heading = await page.waitForSelector("h1[data-person]");
            assert.equal(await heading.evaluate((h1) => h1.dataset.person), place.username);
            assert.equal(page.url(), profile);
            return page.done();
          });
        }
      });

      test("refuses what other windows say, and counts it", async () => {
        const page = await online(context, demo);
        const before = await diagnosis(page);
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
        const strangers = async () => (await diagnosis(page)).refused.window;
        await eventually("all three refused", async () => (await strangers()) >= before.refused.window + 3);
        assert.equal(await strangers(), before.refused.window + 3);
        // The docked frame may be telling its own first counts meanwhile, so only the stranger's is looked for.
        assert.ok((await total(page)) < 321);
        assert.ok((await page.evaluate(() => window.told.unread)).every(({ total }) => total < 321));
        assert.equal(page.url(), `${demo.space}/members/`);
        await page.done();
      });

      test("destroy leaves the page as it was", async () => {
        const page = await online(context, demo, demo.space, { prepare, baseline: true });
        await untilHeard("something unread", demo, async () => (await total(page)) > 0);
        await page.evaluate(() => window.chat.destroy());
        same(await holdings(page), page.baseline);
        assert.equal(await page.evaluate(() => window.chat.state), "destroyed");
        await page.evaluate(() => window.chat.destroy());
        same(await holdings(page), page.baseline);
        await page.done();
      });

      test("a frame that forgets who is there is logged in again, but not after the page's own logout", async () => {
        const page = await online(context, demo);
        const known = await page.evaluate(() => window.told.state.length);
        await demo.post("/_standin/forget", { user: "alice" });
        await eventually("the chat to notice", () => page.evaluate((known) => window.told.state.length > known, known));
        await untilState(page, "online");

        assert.equal(await page.evaluate(() => window.chat.logout()), true);
        await untilState(page, "ready");
        const tokens = async () => (await demo.get("/_standin/state")).heard.filter(({ withToken }) => withToken).length;
        const logins = await tokens();
        const states = await page.evaluate(() => window.told.state.length);
        await demo.post("/_standin/reload", {});
        await eventually("the frame to be back", () => page.evaluate((states) => {
          const since = window.told.state.slice(states).map(({ state }) => state);
          return since.includes("loading") && since.at(-1) === "ready";
        }, states));
        // It would be logged in again within a moment.
        await new Promise((resolve) => setTimeout(resolve, 500));
        assert.equal(await tokens(), logins);
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

    test("in the same breath as mount", async () => {
      const page = await context.open(`${demo.space}/members/`, { prepare });
      await page.evaluate(() => {
        const place = document.createElement("div");
        place.id = "chat";
        place.style.height = "400px";
        document.querySelector("main").prepend(place);
      });
      const baseline = await holdings(page);
      const after = await page.evaluate(async (server) => {
        const { mount } = await import("/gantry/gantry.js");
        const chat = await mount("#chat", { server, room: "group/projet-alpha" });
        chat.destroy();
        return window.ledger();
      }, demo.chat);
      same(after, baseline);
      await page.done();
    });

    for (const [title, moment] of [
      ["as soon as there is something to destroy", async () => {}],
      ["while the frame loads", (page) => page.evaluate(() => new Promise((next) => setTimeout(next, 30)))],
      ["while it logs in", (page) => eventually("logging in", () => page.evaluate(() => window.told.state.some(({ state }) => state === "logging-in")))],
      ["when it is online", (page) => untilState(page, "online")],
    ]) {
      test(title, async () => {
        const page = await context.open(`${demo.space}/members/`, { prepare });
        await page.evaluate(() => {
          const place = document.createElement("div");
          place.id = "chat";
          place.style.height = "400px";
          document.querySelector("main").prepend(place);
        });
        const baseline = await holdings(page);
        await dock(page, options(demo));
        await moment(page);
        await page.evaluate(() => window.chat.destroy());
        same(await holdings(page), baseline);
        // And nothing comes back later.
        await page.evaluate(() => new Promise((next) => setTimeout(next, 300)));
        same(await holdings(page), baseline);
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
        const frame = await frameAt(page, demo.chat);
        await frame.waitForSelector("[data-mid], li.message", { visible: true });
        await page.evaluate(() => {
          window.heard = [];
          addEventListener("message", ({ data }) => {
            if (data?.eventName === "new-message") window.heard.push(data.data._id);
          });
        });
      }
      const before = await Promise.all(pages.map(total));
      const hear = (messageId) => Promise.all(pages.map((page) => page.evaluate((id) => window.heard.includes(id), messageId)));
      // A frame may still be on its way to the server's events: what is said before is heard by no page.
      await eventually("both pages to hear of it", async () => {
        const [{ messageId }] = await bobSpeaks(demo);
        return eventually(messageId, async () => (await hear(messageId)).every(Boolean), 2_000);
      });
      for (const [index, page] of pages.entries()) {
        await untilHeard(`page ${index + 1} to count it`, demo, async () => (await total(page)) > before[index]);
      }
      // A message that would come twice comes twice within a moment.
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (const page of pages) {
        const heard = await page.evaluate(() => window.heard);
        assert.ok(heard.length > 0);
        assert.deepEqual(heard, [...new Set(heard)]);
        await page.done();
      }
    });
  });
});
