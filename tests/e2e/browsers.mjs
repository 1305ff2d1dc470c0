// The two browsers that Gantry is tested in, started the same way for every suite.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, afterEach, before, describe } from "node:test";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const screenshots = join(root, "target", "screenshots");

/** How long a browser may take for one step. Generous: it says "this hangs", never "this is slow". */
export const PATIENCE = 60_000;

const CANDIDATES = {
  chromium: [
    process.env.CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  firefox: [
    process.env.FIREFOX,
    "/usr/bin/firefox-esr",
    "/usr/bin/firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
  ],
};

export const BROWSERS = Object.keys(CANDIDATES);

function executable(name) {
  const found = CANDIDATES[name].find((path) => path && existsSync(path));
  assert.ok(found, `no ${name} found: set ${name.toUpperCase()} to its path`);
  return found;
}

// A browser at rest asks its maker for many things; here it must neither need a network nor spend time on it.
const CHROMIUM_ARGUMENTS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-dev-shm-usage",
  "--disable-extensions",
  "--disable-features=MediaRouter,OptimizationHints,Translate",
  "--disable-sync",
  "--mute-audio",
  "--no-first-run",
];

const FIREFOX_PREFERENCES = {
  "app.normandy.enabled": false,
  "browser.region.update.enabled": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.getAddons.cache.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "toolkit.telemetry.server": "",
};

/** Starts `chromium` or `firefox`; further arguments are Chromium's, preferences Firefox's. */
export async function launch(name, further = [], preferences = {}) {
  const shared = { headless: true, executablePath: executable(name), timeout: 2 * PATIENCE, protocolTimeout: 4 * PATIENCE };
  if (name === "firefox") {
    return puppeteer.launch({ ...shared, browser: "firefox", extraPrefsFirefox: { ...FIREFOX_PREFERENCES, ...preferences } });
  }
  // Chromium's own sandbox refuses to work for root.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return puppeteer.launch({ ...shared, browser: "chrome", args: [...CHROMIUM_ARGUMENTS, ...sandbox, ...further] });
}

/**
 * Describes the same behaviour once per browser. `body` gets a context whose `browser` is there as soon as a test runs
 * and whose `open` gives a page with cookies and storage of its own. `further` and `preferences` are those of `launch`.
 */
export function forEachBrowser(title, body, { further, preferences } = {}) {
  for (const name of BROWSERS) {
    describe(`${title}, in ${name}`, () => {
      const opened = new Set();
      const context = {
        name,
        browser: undefined,
        /** Opens a page apart from all others. `page.done()` ends it, and so does the end of the test. */
        async open(url, { prepare, ...viewport } = {}) {
          const apart = await context.browser.createBrowserContext();
          opened.add(apart);
          const page = await apart.newPage();
          page.setDefaultTimeout(PATIENCE);
          page.errors = [];
          page.on("pageerror", (error) => page.errors.push(String(error?.message ?? error)));
          page.done = () => {
            opened.delete(apart);
            return apart.close();
          };
          if (viewport.width) await page.setViewport({ height: 800, ...viewport });
          for (const script of [prepare ?? []].flat()) await page.evaluateOnNewDocument(script);
          if (url) await page.goto(url, { waitUntil: "load" });
          return page;
        },
      };
      before(async () => {
        context.browser = await launch(name, further, preferences);
      });
      // A page that a failed test left would go on talking to the servers of the next.
      afterEach(async () => {
        const left = [...opened];
        opened.clear();
        await Promise.all(left.map((apart) => apart.close()));
      });
      after(async () => {
        await context.browser?.close();
      });
      body(context);
    });
  }
}

/** Waits until `probe` gives something true and returns it; `what` names it in the error. */
export async function eventually(what, probe, patience = PATIENCE) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      last = await probe();
      if (last) return last;
    } catch (error) {
      // A page that navigates away takes its answer with it.
      last = error;
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${patience} ms; last seen: ${last?.message ?? last}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The frame whose address starts with `start`, as soon as its document is there. */
export function frameAt(page, start) {
  return eventually(`a frame at ${start}`, () => page.frames().find((frame) => frame.url().startsWith(start)));
}

/**
 * Gives the focus to an element of a docked frame, or to what makes it reachable by keyboard. That may come a moment
 * after the element itself, by the bundle's script. Two processes must agree before a key goes there: the frame's, and
 * the page's, which hears of it later.
 */
export function focusInFrame(page, frame, selector) {
  return eventually(`${selector} to have the focus`, async () => {
    const focused = await frame.evaluate((selector) => {
      const ways = "a[href], button, [tabindex]";
      const element = document.querySelector(selector);
      const target = element?.closest(ways) ?? element?.querySelector(ways);
      if (document.activeElement !== target) target?.focus();
      return !!target && document.activeElement === target && document.hasFocus();
    }, selector);
    return focused && page.evaluate(() => document.activeElement?.localName === "iframe");
  });
}

/** Leaves a picture in target/screenshots. */
export async function screenshot(page, name) {
  mkdirSync(screenshots, { recursive: true });
  const path = join(screenshots, `${name.replace(/[^\w.-]+/g, "-")}.png`);
  await page.screenshot({ path });
  return path;
}

/** The file of the command line, as `cargo build` leaves it. */
export function commandLine() {
  const file = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug", "gantry");
  assert.ok(existsSync(file), `${file} is missing: run cargo build`);
  return file;
}

/** Fails early, and says why, when the package has not been built. */
export function needPackage() {
  const file = join(root, "www", "pkg", "gantry_wasm_bg.wasm");
  assert.ok(existsSync(file), `${file} is missing: run make companion`);
  return dirname(file);
}

/** CPU time in milliseconds that a process of this machine has used, all threads together; Linux only. */
export function cpuMilliseconds(pid) {
  const tasks = execFileSync("sh", ["-c", `cat /proc/${Number(pid)}/task/*/schedstat`], { encoding: "utf8" });
  return tasks
    .trim()
    .split("\n")
    .reduce((sum, line) => sum + Number(line.split(" ")[0]) / 1e6, 0);
}
