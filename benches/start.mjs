// From the page's HTML to a chat that is ready, on a slow network with an empty cache. Chromium only: it can play one.
import { eventually, launch } from "../tests/e2e/browsers.mjs";
import { serveFiles } from "../tests/e2e/servers.mjs";
import { comparison } from "./table.mjs";

const ROUNDS = 21;
const LIMIT = 1.15;

/** A slow mobile network, as page speed tools play it: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up. */
export const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_638_400 / 8, uploadThroughput: 750_000 / 8 };

export async function start() {
  const space = await serveFiles({ otherwise: "host.html", brotli: true });
  const chat = await serveFiles({ otherwise: "ready.html", brotli: true });
  const browser = await launch("chromium");
  const figures = { reference: { listening: [], ready: [] }, companion: { listening: [], ready: [] } };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const side of round % 2 === 0 ? ["reference", "companion"] : ["companion", "reference"]) {
        const apart = await browser.createBrowserContext();
        const page = await apart.newPage();
        const session = await page.createCDPSession();
        await session.send("Network.enable");
        await session.send("Network.emulateNetworkConditions", SLOW_4G);
        await page.goto(`${space.origin}/bench/start-${side}.html?chat=${encodeURIComponent(chat.origin)}`);
        const marks = await eventually("the chat to be ready", () =>
          page.evaluate(() => {
            const [listening] = performance.getEntriesByName("listening");
            const [ready] = performance.getEntriesByName("ready");
            const [navigation] = performance.getEntriesByType("navigation");
            if (!listening || !ready) return undefined;
            return { listening: listening.startTime - navigation.responseEnd, ready: ready.startTime - navigation.responseEnd };
          }),
        );
        figures[side].listening.push(marks.listening);
        figures[side].ready.push(marks.ready);
        await apart.close();
      }
    }
  } finally {
    await browser.close();
    await Promise.all([space.close(), chat.close()]);
  }
  const { reference, companion } = figures;
  return [
    comparison("start, HTML to listening", "chromium, slow 4G", "ms", reference.listening, companion.listening),
    comparison("start, HTML to chat ready", "chromium, slow 4G", "ms", reference.ready, companion.ready, LIMIT),
  ];
}
