// What README.md tells page authors to write works as it stands there, under the policy that it tells integrators to
// send. Only the chat's address is the test's own.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { eventually, forEachBrowser, needPackage, root } from "./browsers.mjs";
import { startDemo } from "./servers.mjs";

const readme = readFileSync(join(root, "README.md"), "utf8");

/** The code blocks of a language, in order, without the blanks that a list puts before each line. */
function blocks(language) {
  const found = [...readme.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([^]*?)^ *\`\`\`$`, "gm"))];
  return found.map(([, blanks, text]) => text.replace(new RegExp(`^${blanks}`, "gm"), ""));
}

const CHAT = "https://chat.example.org";
const [lines, counts, asks] = blocks("html");
const [mounting, methods, watching] = blocks("js");
const policy = blocks("text").find((text) => text.startsWith("script-src"));
const [, asking] = /`([^`]*\.diagnose\(\))`$/m.exec(readme) ?? [];
const [head, place, ...rest] = lines.split("\n");

/** A page with README.md's policy and nothing that the policy refuses. */
const pageOf = (demo, inHead, body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; ${here(policy.trim(), demo)}">
<title>Project</title>
<link rel="icon" href="/demo/icon.svg">
${inHead}
</head>
<body>
${body}
</body>
</html>`;

const socket = (address) => address.replace(/^http/, "ws");
const here = (text, demo) => text.replaceAll(CHAT, demo.chat).replaceAll(socket(CHAT), socket(demo.chat));

function watch() {
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.refused.push(`${event.effectiveDirective} ${event.blockedURI}`),
  );
}

const untilOnline = (page, selector) =>
  eventually("the chat to be online", () =>
    page.evaluate((selector) => document.querySelector(selector)?.dataset.gantryState === "online", selector),
  );

/**
 * The package's files, as often as they were fetched: a hint that nothing takes up fetches its file twice. Those that
 * come later, with the counts or when there is first something unread, are left out, for they may be there already.
 */
const fetched = (page) =>
  page.evaluate(() => {
    const names = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
    return names.filter((name) => name.startsWith("/gantry/") && !/(icon|live|more-words|watch)\.js$/.test(name)).sort();
  });

const ONCE = ["/gantry/auto.js", "/gantry/gantry.js", "/gantry/gantry.json", "/gantry/gantry_wasm_bg.wasm"];

test("README.md has two lines, three scripts and a policy", () => {
  assert.deepEqual(rest, [""]);
  assert.match(head, /^<link .*<script type="module" src="\/gantry\/auto\.js"><\/script>$/);
  assert.match(place, /^<div data-gantry-room="[^"]+"><\/div>$/);
  assert.equal(blocks("js").length, 3);
  assert.ok(policy && asking);
});

test("the demo's simple page has README.md's two lines", () => {
  const part = (name) => readFileSync(join(root, "www", "demo", name), "utf8").trim();
  assert.equal(part("simple-head.html"), head);
  assert.equal(part("simple-place.html").replace("{{room}}", "group/projet-alpha"), place);
});

/** Stands in for the chat in README.md's last script and notes what each method answers. */
const NOTING = `const answers = (window.answers = {});
const chat = new Proxy(window.chat, {
  get(chat, name) {
    const value = Reflect.get(chat, name, chat);
    if (typeof value !== "function") return value;
    return async (...given) => (answers[name] = await value.apply(chat, given));
  },
});
`;

forEachBrowser("README.md", (context) => {
  let demo;
  let folder;
  before(async () => {
    // The pages lie beside the package, so that they have the project space's origin.
    folder = mkdtempSync(join(tmpdir(), "gantry-readme-"));
    cpSync(needPackage(), folder, { recursive: true });
    demo = await startDemo({ folder });
    const files = {
      "lines.html": pageOf(demo, head, `${counts}${place}`),
      "scripts.html": pageOf(demo, "", '<div id="chat"></div><script type="module" src="/gantry/mounting.js"></script>'),
      "mounting.js": `${here(mounting, demo)}\nwindow.chat = chat;`,
      "methods.js": `${NOTING}${methods}`,
      "counts.html": pageOf(demo, "", `${counts}<button id="notify">Notify</button><script type="module" src="/gantry/watching.js"></script>`),
      "watching.js": `${here(watching, demo)}\nwindow.badges = badges;`,
      "asking.html": pageOf(demo, "", `${counts}${asks}`),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  });
  after(async () => {
    await demo?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("the two lines dock a chat, their hints are taken up, and the badges count", async () => {
    const page = await context.open(`${demo.space}/gantry/lines.html`, { prepare: watch });
    await untilOnline(page, "[data-gantry-room]");
    assert.deepEqual(await fetched(page), ONCE);
    // A room is read as it opens, and what is said just then with it: Bob speaks until the count stays.
    await eventually("the badges to count", async () => {
      await demo.post("/_standin/say", { room: "projet-alpha", user: "bob", text: "@alice have a look" });
      await new Promise((resolve) => setTimeout(resolve, 250));
      const shown = await page.evaluate(() =>
        ["", "projet-alpha"].map((name) => document.querySelector(`[data-gantry-unread="${name}"]`).textContent),
      );
      return shown.every((text) => /^[1-9]/.test(text));
    });
    const { state, findings } = await page.evaluate(`(async () => ${asking})()`);
    assert.deepEqual([state, findings.filter(({ severity }) => severity === "error")], ["online", []]);
    assert.deepEqual(await page.evaluate(() => window.refused), []);
    assert.deepEqual(page.errors, []);
    await page.done();
  });

  test("the scripts mount a chat, and every method does what it says", async () => {
    const page = await context.open(`${demo.space}/gantry/scripts.html`, { prepare: watch });
    await untilOnline(page, "#chat");
    await page.evaluate(() => import("/gantry/methods.js"));
    const { open, setStatus, logout, login, diagnose } = await page.evaluate(() => window.answers);
    assert.deepEqual({ open, setStatus, logout, login }, { open: true, setStatus: true, logout: true, login: true });
    assert.equal(diagnose.state, "online");
    assert.equal(await page.evaluate(() => window.chat.state), "destroyed");
    assert.equal(await page.evaluate(() => document.querySelector("#chat").childElementCount), 0);
    assert.deepEqual(await page.evaluate(() => window.refused), []);
    assert.deepEqual(page.errors, []);
    await page.done();
  });

  for (const file of ["counts.html", "asking.html"]) test(`${file === "counts.html" ? "the third script" : "one line"} counts without a chat`, async () => {
    const page = await context.open(`${demo.space}/gantry/${file}`, { prepare: watch });
    for (const unread of [5, 6]) {
      await demo.post("/_standin/subscription", { user: "alice", room: "general", unread, alert: true });
      await eventually("the badge to count", () =>
        page.evaluate((unread) => Number(document.querySelector('[data-gantry-unread=""]').textContent) >= unread, unread),
      );
    }
    assert.equal(await page.evaluate(() => window.frames.length), 0);
    assert.deepEqual(await page.evaluate(() => window.refused), []);
    assert.deepEqual(page.errors, []);
    await page.done();
  });
});
