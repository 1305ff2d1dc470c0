// The set-up page has no finding of axe, in any of its states, and says to a screen reader what it shows.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findings } from "./axe.mjs";
import { eventually, forEachBrowser } from "./browsers.mjs";
import { keep, ready, servePackage, state, type, untilStarted } from "./setup-pages.mjs";

const BOTH = { server: "https://chat.example.org", origins: "https://projects.example.org" };
const WRONG = { server: "http://chat.example.org/home", origins: "projects.example.org", url: "/x", by: "back-end", login: "x", folder: "x", room: "x", radius: "5", version: "9" };

const STATES = {
  empty: {},
  made: BOTH,
  "made with a back end and pages of people": { ...BOTH, by: "back-end", profile: "url" },
  "made by the manual, in French": { ...BOTH, preset: "ametys", version: "6.5", lang: "fr" },
  "with all that can be wrong": WRONG,
  "with all that can be wrong, in French": { ...WRONG, lang: "fr" },
};

forEachBrowser("the set-up page and axe", (context) => {
  let server;
  before(async () => {
    server = await servePackage();
  });
  after(() => server?.close());

  test("each hint and each word about a field is tied to what it is about", async () => {
    const page = await untilStarted(await context.open(server.setup + state({ lang: "en", ...WRONG })));
    const loose = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[aria-describedby], [aria-labelledby]")].flatMap((element) =>
        ["aria-describedby", "aria-labelledby"].flatMap((name) => element.getAttribute(name)?.split(" ") ?? []));
      const about = [...document.querySelectorAll("form [id$=-hint], form [id$=-said]")].map(({ id }) => id);
      return [...ids.filter((id) => document.getElementById(id) === null), ...about.filter((id) => !ids.includes(id))];
    });
    assert.deepEqual(loose, []);
    await page.done();
  });

  test("what a screen reader is told while the page is used, in the language that was chosen", async () => {
    const page = await untilStarted(await context.open(server.setup + state({ lang: "en", ...BOTH, server: "http://chat.example.org/home" }), { prepare: keep }));
    const told = (id = "") => page.evaluate((id) => [...document.querySelectorAll(`${id}[role=status]`)].map(({ textContent }) => textContent).join(" "), id);
    const invalid = () => page.evaluate(() => document.querySelector("#server").getAttribute("aria-invalid"));
    const chosen = () => page.evaluate(() => [...document.querySelectorAll("[data-language]")].map((button) => [button.lang, button.getAttribute("aria-pressed")]));
    assert.equal(await invalid(), "true");
    assert.deepEqual(await chosen(), [["en", "true"], ["fr", "false"]]);
    await eventually("how things stand", async () => (await told("#status")).length > 10);
    await type(page, "server", BOTH.server);
    await ready(page);
    assert.equal(await invalid(), "false");
    await page.evaluate(() => document.querySelector("[data-language=fr]").click());
    assert.deepEqual(await chosen(), [["en", "false"], ["fr", "true"]]);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "fr");
    await eventually("how things stand, in French", async () => /^Pr\u00eat/.test(await told("#status")));
    await page.evaluate(() => document.querySelector('[data-file="custom.css"] .copy').click());
    await eventually("what was copied", async () => (await told()).includes("Copi\u00e9: custom.css"));
    assert.equal(await page.evaluate(() => document.querySelector("#trial-status").getAttribute("role")), "status");
    await page.done();
  });

  test("each thing that can be used is reached by Tab, in its order, and its focus can be seen", async () => {
    const page = await untilStarted(await context.open(server.setup + state({ lang: "en", ...BOTH }), { width: 1280 }));
    await ready(page);
    const all = await page.evaluate(() => {
      const ways = [...document.querySelectorAll("a[href], button, input, textarea, summary, [tabindex='0']")];
      // Of one group of radio buttons Tab reaches the one that is chosen.
      window.reachable = ways.filter((element) => element.checkVisibility() && (element.type !== "radio" || element.checked));
      return window.reachable.length;
    });
    assert.ok(all > 50);
    for (let at = 0; at < all; at += 1) {
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return { at: window.reachable.indexOf(document.activeElement), outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 };
      });
      assert.deepEqual(seen, { at, outlined: true });
    }
    await page.done();
  });

  test("each text, seen or only heard, has a French of its own", async () => {
    const page = await untilStarted(await context.open(server.setup + state({ lang: "en", ...BOTH, version: "6.5", preset: "ametys", profile: "people" })));
    await ready(page);
    const texts = () => page.evaluate(() => {
      const found = [...document.querySelectorAll("[aria-label]:not(pre)")].map((element) => element.getAttribute("aria-label"));
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      // What others read is the same in every language; the first word is in both, for want of a choice.
      while (walk.nextNode()) if (!walk.currentNode.parentElement.closest("code, .languages, #start")) found.push(walk.currentNode.data.trim());
      return found.filter((text) => /[a-z]/i.test(text));
    });
    const english = new Set(await texts());
    await page.evaluate(() => document.querySelector("[data-language=fr]").click());
    await eventually("how things stand, in French", () => page.evaluate(() => /^Pr\u00eat/.test(document.querySelector("#status").textContent)));
    const file = /^[\w.-]*[_.-][\w.-]*$/;
    const names = ["Gantry", "Proxy", "nginx", "Apache", "5b) CORS"];
    const same = (await texts()).filter((text) => english.has(text) && !file.test(text) && !names.includes(text));
    assert.deepEqual(same, []);
    await page.done();
  });

  for (const [name, fields] of Object.entries(STATES)) {
    test(`${name}: no finding, light and dark, on a desk and on a phone`, async () => {
      const page = await untilStarted(await context.open(server.setup + state({ lang: "en", ...fields }), { width: 1280 }));
      if (fields === BOTH) await ready(page);
      assert.deepEqual(await findings(page), [], "as it opens");
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      await page.setViewport({ width: 360, height: 800 });
      assert.deepEqual(await findings(page), [], "unfolded, on a phone");
      // Firefox's driver can't be told which colours the visitor wants.
      if (context.name === "chromium") {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
        assert.deepEqual(await findings(page), [], "dark");
      }
      await page.done();
    });
  }
});
