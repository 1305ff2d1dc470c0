// Tabs of one browser that show counts without a chat, and what went on in them.
import assert from "node:assert/strict";
import { eventually } from "./browsers.mjs";
import { clock } from "./clock.mjs";

/* c8 ignore start: runs in the page */
/** Notes what a tab shows, asks for and tells other tabs, and puts visibility and focus in a test's hands. */
export function noted() {
  if (window !== window.top) return;
  Object.assign(window, { badged: [], posted: [], asked: [], notified: [], shown: true, focused: true });
  Object.defineProperty(document, "visibilityState", { get: () => (window.shown ? "visible" : "hidden") });
  document.hasFocus = () => window.focused;
  window.show = (shown) => {
    window.shown = shown;
    document.dispatchEvent(new Event("visibilitychange"));
  };
  const { postMessage } = BroadcastChannel.prototype;
  BroadcastChannel.prototype.postMessage = function (message) {
    window.posted.push(JSON.stringify([this.name, message]));
    return postMessage.call(this, message);
  };
  const fetched = window.fetch;
  window.fetch = (what, ...rest) => (window.asked.push(String(what.url ?? what)), fetched(what, ...rest));
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(url, ...rest) {
      super(url, ...rest);
      window.asked.push(String(url));
    }
  };
  window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title, options) {
      window.notified.push({ title, ...options });
      window.notification = this;
    }
    close() {}
  };
  addEventListener("DOMContentLoaded", () => {
    const badge = document.querySelector("[data-gantry-unread]");
    if (badge === null) return;
    new MutationObserver(() => window.badged.at(-1) === badge.textContent || window.badged.push(badge.textContent)).observe(
      badge,
      { childList: true, characterData: true, subtree: true },
    );
  });
}
/* c8 ignore stop */

/** A page apart in which counts are watched; `like` is another whose cookies and storage it shares. */
export async function tab(context, demo, { like, more = {}, path = "/members/", prepare, member } = {}) {
  const page = like ? await like.browserContext().newPage() : await context.open();
  page.errors ??= [];
  page.on("pageerror", (error) => page.errors.push(String(error?.message ?? error)));
  page.log ??= [];
  page.on("console", (message) => page.log.push(message.text()));
  await page.evaluateOnNewDocument(clock);
  await page.evaluateOnNewDocument(noted);
  if (prepare) await page.evaluateOnNewDocument(prepare);
  await page.goto(demo.space + path, { waitUntil: "load" });
  if (member) await page.evaluate((member) => void (document.cookie = `demo_member=${member}; path=/`), member);
  if (more) await counting(page, { server: demo.chat, login: { url: "/chat-login" }, ...more });
  return page;
}

/** Watches the counts in a page; what was told is in `window.heard`, by event. */
export const counting = (page, options) =>
  page.evaluate(async (options) => {
    const { watch } = await import("/gantry/gantry.js");
    window.badges = await watch(options);
    window.heard = { unread: [], state: [], notification: [], open: [] };
    for (const name of Object.keys(window.heard)) {
      window.badges.on(name, (event) => {
        if (window.prevented?.includes(name)) event.preventDefault();
        const { preventDefault, ...plain } = event;
        window.heard[name].push(plain);
      });
    }
  }, options);

export const standing = (page) => page.evaluate(() => window.badges.status);
export const findings = (page) => page.evaluate(() => window.badges.diagnose().findings.map(({ code }) => code));
const badge = (page) => page.evaluate(() => document.querySelector("[data-gantry-unread]").textContent);

/** Every one of the tabs shows this badge in the end. */
export const untilAll = (tabs, wanted) =>
  Promise.all(tabs.map((page, at) => eventually(`tab ${at} to show ${JSON.stringify(wanted)}`, async () => {
    const shown = await badge(page);
    assert.equal(shown, wanted);
    return true;
  })));

/** The tab of the others that leads, as soon as it has realtime. */
export const leader = (tabs) =>
  eventually("a leader", async () => {
    const all = await Promise.all(tabs.map(standing));
    const leaders = tabs.filter((_, at) => all[at].role === "leader" && all[at].source === "realtime");
    assert.equal(leaders.length, 1, JSON.stringify(all));
    return leaders[0];
  });

export const live = (page) => eventually("the realtime", async () => {
  const { source } = await standing(page);
  assert.equal(source, "realtime");
  return true;
});

export const realtime = (demo, wanted) => demo.post("/_standin/realtime", wanted);
export const faults = (demo, faults) => realtime(demo, { faults });
/** Open sockets, those of the frames not counted, and how many there ever were. */
export const sockets = async (demo) => {
  const { connections, accepted } = await demo.get("/_standin/realtime");
  return { open: connections.length, accepted };
};
/** Snapshots asked for by REST so far. */
export const snapshots = async (demo) => {
  const { calls } = await demo.get("/_standin/calls");
  return calls.filter(({ method, path }) => method === "GET" && path.includes("subscriptions.get")).length;
};

/** Nothing of the token is where others could read it. */
export async function assertSecret(demo, tabs) {
  const answers = await Promise.all(tabs.map((page) => page.evaluate(async () => {
    const { token } = await (await fetch("/chat-login", { method: "POST" })).json();
    const databases = (await indexedDB.databases?.()) ?? [];
    const stored = JSON.stringify([{ ...localStorage }, { ...sessionStorage }, databases, document.cookie]);
    return { token, told: [stored, location.href, ...window.posted, ...window.asked].join("\n") };
  })));
  for (const [at, { token, told }] of answers.entries()) {
    assert.ok(token.length > 10);
    assert.ok(!told.includes(token), "the token is where it has no business");
    assert.ok(!tabs[at].log.join("\n").includes(token), "the token is in the console");
  }
  const posted = await Promise.all(tabs.map((page) => page.evaluate(() => window.posted.length)));
  if (tabs.length > 1) assert.ok(posted.some((count) => count > 0), "nothing was broadcast, so nothing was looked at");
}
