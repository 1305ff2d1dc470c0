// The companion and the hand-written reference give the same answers, message by message. So the benchmark compares two
// programs that do the same work, and each is a check of the other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { forEachBrowser } from "./browsers.mjs";
import { chatFrame, dock, servePair } from "./harness.mjs";
import { captured, hostileRows, reviveDates } from "./rows.mjs";

forEachBrowser("Companion and reference", (context) => {
  let servers;
  before(async () => {
    servers = await servePair();
  });
  after(() => servers?.close());

  /** `tapped` is with somebody listening to every message, which goes another way through the companion. */
  async function both(tapped) {
    const page = await context.open(servers.space);
    await dock(page, { server: servers.chat, room: "group/projet-alpha", profile: { url: "/members/{username}" } });
    await chatFrame(page, servers.chat);
    await page.evaluate(async (server, tapped) => {
      window.stay = true;
      if (tapped) window.chat.on("message", () => {});
      const { receiver } = await import("/gantry/gantry.js");
      const { Reference } = await import("/bench/reference.js");
      const frame = document.querySelector("iframe.gantry-frame");
      const reference = new Reference({ frame, server });
      const receive = receiver(window.chat);
      const counted = ({ accepted, refused }) => ({ accepted, refused: { ...refused } });
      /** Tells both the same and gives what each made of it. */
      window.tell = (data, { source = frame.contentWindow, origin = server } = {}) => {
        const event = { data, source, origin };
        const before = [counted(window.chat.diagnose()), counted(reference)];
        receive(event);
        reference.receive(event);
        const after = [window.chat.diagnose(), reference];
        const verdict = (side) => {
          if (after[side].accepted > before[side].accepted) return "accepted";
          return Object.keys(before[side].refused).find((key) => after[side].refused[key] > before[side].refused[key]);
        };
        const plain = (value) => JSON.parse(JSON.stringify(value));
        return {
          companion: { verdict: verdict(0), unread: plain(window.chat.unread) },
          reference: { verdict: verdict(1), unread: plain(reference.unread) },
        };
      };
    }, servers.chat, tapped);
    return page;
  }

  function same({ companion, reference }, title) {
    assert.deepEqual(companion, reference, title);
  }

  for (const [how, tapped] of [
    ["", false],
    [", with somebody listening in", true],
  ]) {
    test(`agree on every message of a real Rocket.Chat${how}`, async () => {
      const page = await both(tapped);
      const rows = captured();
      assert.ok(rows.length > 200, `${rows.length} rows`);
      const answers = await page.evaluate(`
        ${reviveDates}
        (${JSON.stringify(rows)}).map(({ data }) => window.tell(reviveDates(data)));
      `);
      assert.equal(answers.length, rows.length);
      for (const [index, answer] of answers.entries()) same(answer, `line ${index + 1}, ${rows[index].step}`);
      await page.done();
    });

    test(`agree on every hostile message${how}`, async () => {
      const page = await both(tapped);
      const rows = await page.evaluate(`
        (${hostileRows})().map(([title, message, verdict]) => ({ title, verdict, answer: window.tell(message) }));
      `);
      for (const { title, verdict, answer } of rows) {
        assert.equal(answer.reference.verdict, verdict, title);
        same(answer, title);
      }
      await page.done();
    });

    test(`agree on who is heard${how}`, async () => {
      const page = await both(tapped);
      const rows = await page.evaluate((server) => {
        const good = { eventName: "unread-changed", data: 7 };
        return [
          ["the page", window.tell(good, { source: window })],
          ["no window", window.tell(good, { source: null })],
          ["a page of the right name", window.tell(good, { source: window, origin: server })],
          ["an opaque origin", window.tell(good, { origin: "null" })],
          ["no origin", window.tell(good, { origin: "" })],
          ["a longer origin", window.tell(good, { origin: `${server}.example` })],
          ["an origin with a slash", window.tell(good, { origin: `${server}/` })],
          ["an origin in capitals", window.tell(good, { origin: server.toUpperCase() })],
          ["another port", window.tell(good, { origin: server.replace(/\d+$/, "1") })],
          ["the frame", window.tell(good)],
        ];
      }, servers.chat);
      for (const [title, answer] of rows) same(answer, title);
      assert.deepEqual(
        rows.map(([, answer]) => answer.reference.verdict),
        ["window", "window", "window", "origin", "origin", "origin", "origin", "origin", "origin", "accepted"],
      );
      await page.done();
    });
  }
});
