// A Rocket.Chat that does as a test tells it: honest by itself, in its frame, over REST and over the socket, and a liar
// wherever a test puts something else in place.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import { root } from "./browsers.mjs";

export const ALICE = "aL1ceMartin7xQ2bR";
/** As long as Rocket.Chat's, and nowhere else in the world. */
export const TOKEN = "tHeT0kenThatN0b0dyElseMaySee_4qWz8KpLm2XcV";

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "x-auth-token, x-user-id, x-requested-with, content-type",
  "access-control-allow-methods": "GET, POST, OPTIONS",
};

/** A subscription as Rocket.Chat writes it. */
export const subscription = (rid, unread, more = {}) => ({
  _id: `sub-${rid}`, rid, name: rid, fname: rid, t: "p", unread, alert: unread > 0, open: true,
  _updatedAt: { $date: Date.now() }, ...more,
});

const file = (name) => readFileSync(join(root, "tests", "e2e", "pages", name));

/**
 * Starts it. `rest` maps the end of a path to `(request, response)`; `socket` maps what a client says (`connect`, `login`,
 * `sub`, `subscriptions/get`) to the answers. `seen` has every request with its headers and body, `told` what came over
 * sockets. `port` is a free one, or that of one that was closed.
 */
export async function startLiar({ rest = {}, socket = {}, port = 0 } = {}) {
  const liar = { rest, socket, seen: [], told: [], rooms: [subscription("projet-alpha", 3)] };
  const json = (response, answer, status = 200) =>
    response.writeHead(status, { ...CORS, "content-type": "application/json" }).end(JSON.stringify(answer));
  const honest = {
    "/frame.js": (_, response) => response.writeHead(200, { "content-type": "text/javascript" }).end(file("frame.js")),
    "/api/v1/subscriptions.get": (_, response) => json(response, { success: true, update: liar.rooms, remove: [] }),
    "/api/v1/users.info": (_, response) => json(response, { success: true, user: { username: "bob" } }),
    "/api/info": (_, response) => json(response, { success: true, version: "6.5.3" }),
    "/api/v1/settings.public": (_, response) => json(response, { success: true, settings: [] }),
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://local.invalid");
    const entry = { method: request.method, url: request.url, headers: request.headers, body: "" };
    liar.seen.push(entry);
    request.on("data", (bytes) => (entry.body += bytes));
    const special = liar.rest[pathname];
    if (special) return special(request, response);
    if (request.method === "OPTIONS") return response.writeHead(204, CORS).end();
    const answer = honest[pathname] ?? (pathname.startsWith("/pages/") ? honest["/frame.js"] : undefined);
    if (answer) return answer(request, response);
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(file("frame.html"));
  });
  const sockets = new WebSocketServer({ server, path: "/websocket" });
  sockets.on("connection", (client) => {
    client.on("message", (bytes) => {
      const said = JSON.parse(String(bytes));
      liar.told.push(said);
      const what = said.msg === "method" ? said.method : said.msg;
      const answers = liar.socket[what]?.(said) ?? {
        connect: () => [{ msg: "connected", session: "session1" }],
        login: () => [{ msg: "result", id: said.id, result: { id: ALICE, token: TOKEN, tokenExpires: { $date: 2e12 } } }],
        sub: () => [{ msg: "ready", subs: [said.id] }],
        "subscriptions/get": () => [{ msg: "result", id: said.id, result: liar.rooms }],
        ping: () => [{ msg: "pong" }],
      }[what]?.() ?? [];
      for (const answer of answers) client.send(typeof answer === "string" ? answer : JSON.stringify(answer));
    });
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return Object.assign(liar, {
    origin: `http://127.0.0.1:${server.address().port}`,
    port: server.address().port,
    json,
    /** Sends every call of this path, once it may be made at all, to another host. */
    lead(path, elsewhere) {
      liar.rest[path] = (request, response) =>
        request.method === "OPTIONS"
          ? response.writeHead(204, CORS).end()
          : response.writeHead(307, { ...CORS, location: elsewhere + request.url }).end();
    },
    /** Says it over every open socket. */
    say: (...said) => {
      for (const client of sockets.clients) {
        for (const one of said) client.send(typeof one === "string" ? one : JSON.stringify(one));
      }
    },
    /** What a member's stream brings. */
    stream: (event, ...args) => ({
      msg: "changed", collection: "stream-notify-user", id: "id", fields: { eventName: `${ALICE}/${event}`, args },
    }),
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.close(resolve);
        server.closeAllConnections();
      }),
  });
}

/** A host that would take what is not meant for it: any call is welcome there, with any header. */
export async function startThief() {
  const thief = await startLiar();
  return Object.assign(thief, {
    /** Whether the text has come here, in whatever form. */
    has: (text) => JSON.stringify([thief.seen, thief.told]).includes(text),
  });
}
