// T40 to T49: the login, the token, the realtime connection and the other tabs.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { eventually } from "./browsers.mjs";
import { diagnosis, state } from "./harness.mjs";
import { attempt } from "./hostile-stage.mjs";
import { ALICE, TOKEN, subscription } from "./liar.mjs";

const counts = (page, wanted) =>
  eventually(`a count of ${wanted}`, () => page.evaluate((wanted) => window.badges.unread.total === wanted, wanted));
const realtime = (page) => eventually("the realtime", () => page.evaluate(() => window.badges.status.source === "realtime"));
const reason = (page, wanted) =>
  eventually(wanted, () => page.evaluate((wanted) => window.badges.status.reason === wanted, wanted));

/** A chat that is online, with counts by the realtime too. */
async function online(stage) {
  const liar = await stage.liar();
  const docked = await stage.docked(liar.origin, { login: true, watch: true });
  await stage.play(docked, ALICE, ({ state }) => state === "online");
  await eventually("the realtime", async () => (await diagnosis(docked.page)).counts?.source === "realtime");
  return { ...docked, liar };
}

/** The site of `space`, but for its login: that leads to the same at another origin. */
async function siteThatLeads(space, elsewhere) {
  const site = { led: 0 };
  const server = createServer(async (request, response) => {
    if (request.url === "/chat-login") {
      site.led += 1;
      return response.writeHead(307, { location: elsewhere + request.url }).end();
    }
    const answer = await fetch(space + request.url);
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" }).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(site, {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  });
}

/** What the page's login may not answer, and what is told of it. */
const answered = (title, source, wanted) =>
  attempt("T45", `the login answers with ${title}`, async (stage) => {
    const liar = await stage.liar();
    const page = await stage.page();
    await page.evaluate(`window.answer = async () => (${source}); void 0;`);
    await page.evaluate(async (server) => {
      const { mount, watch } = await import("/gantry/gantry.js");
      window.chat = await mount("#chat", { server, room: "group/a", login: window.answer, watch: false });
      window.badges = await watch({ server, login: window.answer });
    }, liar.origin);
    const frame = await stage.frame(page, liar.origin);
    await eventually("its script", () => frame.evaluate(() => typeof window.say === "function"));
    const { say, heard } = stage.speaker(page, frame);
    await say({ eventName: "startup", data: true });
    await say({ eventName: "Custom_Script_Logged_Out" });
    await eventually("the chat to have failed", async () => (await state(page)) === "failed");
    assert.equal((await diagnosis(page)).reason, wanted);
    await reason(page, wanted);
    assert.ok(!(await heard()).some(({ externalCommand }) => externalCommand === "login-with-token"), "nothing is sent to the chat");
    assert.deepEqual(liar.told.filter(({ method }) => method === "login"), []);
  });

/** Says over the socket what changes nothing; an honest word behind it is heard. */
const unheard = (id, title, make) =>
  attempt(id, title, async (stage) => {
    const liar = await stage.liar();
    const page = await stage.watching(liar.origin, { notifications: true });
    await realtime(page);
    await counts(page, 3);
    const said = make(liar);
    liar.say(...said);
    liar.say(liar.stream("subscriptions-changed", "updated", subscription("general", 4)));
    await counts(page, 7);
    assert.deepEqual(await page.evaluate(() => window.badges.unread.rooms.map(({ id }) => id).sort()), ["general", "projet-alpha"]);
    assert.deepEqual(await page.evaluate(() => window.notified), []);
    assert.equal(await page.evaluate(() => window.badges.diagnose().user), ALICE);
  });

/** Another page of the site says this on the channel between tabs, many times and in many shapes. */
const channelled = (title, make, after) =>
  attempt("T49", title, async (stage) => {
    const liar = await stage.liar();
    const page = await stage.watching(liar.origin);
    await realtime(page);
    await counts(page, 3);
    await page.evaluate(
      async (name, source, alice) => {
        const liar = new BroadcastChannel(name);
        for (const message of new Function("alice", `return (${source})(alice)`)(alice)) liar.postMessage(message);
        // Each window hears them in their order.
        const ear = new BroadcastChannel(name);
        const heard = new Promise((resolve) => (ear.onmessage = ({ data }) => data === "the end" && resolve()));
        liar.postMessage("the end");
        await heard;
        liar.close();
        ear.close();
      },
      `gantry ${liar.origin}`, String(make), ALICE,
    );
    await after?.({ page, liar });
    liar.rooms = [subscription("projet-alpha", 3), subscription("general", 5)];
    liar.say(liar.stream("subscriptions-changed", "updated", liar.rooms[1]));
    await counts(page, 8);
    assert.equal(await page.evaluate(() => window.badges.diagnose().user), ALICE);
    const sight = await stage.inSight(page);
    assert.ok(!sight.includes(TOKEN));
    assert.deepEqual(liar.seen.filter(({ url }) => !/^\/api\/v1\/subscriptions\.get|^\/websocket/.test(url)), []);
  });

export const login = [
  attempt("T40", "a script looks for the token in all that Gantry gives to the page", async (stage) => {
    const docked = await online(stage);
    const { page } = docked;
    assert.ok((await docked.heard()).some(({ token }) => token === TOKEN), "the token has come to the frame");
    assert.ok(docked.liar.told.some(({ method, params }) => method === "login" && params[0].resume === TOKEN), "and to the socket");
    const found = await page.evaluate(async (token) => {
      const paths = [];
      const seen = new Set();
      const look = (thing, path) => {
        if (typeof thing === "string" && thing.includes(token)) paths.push(path);
        if ((typeof thing !== "object" && typeof thing !== "function") || thing === null || seen.has(thing) || path.length > 12) return;
        seen.add(thing);
        for (const key of Reflect.ownKeys(thing)) {
          try {
            look(thing[key], [...path, String(key)]);
          } catch {}
        }
        look(Object.getPrototypeOf(thing), [...path, "prototype"]);
      };
      look(window.chat, ["chat"]);
      look(window.chat.diagnose(), ["diagnose"]);
      look(await import("/gantry/gantry.js"), ["module"]);
      look(window.told, ["told"]);
      look(document.querySelector("#chat"), ["element"]);
      return paths.map((path) => path.join("."));
    }, TOKEN);
    assert.deepEqual(found, []);
  }),
  attempt("T40", "a login that fails is told without what it answered", async (stage) => {
    const liar = await stage.liar();
    const page = await stage.page();
    await page.evaluate(async (server, token) => {
      const { watch } = await import("/gantry/gantry.js");
      window.badges = await watch({ server, login: async () => ({ token, userId: "" }) });
    }, liar.origin, TOKEN);
    await reason(page, "token-missing");
    assert.ok(!(await stage.inSight(page)).includes(TOKEN));
  }),
  attempt("T41", "the token is looked for in addresses, markup, storage, cookies, the history and the console", async (stage) => {
    const docked = await online(stage);
    const sight = await stage.inSight(docked.page);
    assert.ok(sight.includes("projet-alpha"), "there is something to see");
    assert.ok(!sight.includes(TOKEN));
    const kept = await docked.page.evaluate(async () => [await indexedDB.databases(), await caches.keys()]);
    assert.deepEqual(kept, [[], []], "nothing is kept where it can be found later");
    // What leaves for the server has it in a header and in no address.
    const carried = docked.liar.seen.filter((one) => JSON.stringify(one).includes(TOKEN));
    assert.ok(carried.length > 0);
    for (const { url, headers } of carried) {
      assert.ok(!url.includes(TOKEN));
      assert.deepEqual(Object.keys(headers).filter((name) => headers[name].includes(TOKEN)), ["x-auth-token"]);
    }
  }),
  attempt("T41", "the page's own address, which a chat could learn from the referrer", async (stage) => {
    const liar = await stage.liar();
    await stage.docked(liar.origin, { page: await stage.page(`${stage.space}/secret/path?token=${TOKEN}`) });
    const referrers = liar.seen.map(({ headers }) => headers.referer).filter(Boolean);
    assert.ok(referrers.includes(`${stage.space}/`), referrers.join());
    assert.ok(referrers.every((referrer) => !referrer.includes("secret")));
  }),
  attempt("T42", "another tab of the site listens on the channel between tabs", async (stage) => {
    const liar = await stage.liar();
    const page = await stage.page();
    const spy = await page.browserContext().newPage();
    await spy.goto(`${stage.space}/`, { waitUntil: "load" });
    await spy.evaluate((name) => {
      window.spied = [];
      new BroadcastChannel(name).onmessage = ({ data }) => window.spied.push(JSON.stringify(data));
    }, `gantry ${liar.origin}`);
    await stage.watching(liar.origin, { page });
    await realtime(page);
    const other = await page.browserContext().newPage();
    await other.goto(`${stage.space}/`, { waitUntil: "load" });
    other.home = `${stage.space}/`;
    await stage.watching(liar.origin, { page: other });
    await eventually("the other tab to know", () => other.evaluate(() => window.badges.unread.total === 3));
    const spied = await eventually("counts on the channel", () => spy.evaluate(() => window.spied.some((said) => said.includes("projet-alpha")) && window.spied));
    assert.ok(!spied.join("\n").includes(TOKEN));
    assert.equal(await other.evaluate(() => window.logins), 1, "each tab asks the page's login itself");
  }),
  attempt("T43", "the server sends the call for the counts, which carries the token, to another host", async (stage) => {
    const thief = await stage.thief();
    const liar = await stage.liar({ socket: { "subscriptions/get": () => [] } });
    liar.lead("/api/v1/subscriptions.get", thief.origin);
    const page = await stage.watching(liar.origin);
    await eventually("the call to be refused", () => liar.seen.some(({ url, headers }) => url.startsWith("/api/v1/subscriptions.get") && headers["x-auth-token"] === TOKEN));
    await eventually("the realtime to be asked instead", () => liar.told.some(({ method }) => method === "subscriptions/get"));
    assert.equal(thief.has(TOKEN), false);
    assert.deepEqual(thief.seen, [], "nothing has come there at all");
    assert.equal(await page.evaluate(() => window.badges.unread.total), 0);
    liar.rest = {};
  }),
  ...["names another origin", "is led to another origin by the site itself"].map((title, index) =>
    attempt("T44", `the address of the login ${title}`, async (stage) => {
      const thief = await stage.thief();
      const liar = await stage.liar();
      thief.rest["/chat-login"] = (_, response) => thief.json(response, { token: "tH1ef", userId: "mAll0ry" });
      const site = stage.keep(await siteThatLeads(stage.space, thief.origin));
      const page = await stage.page(`${site.origin}/`);
      const url = index === 0 ? `${thief.origin}/chat-login` : "/chat-login";
      await page.evaluate(async (server, url) => {
        document.cookie = "session=of-the-page";
        const { mount, watch } = await import("/gantry/gantry.js");
        window.chat = await mount("#chat", { server, room: "group/a", login: { url }, watch: false });
        window.badges = await watch({ server, login: { url } });
      }, liar.origin, url);
      await reason(page, "login-unavailable");
      assert.deepEqual(thief.seen, []);
      assert.deepEqual(liar.told.filter(({ method }) => method === "login"), []);
      assert.equal(site.led > 0, index === 1, "the site itself was asked, where it is the one that leads away");
    }),
  ),
  answered("nothing", "undefined", "token-missing"),
  answered("a text", JSON.stringify(TOKEN), "token-missing"),
  answered("an empty token", `{ token: "  ", userId: "${ALICE}" }`, "token-missing"),
  answered("a token that is an object", `{ token: { toString: () => "${TOKEN}" }, userId: "${ALICE}" }`, "token-missing"),
  answered("a page of HTML", "(await fetch('/login-page', { method: 'POST' })).json()", "login-unavailable"),
  attempt("T46", "the member has left, and the chat's session is still there", async (stage) => {
    const page = await stage.page();
    await page.evaluate(async (server) => {
      const { mount } = await import("/gantry/gantry.js");
      window.chat = await mount("#chat", { server, room: "group/a", login: async () => null, watch: false });
    }, stage.chat);
    const frame = await stage.frame(page, stage.chat);
    await eventually("its script", () => frame.evaluate(() => typeof window.say === "function"));
    const docked = stage.speaker(page, frame);
    await docked.say({ eventName: "startup", data: true });
    await docked.say({ eventName: "Custom_Script_Logged_In" });
    await eventually("the chat to have failed", async () => (await diagnosis(page)).reason === "not-a-member");
    await eventually("the log-out", async () => (await docked.heard()).some(({ externalCommand }) => externalCommand === "logout"));
    assert.ok(!(await docked.heard()).some(({ externalCommand }) => externalCommand === "login-with-token"));
  }),
  attempt("T47", "the realtime says that it is logged in as somebody else", async (stage) => {
    const liar = await stage.liar();
    liar.socket.login = ({ id }) => [{ msg: "result", id, result: { id: "mAll0ry", token: "another" } }];
    const page = await stage.watching(liar.origin);
    await reason(page, "resume-refused");
    assert.equal(await page.evaluate(() => window.logins), 2);
    assert.equal(await page.evaluate(() => window.badges.unread.total), 0);
    liar.socket = {};
    await page.evaluate(() => window.badges.retry());
    await counts(page, 3);
  }),
  unheard("T47", "a stream brings what is of somebody else", (liar) => [
    { ...liar.stream("x"), fields: { eventName: "mAll0ry/subscriptions-changed", args: ["updated", subscription("evil", 50)] } },
    { ...liar.stream("x"), fields: { eventName: "mAll0ry/notification", args: [{ title: "x", text: "y", payload: { _id: "m1", rid: "r" } }] } },
    { ...liar.stream("x"), fields: { eventName: "mAll0ry/force_logout", args: [] } },
    { ...liar.stream("subscriptions-changed", "updated", subscription("evil", 50)), collection: "stream-notify-room" },
    { msg: "result", id: "login", result: { id: "mAll0ry", token: "x" } },
  ]),
  unheard("T48", "frames of the socket that are none", () => [
    "", "{", "null", "7", "[]", "\"ping\"", "{}", "{\"msg\":7}", "{\"msg\":{}}", "{\"msg\":\"__proto__\"}", "{\"__proto__\":{\"polluted\":1},\"msg\":\"changed\"}",
    `{"msg":"${"x".repeat(1_000_000)}"}`, "[".repeat(20_000) + "]".repeat(20_000), { msg: "nosub", id: "nobody" }, { msg: "ready", subs: Array(5_000).fill("x") },
  ]),
  unheard("T48", "changes of odd shape", (liar) => [
    ...[undefined, null, 7, "updated", [], {}, [null], ["updated"], ["updated", null], ["updated", "x"], ["updated", []], ["updated", {}]].map((args) =>
      ({ ...liar.stream("x"), fields: { eventName: `${ALICE}/subscriptions-changed`, args } })),
    liar.stream("subscriptions-changed", "updated", subscription("", 5)),
    liar.stream("subscriptions-changed", "updated", { ...subscription("evil", 5), rid: 7 }),
    liar.stream("subscriptions-changed", "updated", { ...subscription("evil", 5), _id: null, rid: null }),
    liar.stream("subscriptions-changed", "removed", { _id: "__proto__" }),
    ...[-1, 0.5, 2 ** 31, "9", {}, []].map((unread) => liar.stream("subscriptions-changed", "updated", subscription("projet-alpha", 0, { unread, alert: true }))),
    liar.stream("notification"), liar.stream("notification", null), liar.stream("notification", { payload: null }), liar.stream("notification", "x"),
  ]),
  attempt("T48", "an answer by REST of odd shape, and then an endless one", async (stage) => {
    const liar = await stage.liar();
    const answers = [null, 7, "x", [], {}, { update: null }, { update: {} }, { update: "x" }, { success: true, update: [null, 7, "x", [], { rid: null }], remove: [null, 7, {}] }];
    for (const answer of [...answers, undefined]) {
      liar.rest["/api/v1/subscriptions.get"] = (request, response) => {
        if (request.method === "OPTIONS") return liar.json(response, {});
        liar.asked = true;
        if (answer === undefined) return liar.json(response, { update: Array.from({ length: 60_000 }, (_, at) => subscription(`room-${at}`, 1)), remove: Array(60_000).fill({ _id: "x" }) });
        return liar.json(response, answer);
      };
      liar.asked = false;
      const page = await stage.watching(liar.origin);
      await eventually("the question", () => liar.asked);
      if (answer === undefined) await eventually("as many rooms as anybody has", () => page.evaluate(() => window.badges.unread.rooms.length === 20_000));
      else {
        liar.say(liar.stream("subscriptions-changed", "updated", subscription("projet-alpha", 1)));
        assert.ok((await page.evaluate(() => window.badges.unread.total)) <= 3);
      }
      await stage.whole();
      await page.evaluate(() => window.badges.destroy());
    }
  }),
  channelled("another page says what is no message at all", (alice) => [
    undefined, null, true, 7, "text", {}, [], [[]], [null], [{}], ["__proto__"], new Map([[0, 1]]), new Date(0), new Error("x"), { length: 3 }, Array(500_000).fill(1), [alice], [-1], [NaN, Infinity],
    [2 ** 53, alice], [1, alice], [1, alice, {}, {}, {}, {}, {}], { __proto__: null, 0: 1 },
  ]),
  channelled("another page says counts that are made up, as if it led", (alice) => [
    [1, alice, "liar", 1, 1, 1, 9e15, 1, "sub-evil", "evil", "evil", "evil", "p", 900, 1, 9e15],
    [1, alice, "liar", 1, 1, 1, 9e15, 5_000_000],
    [1, alice, "liar", 1, 1, 1, 9e15, -1, -1, -1],
    [1, "mAll0ry", "liar", 1, 1, 1, 9e15, 1, "sub-evil", "evil", "evil", "evil", "p", 900, 1, 9e15],
  ], async ({ page }) => assert.equal(await page.evaluate(() => window.badges.unread.total), 3, "who has the connection believes nobody")),
  channelled("another page says that somebody else is logged in, or nobody", (alice) => [[2, "mAll0ry"], [2, { id: alice }], [2], [2, 0]], async ({ page }) => {
    // That is its right, as any page of the site may log the member out; only the login says who is there.
    await eventually("nothing to be counted, or the member", () => page.evaluate(() => [0, 3].includes(window.badges.unread.total)));
    await page.evaluate(() => window.badges.retry());
    await realtime(page);
    await counts(page, 3);
  }),
  channelled("another page asks for everything over and over, and says all was told", (alice) => [
    ...Array.from({ length: 300 }, (_, at) => [0, alice, `tab-${at}`, "nobody", "room", at, 1]), ...Array.from({ length: 300 }, (_, at) => [3, `m${at}`]),
  ]),
];
