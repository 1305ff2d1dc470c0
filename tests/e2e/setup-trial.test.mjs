// The set-up page's tester: docks the configured server and says what it sees, with the remedy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findings } from "./axe.mjs";
import { eventually, forEachBrowser, frameAt, screenshot } from "./browsers.mjs";
import { serveFiles, startDemo } from "./servers.mjs";
import { keep, ready, redirectTo, said, servePackage, state, type, untilStarted, verdicts } from "./setup-pages.mjs";

const start = (page) => page.evaluate(() => document.querySelector("#try-form button[type=submit]").click());
const told = (page, code) => eventually(`the verdict ${code}`, async () => (await verdicts(page)).find((line) => line.endsWith(` ${code}`)));
const line = (page, code) => page.evaluate((code) => document.querySelector(`#verdicts [data-code="${code}"]`).innerText, code);

for (const release of ["6.5", "8.8"]) {
  forEachBrowser(`the tester with Rocket.Chat ${release}`, (context) => {
    let demo;
    before(async () => {
      demo = await startDemo({ release });
    });
    after(() => demo?.stop());

    test("finds a set-up server sound, from the demo's own link", async () => {
      const server = await context.open(`${demo.space}/server`);
      const link = await server.evaluate(() => document.querySelector('a[href*="/gantry/setup/"]').href);
      await server.done();
      const page = await untilStarted(await context.open(`${link}&lang=en&version=8.0`, { prepare: keep }));
      await ready(page);
      await page.evaluate(() => document.querySelector("#with-login").click());
      await start(page);
      for (const code of ["page-listed", "release", "cors", "events", "bundle"]) assert.equal(await told(page, code), `good ${code}`);
      await eventually("the chat to answer", () =>
        page.evaluate(() => document.querySelector("#trial-status").textContent === "The chat answers."),
      );
      await eventually("the member to be logged in", async () => /status-changed|room-opened/.test(await line(page, "events")));
      assert.equal(await told(page, "login-taken"), "good login-taken");
      assert.equal(await page.evaluate(() => document.querySelector("#trial-status").dataset.severity), "good");
      assert.match(await line(page, "release"), new RegExp(release.replace(".", "\\.")));
      // The version that speaks can be taken over.
      await page.evaluate(() => document.querySelector("#use-release button").click());
      assert.equal(await page.evaluate(() => document.querySelector("#version").value), release);
      await eventually("no other version to be offered", () => page.evaluate(() => document.querySelector("#use-release").hidden));
      assert.deepEqual((await verdicts(page)).filter((verdict) => !/^(good|note) /.test(verdict)), []);
      assert.deepEqual(await findings(page), []);
      await screenshot(page, `setup-trial-${release}-${context.name}`);
      await page.evaluate(() => document.querySelector("#stop").click());
      assert.equal(await page.evaluate(() => document.querySelector("#place").childElementCount), 0);
      assert.deepEqual(page.errors, []);
      await page.done();
    });

    test("says that a session of before proves nothing of the login, and that changed choices end the trial", async () => {
      const fields = { lang: "en", server: demo.chat, origins: demo.space, by: "back-end", version: release };
      const page = await untilStarted(await context.open(`${demo.space}/gantry/setup/${state(fields)}`));
      await ready(page);
      await page.evaluate(() => document.querySelector("#with-login").click());
      const summary = (text) =>
        eventually(text, () => page.evaluate((text) => document.querySelector("#trial-status").textContent === text, text));
      await start(page);
      assert.equal(await told(page, "login-taken"), "good login-taken");
      await page.evaluate(() => document.querySelector("#stop").click());
      await start(page);
      assert.equal(await told(page, "login-kept"), "warning login-kept");
      assert.match(await line(page, "login-kept"), /What to do: Try again in a private window/);
      await type(page, "room", "projet-alpha");
      await summary("The choices have changed: try again.");
      assert.equal(await page.evaluate(() => document.querySelector("#place").childElementCount), 0);
      assert.match((await said(page, "room"))[0][1], /Write group\/projet-alpha if the room is private/);
      assert.equal(await page.evaluate(() => document.querySelector("#room").getAttribute("aria-invalid")), "true");
      await start(page);
      await summary("Correct the room first.");
      await type(page, "room", `${demo.chat}/group/projet-alpha`);
      assert.deepEqual(await said(page, "room"), [["note", "Note: group/projet-alpha is used."]]);
      await start(page);
      await told(page, "events");
      assert.deepEqual(page.errors, []);
      await page.done();
    });

    test("says which script is there when the choices are others", async () => {
      const fields = { lang: "en", server: demo.chat, origins: demo.space, card: "keep" };
      const page = await untilStarted(await context.open(`${demo.space}/gantry/setup/${state(fields)}`));
      await ready(page);
      await start(page);
      assert.equal(await told(page, "bundle-other"), "warning bundle-other");
      assert.match(await line(page, "bundle-other"), /there: [0-9a-f]{12}; above: [0-9a-f]{12}/);
      assert.match(await line(page, "bundle-other"), /What to do: /);
      await page.done();
    });

    test("names a page that Rocket.Chat does not know, and a policy that keeps the server out", async () => {
      const strange = await servePackage();
      const page = await untilStarted(
        await context.open(strange.setup + state({ lang: "fr", server: demo.chat, origins: demo.space })),
      );
      await ready(page);
      await start(page);
      assert.equal(await told(page, "origin-not-listed"), "error origin-not-listed");
      assert.match(await line(page, "origin-not-listed"), new RegExp(`cette page\\s: ${strange.origin}`));
      assert.equal(await told(page, "cors-origin-missing"), "warning cors-origin-missing");
      assert.equal(await told(page, "release"), "good release");
      await page.done();
      await strange.close();
      const kept = await untilStarted(
        await context.open(`${demo.space}/gantry/setup/${state({ lang: "en", server: "http://localhost:9", origins: demo.space })}`),
      );
      await ready(kept);
      await start(kept);
      assert.equal(await told(kept, "page-policy"), "error page-policy");
      assert.match(await line(kept, "page-policy"), /frame-src http:\/\/localhost:9/);
      await kept.done();
    });
  });
}

forEachBrowser("the tester and a server that redirects", (context) => {
  test("names the origin that was refused, and the remedy", async () => {
    const chat = await serveFiles({ otherwise: "frame.html" });
    const server = await redirectTo(() => chat.origin);
    const site = await servePackage();
    const page = await untilStarted(
      await context.open(site.setup + state({ lang: "en", server: server.origin, origins: site.origin })),
    );
    await ready(page);
    await start(page);
    const frame = await frameAt(page, chat.origin);
    await eventually("the frame's script", () => frame.evaluate(() => typeof window.say === "function"));
    await eventually("the refusal", async () => {
      await frame.evaluate((origin) => window.say({ eventName: "startup", data: true }, origin), site.origin);
      return (await verdicts(page)).includes("error redirect-elsewhere");
    });
    const text = await eventually("the origin", async () => {
      const text = await line(page, "redirect-elsewhere");
      return text.includes(chat.origin) && text;
    });
    assert.match(text, new RegExp(`expected from ${server.origin}, came from ${chat.origin}`));
    assert.match(text, /What to do: .*under Chat server/);
    await page.done();
    await Promise.all([chat.close(), server.close(), site.close()]);
  });
});
