// The set-up page has no finding of axe, in any of its states.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findings } from "./axe.mjs";
import { forEachBrowser } from "./browsers.mjs";
import { ready, servePackage, state, untilStarted } from "./setup-pages.mjs";

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
