// What the browsers talk to: the real demo as a child process, or plain static pages where a test plays the chat itself.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { PATIENCE, commandLine, needPackage, root } from "./browsers.mjs";

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
// A run that is broken off leaves no demo behind. Ending by `exit` also lets puppeteer take its browsers along.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

/**
 * Starts `gantry demo` on free ports, without its talkers. Gives the addresses without their last slash:
 * `space`, `chat` and, if asked for, `second`; `post(path, body)` speaks to the stand-in's control surface. `folder`
 * is served under `/gantry/` in place of the package.
 */
export async function startDemo({ release, second = false, folder = needPackage(), more = [] } = {}) {
  const args = ["demo", "--quiet", "--port", "0", "--chat-port", "0", "--package", folder, ...more];
  if (release) args.push("--rocket-chat-version", release);
  if (second) args.push("--second-port", "0");
  const child = spawn(commandLine(), args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let output = "";
  const ended = new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal })));
  let stopped = false;
  // Else all that follows would only tell of refused connections.
  ended.then((how) => stopped || console.error(`the demo ended by itself: ${JSON.stringify(how)}\n${output}`));
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (output += text));

  const address = (label) => new RegExp(`^${label}\\s+(http://\\S+?)/?(?:\\s|$)`, "m").exec(output)?.[1];
  const end = Date.now() + PATIENCE;
  while (!output.includes("Ctrl-C")) {
    assert.ok(child.exitCode === null && Date.now() < end, `the demo did not start:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const demo = {
    space: address("Project space"),
    chat: address("Rocket.Chat"),
    second: address("Second space"),
    output: () => output,
    async stop() {
      stopped = true;
      child.kill("SIGINT");
      const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
      const how = await ended;
      clearTimeout(late);
      running.delete(child);
      return how;
    },
    async post(path, body) {
      const answer = await fetch(`${demo.chat}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      assert.ok(answer.ok, `POST ${path} ${JSON.stringify(body)}: ${answer.status} ${await answer.clone().text()}`);
      const text = await answer.text();
      return text ? JSON.parse(text) : undefined;
    },
    async get(path) {
      const answer = await fetch(`${demo.chat}${path}`);
      assert.ok(answer.ok, `GET ${path}: ${answer.status}`);
      return answer.json();
    },
  };
  assert.ok(demo.space && demo.chat && (!second || demo.second), `no addresses in the demo's output:\n${output}`);
  return demo;
}

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
};

const FOLDERS = { gantry: "www/pkg", bench: "benches", peers: "target/peers", pages: "tests/e2e/pages" };

/**
 * Serves static files on an origin of its own: `/gantry/*` is the package, `/bench/*` the benches, `/peers/*` what those have
 * built, `/pages/*` the test pages; every other path gives `otherwise`, a file of the test pages. `headers` are added to every answer.
 */
export async function serveFiles({ otherwise = "host.html", host = "127.0.0.1", headers = {}, brotli = false } = {}) {
  const compressed = new Map();
  const seen = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://local.invalid");
    seen.push(request.url);
    const [, folder, file] = /^\/(gantry|bench|peers|pages)\/([\w.-]+)$/.exec(pathname) ?? [];
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    const path = folder ? join(root, FOLDERS[folder], file) : join(root, FOLDERS.pages, otherwise);
    let body;
    try {
      body = readFileSync(path);
    } catch {
      return response.writeHead(404).end();
    }
    const more = { "content-type": TYPES[extname(path)] ?? "application/octet-stream", ...headers };
    if (brotli && /\bbr\b/.test(request.headers["accept-encoding"] ?? "")) {
      if (!compressed.has(path)) compressed.set(path, brotliCompressSync(body));
      body = compressed.get(path);
      more["content-encoding"] = "br";
    }
    response.writeHead(200, { ...more, "content-length": body.length, "cache-control": "no-store" }).end(body);
  });
  // All of the loopback, so that one server answers as 127.0.0.1 and as localhost: two sites, not only two origins.
  await new Promise((resolve) => server.listen(0, host === "localhost" ? undefined : host, resolve));
  return {
    origin: `http://${host}:${server.address().port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
