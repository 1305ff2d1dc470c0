// The set-up page in real browsers: from two addresses to what is installed, as somebody without Rust does it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { commandLine, eventually, forEachBrowser, screenshot } from "./browsers.mjs";
import { STRICT, fileText, keep, ready, said, servePackage, state, type, untilStarted } from "./setup-pages.mjs";

const CHAT = "https://chat.example.org";
const PAGE = "https://projects.example.org";
const BOTH = { server: CHAT, origins: PAGE };

const button = (page, selector) => page.evaluate((selector) => document.querySelector(selector).click(), selector);
const fragment = (page) => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
const value = (page, field) => page.evaluate((field) => document.querySelector(`#${field}`).value, field);
const status = (page) => page.evaluate(() => document.querySelector("#status").textContent);
const refused = (page) => page.evaluate(() => window.refused);

/** What `gantry bundle` makes of a gantry.toml, by file. */
function bundled(toml) {
  const folder = mkdtempSync(join(tmpdir(), "gantry-setup-"));
  try {
    const config = join(folder, "gantry.toml");
    writeFileSync(config, toml);
    execFileSync(commandLine(), ["bundle", "--config", config, "--out", join(folder, "bundle")]);
    return (name) => readFileSync(join(folder, "bundle", name), "utf8");
  } finally {
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  }
}

/** Downloads a file from the page. */
async function download(page, name) {
  await button(page, `[data-file="${name}"] .download`);
  return eventually(`${name} to be saved`, () => page.evaluate((name) => window.saved[name], name));
}

