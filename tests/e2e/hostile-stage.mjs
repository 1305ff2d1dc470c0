// Where an attempt takes place: a page that docks a chat or counts without one, servers that say what the attempt wants,
// and a look afterwards at whether anybody was hurt.
import assert from "node:assert/strict";
import { eventually, frameAt } from "./browsers.mjs";
import { clock } from "./clock.mjs";
import { chatFrame, diagnosis, untilJudged } from "./harness.mjs";
import { ALICE, TOKEN, startLiar, startThief } from "./liar.mjs";
import { serveFiles } from "./servers.mjs";

/** An attempt at the row `id` of the threat table in docs/security.md. */
export const attempt = (id, title, run) => ({ id, title, run });

/* c8 ignore start: runs in the page */
/** Notes what a page could be hurt by, before any of its scripts. */
export function alarms() {
  if (window !== window.top) return;
  window.prototype = Object.getOwnPropertyNames(Object.prototype).join();
  window.channel = [];
  const { postMessage } = BroadcastChannel.prototype;
  BroadcastChannel.prototype.postMessage = function (message) {
    window.channel.push(JSON.stringify([this.name, message]));
    return postMessage.call(this, message);
  };
  window.notified = [];
  window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title, options) {
      window.notified.push({ title, ...options });
      window.notification = this;
    }
    close() {}
  };
}
/** Elements that could run something, or lead others astray. */
const built = () => document.querySelectorAll("[onerror], [onload], script:not([src]), object, embed, base").length;
/* c8 ignore stop */

export class Stage {
  #servers = [];
  #pages = [];

  constructor(context, space) {
    this.context = context;
    this.browser = context.name;
    this.space = space;
  }

  #keep = (server) => (this.#servers.push(server), server);
  liar = async (lies) => this.#keep(await startLiar(lies));
  thief = async () => this.#keep(await startThief());
  serve = async (options) => this.#keep(await serveFiles(options));
  keep = this.#keep;

  /** A page of the space; `url` is another. */
  async page(url = `${this.space}/`) {
    const page = await this.context.open(url, { prepare: [clock, alarms] });
    page.log = [];
    page.on("console", (message) => page.log.push(message.text()));
    page.home = url;
    page.built = await page.evaluate(built);
    this.#pages.push(page);
    return page;
  }

  /**
   * Docks a chat of `server` in a new page. A click on a person is told and not followed, unless `follow`. `login`
   * gives a token; `slow` when the page's `give()` is called.
   */
  async docked(server, { login = false, slow = false, follow = false, page: at, ...options } = {}) {
    const page = at ?? (await this.page());
    await page.evaluate(
      async ({ login, slow, follow, options, credentials }) => {
        const { mount } = await import("/gantry/gantry.js");
        window.logins = 0;
        const gate = slow ? new Promise((resolve) => (window.give = resolve)) : undefined;
        const given = login && { login: async () => (window.logins++, await gate, credentials) };
        window.chat = await mount("#chat", { room: "group/projet-alpha", watch: false, ...options, ...given });
        window.told = { person: [], unread: [], state: [] };
        for (const name of Object.keys(window.told)) {
          window.chat.on(name, (event) => {
            if (name === "person" && !follow) event.preventDefault();
            const { preventDefault, ...plain } = event;
            window.told[name].push(JSON.parse(JSON.stringify(plain)));
          });
        }
      },
      {
        login, slow, follow, credentials: { token: TOKEN, userId: ALICE },
        options: { server, profile: { url: "/members/{username}" }, ...options },
      },
    );
    const frame = await chatFrame(page, server);
    return this.speaker(page, frame);
  }

  /** What says things from a frame, and knows what becomes of them. */
  speaker(page, frame) {
    const target = new URL(page.home).origin;
    const say = (message) => frame.evaluate((message, target) => window.say(message, target), message, target);
    return { page, frame, say, heard: () => frame.evaluate(() => window.heard.map(({ data }) => data)) };
  }

  /** Watches the counts of `server` in a new page. */
  async watching(server, { page: at, ...options } = {}) {
    const page = at ?? (await this.page());
    await page.evaluate(
      async (options, credentials) => {
        const { watch } = await import("/gantry/gantry.js");
        window.logins = 0;
        window.badges = await watch({ ...options, login: async () => (window.logins++, credentials) });
        window.heard = { notification: [], open: [] };
        for (const name of Object.keys(window.heard)) {
          window.badges.on(name, ({ preventDefault, ...event }) => window.heard[name].push(event));
        }
      },
      { server, ...options },
      { token: TOKEN, userId: ALICE },
    );
    return page;
  }

  /** Lets `deed` say `count` things, and has each refused for this reason and none taken. */
  async refused({ page }, reason, count, deed) {
    const before = await diagnosis(page);
    await deed();
    const now = await untilJudged(page, before, count);
    for (const [name, number] of Object.entries(now.refused)) {
      assert.equal(number - before.refused[name], name === reason ? count : 0, name);
    }
    assert.equal(now.accepted, before.accepted, "none is accepted");
    return now;
  }

