// Ten thousand events are a flood for the page's parts, never for its pixels: each is written at most once per frame.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, forEachBrowser } from "./browsers.mjs";
import { chatFrame, diagnosis, dock, judged, servePair } from "./harness.mjs";

const EVENTS = 10_000;

/* c8 ignore start: runs in the page */
/** A machine that shows no frame for that long has the page written by a timer instead; here only frames count. */
function withoutFallback() {
  const { setTimeout } = window;
  window.setTimeout = (callback, millis, ...rest) => setTimeout(callback, millis === 200 ? 2 ** 30 : millis, ...rest);
}
/* c8 ignore stop */

forEachBrowser("A flood of events", (context) => {
  let servers;
  before(async () => {
    servers = await servePair();
  });
  after(() => servers?.close());

  test("is written once per frame of the screen", async () => {
    const page = await context.open(servers.space, { prepare: withoutFallback });
    await dock(page, { server: servers.chat, room: "group/projet-alpha" });
    const frame = await chatFrame(page, servers.chat);
    await page.evaluate(() => {
      // The clock of the document's animations stands still within a frame of the screen.
      const writes = new Map();
      const watch = (name, node, options) =>
        new MutationObserver((records) => {
          const key = `${name} at ${document.timeline.currentTime}`;
          writes.set(key, (writes.get(key) ?? 0) + records.length);
        }).observe(node, options);
      const all = { childList: true, characterData: true, subtree: true };
      for (const element of document.querySelectorAll("[data-gantry-unread]")) {
        watch(`badge ${element.dataset.gantryUnread}`, element, all);
      }
      watch("title", document.querySelector("title"), all);
      // Browsers tell one replaced text in one record or in two; a write of our own shows which.
      const probe = document.createElement("p");
      probe.textContent = "before";
      const observer = new MutationObserver(() => {});
      observer.observe(probe, all);
      probe.textContent = "after";
      window.recordsOfOneWrite = observer.takeRecords().length;
      window.writes = writes;
    });

    await frame.evaluate(
      (events, page) => {
        for (let count = 1; count <= events; count += 1) {
          const data = { rid: "r1", t: "p", name: "projet-alpha", unread: count % 900, alert: true };
          window.say({ eventName: "unread-changed-by-subscription", data }, page);
        }
        window.say({ eventName: "unread-changed", data: 77 }, page);
      },
      EVENTS,
      servers.space,
    );
    await eventually("all of them judged", async () => judged(await diagnosis(page)) > EVENTS);
    await eventually("the last count on the page", () =>
      page.evaluate(() => document.querySelector('[data-gantry-unread=""]').textContent === "77"),
    );

    const writes = Object.entries(await page.evaluate(() => Object.fromEntries(window.writes)));
    const written = (name) => writes.filter(([key]) => key.startsWith(name)).map(([, count]) => count);
    for (const name of ["badge  at", "badge projet-alpha", "title"]) {
      assert.ok(written(name).length > 0, `${name} was never written: ${JSON.stringify(writes)}`);
    }
    const once = await page.evaluate(() => window.recordsOfOneWrite);
    for (const [key, count] of writes) assert.ok(count <= once, `${key}: ${count} changes`);
    assert.ok(writes.length < EVENTS / 10, `${writes.length} writes`);
    assert.equal(await page.evaluate(() => document.title), "(77) Host");
    assert.equal(
      await page.evaluate(() => document.querySelector('[data-gantry-unread="projet-alpha"]').textContent),
      String(EVENTS % 900),
    );
    await page.done();
  });
});
