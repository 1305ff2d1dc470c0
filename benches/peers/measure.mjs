// What the page's side of each library costs and checks, in the same run: a message from the frame, from import to the
// first badge, and whom it hears.
import { BROWSERS, eventually, frameAt, launch } from "../../tests/e2e/browsers.mjs";
import { serveFiles } from "../../tests/e2e/servers.mjs";
import { chromiumMeter, firefoxMeter } from "../messages.mjs";
import { SLOW_4G } from "../start.mjs";
import { median } from "../table.mjs";
import { SIDES } from "./build.mjs";

const MESSAGES = 5_000;
const ROUNDS = 9;
const WARM_UP = 2;
const STARTS = 11;

const FRAME = "../../../target/peers/frame.html";

/** The project space, and three that may be the chat: on another site, with a process of its own; on another origin of the
 * same site, where a page's slow network is its own too; and one that the chat's frame can be led to. */
async function servers() {
  const all = [
    await serveFiles({ otherwise: "host.html", brotli: true }),
    await serveFiles({ otherwise: FRAME, host: "localhost", brotli: true }),
    await serveFiles({ otherwise: FRAME, brotli: true }),
    await serveFiles({ otherwise: FRAME }),
  ];
  const [space, chat, near, elsewhere] = all.map(({ origin }) => origin);
  return { space, chat, near, elsewhere, close: () => Promise.all(all.map((server) => server.close())) };
}

const pageOf = (space, chat, side, more = "") =>
  `${space}/peers/page.html?side=${side}&chat=${encodeURIComponent(chat)}${more}`;

const ready = (page) => eventually("the first badge", () => page.evaluate(() => window.side && window.started));

/** The frame of a page whose script is there. */
async function scriptIn(page, address) {
  const frame = await frameAt(page, address);
  await eventually("the frame's script", () => frame.evaluate(() => typeof window.usual === "function"));
  return frame;
}

/** A page with a side, its frame, and another frame of the chat's own origin. */
async function opened(browser, where, side, more) {
  const page = await browser.newPage();
  await page.goto(pageOf(where.space, where.chat, side, more));
  await ready(page);
  const other = `${where.chat}/other?quiet`;
  await page.evaluate((address) => {
    window.heard = 0;
    addEventListener("message", () => void (window.heard += 1));
    document.body.append(Object.assign(document.createElement("iframe"), { src: address }));
  }, other);
  const frame = page.frames().find((one) => one.parentFrame() !== null && !one.url().startsWith(other));
  return { page, frame, other: await scriptIn(page, other), taken: () => page.evaluate(() => window.side.taken()) };
}

/** Says a library's own words through another window or origin: whether they were taken. */
async function replayed({ page, taken }, from, raw) {
  const before = await taken();
  await page.evaluate(() => (window.heard = 0));
  await from.evaluate((raw) => window.replay(1, raw), raw);
  // Whoever hears this listener was asked before it, or is asked in the same turn.
  await eventually("the message", () => page.evaluate(() => window.heard === 1));
  return (await taken()) > before ? "taken" : "refused";
}

/** Whom a side hears: `window`, `origin` and `shape`, each taken or refused; and a record in its words. */
async function heard(browser, where, side) {
  const open = await opened(browser, where, side, "&record");
  const { page, frame, taken } = open;
  // Dates do not survive the way through this program, and nobody needs them here.
  const raw = JSON.parse(await page.evaluate(() => JSON.stringify(window.recorded)));
  const window = await replayed(open, open.other, raw);

  const before = await taken();
  await frame.evaluate(() => (window.strange(), window.usual()));
  await eventually("the record after it", async () => (await taken()) > before);
  const shape = (await taken()) > before + 1 ? "taken" : "refused";

  await page.evaluate((address) => {
    const [first] = document.querySelectorAll("#chat iframe");
    first.src = address;
  }, `${where.elsewhere}/elsewhere?quiet`);
  const moved = await scriptIn(page, where.elsewhere);
  const origin = await replayed(open, moved, raw);
  await page.close();
  return [{ window, origin, shape }, raw];
}

/** How CPU time is read; Firefox's is in /proc, which only Linux has. */
const meterFor = (name) => (name === "chromium" ? chromiumMeter : process.platform === "linux" && firefoxMeter);

/** Main-thread microseconds of each message, from the frame and from another window. */
async function costs(meterOf, browser, where, raws) {
  const sides = {};
  for (const side of SIDES) {
    sides[side] = await opened(browser, where, side);
    sides[side].meter = await meterOf(sides[side].page, browser);
  }
  const figures = Object.fromEntries(SIDES.map((side) => [side, { message: [], stranger: [] }]));
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const side of round % 2 === 0 ? SIDES : [...SIDES].reverse()) {
      const { page, frame, other, meter, taken } = sides[side];
      await page.bringToFront();
      const before = await taken();
      const started = await meter();
      await frame.evaluate((count) => window.flood(count), MESSAGES);
      await eventually("all of them taken", async () => (await taken()) >= before + MESSAGES);
      const message = (await meter()) - started;

      await page.evaluate(() => (window.heard = 0));
      const again = await meter();
      await other.evaluate((count, raw) => window.replay(count, raw), MESSAGES, raws[side]);
      await eventually("all of them delivered", () => page.evaluate((count) => window.heard >= count, MESSAGES));
      const stranger = (await meter()) - again;
      if (round < 0) continue;
      figures[side].message.push((message * 1000) / MESSAGES);
      figures[side].stranger.push((stranger * 1000) / MESSAGES);
    }
  }
  return figures;
}

/** Milliseconds from import to the first badge, each time in a context of its own. */
async function starts(browser, where, network) {
  const figures = Object.fromEntries(SIDES.map((side) => [side, []]));
  for (let round = 0; round < STARTS; round += 1) {
    for (const side of round % 2 === 0 ? SIDES : [...SIDES].reverse()) {
      const apart = await browser.createBrowserContext();
      const page = await apart.newPage();
      if (network) {
        const session = await page.createCDPSession();
        await session.send("Network.enable");
        await session.send("Network.emulateNetworkConditions", network);
      }
      await page.goto(pageOf(where.space, where.near, side));
      figures[side].push(await ready(page));
      await apart.close();
    }
  }
  return figures;
}

const medians = (figures) => Object.fromEntries(Object.entries(figures).map(([side, all]) => [side, median(all)]));

/** Everything, by browser. */
export async function measure() {
  const where = await servers();
  const measured = {};
  try {
    for (const name of BROWSERS) {
      const browser = await launch(name, ["--site-per-process"]);
      try {
        const verdicts = {};
        const raws = {};
        for (const side of SIDES) [verdicts[side], raws[side]] = await heard(browser, where, side);
        const cost = meterFor(name) ? await costs(meterFor(name), browser, where, raws) : {};
        const of = (what) => medians(Object.fromEntries(Object.entries(cost).map(([side, all]) => [side, all[what]])));
        measured[name] = {
          heard: verdicts,
          message: of("message"),
          stranger: of("stranger"),
          start: medians(await starts(browser, where)),
          ...(name === "chromium" && { slow: medians(await starts(browser, where, SLOW_4G)) }),
        };
      } finally {
        await browser.close();
      }
    }
  } finally {
    await where.close();
  }
  return measured;
}