  /** Lets `deed` say `count` things that are taken for what they are. */
  async accepted({ page }, count, deed) {
    const before = await diagnosis(page);
    await deed();
    const now = await untilJudged(page, before, count);
    assert.deepEqual(now.refused, before.refused);
    assert.equal(now.accepted - before.accepted, count);
    return now;
  }

  /** The same by an honest frame works: it is heard, and its count shows. */
  async honest({ page, say }, unread = 5) {
    await this.accepted({ page }, 1, () => say({ eventName: "unread-changed", data: unread }));
    await eventually(`the honest count of ${unread}`, () => page.evaluate((unread) => window.chat.unread.total === unread, unread));
  }

  frame = (page, start) => frameAt(page, start);

  /** Says who is logged in as Gantry's script does, with the text that the page's hello had; null: nobody. */
  async here({ frame, say }, userId) {
    const nonce = await eventually("a hello", () =>
      frame.evaluate(() => window.heard.map(({ data }) => data.gantry?.nonce).filter(Boolean).at(-1)));
    await say({ gantry: { v: 1, kind: "here", stamp: "000000000000", userId, nonce } });
  }

  /**
   * Plays a Rocket.Chat in which whoever `member` is gets logged in by any token, until `done(diagnosis)`. `after` is done
   * once somebody is in.
   */
  async play(docked, member, done, after = () => {}) {
    const { page, say } = docked;
    let at = 0;
    let who = null;
    await say({ eventName: "startup", data: true });
    await say({ eventName: "Custom_Script_Logged_Out" });
    return eventually("the play to end", async () => {
      for (const heard of (await docked.heard()).slice(at)) {
        at += 1;
        if (heard.gantry) await this.here(docked, who);
        if (heard.externalCommand === "logout") {
          who = null;
          await say({ eventName: "Custom_Script_On_Logout", data: "" });
          await say({ eventName: "Custom_Script_Logged_Out" });
        }
        if (heard.externalCommand === "login-with-token") {
          who = member;
          await say({ eventName: "Custom_Script_Logged_In" });
          await this.here(docked, who);
        }
      }
      const now = await diagnosis(page);
      if (done(now)) return now;
      if (await after(now)) who = null;
      return false;
    });
  }

  /** Everything of a page where a secret could be read by others. */
  async inSight(page) {
    const inPage = await page.evaluate(async () => {
      const look = (thing) => {
        const seen = new Set();
        return JSON.stringify(thing, (key, value) => {
          if (typeof value === "function" || value instanceof Node || value === window) return undefined;
          if (typeof value !== "object" || value === null) return value;
          if (seen.has(value)) return undefined;
          seen.add(value);
          const names = Object.getOwnPropertyNames(value);
          return Array.isArray(value) ? value : Object.fromEntries(names.map((name) => [name, value[name]]));
        });
      };
      const kept = [{ ...localStorage }, { ...sessionStorage }, (await indexedDB.databases?.()) ?? [], document.cookie, window.name];
      const caches = "caches" in window ? await window.caches.keys() : [];
      const ours = [window.chat, window.chat?.diagnose?.(), window.badges, window.badges?.diagnose(), window.told, window.heard];
      const addresses = [...performance.getEntries().map(({ name }) => name), location.href, history.state];
      return [look(kept), look(caches), look(ours), look(addresses), document.documentElement.outerHTML, ...window.channel].join("\n");
    });
    return [inPage, ...page.log, ...page.errors, ...this.#servers.flatMap(({ seen = [] }) => seen.map((one) => one.url ?? one))].join("\n");
  }

  /** Nobody was hurt: no script ran, nothing was built into the page, nobody was led away, no prototype was changed. */
  async whole() {
    for (const page of this.#pages) {
      const hurt = await page.evaluate(() => ({
        ran: window.hurt ?? null,
        prototype: Object.getOwnPropertyNames(Object.prototype).join() === window.prototype && !("polluted" in {}),
      }));
      assert.deepEqual(hurt, { ran: null, prototype: true });
      assert.equal(await page.evaluate(built), page.built, "nothing is built into the page");
      assert.equal(page.url().split("#")[0], page.home.split("#")[0], "the page is where it was");
      // Firefox reports as errors what it did not deliver to a stranger, and what it kept from the page.
      assert.deepEqual(page.errors.filter((error) => !/postMessage.*target origin|^Cross-Origin Request Blocked|^Security Error|blocked the loading of a resource .frame-ancestors./.test(error)), []);
    }
  }

  async end() {
    await Promise.all(this.#pages.map((page) => page.done()));
    await Promise.all(this.#servers.map((server) => server.close()));
  }
}
