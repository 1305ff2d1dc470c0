// A frame with a given DOM and the generated bundle in it, served as Rocket.Chat serves them, inside a page of another
// origin that writes down what it is told.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandLine, root } from "./browsers.mjs";

async function listen(handler) {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

/** Runs `gantry bundle` on a configuration and reads what it has made. */
export function makeBundle({ server, origins, more = "" }) {
  const folder = mkdtempSync(join(tmpdir(), "gantry-bundle-"));
  try {
    const config = join(folder, "gantry.toml");
    writeFileSync(config, `version = 1\nserver = "${server}"\norigins = ${JSON.stringify(origins)}\n${more}`);
    execFileSync(commandLine(), ["bundle", "--config", config, "--out", folder], { stdio: "pipe" });
    const text = (name) => readFileSync(join(folder, name), "utf8");
    const { stamp } = JSON.parse(text("gantry.json"));
    return { script: text("custom-script.js"), css: text("custom.css"), checklist: text("checklist.md"), json: text("gantry.json"), stamp };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const captured = (name) => readFileSync(join(root, "tests", "fixtures", "6.5.3", `dom-6.5.3-${name}.html`), "utf8");

const PAGE = `<!doctype html><meta charset=utf-8><title>page</title><script>
window.received = [];
addEventListener("message", (event) => {
  if (event.source === document.querySelector("iframe")?.contentWindow) received.push({ origin: event.origin, data: event.data });
});
window.say = (message) => document.querySelector("iframe").contentWindow.postMessage(message, new URL(document.querySelector("iframe").src).origin);
</script><body></body>`;

// What a click does in Rocket.Chat itself is a listener further in; it writes down what reaches it.
const FRAME = (body) => `<!doctype html><meta charset=utf-8><title>frame</title>
<style>/* Rocket.Chat's own style sheet is not here: without it nothing may lie on top of something else. */
:not(svg, svg *) { position: static !important; overflow: visible !important; height: auto !important; transform: none !important }
img, .rcx-avatar__element { display: inline-block; min-width: 20px; min-height: 20px }</style>
<script src="/scripts.js"></script><body>${body}<script>
window.reached = [];
for (const name of ["click", "auxclick", "keydown"]) document.body.addEventListener(name, (event) => {
  if (name !== "keydown" || /^( |Enter)$/.test(event.key)) reached.push(name);
});
localStorage.setItem("Meteor.userId", "SWnKNZdL4xE9B7DCx");
for (const name of ["Logged_Out", "Logged_In", "Logged_In"]) dispatchEvent(new CustomEvent("Custom_Script_" + name));
window.booted = true;
</script></body>`;

/** Starts a chat server with `pages` (path to DOM), two allowed page origins and one that is not. */
export async function startFrame(pages, more) {
  let bundle;
  const chat = await listen((request, response) => {
    const { pathname } = new URL(request.url, "http://local.invalid");
    if (pathname === "/scripts.js") {
      const slot = (name, text) => `window.addEventListener("Custom_Script_${name}", function() {\n${text}\n})\n\n`;
      response.writeHead(200, { "content-type": "application/javascript; charset=UTF-8" });
      return response.end(slot("Logged_Out", bundle.script) + slot("Logged_In", bundle.script) + slot("On_Logout", "//Add your script"));
    }
    const body = pages[pathname.slice(1)];
    if (body === undefined) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(FRAME(body));
  });
  const page = () => listen((request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(PAGE);
  });
  const [main, second, stranger] = await Promise.all([page(), page(), page()]);
  bundle = makeBundle({ server: chat.origin, origins: [main.origin, second.origin], more });
  return {
    bundle,
    chat: chat.origin,
    main: main.origin,
    second: second.origin,
    stranger: stranger.origin,
    stop() {
      for (const { server } of [chat, main, second, stranger]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
