// Whatever a window says, the page stays whole: real messages of real frames, judged one by one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, forEachBrowser, frameAt } from "./browsers.mjs";
import { chatFrame, diagnosis, dock, servePair, untilAnswered, untilJudged } from "./harness.mjs";
import { hostileRows } from "./rows.mjs";
import { serveFiles } from "./servers.mjs";

forEachBrowser("Messages from outside", (context) => {
  let servers;
  before(async () => {
    servers = await servePair();
  });
  after(() => servers?.close());

  async function docked(more = {}) {
    const page = await context.open(servers.space);
    await dock(page, { server: servers.chat, room: "group/projet-alpha", profile: { url: "/members/{username}" }, ...more });
    // Where a click leads is looked at, not gone to, unless a test says otherwise.
    await page.evaluate(() => {
      window.stay = true;
    });
    const frame = await chatFrame(page, servers.chat);
    const say = (message) => frame.evaluate((message, page) => window.say(message, page), message, servers.space);
    return { page, frame, say };
  }

  test("each is accepted, or refused for the right reason, and nothing is thrown into the page", async () => {
    const { page, frame } = await docked();
    const titles = await frame.evaluate(`
      window.rows = (${hostileRows})();
      window.rows.map(([title, , verdict, note]) => ({ title, verdict, note }));
    `);
    for (const [index, { title, verdict, note }] of titles.entries()) {
      if (note === "not cloneable") continue;
      const before = await diagnosis(page);
      await frame.evaluate((index, page) => window.say(window.rows[index][1], page), index, servers.space);
      const now = await untilJudged(page, before);
      const reasons = Object.keys(now.refused).filter((reason) => now.refused[reason] > before.refused[reason]);
      assert.deepEqual(reasons, verdict === "accepted" ? [] : [verdict], title);
      assert.equal(now.accepted - before.accepted, verdict === "accepted" ? 1 : 0, title);
    }
    assert.ok(titles.length > 100, `${titles.length} rows`);
    assert.deepEqual(page.errors, []);
    await page.done();
  });

  test("the page's own window is not the frame", async () => {
    const { page } = await docked();
    const before = await diagnosis(page);
    await page.evaluate(() => window.postMessage({ eventName: "unread-changed", data: 7 }, location.origin));
    const now = await untilJudged(page, before);
    assert.equal(now.refused.window, before.refused.window + 1);
    assert.equal(await page.evaluate(() => window.chat.unread.total), 0);
    await page.done();
  });

  test("another frame of the chat's own origin is not the frame", async () => {
    const { page } = await docked();
    await page.evaluate((chat) => {
      const other = document.createElement("iframe");
      other.src = `${chat}/other`;
      document.body.append(other);
    }, servers.chat);
    const other = await frameAt(page, `${servers.chat}/other`);
    await eventually("its script", () => other.evaluate(() => typeof window.say === "function"));
    const before = await diagnosis(page);
    await other.evaluate((page) => window.say({ eventName: "unread-changed", data: 7 }, page), servers.space);
    const now = await untilJudged(page, before);
    assert.equal(now.refused.window, before.refused.window + 1);
    assert.equal(await page.evaluate(() => window.chat.unread.total), 0);
    await page.done();
  });

  test("the frame itself is refused while it shows another origin, and heard again afterwards", async () => {
    const elsewhere = await serveFiles({ otherwise: "frame.html" });
    const { page, frame, say } = await docked();
    await say({ eventName: "unread-changed", data: 2 });
    await eventually("the count", () => page.evaluate(() => window.chat.unread.total === 2));

    await frame.evaluate((url) => window.location.assign(url), `${elsewhere.origin}/`);
    const stranger = await chatFrame(page, elsewhere.origin);
    const before = await diagnosis(page);
    await stranger.evaluate((page) => window.say({ eventName: "unread-changed", data: 7 }, page), servers.space);
    const now = await untilJudged(page, before);
    assert.equal(now.refused.origin, before.refused.origin + 1);
    assert.equal(await page.evaluate(() => window.chat.unread.total), 2);
    const heard = await stranger.evaluate(() => window.heard.map(({ data }) => JSON.stringify(data)));
    assert.deepEqual(heard, [], "nothing is sent to a stranger");

    await stranger.evaluate((url) => window.location.assign(url), `${servers.chat}/`);
    const again = await chatFrame(page, servers.chat);
    await again.evaluate((page) => window.say({ eventName: "unread-changed", data: 5 }, page), servers.space);
    await eventually("the new count", () => page.evaluate(() => window.chat.unread.total === 5));
    await page.done();
    await elsewhere.close();
  });

  test("text from outside stays text", async () => {
    const { page, say } = await docked();
    await page.evaluate(() => {
      const output = document.createElement("output");
      output.dataset.gantryUnread = "";
      document.body.append(output);
    });
    const name = "<img src=x onerror='window.hurt=true'>";
    await say({ eventName: "unread-changed-by-subscription", data: { rid: "r1", name, fname: name, unread: 1, alert: true } });
    await say({ evtname: "user-card-click", username: name, id: null });
    await eventually("the count", () => page.evaluate(() => window.chat.unread.total === 1));
    assert.equal(await page.evaluate(() => document.querySelector("img[onerror]") === null && window.hurt === undefined), true);
    await page.done();
  });

  test("a person leads to a page below the template, whatever the name, or nowhere", async () => {
    const { page, say } = await docked();
    const names = [
      "bob", "raf_utilisateur-local", "a/b", "..", ".", "%2e%2e", "%2F", "a?b=c#d", 'quo"te', "it's", "line\nfeed", "tab\t",
      "\u202eevil", "\u{1f680}", "\u00e9t\u00e9", "javascript:alert(1)", "//elsewhere.example", "\\\\elsewhere.example", "@user:server",
    ];
    for (const [index, name] of names.entries()) {
      await say({ evtname: "user-card-click", username: name, id: `message-${index}` });
      const url = await eventually(`an answer about ${JSON.stringify(name)}`, () =>
        page.evaluate((index) => window.told.person[index] && { is: window.told.person[index].url }, index),
      ).then(({ is }) => is);
      if (url === null) continue;
      const { origin, pathname, search, hash } = new URL(url, servers.space);
      assert.equal(origin, servers.space, name);
      assert.equal(`${search}${hash}`, "", name);
      const [, members, person, ...rest] = pathname.split("/");
      assert.deepEqual([members, decodeURIComponent(person ?? ""), rest], ["members", name, []], name);
    }
    await page.done();
  });

  for (const [title, url] of [
    ["a script", "javascript:window.hurt=true"],
    ["data", "data:text/html,<h1>hurt</h1>"],
    ["another origin", "https://elsewhere.example/bob"],
    ["another origin without a scheme", "//elsewhere.example/bob"],
    ["another origin behind backslashes", "\\\\elsewhere.example\\bob"],
    ["a login in the address", "http://bob:secret@127.0.0.1/"],
    ["a file", "file:///etc/hosts"],
    ["nothing", ""],
  ]) {
    test(`a people map that leads to ${title} leads nowhere, and says so`, async () => {
      const { page, say } = await docked({ profile: { people: { bob: url } } });
      await page.evaluate(() => {
        window.stay = false;
      });
      await say({ evtname: "user-card-click", username: "bob", id: null });
      await untilAnswered(page, "bob");
      assert.equal(page.url(), `${servers.space}/`);
      assert.equal(await page.evaluate(() => window.hurt), undefined);
      await page.done();
    });
  }

  for (const [title, resolve] of [
    ["throws", () => { throw new Error("no"); }],
    ["rejects", () => Promise.reject(new Error("no"))],
    ["never answers", () => new Promise(() => {})],
    ["answers with an object", () => ({ href: "/members/bob" })],
    ["answers with nothing", () => undefined],
  ]) {
    test(`a resolver that ${title} ends in a visible answer`, async () => {
      const page = await context.open(servers.space);
      await page.evaluate(`window.resolvePerson = ${resolve}; void 0;`);
      await page.evaluate(async (server) => {
        const { mount } = await import("/gantry/gantry.js");
        window.chat = await mount("#chat", { server, room: "group/a", profile: { resolve: window.resolvePerson } });
      }, servers.chat);
      const frame = await chatFrame(page, servers.chat);
      await frame.evaluate((page) => window.say({ evtname: "user-card-click", username: "bob", id: null }, page), servers.space);
      await untilAnswered(page, "bob");
      assert.equal(page.url(), `${servers.space}/`);
      assert.deepEqual(page.errors, []);
      await page.done();
    });
  }

  test("the same click twice within a moment counts once", async () => {
    const { page, frame } = await docked();
    // However slow this machine is, it is one moment.
    await page.evaluate(() => {
      const now = Date.now();
      Date.now = () => now;
    });
    await frame.evaluate((page) => {
      for (let times = 0; times < 5; times += 1) window.say({ evtname: "user-card-click", username: "bob", id: "m1" }, page);
      window.say({ evtname: "user-card-click", username: "chloe", id: "m2" }, page);
    }, servers.space);
    await eventually("both people", () => page.evaluate(() => window.told.person.length >= 2));
    assert.deepEqual(
      await page.evaluate(() => window.told.person.map(({ username }) => username)),
      ["bob", "chloe"],
    );
    await page.done();
  });

  for (const server of ["null", "*", "https://*.example.org", "/^https/", "", "javascript:alert(1)", "chat.example.org"]) {
    test(`"${server}" is no server, and mount says so without throwing elsewhere`, async () => {
      const page = await context.open(servers.space);
      const answer = await page.evaluate(async (server) => {
        const { mount } = await import("/gantry/gantry.js");
        try {
          const chat = await mount("#chat", { server, room: "group/projet-alpha" });
          return { state: chat.state, frames: document.querySelectorAll("iframe").length };
        } catch (error) {
          return { code: error.code, message: error.message, frames: document.querySelectorAll("iframe").length };
        }
      }, server);
      assert.ok(answer.state === "failed" || answer.code, JSON.stringify(answer));
      assert.equal(answer.frames, 0);
      assert.deepEqual(page.errors, []);
      await page.done();
    });
  }
});
