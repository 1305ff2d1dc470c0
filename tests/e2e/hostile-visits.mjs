// T27 to T34: where a click on a person leads.
import assert from "node:assert/strict";
import { eventually } from "./browsers.mjs";
import { state, untilAnswered } from "./harness.mjs";
import { TOKEN } from "./liar.mjs";
import { attempt } from "./hostile-stage.mjs";

const click = (username, more = {}) => ({ evtname: "user-card-click", username, id: `m-${username}`, ...more });

/** What the page is told about these people, by their names. */
async function told(docked, names) {
  for (const name of names) await docked.say(click(name));
  await docked.say(click("the-end"));
  await eventually("the last of them", () => docked.page.evaluate(() => window.told.person.some(({ username }) => username === "the-end")));
  return eventually("all of them", async () => {
    const people = await docked.page.evaluate(() => window.told.person);
    return names.every((name) => people.some(({ username }) => username === name)) && people;
  });
}

/** A page's own way to people that leads nowhere, and says so where the member sees it. */
const nowhere = (id, title, make, options) =>
  attempt(id, title, async (stage) => {
    const urls = make(stage);
    const docked = await stage.docked(stage.chat, { follow: true, ...options(urls) });
    for (const name of Object.keys(urls)) {
      await docked.say(click(name));
      await untilAnswered(docked.page, name);
      assert.equal(await docked.page.evaluate((name) => window.told.person.find(({ username }) => username === name).url, name), null, name);
    }
    assert.equal((await docked.page.browserContext().pages()).filter((page) => !page.url().startsWith("about:")).length, 1);
  });

const schemes = ({ space }) => ({
  // Browsers say of this one that it is of the page's own origin.
  own: `blob:${space}/1`,
  script: "javascript:window.hurt=true", spaced: " \tjava\nscript:window.hurt=true", data: "data:text/html,<script>1</script>", file: "file:///etc/hosts",
  blob: "blob:null/1", view: "view-source:http://127.0.0.1/", ftp: "ftp://127.0.0.1/", about: "about:blank",
});
const elsewhere = () => ({
  plain: "https://elsewhere.example/bob", bare: "//elsewhere.example/bob", back: "\\\\elsewhere.example\\bob", mixed: "/\\elsewhere.example/bob",
  port: "http://127.0.0.1:1/bob", name: "http://localhost/bob", scheme: "https://127.0.0.1/bob", longer: "http://127.0.0.1.elsewhere.example/bob",
});
/** On the page's own origin, where nothing else stands in the way. */
const logins = ({ space }) => ({ both: space.replace("//", "//bob:secret@"), user: space.replace("//", "//bob@"), empty: space.replace("//", "//:secret@") });
const byMap = (people) => ({ profile: { people } });

