// Who sees little, hears the page, or uses the keyboard alone: the demo's pages in every state, in both languages, light and
// dark, and what Gantry itself puts into a page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findings } from "./axe.mjs";
import { eventually, forEachBrowser } from "./browsers.mjs";
import { dock, untilState } from "./harness.mjs";
import { startDemo } from "./servers.mjs";
import { servePackage } from "./setup-pages.mjs";
import { counting, faults, live, realtime, tab } from "./tabs.mjs";
import { become, options, unread } from "./visits.mjs";

const PAGES = ["/", "/members/", "/members/bob", "/members/nobody-of-that-name", "/chat", "/simple", "/badges", "/server", "/no-such-page"];
const LANGUAGES = ["en", "fr"];
/** The panel of a member online, to whom a message was forged. */
const PANEL = { en: ["online", "refused", "This tab "], fr: ["en ligne", "refus\u00e9", "Cet onglet "] };

/* c8 ignore start: runs in the page */
/** The contrast of an element's text with what is behind it, as WCAG counts it. */
function contrast(selector) {
  const element = document.querySelector(selector);
  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  let behind = element;
  while (behind && /^(transparent|rgba\(0, 0, 0, 0\))$/.test(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
  const light = (colour) => {
    const [red, green, blue] = parts(colour).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [one, two] = [light(getComputedStyle(element).color), light(getComputedStyle(behind ?? document.documentElement).backgroundColor)];
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
}

/** The site's own login is out of order. */
const noLogin = (page) =>
  page.evaluateOnNewDocument(() => {
    const { fetch } = window;
    window.fetch = (what, ...rest) => fetch(String(what.url ?? what).endsWith("/chat-login") ? "/no-such-login" : what, ...rest);
  });

/** Everything of a page that moves by itself or takes its time to change. */
function moving() {
  const long = (durations) => durations.split(",").some((duration) => parseFloat(duration) > 0);
  const all = [...document.querySelectorAll("*")].filter((element) => {
    const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(element);
    return (animationName !== "none" && long(animationDuration)) || long(transitionDuration) || scrollBehavior === "smooth";
  });
  return [...all.map(({ localName, id }) => `${localName}#${id}`), ...document.getAnimations().map(() => "an animation")];
}
/* c8 ignore stop */

for (const theme of ["light", "dark"]) {
  const preferences = { "layout.css.prefers-color-scheme.content-override": theme === "dark" ? 0 : 1, "ui.prefersReducedMotion": theme === "dark" ? 1 : 0 };
  forEachBrowser(`The demo's pages, ${theme}`, (context) => {
    let demo;
    before(async () => {
      demo = await startDemo();
    });
    after(() => demo?.stop());

    async function open(path, lang, { member, url = demo.space, like } = {}) {
      const page = await context.open(undefined, { width: 1280 });
      // Firefox's driver can't be told; there it is a preference of the whole browser.
      if (context.name === "chromium") {
        await page.emulateMediaFeatures([
          { name: "prefers-color-scheme", value: theme }, { name: "prefers-reduced-motion", value: theme === "dark" ? "reduce" : "no-preference" },
        ]);
      }
      await page.goto(`${url}/people.json`);
      await page.evaluate((lang) => void (document.cookie = `demo_lang=${lang}; path=/`), lang);
      if (member) await become(page, member);
      await like?.(page);
      await page.goto(url + path, { waitUntil: "load" });
      assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
      assert.equal(await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches), theme === "dark");
      return page;
    }

    /** No finding, on a desk and on a phone. */
    async function sound(page, what) {
      assert.deepEqual(await findings(page), [], what);
      await page.setViewport({ width: 360, height: 800 });
      assert.deepEqual(await findings(page), [], `${what}, on a phone`);
      await page.setViewport({ width: 1280, height: 800 });
    }
    const inState = (page, wanted) => eventually(`the place to be ${wanted}`, () => page.evaluate((wanted) => document.querySelector(".gantry")?.dataset.gantryState === wanted, wanted));

    // Rules, colours and texts do not depend on each other: Firefox, which is slower, has one language for each theme.
    const languages = context.name === "chromium" ? LANGUAGES : [theme === "dark" ? "fr" : "en"];
    for (const lang of languages) {
      test(`each page, ${lang}: no finding`, async () => {
        for (const path of PAGES) {
          const page = await open(path, lang);
          if (["/chat", "/simple", "/"].includes(path)) await inState(page, "online");
          if (path === "/badges") await eventually("the counts", () => page.evaluate(() => /realtime|temps réel/.test(document.querySelector("[data-standing=source]").textContent)));
          await sound(page, path);
          assert.deepEqual(page.errors, []);
          await page.done();
        }
      });

      test(`each state of the chat, ${lang}: no finding`, async () => {
        const states = {
          "signed out": { member: "nobody", wanted: "failed" },
          "login failed": { like: noLogin, wanted: "failed" },
          loading: { faults: [{ match: "GET /group", do: "hang:60000" }], wanted: "loading" },
        };
        for (const [name, { member, faults = [], like, wanted }] of Object.entries(states)) {
          const own = await startDemo();
          try {
            await own.post("/_standin/faults", { faults });
            for (const path of ["/chat", "/simple"]) {
              const page = await open(path, lang, { member, url: own.space, like });
              await inState(page, wanted);
              if (wanted === "failed") await eventually("words", () => page.evaluate(() => document.querySelector(".gantry-status").textContent.length > 20));
              await eventually("the frame to make room for what is said above it", () => page.evaluate(() => {
                const [place, frame] = [".gantry", ".gantry-frame"].map((selector) => document.querySelector(selector).getBoundingClientRect());
                return frame.bottom <= place.bottom + 1;
              }));
              await sound(page, `${name}, ${path}`);
              await page.done();
            }
          } finally {
            await own.stop();
          }
        }
      });

      test(`unread by number and by a dot, blocked, and the panel at work, ${lang}: no finding, and badges that can be read`, async () => {
        const own = await startDemo();
        try {
          for (const [count, shown] of [[7, "7"], [1234, "999+"], [0, "\u2022"]]) {
            await own.post("/_standin/subscription", { user: "alice", room: "general", unread: count, alert: true });
            const page = await open("/badges", lang, { url: own.space });
            await eventually(`the badge ${shown}`, () => page.evaluate((shown) => document.querySelector(".counts .badge").textContent === shown, shown));
            await sound(page, shown);
            for (const badge of [".counts .badge", "nav .badge"]) {
              const ratio = await page.evaluate(contrast, badge);
              assert.ok(ratio >= 4.5, `${badge} ${theme}: ${ratio}`);
            }
            await page.done();
          }
          await faults(own, { refuse: true });
          await realtime(own, { close: true });
          const page = await open("/badges", lang, { url: own.space });
          await eventually("the badge", () => page.evaluate(() => document.querySelector(".counts .badge").textContent === "\u2022"));
          await sound(page, "blocked");
          await page.done();
          await faults(own, {});
          const chat = await open("/chat", lang, { url: own.space });
          await inState(chat, "online");
          for (const button of ["[data-do=forge]", "[data-do=diagnose]"]) await chat.evaluate((button) => document.querySelector(button).click(), button);
          await eventually("a refused line", () => chat.evaluate(() => document.querySelector("#log .refused") !== null));
          const panel = () => chat.evaluate(() => ["#state", "#log .refused b", "#standing"].map((selector) => document.querySelector(selector).textContent));
          await eventually("the panel in the page's language", async () => {
            const said = await panel();
            return PANEL[lang].every((words, at) => said[at].startsWith(words));
          });
          await sound(chat, "panel");
          await chat.done();
        } finally {
          await own.stop();
        }
      });
    }

    test("nothing moves by itself for those who asked for that", async () => {
      const setup = await servePackage();
      for (const [path, url] of [["/chat", demo.space], ["/badges", demo.space], ["/setup/", setup.origin]]) {
        const page = path === "/setup/" ? await context.open(undefined, { width: 1280 }) : await open(path, "en", { url });
        if (path === "/setup/") {
          if (context.name === "chromium") await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: theme === "dark" ? "reduce" : "no-preference" }]);
          await page.goto(url + path, { waitUntil: "load" });
        }
        const reduced = await page.evaluate(() => matchMedia("(prefers-reduced-motion: reduce)").matches);
        assert.equal(reduced, theme === "dark");
        const found = await page.evaluate(moving);
        // The set-up page glides to its parts for everybody else, so this sees what moves.
        assert.deepEqual(found, reduced || path !== "/setup/" ? [] : ["html#"], path);
        await page.done();
      }
      await setup.close();
    });
  }, { preferences });
}

