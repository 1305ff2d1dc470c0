// Counts without a chat, in several tabs of a browser: one socket for all of them, and the right badge in each, whatever
// happens to tabs, server and network.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { eventually, forEachBrowser } from "./browsers.mjs";
import { dock, untilState } from "./harness.mjs";
import {
  assertSecret, counting, faults, findings, leader, live, realtime, snapshots, sockets, standing, tab, untilAll,
} from "./tabs.mjs";
import { become, options, pause, promise, unread } from "./visits.mjs";

forEachBrowser("Counts without a chat", (context) => {
  /** So many tabs of one member. */
  async function several(demo, count, how) {
    const tabs = [await tab(context, demo, how)];
    while (tabs.length < count) tabs.push(await tab(context, demo, { ...how, like: tabs[0], member: undefined }));
    return tabs;
  }
  /** All badges that tabs have shown, without what comes twice. */
  const shown = async (tabs) => new Set((await Promise.all(tabs.map((page) => page.evaluate(() => window.badged)))).flat());

  describe("tabs", () => {
    promise("five hold one socket; whoever leads may go, and no wrong number shows", async (demo) => {
      await unread(demo, "general", 3);
      let tabs = await several(demo, 5);
      await untilAll(tabs, "3");
      assert.deepEqual(await sockets(demo), { open: 1, accepted: 1 });
      assert.equal(await snapshots(demo), 1);
      const roles = (await Promise.all(tabs.map(standing))).map(({ role }) => role).sort();
      assert.deepEqual(roles, ["follower", "follower", "follower", "follower", "leader"]);

      const gone = await leader(tabs);
      tabs = tabs.filter((page) => page !== gone);
      await gone.close();
      await leader(tabs);
      await unread(demo, "general", 4);
      await untilAll(tabs, "4");

      if (context.name === "chromium") {
        const killed = await leader(tabs);
        tabs = tabs.filter((page) => page !== killed);
        const session = await killed.createCDPSession();
        session.send("Page.crash").catch(() => {});
        await leader(tabs);
        await unread(demo, "general", 5);
        await untilAll(tabs, "5");
      }
      assert.equal((await sockets(demo)).open, 1);
      const numbers = await shown(tabs);
      assert.ok([...numbers].every((text) => ["3", "4", "5"].includes(text)), [...numbers].join());
      await assertSecret(demo, tabs);
      for (const page of tabs) assert.deepEqual(page.errors, []);
    });

    promise("a member who logs out in one of them is logged out in all, and comes back in all", async (demo) => {
      await unread(demo, "general", 3);
      const tabs = await several(demo, 3);
      await untilAll(tabs, "3");
      const [first] = tabs;
      await dock(first, options(demo));
      await untilState(first, "online");
      await first.evaluate(() => window.chat.logout());
      await untilAll(tabs, "");
      const reasons = () => Promise.all(tabs.map(async (page) => (await standing(page)).reason));
      await eventually("all to say why", async () => {
        assert.deepEqual(await reasons(), tabs.map(() => "logged-out"));
        return true;
      });
      await first.evaluate(() => window.chat.login());
      await untilAll(tabs, "3");
    });

    promise("another member in one of them clears the others, and counts are never mixed", async (demo) => {
      await unread(demo, "general", 3);
      await unread(demo, "general", 5, "bob");
      const tabs = await several(demo, 2);
      await untilAll(tabs, "3");
      await become(tabs[1], "bob");
      await tabs[1].evaluate(() => window.badges.destroy());
      await counting(tabs[1], { server: demo.chat, login: { url: "/chat-login" } });
      await untilAll(tabs, "5");
      const numbers = await shown(tabs);
      assert.ok([...numbers].every((text) => ["", "3", "5"].includes(text)), [...numbers].join());
      const users = await Promise.all(tabs.map((page) => page.evaluate(() => window.badges.diagnose().user)));
      assert.equal(users[0], users[1]);
    });

    promise("each is alone where there are no locks, and right all the same", async (demo) => {
      await unread(demo, "general", 2);
      const prepare = () => Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
      const tabs = await several(demo, 2, { prepare });
      await untilAll(tabs, "2");
      for (const page of tabs) assert.equal((await standing(page)).role, "alone");
      assert.equal((await sockets(demo)).open, 2);
      await unread(demo, "general", 7);
      await untilAll(tabs, "7");
    });

    promise("a page that is put away gives up its place, and takes one again", async (demo) => {
      await unread(demo, "general", 2);
      const tabs = await several(demo, 2);
      await untilAll(tabs, "2");
      const away = await leader(tabs);
      const other = tabs.find((page) => page !== away);
      await away.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
      assert.equal(await leader([other]), other);
      await unread(demo, "general", 6);
      await untilAll([other], "6");
      await away.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
      await untilAll(tabs, "6");
      assert.equal((await sockets(demo)).open, 1);
    });

    promise("two watches of a page share its socket, and the last one puts the page back", async (demo) => {
      await unread(demo, "general", 2);
      const page = await tab(context, demo);
      const bare = await page.evaluate(() => document.title.replace(/^\(.*?\) /, ""));
      await untilAll([page], "2");
      await page.evaluate(() => (window.former = window.badges));
      await counting(page, { server: demo.chat, login: { url: "/chat-login" } });
      await eventually("the second to know", () => page.evaluate(() => window.badges.unread.total === 2));
      assert.equal((await sockets(demo)).open, 1);
      await page.evaluate(() => window.former.destroy());
      await unread(demo, "general", 4);
      await untilAll([page], "4");
      await page.evaluate(() => (window.badges.destroy(), window.badges.destroy()));
      assert.equal(await page.title(), bare);
      await eventually("the socket to be closed", async () => (await sockets(demo)).open === 0);
    });

    // Other browsers can't be told to freeze a page, nor surely give each tab a process of its own.
    if (context.name === "chromium") {
      promise("a leader that is frozen steps back", async (demo) => {
        await unread(demo, "general", 3);
        const tabs = await several(demo, 3);
        await untilAll(tabs, "3");
        const frozen = await leader(tabs);
        const others = tabs.filter((page) => page !== frozen);
        const session = await frozen.createCDPSession();
        await session.send("Page.setWebLifecycleState", { state: "frozen" });
        await leader(others);
        await unread(demo, "general", 8);
        await untilAll(others, "8");
        await session.send("Page.setWebLifecycleState", { state: "active" });
        await untilAll(tabs, "8");
        await eventually("one socket", async () => (await sockets(demo)).open === 1);
      });

      promise("a leader that hangs is deposed by a tab that is seen", async (demo) => {
        await unread(demo, "general", 3);
        const tabs = await several(demo, 3);
        await untilAll(tabs, "3");
        const hung = await leader(tabs);
        const others = tabs.filter((page) => page !== hung);
        await hung.evaluate(() => void setTimeout(() => {
          for (const end = performance.now() + 8_000; performance.now() < end; );
        }));
        // Two asks without an answer.
        await eventually("another leader", async () => {
          for (const page of others) await page.evaluate(() => window.elapse(2_000));
          const roles = (await Promise.all(others.map(standing))).map(({ role }) => role);
          return roles.includes("leader");
        });
        await leader(others);
        await unread(demo, "general", 8);
        await untilAll(tabs, "8");
        await eventually("one socket", async () => (await sockets(demo)).open === 1);
        assert.equal(await leader(tabs) === hung, false);
      });
    }
  });

  /** Time passes until a page sees that its socket is dead; what was under way is heard first. */
  const lost = (page) => eventually("the loss to be seen", async () => {
    await page.evaluate(() => window.elapse(31_000));
    await pause(50);
    return (await standing(page)).source !== "realtime";
  });

  describe("server and network", () => {
    promise("the server restarts", async (demo) => {
      await unread(demo, "general", 3);
      const tabs = await several(demo, 2);
      await untilAll(tabs, "3");
      await realtime(demo, { restart: 700 });
      await unread(demo, "general", 6);
      await untilAll(tabs, "6");
      await leader(tabs);
      const numbers = await shown(tabs);
      assert.ok([...numbers].every((text) => ["3", "6"].includes(text)), [...numbers].join());
    });

    promise("the socket is blocked: they are asked for now and then, by one tab, while one can be seen", async (demo) => {
      await faults(demo, { refuse: true });
      await unread(demo, "general", 3);
      const tabs = await several(demo, 2);
      await untilAll(tabs, "3");
      const once = await snapshots(demo);
      assert.ok(once <= 1, `${once} calls`);
      for (const page of tabs) await page.evaluate(() => window.show(false));
      const elapse = async (millis) => {
        for (const page of tabs) await page.evaluate((millis) => window.elapse(millis), millis);
        await pause(100);
      };
      // What other tabs are known to be seen lasts a while.
      await elapse(13_000);
      const before = await snapshots(demo);
      await unread(demo, "general", 9);
      for (let minutes = 0; minutes < 5; minutes++) await elapse(60_000);
      assert.equal(await snapshots(demo), before, "asked while nobody could see it");
      await tabs[1].evaluate(() => window.show(true));
      await untilAll(tabs, "9");
      assert.equal(await snapshots(demo), before + 1);
      await eventually("the finding", async () => (await Promise.all(tabs.map(findings))).flat().includes("realtime-blocked"));
      await faults(demo, {});
      await elapse(60_000);
      await leader(tabs);
    });

    for (const [title, wanted] of [["says nothing any more", { faults: { silence: true } }], ["is there no more, without a word", { halfOpen: true }]]) {
      promise(`the server ${title}`, async (demo) => {
        await unread(demo, "general", 3);
        const page = await tab(context, demo);
        await live(page);
        await realtime(demo, wanted);
        await unread(demo, "general", 5);
        await lost(page);
        await faults(demo, {});
        await eventually("the realtime again", async () => {
          await page.evaluate(() => window.elapse(10_000));
          await pause(300);
          return (await standing(page)).source === "realtime";
        });
        await untilAll([page], "5");
      });
    }

    promise("the machine's clock is set back", async (demo) => {
      const page = await tab(context, demo);
      await live(page);
      await page.evaluate(() => window.elapse(-3_600_000));
      await unread(demo, "general", 3);
      await untilAll([page], "3");
      await live(page);
      // What is due after a time is due by the clock that there is now.
      await realtime(demo, { halfOpen: true });
      await unread(demo, "general", 5);
      await lost(page);
      await untilAll([page], "5");
    });

    for (const [title, wrong] of [
      ["in the wrong order", { reorder: true }],
      ["twice", { duplicate: true }],
      ["late", { late: 400 }],
      ["from a clock that is slow", { skew: -60_000 }],
    ]) {
      promise(`changes come ${title}`, async (demo) => {
        const page = await tab(context, demo);
        await live(page);
        await faults(demo, wrong);
        for (const count of [1, 2, 3, 4, 5]) {
          await unread(demo, "general", count);
          await unread(demo, "autre-projet", 6 - count);
        }
        await pause(1_000);
        // What contradicts its date is asked for again.
        for (let asks = 0; asks < 3; asks++) {
          await page.evaluate(() => window.elapse(31_000));
          await pause(200);
        }
        await untilAll([page], "6");
        assert.deepEqual(await page.evaluate(() => window.badges.unread.rooms.map(({ name, count }) => [name, count]).sort()), [
          ["autre-projet", 1], ["bob", 0], ["general", 5], ["projet-alpha", 0],
        ]);
      });
    }

    promise("a flood ends in the right number, told seldom", async (demo) => {
      await unread(demo, "general", 3);
      const tabs = await several(demo, 2);
      await untilAll(tabs, "3");
      await realtime(demo, { flood: 2_000 });
      await unread(demo, "general", 4);
      await untilAll(tabs, "4");
      const numbers = await shown(tabs);
      assert.ok([...numbers].every((text) => ["3", "4"].includes(text)), [...numbers].join());
      const posted = await Promise.all(tabs.map((page) => page.evaluate(() => window.posted.length)));
      assert.ok(Math.max(...posted) < 200, posted.join());
    });

    promise("an administrator ends the session: nothing is counted any more", async (demo) => {
      await unread(demo, "general", 3);
      const tabs = await several(demo, 2);
      await untilAll(tabs, "3");
      await realtime(demo, { logOut: "alice" });
      await untilAll(tabs, "");
      await tabs[0].evaluate(() => window.badges.retry());
      await untilAll(tabs, "3");
    });

    for (const [title, away] of [
      ["while the server is away", { restart: 1_500 }],
      ["while there is no socket to be had", { faults: { refuse: true }, restart: 0 }],
    ]) {
      promise(`a room is left ${title}`, async (demo) => {
        await unread(demo, "general", 3);
        await unread(demo, "autre-projet", 2);
        const page = await tab(context, demo);
        await live(page);
        await untilAll([page], "5");
        const asked = () => page.evaluate(() => window.asked.filter((url) => url.includes("subscriptions.get")));
        const before = (await asked()).length;
        await realtime(demo, away);
        await eventually("the socket to be lost", async () => (await standing(page)).source !== "realtime");
        await realtime(demo, { leave: ["alice", "autre-projet"] });
        await eventually("the room to be gone", async () => {
          await page.evaluate(() => window.elapse(31_000));
          await pause(300);
          return (await page.evaluate(() => window.badges.unread.total)) === 3;
        });
        await untilAll([page], "3");
        const since = (await asked()).slice(before);
        assert.ok(since.length > 0 && since.every((url) => url.includes("updatedSince=")), since.join());
        const { rooms } = await page.evaluate(() => window.badges.unread);
        assert.ok(rooms.every(({ name }) => name !== "autre-projet"));
      });
    }

    promise("rooms are left and joined", async (demo) => {
      await unread(demo, "general", 3);
      await unread(demo, "autre-projet", 2);
      const tabs = await several(demo, 2);
      await untilAll(tabs, "5");
      await realtime(demo, { leave: ["alice", "autre-projet"] });
      await untilAll(tabs, "3");
      const last = () => tabs[0].evaluate(() => window.heard.unread.at(-1).changed.map(({ name, count }) => [name, count]));
      assert.deepEqual(await last(), [["autre-projet", 0]]);
      await realtime(demo, { join: ["alice", "autre-projet"] });
      await unread(demo, "autre-projet", 1);
      await untilAll(tabs, "4");
    });
  });
});
