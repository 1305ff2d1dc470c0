// Pages under hard conditions: what each must still do, and a way to a server that is slow.
import assert from "node:assert/strict";
import { createServer, connect } from "node:net";
import { eventually, frameAt } from "./browsers.mjs";
import { ALICE, TOKEN } from "./liar.mjs";

/** All that a strict site could send besides; `chat` is what Gantry needs, as in the README. */
export const policy = (chat, more = []) =>
  [
    "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", `connect-src 'self' ${chat} ${chat.replace("http", "ws")}`, `frame-src ${chat}`,
    "img-src 'self' data:", "style-src 'self'", "base-uri 'none'", "form-action 'none'", "object-src 'none'", ...more,
  ].join("; ");

/* c8 ignore start: runs in the page */
/** Notes what a policy forbids. */
export function watchful() {
  window.violated = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => window.violated.push(`${effectiveDirective} ${blockedURI}`));
}
/** What a browser keeps for a page is kept from this one, as where a visitor has forbidden all storage. */
export function keepsNothing() {
  if (window !== window.top) return;
  const forbid = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) Object.defineProperty(window, name, { get: forbid });
  Object.defineProperty(document, "cookie", { get: forbid, set: forbid });
}
export function noChannels() {
  if (window !== window.top) return;
  window.BroadcastChannel = class {
    constructor() {
      throw new DOMException("The operation is insecure.", "SecurityError");
    }
  };
}
export function noLocks() {
  if (window !== window.top) return;
  LockManager.prototype.request = async () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
}
/* c8 ignore stop */

/** Docks a chat of `server` in a page or a frame, and watches counts there. */
export const begin = (where, server) =>
  where.evaluate(
    async (server, credentials) => {
      const { mount, watch } = await import("/gantry/gantry.js");
      const login = async () => credentials;
      window.chat = await mount("#chat", { server, room: "group/projet-alpha", login, watch: false, profile: { url: "/members/{username}" } });
      window.badges = await watch({ server, login });
      window.people = [];
      window.chat.on("person", (event) => (event.preventDefault(), window.people.push(event.url)));
    },
    server,
    { token: TOKEN, userId: ALICE },
  );

export const source = (where, wanted) =>
  eventually(`the source to be ${wanted}`, () => where.evaluate((wanted) => window.badges.status.source === wanted, wanted));
export const badge = (where, wanted) =>
  eventually(`the badge to say ${wanted}`, () => where.evaluate((wanted) => document.querySelector("[data-gantry-unread]").textContent === wanted, wanted));
export const state = (where, wanted) =>
  eventually(`the chat to be ${wanted}`, () => where.evaluate((wanted) => window.chat.state === wanted, wanted));

/** The chat comes online and leads to a person, the counts come as they happen; nothing was forbidden and nothing thrown. */
export async function works(page, where, server, target) {
  const frame = await frameAt(page, server);
  await eventually("the frame's script", () => frame.evaluate(() => typeof window.say === "function"));
  const say = (message) => frame.evaluate((message, target) => window.say(message, target), message, target);
  await say({ eventName: "startup", data: true });
  await say({ eventName: "Custom_Script_Logged_Out" });
  const nonce = await eventually("a hello", () => frame.evaluate(() => window.heard.map(({ data }) => data.gantry?.nonce).filter(Boolean).at(-1)));
  const here = (userId) => say({ gantry: { v: 1, kind: "here", stamp: "000000000000", userId, nonce } });
  await here(null);
  await eventually("the token", () => frame.evaluate((token) => window.heard.some(({ data }) => data.token === token), TOKEN));
  await say({ eventName: "Custom_Script_Logged_In" });
  await here(ALICE);
  await state(where, "online");
  await say({ evtname: "user-card-click", username: "bob", id: null });
  await eventually("the visit", () => where.evaluate(() => window.people[0]?.endsWith("/members/bob")));
  await source(where, "realtime");
  await badge(where, "3");
  await eventually("the screen reader to be told", () => where.evaluate(() => document.querySelector(".gantry-live")?.textContent.includes("3")));
  await eventually("the icon's dot", () => where.evaluate(() => document.querySelector("link[rel~=icon]").href.startsWith("data:image/png")));
  assert.equal(await where.evaluate(() => document.title), "(3) Strict");
  assert.deepEqual(await where.evaluate(() => window.violated), []);
  assert.deepEqual(page.errors, []);
}

/** A way to a server that lets a few bytes through at a time; `close` ends it. */
export async function slowWayTo(port, { bytes = 2_048, millis = 20 } = {}) {
  const sockets = new Set();
  const slowly = async (from, to) => {
    try {
      for await (const data of from) {
        for (let at = 0; at < data.length; at += bytes) {
          await new Promise((resolve) => setTimeout(resolve, millis));
          to.write(data.subarray(at, at + bytes));
        }
      }
    } catch {
      // Whoever breaks off is gone.
    }
    to.end();
  };
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
    }
    slowly(near, far);
    slowly(far, near);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  };
}
