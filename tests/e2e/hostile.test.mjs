// Whatever a frame says, the page stays whole: real messages of real frames, judged one by one. What is done with bad
// intent is in the attempts (hostile-attempts.test.mjs).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { forEachBrowser } from "./browsers.mjs";
import { chatFrame, diagnosis, dock, servePair, untilJudged } from "./harness.mjs";
import { hostileRows } from "./rows.mjs";

forEachBrowser("Messages from outside", (context) => {
  let servers;
  before(async () => {
    servers = await servePair();
  });
  after(() => servers?.close());

  async function docked(more = {}) {
    const page = await context.open(servers.space);
    await dock(page, { server: servers.chat, room: "group/projet-alpha", profile: { url: "/members/{username}" }, ...more });
    // Where a click leads is looked at, not gone to, unless a test says otherwise.
    await page.evaluate(() => {
      window.stay = true;
    });
    const frame = await chatFrame(page, servers.chat);
    return { page, frame };
  }

  test("each is accepted, or refused for the right reason, and nothing is thrown into the page", async () => {
    const { page, frame } = await docked();
    const titles = await frame.evaluate(`
      window.rows = (${hostileRows})();
      window.rows.map(([title, , verdict, note]) => ({ title, verdict, note }));
    `);
    for (const [index, { title, verdict, note }] of titles.entries()) {
      if (note === "not cloneable") continue;
      const before = await diagnosis(page);
      await frame.evaluate((index, page) => window.say(window.rows[index][1], page), index, servers.space);
      const now = await untilJudged(page, before);
      const reasons = Object.keys(now.refused).filter((reason) => now.refused[reason] > before.refused[reason]);
      assert.deepEqual(reasons, verdict === "accepted" ? [] : [verdict], title);
      assert.equal(now.accepted - before.accepted, verdict === "accepted" ? 1 : 0, title);
    }
    assert.ok(titles.length > 100, `${titles.length} rows`);
    assert.deepEqual(page.errors, []);
    await page.done();
  });
});