export const visits = [
  attempt("T27", "names that would lead out of the template", async (stage) => {
    const docked = await stage.docked(stage.chat);
    const names = [
      "a/b", "/a", "..", ".", "../admin", "..\\admin", "%2e%2e", "%2F", "a?b=c", "a#d", 'quo"te', "it's", "line\nfeed", "\r\nX: y", "tab\t", "nul\u0000",
      "javascript:window.hurt=true", "//elsewhere.example", "https://elsewhere.example/", "\\\\elsewhere.example", "@elsewhere.example", "a;b", "a&b", "{user_id}",
      "{username}", "$&", "${1}", "\u{1f680}",
    ];
    for (const { username, url } of await told(docked, names)) {
      if (url === null) {
        assert.ok([".", ".."].includes(username), `${username} is somebody`);
        continue;
      }
      const { origin, pathname, search, hash } = new URL(url, stage.space);
      assert.equal(origin, stage.space, username);
      assert.equal(search + hash, "", username);
      const [, members, person, ...rest] = pathname.split("/");
      assert.deepEqual([members, decodeURIComponent(person ?? ""), rest], ["members", username, []]);
    }
  }),
  attempt("T27", "rooms and user ids that would lead out of the template", async (stage) => {
    const docked = await stage.docked(stage.chat, { profile: { url: "/m/{user_id}?in={room}&of={username}" } });
    await docked.say({ evtname: "user-card-click", username: "x&in=evil#", id: null, gantry: { v: 1, userId: "../../admin?", room: "a&of=evil#b", trigger: "name" } });
    const { url } = await eventually("the visit", () => docked.page.evaluate(() => window.told.person[0]));
    const { origin, pathname, searchParams, hash } = new URL(url, stage.space);
    assert.deepEqual([origin, pathname, hash], [stage.space, "/m/..%2F..%2Fadmin%3F", ""]);
    assert.deepEqual([...searchParams], [["in", "a&of=evil#b"], ["of", "x&in=evil#"]]);
  }),
  nowhere("T28", "a map of people that names other schemes", schemes, byMap),
  attempt("T28", "a resolver that names other schemes", async (stage) => {
    await resolved(stage, schemes(stage));
  }),
  nowhere("T29", "a map of people that names other origins", elsewhere, byMap),
  attempt("T29", "a resolver that names other origins", async (stage) => {
    await resolved(stage, elsewhere(stage));
  }),
  nowhere("T29", "origins that only look like one that is allowed", () => ({
    longer: "https://people.example.org.elsewhere.example/bob", login: "https://people.example.org@elsewhere.example/bob", scheme: "http://people.example.org/bob",
    port: "https://people.example.org:8443/bob", sub: "https://x.people.example.org/bob",
  }), (people) => ({ profile: { people, allow: ["https://people.example.org"] } })),
  nowhere("T30", "addresses with a user name or password in them", logins, byMap),
  ...Object.entries({
    throws: "() => { throw new Error('no'); }", rejects: "() => Promise.reject(new Error('no'))", "answers with an object": "() => ({ href: '/members/bob', toString: () => '/members/bob' })",
    "answers with a list": "() => ['/members/bob']", "never answers": "() => new Promise(() => {})",
  }).map(([how, source]) =>
    attempt("T31", `a resolver that ${how}`, async (stage) => {
      const page = await stage.page();
      await page.evaluate(`window.resolvePerson = (person) => (window.asked = true, (${source})(person)); void 0;`);
      const docked = await withResolver(stage, page);
      await docked.say(click("bob"));
      await eventually("the resolver to be asked", () => page.evaluate(() => window.asked));
      if (how === "never answers") await page.evaluate(() => window.elapse(5_100));
      await untilAnswered(page, "bob");
      assert.equal(await page.evaluate(() => window.told.person[0].url), null);
    }),
  ),
  attempt("T32", "names that every object has, looked up in the map", async (stage) => {
    const names = ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "isPrototypeOf"];
    const docked = await stage.docked(stage.chat, { profile: { people: { bob: "/members/bob" } } });
    const people = await told(docked, [...names, "bob"]);
    for (const { username, url } of people) assert.equal(url, username === "bob" ? `${stage.space}/members/bob` : null, username);
  }),
  attempt("T32", "a map of people in JSON whose own key is __proto__", async (stage) => {
    const docked = await stage.docked(stage.chat, { profile: { people: `data:application/json,${encodeURIComponent('{"__proto__": {"mallory": "/members/root", "polluted": 1}, "bob": "/members/bob"}')}` } });
    const people = await told(docked, ["mallory", "__proto__", "bob"]);
    for (const { username, url } of people) assert.equal(url, username === "bob" ? `${stage.space}/members/bob` : null, username);
  }),
  attempt("T32", "names that a script on the page has given to every object", async (stage) => {
    const docked = await stage.docked(stage.chat, { profile: { people: { bob: "/members/bob" } } });
    await docked.page.evaluate(() => void Object.defineProperty(Object.prototype, "mallory", { value: "/members/root", configurable: true }));
    const people = await told(docked, ["mallory", "bob"]);
    await docked.page.evaluate(() => void delete Object.prototype.mallory);
    for (const { username, url } of people) assert.equal(url, username === "bob" ? `${stage.space}/members/bob` : null, username);
  }),
  attempt("T33", "the page that is visited in a new tab reaches back", async (stage) => {
    const docked = await stage.docked(stage.chat, { follow: true, profile: { url: "/members/{username}", newTab: true } });
    await docked.say(click("bob"));
    const tab = await eventually("the tab", async () =>
      (await docked.page.browserContext().pages()).find((page) => page.url() === `${stage.space}/members/bob`));
    assert.equal(await tab.evaluate(() => window.opener), null);
  }),
  ...Object.entries({
    "the host": ["https://{username}.example.org/", "template-host"],
    "the scheme": ["{username}://127.0.0.1/", "template-(scheme|host)"],
    "a script": ["javascript:open('{username}')", "template-scheme"],
  }).map(([where, [url, code]]) =>
    attempt("T34", `a template that puts a person's name into ${where}`, async (stage) => {
      const page = await stage.page();
      await page.evaluate(async (server, url) => {
        const { mount } = await import("/gantry/gantry.js");
        window.chat = await mount("#chat", { server, room: "group/a", profile: { url } });
      }, stage.chat, url);
      assert.equal(await state(page), "failed");
      const { problem, reason } = await page.evaluate(() => window.chat.diagnose());
      assert.equal(reason, "options");
      assert.match(problem, new RegExp(code));
      assert.equal(await page.evaluate(() => document.querySelectorAll("iframe").length), 0);
    }),
  ),
  attempt("T43", "the server sends the call for somebody's username, which carries the token, to another host", async (stage) => {
    const thief = await stage.thief();
    const liar = await stage.liar();
    const docked = await stage.docked(liar.origin, { login: true, profile: { url: "/members/{username}" } });
    const mention = (userId) => ({ evtname: "user-card-click", username: null, id: null, gantry: { v: 1, userId, trigger: "mention" } });
    await docked.say(mention("honest"));
    await eventually("the honest answer", () => docked.page.evaluate(() => window.told.person[0]?.url?.endsWith("/members/bob")));
    assert.ok(liar.seen.some(({ headers }) => headers["x-auth-token"] === TOKEN), "the token went where it belongs");
    liar.lead("/api/v1/users.info", thief.origin);
    await docked.say(mention("another"));
    await eventually("an answer", () => docked.page.evaluate(() => window.told.person.length === 2));
    assert.equal(await docked.page.evaluate(() => window.told.person[1].url), null);
    assert.equal(thief.has(TOKEN), false);
    assert.deepEqual(thief.seen, [], "nothing has come there at all");
  }),
];

async function withResolver(stage, page) {
  await page.evaluate(async (server) => {
    const { mount } = await import("/gantry/gantry.js");
    window.told = { person: [] };
    window.chat = await mount("#chat", { server, room: "group/a", profile: { resolve: window.resolvePerson } });
    window.chat.on("person", ({ username, url }) => window.told.person.push({ username, url }));
  }, stage.chat);
  const frame = await stage.frame(page, stage.chat);
  await eventually("its script", () => frame.evaluate(() => typeof window.say === "function"));
  await eventually("the chat to have begun", async () => (await state(page)) !== "idle");
  return stage.speaker(page, frame);
}

/** What a resolver answers, for each of these people; it leads nowhere. */
async function resolved(stage, urls) {
  const page = await stage.page();
  await page.evaluate((urls) => void (window.resolvePerson = ({ username }) => urls[username]), urls);
  const docked = await withResolver(stage, page);
  for (const name of Object.keys(urls)) {
    await docked.say(click(name));
    await untilAnswered(page, name);
  }
  assert.deepEqual(await page.evaluate(() => window.told.person.filter(({ url }) => url !== null)), []);
}
