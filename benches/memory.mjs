// Whether memory stays flat: after a million messages, and after a thousand chats mounted and destroyed.
import { BROWSERS, eventually, launch } from "../tests/e2e/browsers.mjs";
import { serveFiles } from "../tests/e2e/servers.mjs";

const MESSAGES = 1_000_000;
const ROUNDS = 1_000;

// What a browser keeps of its own accord, with room for noise; a leak of one object per message or round is far above.
const HEAP_PER_MESSAGES = 200_000;
const HEAP_PER_ROUNDS = 200_000;
const OBJECTS = 200;

/** Reads what is held: pages of wasm everywhere, the JavaScript heap and the document's objects in Chromium. */
async function reader(name, page) {
  if (name !== "chromium") return async () => ({ wasm: await page.evaluate(() => window.wasmBytes()) });
  const session = await page.createCDPSession();
  await session.send("Performance.enable");
  await session.send("HeapProfiler.enable");
  return async () => {
    for (let times = 0; times < 3; times += 1) await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const { metrics } = await session.send("Performance.getMetrics");
    const held = (metric) => metrics.find((entry) => entry.name === metric).value;
    return {
      wasm: await page.evaluate(() => window.wasmBytes()),
      heap: usedSize,
      objects: held("Nodes") + held("JSEventListeners") + held("Documents"),
    };
  };
}

/** Rows of what has grown; a row's ratio is growth against what is allowed, so its limit is 1. */
function growth(what, where, before, after, allowed) {
  return Object.keys(before).map((key) => {
    const grown = after[key] - before[key];
    const unit = key === "objects" ? "objects" : "bytes";
    // No page of wasm may be added at all.
    const ratio = key === "wasm" ? Number(grown > 0) * 2 : grown / allowed[key];
    return { what: `${what}: ${key} now`, where, unit, reference: before[key], companion: after[key], ratio, limit: 1 };
  });
}

export async function memory() {
  const space = await serveFiles({ otherwise: "host.html" });
  const chat = await serveFiles({ otherwise: "frame.html", host: "localhost" });
  const rows = [];
  try {
    for (const name of BROWSERS) {
      const browser = await launch(name);
      try {
        const page = await browser.newPage();
        await page.goto(`${space.origin}/bench/page.html?side=companion&chat=${encodeURIComponent(chat.origin)}`);
        await eventually("the companion", () => page.evaluate(() => window.side !== undefined));
        const read = await reader(name, page);

        await page.evaluate(() => window.long(20_000));
        const fresh = await read();
        await page.evaluate((count) => window.long(count), MESSAGES);
        rows.push(...growth("1,000,000 messages", name, fresh, await read(), { heap: HEAP_PER_MESSAGES, objects: OBJECTS }));

        // The engine's own tables grow over the first hundreds of rounds.
        await page.evaluate(() => window.rounds(500));
        const settled = await read();
        for (let done = 0; done < ROUNDS; done += 100) await page.evaluate(() => window.rounds(100));
        rows.push(...growth("1,000 mounts", name, settled, await read(), { heap: HEAP_PER_ROUNDS, objects: OBJECTS }));
      } finally {
        await browser.close();
      }
    }
  } finally {
    await Promise.all([space.close(), chat.close()]);
  }
  return rows;
}
