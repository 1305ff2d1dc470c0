// Visits of a member to pages that dock a chat, each with a stand-in of its own; every page has the demo's strict
// Content-Security-Policy, and none may set off a violation of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, frameAt } from "./browsers.mjs";
import { dock, untilState } from "./harness.mjs";
import { startDemo } from "./servers.mjs";

export const ROOM = "group/projet-alpha";
export const BOB = '[data-mid="mBobWelcome00001a"] .rcx-message-header__name';
export const CHLOE = '[data-mid="mChloeAsksBob003c"] .rcx-message-header__name';
/** The oldest React list that still tells an embedded page of every room, and the newest release. */
export const ALL_ROOMS = { release: "6.5" };

export const options = (demo, more = {}) => ({
  server: demo.chat,
  room: ROOM,
  login: { url: "/chat-login" },
  profile: { url: "/members/{username}" },
  ...more,
});

export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/* c8 ignore start: runs in the page */
/** Writes down what the page shows and says, and every violation of its policy. */
export function watch() {
  if (window !== window.top) return;
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) =>
    console.error(`violated: ${effectiveDirective} ${blockedURI} ${sourceFile}`),
  );
  window.badged = [];
  window.announced = [];
  window.titles = [];
  for (const name of ["setAppBadge", "clearAppBadge"]) {
    const value = async (number) => void window.badged.push(name === "setAppBadge" ? number : "cleared");
    Object.defineProperty(navigator, name, { value, configurable: true });
  }
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver((changes) => {
      if (window.titles.at(-1) !== document.title) window.titles.push(document.title);
      const said = document.querySelector(".gantry-live");
      if (said && changes.some(({ target }) => target === said)) window.announced.push(said.textContent);
      else if (said?.textContent && changes.some(({ addedNodes }) => [...addedNodes].includes(said))) {
        window.announced.push(said.textContent);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}
/* c8 ignore stop */

export const become = (page, member) => page.evaluate((member) => void (document.cookie = `demo_member=${member}; path=/`), member);

/** A page without a chat of its own, as a member sees it; `done` looks at what went wrong on the way. */
export async function visit(context, demo, { member, path = "/members/" } = {}) {
  const page = await context.open();
  const violations = [];
  page.on("console", (message) => message.text().startsWith("violated:") && violations.push(message.text()));
  await page.evaluateOnNewDocument(watch);
  await page.goto(demo.space + path, { waitUntil: "load" });
  if (member) await become(page, member);
  const { done } = page;
  page.done = async () => {
    assert.deepEqual(violations, []);
    assert.deepEqual(page.errors, []);
    await done();
  };
  return page;
}

export async function online(context, demo, more, how) {
  const page = await visit(context, demo, how);
  await dock(page, options(demo, more));
  await untilState(page, "online");
  return page;
}

/** An element of the frame, once the room is drawn. */
export async function inFrame(page, demo, selector) {
  const frame = await frameAt(page, demo.chat);
  return frame.waitForSelector(selector, { visible: true });
}

export const unread = (demo, room, count, user = "alice") =>
  demo.post("/_standin/subscription", { user, room, unread: count, alert: count > 0 });

export const text = (page, selector) => page.evaluate((selector) => document.querySelector(selector).textContent, selector);
export const untilText = (page, selector, wanted) =>
  eventually(`${selector} to say ${wanted}`, async () => (await text(page, selector)) === wanted);
export const status = (page) =>
  page.evaluate(() => {
    const line = document.querySelector(".gantry-status[role=status]");
    const button = line?.querySelector("button");
    return line && { shown: line.checkVisibility(), text: line.textContent, retry: !!button?.checkVisibility() };
  });
export const icon = (page) => page.evaluate(() => document.querySelector("link[rel~=icon]")?.getAttribute("href") ?? null);
export const commands = async (demo) => (await demo.get("/_standin/state")).heard.filter(({ command, event }) => command ?? event);

/** A test with a stand-in of its own, whose settings and counts it may change. */
export const promise = (title, body, release) =>
  test(title, async () => {
    const demo = await startDemo(release);
    try {
      await body(demo);
    } finally {
      await demo.stop();
    }
  });
