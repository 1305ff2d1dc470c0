// What a message costs: the listener alone, and delivered by a frame of another site in a process of its own.
import { readdirSync, readFileSync } from "node:fs";
import { BROWSERS, cpuMilliseconds, eventually, frameAt, launch } from "../tests/e2e/browsers.mjs";
import { serveFiles } from "../tests/e2e/servers.mjs";
import { comparison } from "./table.mjs";

const ROUNDS = 21;
const WARM_UP = 2;
const SIDES = ["reference", "companion"];

const ALONE = { events: 256, calls: 100_000, limit: 3 };
const DELIVERED = { messages: 10_000, accepted: 1.1, refused: 1.05 };

/** Opens a page for each side. `127.0.0.1` and `localhost` are two sites, so the frame gets a process of its own. */
async function withSides(body) {
  const space = await serveFiles({ otherwise: "host.html" });
  const chat = await serveFiles({ otherwise: "frame.html", host: "localhost" });
  try {
    for (const name of BROWSERS) {
      const browser = await launch(name, ["--site-per-process"]);
      try {
        const pages = {};
        for (const side of SIDES) {
          const page = await browser.newPage();
          await page.goto(`${space.origin}/bench/page.html?side=${side}&chat=${encodeURIComponent(chat.origin)}`);
          await page.waitForFunction(() => window.side !== undefined);
          const frame = await frameAt(page, chat.origin);
          await eventually("the frame's script", () => frame.evaluate(() => typeof window.flood === "function"));
          pages[side] = { page, frame };
        }
        await body({ name, browser, pages, space: space.origin, chat: chat.origin });
      } finally {
        await browser.close();
      }
    }
  } finally {
    await Promise.all([space.close(), chat.close()]);
  }
}

/** Runs both sides in turn, who goes first alternating; the figures by side, without the warm-up's. */
async function interleaved(measure) {
  const figures = { reference: [], companion: [] };
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const side of round % 2 === 0 ? SIDES : [...SIDES].reverse()) {
      const figure = await measure(side);
      if (round >= WARM_UP) figures[side].push(figure);
    }
  }
  return figures;
}

/** What the frame makes for each kind of message, as the text of a function. A round of records carries no date: it comes
 * again and again, and one of the past would rightly be left out. */
async function makers(page) {
  const subscription = await page.evaluate(() => window.subscriptionText);
  return {
    subscription,
    again: `function again(number) {
      ${subscription}
      const message = subscription(number);
      delete message.data._updatedAt;
      return message;
    }`,
    unknown: 'function unknown(number) { return { eventName: "nothing-known", data: { number } }; }',
  };
}

export async function alone() {
  const rows = [];
  await withSides(async ({ name, pages, space }) => {
    const make = await makers(pages.reference.page);
    for (const [what, from, maker] of [
      ["listener alone, accepted", "frame", make.again],
      ["listener alone, refused: wrong window", "page", make.again],
      ["listener alone, refused: unknown event", "frame", make.unknown],
    ]) {
      for (const { page, frame } of Object.values(pages)) {
        await page.evaluate((count) => window.collect(count), ALONE.events);
        if (from === "frame") await frame.evaluate(`window.flood(${ALONE.events}, (${maker}), ${JSON.stringify(space)})`);
        else await page.evaluate(`for (let n = 0; n < ${ALONE.events}; n += 1) window.postMessage((${maker})(n), location.origin);`);
        await eventually("the events", () => page.evaluate((count) => window.ready.length === count, ALONE.events));
      }
      const figures = await interleaved(async (side) => {
        const { page } = pages[side];
        await page.bringToFront();
        return page.evaluate((calls) => window.alone(calls), ALONE.calls);
      });
      rows.push(comparison(what, name, "ns", figures.reference, figures.companion, ALONE.limit));
    }
  });
  return rows;
}

/** Chromium tells the CPU time of a page's main thread itself. */
export async function chromiumMeter(page) {
  const session = await page.createCDPSession();
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
}

/** Firefox does not, but its page has a process of its own, which the system knows: the one that gets busy when asked. */
export async function firefoxMeter(page, browser) {
  const family = descendants(browser.process().pid);
  const used = (pid) => {
    try {
      return cpuMilliseconds(pid);
    } catch {
      // It ended while we looked.
      return 0;
    }
  };
  const before = family.map(used);
  await page.evaluate(() => {
    const end = performance.now() + 300;
    while (performance.now() < end);
  });
  const busy = family.map((pid, index) => used(pid) - before[index]);
  const pid = family[busy.indexOf(Math.max(...busy))];
  return async () => cpuMilliseconds(pid);
}

function descendants(parent) {
  const children = new Map();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const [, above] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      children.set(Number(above), [...(children.get(Number(above)) ?? []), Number(entry)]);
    } catch {
      // It ended while we looked.
    }
  }
  const below = (pid) => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(parent);
}

export async function delivered() {
  const rows = [];
  await withSides(async ({ name, browser, pages, space, chat }) => {
    if (name === "firefox" && process.platform !== "linux") {
      console.log("    Firefox's CPU time is read from /proc, which this system does not have: left out");
      return;
    }
    for (const { page } of Object.values(pages)) {
      await page.evaluate((chat) => {
        // Counted alike on both sides: to ask each how many it has judged costs the two differently.
        window.heard = 0;
        addEventListener("message", () => void (window.heard += 1));
        const other = document.createElement("iframe");
        other.src = `${chat}/other`;
        document.body.append(other);
      }, chat);
    }
    for (const side of SIDES) {
      const { page } = pages[side];
      pages[side].other = await frameAt(page, `${chat}/other`);
      await eventually("its script", () => pages[side].other.evaluate(() => typeof window.flood === "function"));
      pages[side].meter = await (name === "chromium" ? chromiumMeter(page) : firefoxMeter(page, browser));
    }
    const make = await makers(pages.reference.page);
    for (const [what, from, maker, limit] of [
      ["delivered, accepted", "frame", make.subscription, DELIVERED.accepted],
      ["delivered, refused: wrong window", "other", make.subscription, DELIVERED.refused],
      ["delivered, refused: unknown event", "frame", make.unknown, DELIVERED.refused],
    ]) {
      const figures = await interleaved(async (side) => {
        const { page, meter } = pages[side];
        await page.bringToFront();
        const judged = await page.evaluate(() => ((window.heard = 0), window.side.judged()));
        const before = await meter();
        await pages[side][from].evaluate(
          `window.flood(${DELIVERED.messages}, (${maker}), ${JSON.stringify(space)})`,
        );
        await eventually("all of them delivered", () =>
          page.evaluate((wanted) => window.heard >= wanted, DELIVERED.messages),
        );
        const used = (await meter()) - before;
        await eventually("all of them judged", () =>
          page.evaluate((wanted) => window.side.judged() >= wanted, judged + DELIVERED.messages),
        );
        return (used * 1000) / DELIVERED.messages;
      });
      rows.push(comparison(what, name, "\u00b5s", figures.reference, figures.companion, limit));
    }
  });
  return rows;
}
