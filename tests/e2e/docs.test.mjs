// What the documentation tells page authors to write works as it stands there, under the policy that it tells integrators to
// send. Only the chat's address is the test's own. A block that no test here takes is a failure.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { eventually, forEachBrowser, needPackage, root } from "./browsers.mjs";
import { startDemo } from "./servers.mjs";
import { blocks, bundled, policy, take, untaken } from "./snippets.mjs";

const CHAT = "https://chat.example.org";
const [lines, counts, asks, notifies] = take("page-author.md", "html", 4);
const [style] = take("page-author.md", "css", 1);
const [mounting, methods, watching, wording, asking] = take("page-author.md", "js", 5);
const [component] = take("page-author.md", "jsx", 1);
const [vue] = take("page-author.md", "vue", 1);
const [xmlHead, xmlPlace] = take("page-author.md", "xml", 2);
const [alsoAsking] = take("troubleshooting.md", "js", 1);
const [head, place, ...rest] = lines.split("\n");
const readme = readFileSync(join(root, "README.md"), "utf8");

test("every block for a page is run here", () => {
  assert.deepEqual(untaken(), []);
});

test("README.md says what the handbook says", () => {
  const html = blocks(readme).filter(({ language }) => language === "html").map(({ code }) => code);
  assert.deepEqual(html, [lines, counts, asks]);
  const [, inReadme] = /`([^`]*\.diagnose\(\))`$/m.exec(readme) ?? [];
  assert.deepEqual([inReadme, alsoAsking.trim()], [asking.trim(), asking.trim()]);
  assert.deepEqual(rest, [""]);
  assert.match(head, /^<link .*<script type="module" src="\/gantry\/auto\.js"><\/script>$/);
  assert.match(place, /^<div data-gantry-room="[^"]+"><\/div>$/);
});

test("the demo's simple page has the two lines", () => {
  const part = (name) => readFileSync(join(root, "www", "demo", name), "utf8").trim();
  assert.equal(part("simple-head.html"), head);
  assert.equal(part("simple-place.html").replace("{{room}}", "group/projet-alpha"), place);
});

/** A page with the handbook's policy, and nothing that the policy refuses. */
const pageOf = (demo, inHead, body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; ${here(policy(), demo)}">
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
const script = (name) => `<script type="module" src="/gantry/${name}"></script>`;

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

/** Nothing was refused by the page's policy, and nothing was thrown into the page. */
async function untouched(page) {
  assert.deepEqual(await page.evaluate(() => window.refused), []);
  assert.deepEqual(page.errors, []);
  await page.done();
}

/**
 * The package's files, as often as they were fetched: a hint that nothing takes up fetches its file twice. Those that
 * come later, with the counts or when there is first something unread, are left out, for they may be there already.
 */
const fetched = (page) =>
  page.evaluate(() => {
    const names = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
    return names.filter((name) => name.startsWith("/gantry/") && !/(icon|live|more-words|watch)\.js$/.test(name)).sort();
  });

const ONCE = ["answers.js", "auto.js", "gantry.js", "gantry.json", "gantry_wasm_bg.wasm", "style.css"].map((name) => `/gantry/${name}`);

/** Stands in for the chat in the script of methods, and notes what each method answers. */
const NOTING = `const answers = (window.answers = {});
const chat = new Proxy(window.chat, {
  get(chat, name) {
    const value = Reflect.get(chat, name, chat);
    if (typeof value !== "function") return value;
    return async (...given) => (answers[name] = await value.apply(chat, given));
  },
});
`;

/** Puts a component on the page twice over, as React does in development, and takes it off when told so. */
const REACT = `import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Chat } from "./snippet";
const root = createRoot(document.querySelector("#app"));
window.leave = () => root.unmount();
const { chat } = document.body.dataset;
root.render(<StrictMode><Chat server={chat} room="group/projet-alpha" /></StrictMode>);`;

const VUE = `import { createApp } from "vue";
import Chat from "./snippet";
const app = createApp(Chat, { server: document.body.dataset.chat, room: "group/projet-alpha" });
window.leave = () => app.unmount();
app.mount("#app");`;

forEachBrowser("The documentation", (context) => {
  let demo;
  let folder;
  before(async () => {
    // The pages lie beside the package, so that they have the project space's origin.
    folder = mkdtempSync(join(tmpdir(), "gantry-docs-"));
    cpSync(needPackage(), folder, { recursive: true });
    demo = await startDemo({ folder });
    const appPage = (name) =>
      pageOf(demo, "", `<div id="app"></div>${script(name)}`).replace("<body>", `<body data-chat="${demo.chat}">`);
    const files = {
      "style.css": style,
      "lines.html": pageOf(demo, `<link rel="stylesheet" href="/gantry/style.css">${head}`, `${counts}${place}`),
      "scripts.html": pageOf(demo, "", `<div id="chat"></div>${script("mounting.js")}`),
      "mounting.js": `${here(mounting, demo)}\nwindow.chat = chat;`,
      "methods.js": `${NOTING}${methods}`,
      "words.html": pageOf(demo, "", `<div id="chat"></div>${script("words-said.js")}`),
      "words-said.js": here(wording, demo),
      "counts.html": pageOf(demo, "", `${counts}<button id="notify">Notify</button>${script("watching.js")}`),
      "watching.js": `${here(watching, demo)}\nwindow.badges = badges;`,
      "asking.html": pageOf(demo, "", `${counts}${asks}`),
      "notifying.html": pageOf(demo, "", `${counts}${notifies}`),
      "react.html": appPage("react-app.js"),
      "react-app.js": await bundled(component, REACT),
      "vue.html": appPage("vue-app.js"),
      "vue-app.js": await bundled(vue, VUE),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  });
  after(async () => {
    await demo?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = (name) => context.open(`${demo.space}/gantry/${name}`, { prepare: watch });

  test("the two lines dock a chat, their hints are taken up, and the badges count", async () => {
    const page = await open("lines.html");
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
    const [{ state, findings }] = await page.evaluate(`(async () => ${asking})()`);
    assert.deepEqual([state, findings.filter(({ severity }) => severity === "error")], ["online", []]);
    // 36rem.
    assert.equal(await page.evaluate(() => document.querySelector("[data-gantry-room]").clientHeight), 576);
    await untouched(page);
  });

  test("the scripts mount a chat, and every method does what it says", async () => {
    const page = await open("scripts.html");
    await untilOnline(page, "#chat");
    await page.evaluate(() => import("/gantry/methods.js"));
    const { open: opened, setStatus, logout, login, diagnose } = await page.evaluate(() => window.answers);
    assert.deepEqual({ opened, setStatus, logout, login }, { opened: true, setStatus: true, logout: true, login: true });
    assert.equal(diagnose.state, "online");
    assert.equal(await page.evaluate(() => window.chat.state), "destroyed");
    assert.equal(await page.evaluate(() => document.querySelector("#chat").childElementCount), 0);
    await untouched(page);
  });

  test("a chat speaks in the page's own words", async () => {
    const page = await open("words.html");
    await eventually("the page's own word for loading", () =>
      page.evaluate(() => {
        const chat = document.querySelector("#chat");
        // It may be over before it is looked at; then the chat is ready without a word.
        return chat.dataset.gantryState === "ready" || chat.textContent.includes("La messagerie arrive…");
      }),
    );
    assert.equal(await page.evaluate(() => document.querySelector("#chat iframe").title), "Discussion : projet-alpha");
    await untouched(page);
  });

  for (const file of ["counts.html", "asking.html", "notifying.html"]) {
    test(`${file} counts without a chat`, async () => {
      const page = await open(file);
      for (const unread of [5, 6]) {
        await demo.post("/_standin/subscription", { user: "alice", room: "general", unread, alert: true });
        await eventually("the badge to count", () =>
          page.evaluate((unread) => Number(document.querySelector('[data-gantry-unread=""]').textContent) >= unread, unread),
        );
      }
      assert.equal(await page.evaluate(() => window.frames.length), 0);
      if (file === "notifying.html") {
        await eventually("the button to be there while there is something to ask", () =>
          page.evaluate(() => {
            const asked = !("Notification" in window) || Notification.permission !== "default";
            return document.querySelector("[data-gantry-notify]").hidden === asked;
          }),
        );
      }
      await untouched(page);
    });
  }

  for (const file of ["react.html", "vue.html"]) {
    test(`${file}: the component docks a chat, counts, and takes it down`, async () => {
      const page = await open(file);
      await untilOnline(page, "#app section > div");
      assert.equal(await page.evaluate(() => document.querySelectorAll("iframe").length), 1);
      await demo.post("/_standin/subscription", { user: "alice", room: "general", unread: 8, alert: true });
      await eventually("the component to count", () =>
        page.evaluate(() => Number(/\d+/.exec(document.querySelector("#app h2").textContent)) >= 8),
      );
      await page.evaluate(() => window.leave());
      await eventually("the chat to be gone", () => page.evaluate(() => document.querySelectorAll("iframe").length === 0));
      await eventually("the title to be the page's own", () => page.evaluate(() => document.title === "Project"));
      await untouched(page);
    });
  }

  test("the lines for a template in XSLT make the two lines", async () => {
    const page = await open("asking.html");
    const made = await page.evaluate((...pieces) => {
      const XSL = "http://www.w3.org/1999/XSL/Transform";
      return pieces.map((piece) => {
        const text = `<xsl:template xmlns:xsl="${XSL}">${piece.replace("{$room}", "projet-alpha")}</xsl:template>`;
        const template = new DOMParser().parseFromString(text, "application/xml");
        if (template.querySelector("parsererror")) return template.querySelector("parsererror").textContent;
        const html = document.createElement("div");
        for (const element of template.documentElement.children) {
          const copy = document.createElement(element.localName);
          for (const { name, value } of element.attributes) copy.setAttribute(name, value);
          html.append(copy);
        }
        return [...html.children].map((element) =>
          [element.localName, ...element.getAttributeNames().sort().map((name) => `${name}=${element.getAttribute(name)}`)].join(" "),
        );
      });
    }, xmlHead, xmlPlace);
    const written = await page.evaluate((head, place) => {
      const template = document.createElement("template");
      template.innerHTML = head + place;
      return [...template.content.children].map((element) =>
        [element.localName, ...element.getAttributeNames().sort().map((name) => `${name}=${element.getAttribute(name)}`)].join(" "),
      );
    }, head, place);
    const same = (line) => line.replace("crossorigin=anonymous", "crossorigin=").replace("class=chat ", "");
    assert.deepEqual(made.flat().map(same), written);
    await page.done();
  });
});
