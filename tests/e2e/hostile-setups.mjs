// T50 to T59: what page authors and configuration say, the script in Rocket.Chat, and the set-up page.
import assert from "node:assert/strict";
import { Script } from "node:vm";
import { eventually, frameAt } from "./browsers.mjs";
import { captured, makeBundle, startFrame } from "./bundle-frame.mjs";
import { diagnosis, state } from "./harness.mjs";
import { attempt } from "./hostile-stage.mjs";
import { startLiar } from "./liar.mjs";
import { startDemo } from "./servers.mjs";
import { STRICT, servePackage, state as fragment, untilStarted } from "./setup-pages.mjs";

const SERVERS = ["null", "*", "https://*.example.org", "/^https/", "", "javascript:alert(1)", "data:text/html,x", "file:///etc", "chat.example.org", "//chat.example.org"];
const ROOMS = ["../admin", "group/..", "group/a/b", "admin/users", "https://elsewhere.example/", "//elsewhere.example", "javascript:window.hurt=true", "", "group/", "group/\u2028/../x"];

const failed = (id, what, options) =>
  attempt(id, `${what.slice(0, 40)} in place of ${Object.keys(options)[0]}`, async (stage) => {
    const page = await stage.page();
    await page.evaluate(async (server, options) => {
      const { mount, watch } = await import("/gantry/gantry.js");
      const given = { server, room: "group/a", login: async () => null, ...options };
      window.chat = await mount("#chat", given);
      window.badges = options.room === undefined ? await watch(given) : null;
    }, stage.chat, options);
    assert.equal(await state(page), "failed");
    assert.equal((await diagnosis(page)).reason, "options");
    assert.equal(await page.evaluate(() => document.querySelectorAll("iframe").length), 0);
    if (options.room === undefined) assert.equal(await page.evaluate(() => window.badges.status.reason), "options");
  });

const DOM = { room: captured("room"), plain: "<p>nothing</p>" };
const NAME = ".rcx-message-header__name";

/** The bundle in a chat that a page of `who` shows, and what that page is told. */
async function shown(stage, who, { into = "page", path = "room", referrerPolicy = "" } = {}) {
  const frames = await startFrame(DOM);
  stage.keep({ close: () => frames.stop() });
  const page = await stage.page(`${frames[who]}/`);
  const url = `${frames.chat}/${path}`;
  await page.evaluate((src, referrerPolicy) => document.body.append(Object.assign(document.createElement("iframe"), { src, referrerPolicy, width: 1000, height: 900 })), url, referrerPolicy);
  const frame = await frameAt(page, url);
  await eventually("the frame", () => frame.evaluate(() => window.booted === true));
  const target = frames[who];
  /** Everything that the page was told, by the time that it is told "the end". */
  const all = async () => {
    await frame.evaluate((target) => window.parent.postMessage("the end", target), target);
    return eventually("the end", () => page.evaluate(() => window.received.at(-1)?.data === "the end" && window.received.splice(0).slice(0, -1).map(({ data }) => data)));
  };
  return { frames, page, frame, all, into };
}
const hello = { gantry: { v: 1, kind: "hello", nonce: "abc" } };
const click = async (frame) => {
  const name = await frame.$(NAME);
  await name.evaluate((it) => it.scrollIntoView({ block: "center" }));
  await name.click();
};

const setup = (title, fields, look) =>
  attempt("T58", title, async (stage) => {
    const server = stage.keep(await servePackage({ headers: { "content-security-policy": STRICT } }));
    const page = await stage.page(server.setup + fragment({ lang: "en", ...fields }));
    await untilStarted(page);
    assert.equal(await page.evaluate(() => document.querySelectorAll("iframe, form img, #made img, object, embed").length), 0);
    await look(page, server);
  });
const MARKUP = "\"'><img src=x onerror=window.hurt=true><script>window.hurt=true</script>";
const said = (page, field) => page.evaluate((field) => document.querySelector(`#${field}-said`).textContent, field);

