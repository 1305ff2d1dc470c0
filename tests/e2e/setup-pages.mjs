// The set-up page as it is served: from a plain static server below a path, under headers of a strict site.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { eventually, needPackage } from "./browsers.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Every policy that a strict site could send besides: only its own files, no markup from texts. */
export const STRICT = [
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src *; frame-src *",
  "require-trusted-types-for 'script'; trusted-types 'none'",
].join("; ");

/**
 * Serves the package below `path`, as any static server would: a folder gives its index.html. `unknown` lists what was
 * asked for and is not there.
 */
export async function servePackage({ path = "/", headers = {}, types = TYPES, port = 0, host = "127.0.0.1" } = {}) {
  const folder = needPackage();
  const unknown = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://local.invalid");
    const inside = pathname.startsWith(path) ? normalize(pathname.slice(path.length)) : "..";
    const file = inside === "." || inside.endsWith("/") ? join(inside, "index.html") : inside;
    try {
      if (file.startsWith("..")) throw new Error("outside");
      const body = readFileSync(join(folder, file));
      const type = types[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "cache-control": "no-store", ...headers }).end(body);
    } catch {
      unknown.push(pathname);
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(port, host === "localhost" ? undefined : host, resolve));
  const origin = `http://${host}:${server.address().port}`;
  return {
    origin,
    setup: `${origin}${path}setup/`,
    unknown,
    close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}

/** Redirects every request to the same path at `target`. */
export async function redirectTo(target) {
  const server = createServer((request, response) => response.writeHead(302, { location: target() + request.url }).end());
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}

/** The fragment of a state. */
export const state = (fields) => `#${new URLSearchParams(fields)}`;

/** Keeps what is copied and what is downloaded, where a test can see it. */
export function keep() {
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.refused.push(`${event.effectiveDirective} ${event.blockedURI}`),
  );
  window.saved = {};
  const blobs = new Map();
  const made = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    const url = made.call(URL, blob);
    blobs.set(url, blob);
    return url;
  };
  HTMLAnchorElement.prototype.click = function () {
    blobs.get(this.href).text().then((text) => (window.saved[this.download] = text));
  };
  window.copied = null;
  Object.defineProperty(navigator, "clipboard", {
    configurable: true,
    value: { writeText: async (text) => void (window.copied = text) },
  });
}

/** Waits until the page has started and says what it thinks of its state. */
export async function untilStarted(page) {
  await page.waitForSelector("#form:not([hidden])");
  return page;
}

export const ready = (page) =>
  eventually("something to be made", () => page.evaluate(() => !document.querySelector("#made").hidden));

/** What is said of a field: `[severity, text]`. */
export const said = (page, field) =>
  page.evaluate(
    (field) =>
      [...document.querySelectorAll(`#${field}-said li`)].map((line) => [line.className.split(" ").pop(), line.textContent]),
    field,
  );

/** Types into a field, in place of what is there. */
export async function type(page, field, text) {
  await page.focus(`#${field}`);
  await page.evaluate((field) => document.querySelector(`#${field}`).select(), field);
  await page.keyboard.press("Backspace");
  await page.type(`#${field}`, text);
}

/** The text of a file as the page shows it. */
export const fileText = (page, name) =>
  page.evaluate((name) => document.querySelector(`[data-file="${name}"] pre`).textContent, name);

/** What the trial has found: `[severity, code]`. */
export const verdicts = (page) =>
  page.evaluate(() => [...document.querySelectorAll("#verdicts li")].map((line) => `${line.className} ${line.dataset.code}`));
