// The packages in real browsers: pages that load the unpacked npm package, and the demo of the program alone.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { eventually, forEachBrowser, root } from "../e2e/browsers.mjs";
import { startDemo } from "../e2e/servers.mjs";

const packages = join(root, "target", "packages");
const [, version] = /^version = "(.+)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"));
const sizes = JSON.parse(readFileSync(join(packages, "sizes.json"), "utf8"));

let folder;
let npm;
let unpacked;
let carried;
let pages;

const untilOnline = (page) =>
  eventually("the chat to be online", () =>
    page.evaluate(() => document.querySelector("[data-gantry-room]")?.dataset.gantryState === "online"),
  );

/** The demo of the packaged program, in an empty folder (as root: in an empty root); its project space's address. */
async function demoOf(program) {
  const alone = process.getuid() === 0;
  const place = join(folder, "alone");
  mkdirSync(place);
  execFileSync("cp", [program, join(place, "gantry")]);
  const args = ["demo", "--quiet", "--port", "0", "--chat-port", "0"];
  const child = alone ? spawn("chroot", [place, "/gantry", ...args]) : spawn(join(place, "gantry"), args, { cwd: place });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
  await eventually("the demo to start", () => {
    if (child.exitCode !== null) throw new Error(output);
    return output.includes("Ctrl-C");
  });
  const [, space] = /^Project space\s+(http:\S+?)\/?$/m.exec(output);
  return { space, stop: () => new Promise((resolve) => child.once("close", resolve).kill("SIGINT")) };
}

/** Serves the unpacked package under /gantry/, and pages whose import map asks for these bytes. */
async function integrityPages() {
  const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };
  const [, recipe] = /^```html\n([^]*?)^```$/m.exec(readFileSync(join(npm, "SIZES.md"), "utf8"));
  const page = (wrong) => {
    const text = wrong ? recipe.replace(sizes[wrong].integrity, `sha384-${"A".repeat(64)}`) : recipe;
    assert.equal(text === recipe, !wrong);
    return `<!doctype html><meta charset="utf-8"><title>Integrity</title>\n${text}<div id="chat"></div>`;
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://local.invalid");
    if (!pathname.startsWith("/gantry/")) {
      return response.writeHead(200, { "content-type": "text/html" }).end(page(searchParams.get("wrong")));
    }
    const name = pathname.slice("/gantry/".length);
    if (!(name in sizes)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "text/plain" }).end(readFileSync(join(npm, name)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "gantry-packages-"));
  execFileSync("tar", ["-xzf", join(packages, `gantry-dock-gantry-${version}.tgz`), "-C", folder]);
  npm = join(folder, "package");
  unpacked = await startDemo({ folder: npm });
  carried = await demoOf(join(packages, "container", "gantry"));
  pages = await integrityPages();
});
after(async () => {
  await Promise.all([unpacked?.stop(), carried?.stop()]);
  pages?.close();
  rmSync(folder, { recursive: true, force: true });
});

forEachBrowser("The packages", (browser) => {
  test("a page loads the unpacked npm package and docks a chat", async () => {
    const page = await browser.open(`${unpacked.space}/simple`);
    await untilOnline(page);
    assert.equal(await page.evaluate(async () => (await import("/gantry/gantry.js")).version()), version);
    assert.deepEqual(page.errors, []);
  });

  test("the program alone shows the demo", async () => {
    const page = await browser.open(`${carried.space}/simple`);
    await untilOnline(page);
    assert.equal(await page.evaluate(async () => (await import("/gantry/gantry.js")).version()), version);
    assert.deepEqual(page.errors, []);
  });

  test("the program alone shows the set-up page", async () => {
    const page = await browser.open(`${carried.space}/gantry/setup`);
    await page.waitForSelector("#form:not([hidden])");
    assert.equal(await page.evaluate(() => location.pathname), "/gantry/setup/");
    assert.equal(await page.evaluate(() => document.querySelector("#gantry-version").textContent), version);
    assert.deepEqual(page.errors, []);
  });

  test("a page may ask for exactly these bytes, and gets no others", async () => {
    const ask = async (query) => {
      const page = await browser.open(`${pages.origin}/${query}`);
      return page.evaluate(async () => {
        try {
          const [{ version }, findings] = [await import("/gantry/gantry.js"), await import("/gantry/findings.js")];
          return [await version(), Object.keys(findings.default).length > 10];
        } catch (error) {
          return error.name;
        }
      });
    };
    assert.deepEqual(await ask(""), [version, true]);
    assert.equal(await ask("?wrong=gantry.js"), "TypeError");
    assert.equal(await ask("?wrong=findings.js"), "TypeError");
    const refused = async (query) => {
      const page = await browser.open(undefined, { prepare: () => addEventListener("error", ({ target }) => (window.refused = target.src), true) });
      await page.goto(`${pages.origin}/${query}`, { waitUntil: "load" });
      return page.evaluate(() => window.refused ?? null);
    };
    assert.equal(await refused(""), null);
    assert.equal(await refused("?wrong=auto.js"), `${pages.origin}/gantry/auto.js`);
  });
});