const WORDS = {
  en: {
    loading: "The chat is loading\u2026", title: "Chat: projet-alpha", retry: "Try again", member: "You are not a member of this chat, or no longer signed in.",
    failed: "You could not be logged in to the chat.", person: "Zo\u00e9 has no profile page here.", unread: ["1 unread message", "7 unread messages", "New activity in the chat"],
  },
  fr: {
    loading: "La discussion se charge\u2026", title: "Discussion : projet-alpha", retry: "R\u00e9essayer", member: "Vous n\u2019\u00eates pas membre de cette discussion, ou plus identifi\u00e9.",
    failed: "La connexion \u00e0 la discussion a \u00e9chou\u00e9.", person: "Zo\u00e9 n\u2019a pas de page de profil ici.", unread: ["1 message non lu", "7 messages non lus", "Du nouveau dans la discussion"],
  },
};

forEachBrowser("By ear and by keyboard", (context) => {
  for (const lang of LANGUAGES) {
    test(`what a screen reader is told of the counts, ${lang}`, async () => {
      const demo = await startDemo();
      try {
        const page = await tab(context, demo, { more: null });
        await counting(page, { server: demo.chat, login: { url: "/chat-login" }, lang });
        await live(page);
        for (const [at, [count, alert]] of [[1, true], [7, true], [0, true]].entries()) {
          await demo.post("/_standin/subscription", { user: "alice", room: "general", unread: count, alert });
          await eventually(WORDS[lang].unread[at], async () => {
            await page.evaluate(() => window.elapse(2_000));
            return page.evaluate((words) => document.querySelector(".gantry-live[role=status]")?.textContent === words, WORDS[lang].unread[at]);
          });
        }
        const shown = await page.evaluate(() => document.querySelector(".gantry-live").getBoundingClientRect().width);
        assert.ok(shown <= 1, "heard and not seen");
        await page.close();
      } finally {
        await demo.stop();
      }
    });

    test(`what is told of the chat's state, with another try by keyboard alone, ${lang}`, async () => {
      const demo = await startDemo();
      try {
        const page = await tab(context, demo, { more: null, member: "nobody" });
        const said = () => page.evaluate(() => {
          const line = document.querySelector("#chat [role=status]");
          return { text: line.querySelector("span").checkVisibility() && line.querySelector("span").textContent, retry: line.querySelector("button").checkVisibility() && line.querySelector("button").textContent };
        });
        const until = (text) => eventually(text, async () => (await said()).text === text);
        await dock(page, options(demo, { lang, lazy: false, profile: { people: {} } }));
        await until(WORDS[lang].member);
        assert.equal((await said()).retry, WORDS[lang].retry);
        assert.equal(await page.evaluate(() => document.querySelector("#chat iframe").title), WORDS[lang].title);
        await become(page, "alice");
        await eventually("the button to have the focus, by Tab alone", async () => {
          await page.keyboard.press("Tab");
          return page.evaluate(() => document.activeElement === document.querySelector("#chat button"));
        });
        assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "none", "the focus can be seen");
        await page.keyboard.press("Enter");
        await untilState(page, "online");
        const frame = page.frames().find((frame) => frame.url().startsWith(demo.chat));
        await frame.evaluate((target) => parent.postMessage({ evtname: "user-card-click", username: "Zo\u00e9", id: null }, target), demo.space);
        await until(WORDS[lang].person);
        await page.close();
      } finally {
        await demo.stop();
      }
    });
  }

  test("each thing that can be used is reached by Tab, in its order, and its focus can be seen", async () => {
    const demo = await startDemo();
    try {
      for (const path of ["/members/", "/badges", "/server"]) {
        const page = await context.open(demo.space + path, { width: 1280 });
        if (path === "/badges") await eventually("the counts", () => page.evaluate(() => /realtime|temps réel/.test(document.querySelector("[data-standing=source]").textContent)));
        const all = await page.evaluate(() => {
          window.reachable = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, [tabindex='0']")].filter((element) => element.checkVisibility() && !element.disabled);
          return window.reachable.length;
        });
        assert.ok(all > 5);
        for (let at = 0; at < all; at += 1) {
          await page.keyboard.press("Tab");
          const seen = await page.evaluate(() => {
            const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
            return { at: window.reachable.indexOf(document.activeElement), outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 };
          });
          assert.deepEqual(seen, { at, outlined: true }, path);
        }
        await page.done();
      }
      const page = await context.open(`${demo.space}/members/`, { width: 1280 });
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await eventually("the skip link to lead to the content", () => page.evaluate(() => document.activeElement.id === "content"));
      await eventually("the French button to have the focus", async () => {
        await page.keyboard.press("Tab");
        return page.evaluate(() => document.activeElement.value === "fr");
      });
      await page.keyboard.press("Enter");
      await eventually("the page in French", () => page.evaluate(() => document.documentElement.lang === "fr"));
      await page.done();
    } finally {
      await demo.stop();
    }
  });

  test("the dot on the page's icon can be told from what is around it", async () => {
    const demo = await startDemo();
    try {
      await unread(demo, "general", 3);
      const page = await tab(context, demo);
      const pixels = await eventually("the dot", () =>
        page.evaluate(async () => {
          const link = document.querySelector("link[rel~=icon]");
          if (!link.href.startsWith("data:image/png")) return null;
          const image = new Image();
          image.src = link.href;
          await image.decode();
          const canvas = Object.assign(document.createElement("canvas"), { width: 32, height: 32 });
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const at = (x, y) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3);
          return { dot: at(22, 22), ring: at(22, 13) };
        }),
      );
      const light = (parts) => parts.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
      const [dot, ring] = [light(pixels.dot), light(pixels.ring)];
      assert.ok((ring + 0.05) / (dot + 0.05) >= 3, JSON.stringify(pixels));
      await page.close();
    } finally {
      await demo.stop();
    }
  });
});
