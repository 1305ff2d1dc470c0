// What counts without a chat cost: from `watch` to the right badge, a snapshot of 5,000 rooms, and each change.
import { BROWSERS, launch } from "../tests/e2e/browsers.mjs";
import { ALLOWED, FULL_CLIENT, costOfWatch } from "../tests/e2e/cost.mjs";
import { serveFiles, startDemo } from "../tests/e2e/servers.mjs";
import { comparison, median } from "./table.mjs";

const ROUNDS = 9;
const CHANGES = 5_000;
const ROOMS = [10, 100, 1_000, 5_000];
const SNAPSHOT_MILLIS = 16;
/** The same rooms change whatever number there is: else it would be the processor's memory that is measured. */
const CHANGING = 10;
/** A change among 5,000 rooms against one among 10. */
const SAME = 1.5;
/** From the leader's end to another tab that has the server's changes again. */
const HANDOVER_MILLIS = 2_000;
const TABS = 3;

/** From `watch` to the badge, beside what the full client was recorded to cost. */
export async function badge() {
  const demo = await startDemo();
  const browser = await launch("chromium");
  const all = [];
  try {
    await demo.post("/_standin/subscription", { user: "alice", room: "general", unread: 7, alert: true });
    for (let round = 0; round < ROUNDS; round += 1) {
      const apart = await browser.createBrowserContext();
      const page = await apart.newPage();
      await page.goto(`${demo.space}/members/`);
      all.push(await costOfWatch(page, demo, "7"));
      await apart.close();
    }
  } finally {
    await browser.close();
    await demo.stop();
  }
  const part = (name) => all.map((one) => one[name]);
  const row = (what, unit, before, after, limit) => comparison(what, "chromium, recorded 6.5.3", unit, [before], after, limit);
  return [
    row("watch to badge, compressed bytes", "bytes", FULL_CLIENT.compressed, part("bytes"), ALLOWED.bytes / FULL_CLIENT.compressed),
    row("watch to badge, requests", "requests", FULL_CLIENT.requests, part("requests"), ALLOWED.requests / FULL_CLIENT.requests),
    row("watch to badge", "ms", FULL_CLIENT.millis, part("millis")),
  ];
}

/** How long the other tabs are without a leader when theirs is closed. */
async function handover(name) {
  const demo = await startDemo();
  const browser = await launch(name);
  const all = [];
  try {
    const apart = await browser.createBrowserContext();
    const open = async () => {
      const page = await apart.newPage();
      await page.goto(`${demo.space}/members/`);
      await page.evaluate(async (server) => {
        const { watch } = await import("/gantry/gantry.js");
        window.badges = await watch({ server, login: { url: "/chat-login" } });
      }, demo.chat);
      return page;
    };
    const leader = async (pages) => {
      for (;;) {
        for (const page of pages) {
          const { role, source } = await page.evaluate(() => window.badges.status);
          if (role === "leader" && source === "realtime") return page;
        }
      }
    };
    const pages = [];
    while (pages.length < TABS) pages.push(await open());
    for (let round = 0; round < ROUNDS; round += 1) {
      const leads = await leader(pages);
      pages.splice(pages.indexOf(leads), 1);
      await leads.close();
      const start = performance.now();
      await leader(pages);
      all.push(performance.now() - start);
      pages.push(await open());
    }
  } finally {
    await browser.close();
    await demo.stop();
  }
  return comparison("the leader is closed, to the next one", name, "ms", [HANDOVER_MILLIS], all, 1);
}

export async function watch() {
  const rows = await badge();
  for (const name of BROWSERS) rows.push(await handover(name));
  const space = await serveFiles({ otherwise: "host.html" });
  try {
    for (const name of BROWSERS) {
      const browser = await launch(name);
      const page = await browser.newPage();
      await page.goto(`${space.origin}/bench/watch.html`);
      await page.waitForFunction(() => window.measure !== undefined);
      const figures = Object.fromEntries(ROOMS.map((rooms) => [rooms, []]));
      for (let round = -2; round < ROUNDS; round += 1) {
        for (const rooms of ROOMS) {
          const figure = await page.evaluate((given) => window.measure(...given), [rooms, CHANGES, CHANGING]);
          if (round >= 0) figures[rooms].push(figure);
        }
      }
      const wide = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        wide.push(await page.evaluate((given) => window.measure(...given), [5_000, CHANGES]));
      }
      await browser.close();
      const of = (rooms, key) => figures[rooms].map((figure) => figure[key]);
      for (const rooms of ROOMS) rows.push(comparison(`snapshot of ${rooms} rooms`, name, "ms", of(rooms, "referenceSnapshot"), of(rooms, "companionSnapshot")));
      if (name === "chromium") {
        rows.push(comparison("snapshot of 5000 rooms, of a frame of the screen", name, "ms", [SNAPSHOT_MILLIS], of(5_000, "companionSnapshot"), 1));
      }
      for (const rooms of ROOMS) rows.push(comparison(`a change among ${rooms} rooms`, name, "µs", of(rooms, "referenceChange"), of(rooms, "companionChange")));
      const each = (key) => wide.map((figure) => figure[key]);
      rows.push(comparison("a change of each of 5000 rooms in turn", name, "µs", each("referenceChange"), each("companionChange")));
      const few = [median(of(10, "companionChange"))];
      rows.push(comparison("a change among 5000 rooms, against 10", name, "µs", few, of(5_000, "companionChange"), SAME));
    }
  } finally {
    await space.close();
  }
  return rows;
}
