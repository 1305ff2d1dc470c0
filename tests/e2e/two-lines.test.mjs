// The two lines of HTML where something is not as it should be: the page says so, and the console says what to do.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventually, forEachBrowser } from "./browsers.mjs";
import { servePair } from "./harness.mjs";
import { serveFiles } from "./servers.mjs";

const line = (page) => page.evaluate(() => document.querySelector(".gantry-status:not([hidden]) span")?.textContent);
const diagnoses = (page) =>
  page.evaluate(async () => JSON.parse(JSON.stringify(await (await import("/gantry/auto.js")).diagnose())));
const finding = ({ findings }, code) => findings.find((finding) => finding.code === code);

forEachBrowser("The two lines", (context) => {
  describe("without gantry.json", () => {
    for (const [lang, words] of [["en", "The chat can’t be shown."], ["fr", "La discussion ne peut être affichée."]]) {
      test(`the place says that there is no chat (${lang}), and the first diagnosis says why`, async () => {
        const space = await serveFiles();
        try {
          const page = await context.open();
          await page.goto(`${space.origin}/`);
          await page.evaluate((lang) => {
            document.documentElement.lang = lang;
            document.body.innerHTML = '<div data-gantry-room="group/projet-alpha" style="height: 300px"></div><i data-gantry-watch></i>';
          }, lang);
          const [chat, badges] = await diagnoses(page);
          for (const told of [chat, badges]) {
            assert.equal(told.reason, "configuration-missing");
            assert.match(told.problem, /\/gantry\/gantry\.json answered 404/);
            assert.match(finding(told, "configuration-missing").remedy, /gantry assets/);
          }
          await eventually("the words", async () => (await line(page)) === words);
          assert.equal(await page.evaluate(() => document.querySelector("[data-gantry-room]").dataset.gantryState), "failed");
          assert.equal(await page.evaluate(() => document.querySelectorAll("iframe").length), 0);
          await page.evaluate(async () => (await (await import("/gantry/auto.js")).chats)[0].destroy());
          assert.equal(
            await page.evaluate(() => document.querySelector("[data-gantry-room]").outerHTML),
            '<div data-gantry-room="group/projet-alpha" style="height: 300px"></div>',
          );
        } finally {
          await space.close();
        }
      });
    }
  });

  test("on an origin that the server was not set up for, the console says so at once and the diagnosis what to do", async () => {
    const servers = await servePair();
    try {
      const page = await context.open();
      const told = [];
      page.on("console", (message) => told.push(message.text()));
      await page.setRequestInterception(true);
      let origins = ["https://projects.example.org"];
      page.on("request", (request) =>
        request.url().endsWith("/gantry/gantry.json")
          ? request.respond({ contentType: "application/json", body: JSON.stringify({ server: servers.chat, origins }) })
          : request.continue(),
      );
      const asked = async () => {
        await page.goto(`${servers.space}/`);
        await page.evaluate(() => (document.body.innerHTML = '<div data-gantry-room="group/projet-alpha"></div>'));
        return finding((await diagnoses(page))[0], "page-unlisted");
      };
      assert.match((await asked()).remedy, /gantry\.json/);
      await eventually("the console", () => told.some((text) => text.includes(servers.space) && text.includes(origins[0])));
      origins = [...origins, servers.space];
      assert.equal(await asked(), undefined);
      await page.done();
    } finally {
      await servers.close();
    }
  });

  test("while a login has no answer, the page says that one is under way", async () => {
    const servers = await servePair();
    try {
      const page = await context.open();
      await page.goto(`${servers.space}/`);
      await page.evaluate(async (server) => {
        document.body.innerHTML = '<div id="chat" style="height: 400px"></div>';
        const { mount } = await import("/gantry/gantry.js");
        const login = () => Promise.resolve({ token: "t", userId: "u" });
        window.chat = await mount("#chat", { server, room: "group/p", login, watch: false });
      }, servers.chat);
      const frame = await eventually("the frame", () => page.frames().find((frame) => frame.url().startsWith(servers.chat)));
      await eventually("its script", () => frame.evaluate(() => typeof window.say === "function"));
      await frame.evaluate((space) => window.say({ eventName: "startup", data: true }, space), servers.space);
      await eventually("the words", async () => (await line(page)) === "You are being logged in…");
      const [place, within] = await page.evaluate(() =>
        ["#chat", "#chat iframe"].map((selector) => document.querySelector(selector).getBoundingClientRect().bottom),
      );
      assert.ok(within <= place, `the frame ends ${within - place} pixels below its place`);
      await page.done();
    } finally {
      await servers.close();
    }
  });
});