export const setups = [
  ...SERVERS.map((server) => failed("T50", server || "nothing", { server })),
  ...ROOMS.map((room) => failed("T51", room || "nothing", { room })),
  attempt("T51", "data-gantry-room of a page whose markup is somebody's", async (stage) => {
    const demo = await startDemo();
    stage.keep({ close: () => demo.stop() });
    const page = await stage.page(`${demo.space}/members/`);
    const states = await page.evaluate(async (rooms) => {
      for (const room of rooms) {
        const place = document.createElement("div");
        place.dataset.gantryRoom = room;
        document.querySelector("main").prepend(place);
      }
      const { chats } = await import("/gantry/auto.js");
      return (await chats).map((chat) => [chat.state, chat.diagnose().reason]);
    }, ROOMS);
    assert.deepEqual(states, ROOMS.map(() => ["failed", "options"]));
    assert.equal(await page.evaluate(() => document.querySelectorAll("iframe").length), 0);
  }),
  attempt("T52", "a policy without unsafe-inline and unsafe-eval, and Trusted Types", async (stage) => {
    const policy = [
      `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; connect-src 'self' ${stage.chat}; frame-src ${stage.chat}; img-src 'self' data:`,
      "require-trusted-types-for 'script'; trusted-types 'none'",
    ].join("; ");
    const space = await stage.serve({ otherwise: "host.html", headers: { "content-security-policy": policy } });
    const docked = await stage.docked(stage.chat, { page: await stage.page(`${space.origin}/`) });
    await stage.honest(docked);
  }),
  attempt("T53", "texts of gantry.toml that would break out of script or style sheet", async () => {
    const texts = ["</script><script>window.hurt=true</script>", "*/ window.hurt=true; /*", "'); window.hurt=true; ('", '"+window.hurt+"', "\u2028window.hurt=true\u2029", "${window.hurt=true}", "\\u0022;"];
    let made = 0;
    for (const text of texts) {
      const more = `[bundle]\navatar_radius = ${JSON.stringify(text)}\nhide = [${JSON.stringify(text)}]\n`;
      const profile = `[profile]\nurl = ${JSON.stringify(`/members/{username}?x=${text}`)}\n`;
      for (const options of [more, profile]) {
        try {
          const { script, css, json } = makeBundle({ server: "https://chat.example.org", origins: ["https://projects.example.org"], more: options });
          made += 1;
          new Script(script);
          assert.match(script, /^[\x00-\x7f]*$/);
          assert.doesNotMatch(json, /[<>&\u2028\u2029]/);
          for (const bad of ["</script", "hurt=true"]) assert.ok(!script.includes(bad) && !css.includes(bad), `${bad} of ${text}`);
        } catch (error) {
          assert.ok(error.status > 0, String(error));
        }
      }
    }
    assert.ok(makeBundle({ server: "https://chat.example.org", origins: ["https://projects.example.org"] }).script.length > 1_000, "the same with honest texts is made");
    assert.ok(made > 0, "some of them are no more than an odd address");
  }),
  attempt("T54", "another site shows the chat in a frame and listens for clicks on people", async (stage) => {
    const honest = await shown(stage, "main");
    await click(honest.frame);
    await eventually("the click, where it belongs", async () => (await honest.all()).some(({ username }) => username === "bob"));
    const { frame, all } = await shown(stage, "stranger");
    await click(frame);
    assert.deepEqual(await all(), []);
  }),
  attempt("T55", "another site says hello to the script, to learn who is logged in", async (stage) => {
    const honest = await shown(stage, "main");
    await honest.page.evaluate((message) => window.say(message), hello);
    await eventually("the answer, where it belongs", async () => (await honest.all()).some(({ gantry }) => gantry?.userId));
    // Without a referrer, some browsers hide the page's origin from the frame, which then hears whoever speaks.
    for (const referrerPolicy of ["", "no-referrer"]) {
      const { page, frame, all } = await shown(stage, "stranger", { referrerPolicy });
      await frame.evaluate(() => addEventListener("message", ({ data }) => (window.last = data)));
      await page.evaluate((message) => (window.say(message), window.say("over")), hello);
      await eventually("the hello to be heard", () => frame.evaluate(() => window.last === "over"));
      assert.deepEqual(await all(), []);
    }
  }),
  ...["of another site", "of a page that may show the chat"].map((whose, index) =>
    attempt("T56", `a frame inside the chat, ${whose}, says hello to the script`, async (stage) => {
      const { frames, page, frame, all } = await shown(stage, "main");
      const url = index === 0 ? `${(await stage.serve({ otherwise: "frame.html" })).origin}/inner` : `${frames.main}/inner`;
      await frame.evaluate((src) => document.body.append(Object.assign(document.createElement("iframe"), { src })), url);
      const inner = await frameAt(page, url);
      await frame.evaluate(() => addEventListener("message", ({ data }) => (window.last = data)));
      await inner.evaluate((message) => {
        window.heard = [];
        addEventListener("message", ({ data }) => window.heard.push(data));
        window.parent.postMessage(message, "*");
        window.parent.postMessage("over", "*");
      }, hello);
      await eventually("the hello to be heard", () => frame.evaluate(() => window.last === "over"));
      await frame.evaluate(() => window.frames[0].postMessage("the end", "*"));
      await eventually("the end", () => inner.evaluate(() => window.heard.at(-1) === "the end"));
      assert.deepEqual(await inner.evaluate(() => window.heard), ["the end"]);
      assert.deepEqual(await all(), [], "nor is the page told in its place");
    }),
  ),
  attempt("T57", "another site shows the chat at all, behind a proxy with the bundle's line", async (stage) => {
    const { origin } = await stage.serve();
    const stranger = await stage.serve();
    const { checklist } = makeBundle({ server: "https://chat.example.org", origins: [origin] });
    const [, policy] = /`Content-Security-Policy: (.*?)`/.exec(checklist);
    const chat = await stage.serve({ otherwise: "frame.html", headers: { "content-security-policy": policy } });
    for (const [space, wanted] of [[origin, true], [stranger.origin, false]]) {
      const page = await stage.page(`${space}/`);
      await page.evaluate(async (server) => {
        const { mount } = await import("/gantry/gantry.js");
        const loaded = new Promise((resolve) => addEventListener("load", ({ target }) => target.localName === "iframe" && resolve(), true));
        window.chat = await mount("#chat", { server, room: "group/a" });
        // A browser that refuses to show a frame loads a page of its own in its place, or nothing.
        await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 3_000))]);
      }, chat.origin);
      const inside = () => page.frames().find((frame) => frame.parentFrame())?.evaluate(() => typeof window.say).catch(() => undefined);
      if (wanted) await eventually("the chat", async () => (await inside()) === "function");
      else assert.notEqual(await inside(), "function");
    }
  }),
  setup("markup in every field of the fragment", { server: MARKUP, origins: MARKUP, url: MARKUP, radius: MARKUP, version: MARKUP, room: MARKUP, preset: MARKUP, hide: MARKUP, login: MARKUP }, async (page) => {
    assert.notEqual(await said(page, "server"), "");
    assert.equal(await page.evaluate(() => document.querySelector("#server").value), MARKUP, "the letters themselves");
  }),
  setup("a script as the server", { server: "javascript:window.hurt=true", origins: "https://projects.example.org" }, async (page) => {
    assert.notEqual(await said(page, "server"), "");
    assert.equal(await page.evaluate(() => document.querySelector("#made").hidden), true);
  }),
  setup("patterns as origins", { server: "https://chat.example.org", origins: "*" }, async (page) => {
    assert.notEqual(await said(page, "origins"), "");
    assert.equal(await page.evaluate(() => document.querySelector("#made").hidden), true);
  }),
  setup("keys that every object has, and a language that is none", { __proto__: null, constructor: "x", toString: "y", lang: "<b>", server: "https://chat.example.org", origins: "https://projects.example.org" }, async (page) => {
    await eventually("something to be made", () => page.evaluate(() => !document.querySelector("#made").hidden));
    assert.match(await page.evaluate(() => document.documentElement.lang), /^(en|fr)$/);
  }),
  attempt("T58", "a server whose version and messages are markup, in the tester", async (stage) => {
    const liar = stage.keep(await startLiar());
    liar.rest["/api/info"] = (_, response) => liar.json(response, { version: MARKUP.slice(0, 39), success: true });
    const server = stage.keep(await servePackage({ headers: { "content-security-policy": STRICT } }));
    const page = await stage.page(server.setup + fragment({ lang: "en", server: liar.origin, origins: server.origin }));
    await untilStarted(page);
    await page.evaluate(() => document.querySelector("#try-form button[type=submit]").click());
    const frame = await frameAt(page, liar.origin);
    await eventually("the frame's script", () => frame.evaluate(() => typeof window.say === "function"));
    const text = () => page.evaluate(() => document.querySelector("#verdicts").textContent);
    await eventually("the person's name in letters", async () => {
      await frame.evaluate((target, name) => {
        window.say({ eventName: `<img src=x onerror=window.hurt=1>`, data: 7 }, target);
        window.say({ evtname: "user-card-click", username: name, id: null }, target);
      }, server.origin, MARKUP);
      return (await text()).includes(MARKUP);
    });
    assert.equal(await page.evaluate(() => document.querySelectorAll("#verdicts img, #verdicts script").length), 0);
  }),
  attempt("T59", "a link that shows a server in a frame by itself", async (stage) => {
    const liar = stage.keep(await startLiar());
    const server = stage.keep(await servePackage());
    const page = await stage.page(server.setup + fragment({ lang: "en", server: liar.origin, origins: server.origin, try: "1", "with-login": "on" }));
    await untilStarted(page);
    await eventually("something to be made", () => page.evaluate(() => !document.querySelector("#made").hidden));
    assert.deepEqual(liar.seen, [], "the server was asked nothing");
    await page.evaluate(() => document.querySelector("#try-form button[type=submit]").click());
    await eventually("it to be asked when the member wants it", () => liar.seen.length > 0);
  }),
];
