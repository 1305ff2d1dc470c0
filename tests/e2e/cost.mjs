// What it costs to know the counts without a chat, beside what the chat's own client costs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eventually, root } from "./browsers.mjs";

/** Rocket.Chat's whole client up to a usable state, as recorded from a real 6.5.3 (docs/protocol.md, "Realtime"). */
export const FULL_CLIENT = { requests: 50, compressed: 2_200_000, unpacked: 9_800_000, millis: 5_500 };
/** One percent of that, and as many requests. */
export const ALLOWED = { bytes: FULL_CLIENT.compressed / 100, requests: 3 };

/**
 * From `watch` to this badge, in a page of Chromium that has the wasm and its glue: requests beside the package's own
 * files, which are kept by browsers; bytes of those and of what is said over the socket, and of the package's later
 * file as it is sent compressed; milliseconds in the page.
 */
export async function costOfWatch(page, demo, wanted) {
  const session = await page.createCDPSession();
  await session.send("Network.enable");
  let bytes = JSON.parse(readFileSync(join(root, "www", "pkg", "sizes.json"), "utf8"))["watch.js"].brotli;
  const asked = [];
  const ours = new Set();
  session.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    if (!request.url.startsWith(demo.chat)) return;
    asked.push(`${type ?? request.method} ${request.url}`);
    ours.add(requestId);
  });
  session.on("Network.webSocketCreated", ({ url }) => asked.push(`WebSocket ${url}`));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => (bytes += ours.has(requestId) ? encodedDataLength : 0));
  for (const event of ["webSocketFrameSent", "webSocketFrameReceived"]) {
    session.on(`Network.${event}`, ({ response }) => (bytes += Buffer.byteLength(response.payloadData)));
  }
  const credentials = await page.evaluate(async () => {
    const gantry = await import("/gantry/gantry.js");
    await gantry.version();
    return (await fetch("/chat-login", { method: "POST" })).json();
  });
  const millis = await page.evaluate(async (server, credentials, wanted) => {
    const { watch } = await import("/gantry/gantry.js");
    const badge = document.querySelector("[data-gantry-unread]");
    const start = performance.now();
    window.badges = await watch({ server, login: () => credentials });
    while (badge.textContent !== wanted) await new Promise((resolve) => setTimeout(resolve, 1));
    return performance.now() - start;
  }, demo.chat, credentials, wanted);
  await eventually("the last of it", async () => {
    const before = bytes;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return before === bytes;
  });
  await session.detach();
  return { requests: asked.length, asked, bytes, millis };
}