forEachBrowser("the set-up page", (context) => {
  let plain;
  let strict;
  before(async () => {
    // As from any static server, below any path; this one does not even know what wasm is.
    const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
    plain = await servePackage({ path: "/intranet/tools/gantry/", types });
    strict = await servePackage({ headers: { "content-security-policy": STRICT } });
  });
  after(async () => {
    await plain?.close();
    await strict?.close();
  });

  const open = async (server, fields, options = {}) =>
    untilStarted(await context.open(server.setup + state({ lang: "en", ...fields }), { prepare: keep, ...options }));

  test("two addresses give script, style, steps and files, below any path", async () => {
    const page = await open(plain, {});
    assert.equal(await page.evaluate(() => document.querySelector("#made").hidden), true);
    await eventually("an invitation", async () => /^Type the addresses/.test(await status(page)));
    await type(page, "server", CHAT);
    await type(page, "origins", PAGE);
    await ready(page);
    await eventually("it to be told", async () => /^Ready: all that/.test(await status(page)));
    assert.deepEqual(await fragment(page), { lang: "en", ...BOTH });
    assert.match(await fileText(page, "custom-script.js"), /"origins":\["https:\/\/projects\.example\.org"\]/);
    const steps = await page.evaluate(() => document.querySelector("#parts").innerText);
    assert.match(steps, /Receive Origins Iframe_Integration_receive_origin/);
    assert.match(steps, /Administration > Workspace > Settings > General > Iframe Integration > Receive Origins/);
    assert.match(steps, /Its price\s+Any page may frame Rocket\.Chat/);
    const proxy = await page.evaluate(() => document.querySelector("#proxies").innerText);
    assert.match(proxy, /frame-ancestors 'self' https:\/\/projects\.example\.org/);
    assert.match(await fileText(page, "overrides.env"), /^OVERWRITE_SETTING_API_CORS_Origin=https:\/\/projects\.example\.org$/m);
    assert.deepEqual(plain.unknown.filter((path) => path !== "/favicon.ico"), []);
    assert.deepEqual(page.errors, []);
    await page.done();
  });

  test("what is wrong stands at its field, tied to it, and goes when it is mended", async () => {
    const page = await open(plain, { ...BOTH, server: "http://chat.example.org" });
    const [[severity, text]] = await said(page, "server");
    assert.equal(severity, "error");
    assert.match(text, /^Error: The page is on https and Rocket\.Chat on http\. .*Put Rocket\.Chat on https/);
    const tied = await page.evaluate(() => {
      const field = document.querySelector("#server");
      const ids = field.getAttribute("aria-describedby").split(" ");
      return [field.getAttribute("aria-invalid"), ids.map((id) => document.getElementById(id)?.textContent ?? null).join(" ")];
    });
    assert.equal(tied[0], "true");
    assert.ok(tied[1].includes("on http."), tied[1]);
    await eventually("it to be told", async () => /^1 thing to correct/.test(await status(page)));
    await type(page, "server", `${CHAT}/channel/general`);
    assert.deepEqual((await said(page, "server")).map(([severity]) => severity), ["note"]);
    await type(page, "server", CHAT);
    assert.deepEqual(await said(page, "server"), []);
    assert.equal(await page.evaluate(() => document.querySelector("#server").getAttribute("aria-invalid")), "false");
    await type(page, "origins", "https://projects.example.com/home");
    assert.deepEqual((await said(page, "server")).map(([severity]) => severity), ["warning", "warning"]);
    assert.deepEqual((await said(page, "origins")).map(([severity]) => severity), ["note"]);
    await page.done();
  });

  test("copies what is shown, to the letter", async () => {
    const page = await open(plain, BOTH);
    await ready(page);
    for (const name of ["custom-script.js", "custom.css", "gantry.json"]) {
      await button(page, `[data-file="${name}"] .copy`);
      const shown = await fileText(page, name);
      await eventually(`${name} to be copied`, () => page.evaluate((text) => window.copied === text, shown));
      assert.match(await page.evaluate((name) => document.querySelector(`[data-file="${name}"] .copy`).textContent, name), /Copied/);
    }
    await page.done();
  });

  test("the downloaded gantry.toml is the page's configuration to the command line, for each release", async () => {
    for (const fields of [
      { ...BOTH, version: "3.18", preset: "ametys" },
      { ...BOTH, version: "6.5.3", origins: `${PAGE}\nhttps://B.example.org:443/x`, login: "", profile: "none", card: "keep" },
      { ...BOTH, server: `${CHAT}/rc`, radius: "50%", hide: "otr,report-message", profile: "people", people: "/p\u00e9ople.json", tab: "yes", allow: "https://id.example.com" },
    ]) {
      const page = await open(plain, fields);
      await ready(page);
      const made = bundled(await download(page, "gantry.toml"));
      for (const name of ["custom-script.js", "custom.css", "overrides.env", "compose.yaml", "checklist.md", "gantry.json"]) {
        assert.equal(await fileText(page, name), made(name), name);
      }
      assert.equal(await download(page, "gantry.json"), made("gantry.json"));
      await page.done();
    }
  });

  test("the address holds the state for a colleague, and never a password", async () => {
    const page = await open(plain, {});
    await type(page, "server", CHAT);
    await type(page, "origins", PAGE);
    await type(page, "version", "6.5.3");
    await button(page, '[name="preset"][value="ametys"]');
    await page.evaluate(() => (document.querySelector("#more").open = true));
    await button(page, '[name="hide"][value="reply-directly"]');
    await type(page, "radius", "50%");
    await type(page, "room", "channel/general");
    const address = await page.evaluate(() => location.href);
    const files = await fileText(page, "custom.css");
    await page.done();
    const other = await untilStarted(await context.open(address));
    await ready(other);
    assert.deepEqual(
      await Promise.all(["server", "origins", "version", "radius", "room"].map((field) => value(other, field))),
      [CHAT, PAGE, "6.5.3", "50%", "channel/general"],
    );
    assert.equal(await other.evaluate(() => document.querySelector('[name="hide"][value="reply-directly"]').checked), false);
    assert.equal(await other.evaluate(() => document.querySelector('[name="hide"][value="reply-in-thread"]').checked), true);
    assert.equal(await fileText(other, "custom.css"), files);
    await type(other, "server", "https://admin:hunter2@chat.example.org");
    assert.ok(!(await other.evaluate(() => location.href + document.body.innerText)).includes("hunter2"));
    assert.match((await said(other, "server"))[0][1], /must not carry a user name or a password/);
    // A link in the page jumps without becoming the state.
    await type(other, "server", CHAT);
    await button(other, 'a[href="#proxy"]');
    assert.equal(await other.evaluate(() => document.activeElement.id), "proxy");
    assert.equal((await fragment(other)).server, CHAT);
    await other.done();
  });

  test("the lines name the folder of the page that a project space serves, and another that is typed", async () => {
    const page = await open(plain, { server: CHAT, origins: plain.origin });
    const head = () => page.evaluate(() => document.querySelector("#snippets pre").textContent);
    await eventually("the field", async () => (await value(page, "folder")) === "/intranet/tools/gantry/");
    await page.evaluate(() => (document.querySelector("#more").open = true));
    await type(page, "server", "http://localhost:3000");
    await ready(page);
    assert.match(await head(), /src="\/intranet\/tools\/gantry\/auto\.js"/);
    await type(page, "folder", "/chat");
    assert.match(await head(), /src="\/chat\/auto\.js"/);
    await button(page, "#snippets .download");
    await eventually("gantry.json to be saved", () => page.evaluate(() => window.saved["gantry.json"]));
    await page.done();
  });

  test("ticks are kept in the address", async () => {
    const page = await open(plain, BOTH);
    await ready(page);
    const boxes = () => page.evaluate(() => [...document.querySelectorAll('[name="done"]')].flatMap((box, at) => (box.checked ? [at] : [])));
    await page.evaluate(() => [3, 7].forEach((at) => document.querySelectorAll('[name="done"]')[at].click()));
    assert.deepEqual(await boxes(), [3, 7]);
    const address = await page.evaluate(() => location.href);
    await button(page, '[data-language="fr"]');
    assert.deepEqual(await boxes(), [3, 7]);
    await page.done();
    const other = await untilStarted(await context.open(address));
    await ready(other);
    assert.equal(await other.evaluate(() => document.querySelectorAll('[name="done"]:checked').length), 2);
    await other.done();
  });

  test("speaks French throughout", async () => {
    const page = await open(plain, { ...BOTH, version: "6.5", preset: "ametys", server: "https://chat.example.com" });
    await ready(page);
    const english = await page.evaluate(() =>
      [...document.querySelectorAll("[data-fr]")].map((element) => element.textContent).filter((text) => text.length > 5),
    );
    await button(page, '[data-language="fr"]');
    assert.equal(await page.evaluate(() => document.documentElement.lang), "fr");
    assert.match(await page.title(), /^Installer Gantry/);
    assert.equal((await fragment(page)).lang, "fr");
    await page.evaluate(() => document.querySelectorAll("details:not(.file details)").forEach((details) => (details.open = true)));
    const text = await page.evaluate(() => {
      // What Rocket.Chat, a proxy or a browser reads is the same in every language.
      for (const code of document.querySelectorAll("#main code")) code.remove();
      return document.querySelector("#main").innerText;
    });
    // Proxy and the like are one word in both.
    for (const words of english.filter((words) => !/^(\d\. )?(Proxy|Script)/.test(words))) assert.ok(!text.includes(words), words);
    assert.doesNotMatch(text, /\b(the|and|with|which|otherwise|copy|download|warning)\b/i);
    assert.match(text, /Administration > Espace de travail > Paramètres > Général > Intégration Iframe > Origines des réceptions/);
    await eventually("it to be told", async () => /^Prêt/.test(await status(page)));
    await page.done();
  });

  test("is used by keyboard alone, in the order of the page", async () => {
    const page = await open(plain, {});
    const where = () =>
      page.evaluate(() => document.activeElement.id || document.activeElement.name || document.activeElement.textContent.trim());
    const order = [];
    for (let left = 11; left > 0; left--) {
      await page.keyboard.press("Tab");
      order.push(await where());
      if (order.at(-1) === "server") await page.keyboard.type(CHAT);
      if (order.at(-1) === "origins") await page.keyboard.type(PAGE);
    }
    assert.deepEqual(order.slice(0, 9), ["Skip to the content", "English", "Français", "server", "origins", "version", "preset", "by", "profile"]);
    assert.match(order[9], /^More/);
    await ready(page);
    assert.equal(order[10], "What to know");
    await page.keyboard.press("Enter");
    assert.equal(await where(), "know");
    await page.keyboard.press("Tab");
    assert.match(await where(), /^Copy\s+custom-script\.js$/);
    await page.done();
  });

  test("works under a strict policy with Trusted Types, and breaks nothing of it", async () => {
    const page = await open(strict, BOTH);
    await ready(page);
    await button(page, '[data-file="custom.css"] .copy');
    await download(page, "gantry.toml");
    await button(page, '[data-language="fr"]');
    assert.deepEqual(await refused(page), []);
    assert.deepEqual(page.errors, []);
    await page.done();
  });

  test("fits a phone, and paper", async () => {
    const page = await open(plain, { ...BOTH, preset: "ametys", origins: "https://a-long-name-for-a-project-space.example.org" }, { width: 360 });
    await ready(page);
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(await overflow(), 0);
    await screenshot(page, `setup-phone-${context.name}`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = false)));
    const unfolded = await page.evaluate(() => {
      dispatchEvent(new Event("beforeprint"));
      const open = document.querySelectorAll("#made details[open]").length;
      dispatchEvent(new Event("afterprint"));
      return [open, document.querySelectorAll("#made details[open]").length];
    });
    assert.deepEqual(unfolded, [1, 0]);
    assert.ok((await page.pdf({ format: "A4" })).length > 10_000);
    await page.done();
  });
});
