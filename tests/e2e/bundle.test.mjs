// The generated script and style sheet in real browsers: in every captured DOM of 6.5.3 and in pieces of the other
// generations, each place for a person is clicked and must name the right one, to the right page only.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, focusInFrame, forEachBrowser, frameAt } from "./browsers.mjs";
import { captured, startFrame } from "./bundle-frame.mjs";
import { GENERATIONS } from "./bundle-generations.mjs";

const ROOM = "6b02f2eefcab8e5bd89f482e";
const ALICE = "SWnKNZdL4xE9B7DCx";
const BOB = "c4HJ2ErQs9QTTASDM";

// Authors of the captured room, message by message; the thread's panel has two more.
const MAIN = [
  ["ErLfj8NAHW9Hxok5a", "bob"],
  ["QLYTgpZbGFwTmndCQ", "bob"],
  ["ZZgk7A3geZkcpL76H", "bob"],
  ["QLehaZ9q3cTHYadgs", "alice"],
  ["Mwjom6sb2zcALEqEW", "alice"],
  ["oQdtF7AFh7xFDYWEo", "bob"],
  ["Y66gqYpPTFZyfkqkE", "alice"],
  ["PwHFxCqo6kdbATwv3", "alice"],
];
const THREAD = [
  ["PwHFxCqo6kdbATwv3", "alice"],
  ["h6H6Eu5bvmLbdsGw4", "bob"],
];
const MENTIONS = [
  ["ZZgk7A3geZkcpL76H", ALICE],
  ["Y66gqYpPTFZyfkqkE", BOB],
];

const said = (trigger, username, userId, id) => ({ trigger, username, userId, id });
const expected = (authors, mentions) => ({
  ".rcx-message-header__name": authors.map(([id, name]) => said("name", name, null, id)),
  ".rcx-message .rcx-message-container--left img": authors.map(([id, name]) => said("avatar", name, null, id)),
  "[data-uid]": mentions.map(([id, userId]) => said("mention", null, userId, id)),
  ".rcx-message-system__name": [said("system", "rcadmin", null, null)],
  ".rcx-message-system img": [said("system", "rcadmin", null, null)],
});

const CAPTURES = {
  room: expected(MAIN, MENTIONS),
  thread: expected([...MAIN, ...THREAD], [...MENTIONS, ["h6H6Eu5bvmLbdsGw4", ALICE]]),
  // Its panel shows no member.
  "full-layout-members": expected(MAIN, MENTIONS),
};
const COUNTS = { room: 20, thread: 25, "full-layout-members": 20 };

// What the captures hold that is nobody's: time, text, @all, #channel, reply button, composer, room and menu avatars.
const NOBODY = [
  ".rcx-message-header__time",
  ".rcx-message-system__body",
  ".rcx-message__highlight--relevant",
  ".rcx-message__highlight--link",
  "button[data-rid]",
  "button[title=Emoji]",
];

forEachBrowser("the bundle", (context) => {
  let frames;
  before(async () => {
    const pages = { "user-card": captured("user-card"), plain: "<p>nothing</p>" };
    for (const name of Object.keys(CAPTURES)) pages[name] = captured(name);
    Object.entries(GENERATIONS).forEach(([, { dom }], index) => (pages[`generation-${index}`] = dom));
    frames = await startFrame(pages, '[bundle]\navatar_radius = "50%"\nhide = ["reply-directly", "reply-in-thread"]\n');
  });
  after(() => frames?.stop());

  async function dock(origin, path, referrerPolicy = "") {
    const page = await context.open(`${origin}/`);
    await page.evaluate((src, referrerPolicy) => {
      const iframe = document.createElement("iframe");
      document.body.append(Object.assign(iframe, { referrerPolicy, src, width: 1000, height: 900 }));
    }, `${frames.chat}/${path}`, referrerPolicy);
    const frame = await frameAt(page, `${frames.chat}/${path}`);
    await eventually("the frame", () => frame.evaluate(() => window.booted === true));
    const received = () => page.evaluate(() => window.received.splice(0));
    // Messages keep their order: whatever was sent before this one has come when it comes.
    const nothing = async (why) => {
      await frame.evaluate((target) => window.parent.postMessage("the end", target), origin);
      const all = await eventually("the end", async () => {
        const seen = await page.evaluate(() => window.received);
        return seen.some(({ data }) => data === "the end") && received();
      });
      assert.deepEqual(all.map(({ data }) => data), ["the end"], why);
    };
    return { page, frame, nothing, next: (what) => eventually(`a message after ${what}`, async () => (await received())[0]) };
  }

  const clicks = async (docked, element, options) => {
    await element.evaluate((it) => it.scrollIntoView({ block: "center" }));
    await element.click(options);
  };

  function check({ origin, data }, { trigger, username, userId, id }, room) {
    assert.equal(origin, frames.chat);
    assert.equal(data.evtname, "user-card-click");
    const { gantry, ...manual } = data;
    assert.deepEqual(manual, { evtname: "user-card-click", username, id });
    assert.deepEqual(gantry, {
      v: 1, userId, messageId: id, room, trigger, stamp: frames.bundle.stamp,
      modifiers: { ctrl: false, shift: false, alt: false, meta: false, middle: false, keyboard: false },
    });
  }

  for (const [name, places] of Object.entries(CAPTURES)) {
    test(`names everybody in the captured ${name}`, async () => {
      const docked = await dock(frames.main, name);
      let count = 0;
      for (const [selector, people] of Object.entries(places)) {
        const elements = await docked.frame.$$(selector);
        assert.equal(elements.length, people.length, selector);
        for (const [index, element] of elements.entries()) {
          await clicks(docked, element);
          check(await docked.next(`a click on ${selector}, ${index}`), people[index], ROOM);
          count += 1;
        }
      }
      assert.equal(count, COUNTS[name]);
      assert.deepEqual(await docked.frame.evaluate(() => window.reached), [], "Rocket.Chat's card stays shut");
      await docked.page.done();
    });
  }

  test("takes no other click, and leaves it to Rocket.Chat", async () => {
    const docked = await dock(frames.main, "thread");
    for (const selector of NOBODY) {
      const elements = await docked.frame.$$(selector);
      assert.ok(elements.length, selector);
      await clicks(docked, elements[0]);
      await eventually(`a click on ${selector}`, () => docked.frame.evaluate(() => window.reached.splice(0).length === 1));
    }
    for (const selector of ["#sidebar-region img", "main header img, main figure img[src*='/avatar/room/']"]) {
      await docked.frame.$eval(selector, (it) => it.click());
    }
    await docked.frame.$eval("[data-qa-rc-room] img[src*='/avatar/room/']", (it) => it.click());
    await docked.nothing();
    const card = await dock(frames.main, "user-card");
    await card.frame.$eval("[data-qa=UserCard] img", (it) => it.click());
    await card.nothing();
    await docked.page.done();
    await card.page.done();
  });

  Object.entries(GENERATIONS).forEach(([title, { places, nobody, room }], index) => {
    test(`knows people in ${title}`, async () => {
      const docked = await dock(frames.main, `generation-${index}`);
      for (const person of places) {
        await clicks(docked, await docked.frame.$(person.selector));
        check(await docked.next(`a click on ${person.selector}`), person, room);
      }
      assert.deepEqual(await docked.frame.evaluate(() => window.reached.splice(0)), []);
      for (const selector of nobody) await clicks(docked, await docked.frame.$(selector));
      const reached = () => docked.frame.evaluate(() => window.reached.length);
      await eventually("those clicks", async () => (await reached()) >= nobody.length);
      assert.equal(await reached(), nobody.length);
      await docked.nothing();
      await docked.page.done();
    });
  });

  test("tells how somebody was clicked", async () => {
    const docked = await dock(frames.main, "room");
    const name = await docked.frame.$(".rcx-message-header__name");
    await clicks(docked, name, { button: "middle" });
    assert.equal((await docked.next()).data.gantry.modifiers.middle, true);
    await docked.page.keyboard.down("Control");
    await clicks(docked, name);
    await docked.page.keyboard.up("Control");
    assert.equal((await docked.next()).data.gantry.modifiers.ctrl, true);
    await clicks(docked, name, { button: "right" });
    await docked.nothing();
    await docked.page.done();
  });

  test("lets the keyboard reach everybody, and acts once per key", async () => {
    const docked = await dock(frames.main, "room");
    const reachable = () => docked.frame.$$eval("[role=button][tabindex='0']", (all) => all.length);
    await eventually("8 names, 2 mentions, 1 system author", async () => (await reachable()) === 11);
    await docked.frame.$eval("ul.messages-list", (list) => list.append(list.querySelector(".rcx-message").cloneNode(true)));
    await docked.frame.$eval("ul.messages-list > :last-child [role=button]", (it) => it.removeAttribute("role"));
    await docked.frame.$eval("ul.messages-list > :last-child [tabindex]", (it) => it.removeAttribute("tabindex"));
    await docked.frame.$eval("ul.messages-list", (list) => list.append("x"));
    await eventually("a message that came later", async () => (await reachable()) === 12);
    for (const key of ["Enter", " "]) {
      await focusInFrame(docked.page, docked.frame, "[data-uid][tabindex]");
      await docked.page.keyboard.press(key);
      const { data } = await docked.next();
      assert.equal(data.gantry.userId, ALICE);
      assert.equal(data.gantry.modifiers.keyboard, true);
    }
    const held = () => docked.frame.$eval("[data-uid]", (it) =>
      it.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", repeat: true, bubbles: true, cancelable: true })));
    assert.equal(await held(), false, "a held key opens no card either");
    await docked.nothing();
    const old = await dock(frames.main, "generation-0");
    for (const key of ["Enter", " "]) {
      await focusInFrame(old.page, old.frame, "button.user");
      await old.page.keyboard.press(key);
      const { data } = await old.next();
      assert.deepEqual([data.username, data.gantry.modifiers.keyboard], ["bob", true]);
    }
    await old.nothing();
    await docked.page.done();
    await old.page.done();
  });

  test("answers a hello to an allowed page, and forwards to the second origin each event once", async () => {
    const hello = (nonce) => ({ gantry: { v: 1, kind: "hello", nonce } });
    const events = async (docked) => {
      await docked.frame.evaluate(() => {
        dispatchEvent(new CustomEvent("unread-changed", { detail: "999+" }));
        dispatchEvent(new CustomEvent("room-opened", { detail: { _id: "r1", lm: new Date(0) } }));
        dispatchEvent(new CustomEvent("Custom_Script_On_Logout", { detail: "the text of a script" }));
        dispatchEvent(new CustomEvent("new-message", { detail: { broken: () => {} } }));
        dispatchEvent(new CustomEvent("not-one-of-them", { detail: 1 }));
        dispatchEvent(new CustomEvent("status-changed", { detail: "away" }));
      });
      const seen = () => docked.page.evaluate(() => window.received.map(({ data: { eventName, data } }) =>
        [eventName, data?.lm instanceof Date ? "a room with a date" : String(data)]));
      await eventually("events", async () => (await seen()).some(([name]) => name === "status-changed"));
      return (await seen()).filter(([name]) => name);
    };
    const here = { gantry: { v: 1, kind: "here", stamp: frames.bundle.stamp, userId: ALICE, nonce: "abc" } };

    const second = await dock(frames.second, "room");
    for (const wrong of [null, "hello", { gantry: 1 }, hello(""), hello("x".repeat(65)), hello(7), { gantry: { v: 2, kind: "hello", nonce: "a" } }]) {
      await second.page.evaluate((message) => window.say(message), wrong);
    }
    for (let round = 0; round < 2; round += 1) {
      await second.page.evaluate((message) => window.say(message), hello("abc"));
      assert.deepEqual((await second.next()).data, here);
    }
    assert.deepEqual(await events(second), [
      ["unread-changed", "999+"],
      ["room-opened", "a room with a date"],
      ["Custom_Script_On_Logout", "undefined"],
      ["status-changed", "away"],
    ]);
    await second.page.done();

    const main = await dock(frames.main, "room");
    await main.page.evaluate((message) => window.say(message), hello("abc"));
    assert.deepEqual((await main.next()).data, here);
    await main.frame.evaluate(() => dispatchEvent(new CustomEvent("status-changed", { detail: "away" })));
    await main.page.evaluate((message) => window.say(message), hello("again"));
    assert.equal((await main.next()).data.gantry.nonce, "again");
    await main.nothing("Rocket.Chat itself tells the first origin");
    await main.page.done();
  });

  test("answers a hello where the browser keeps the frame's storage from it, without saying who is there", async () => {
    const { page, frame, next } = await dock(frames.main, "room");
    await frame.evaluate(() => {
      const get = () => {
        throw new DOMException("kept from this frame", "SecurityError");
      };
      Object.defineProperty(window, "localStorage", { get });
    });
    await page.evaluate((message) => window.say(message), { gantry: { v: 1, kind: "hello", nonce: "abc" } });
    assert.deepEqual((await next()).data, { gantry: { v: 1, kind: "here", stamp: frames.bundle.stamp, userId: null, nonce: "abc" } });
    await page.done();
  });

  // Without a referrer, Firefox hides the page's origin from the frame as well.
  for (const policy of ["", "no-referrer"]) {
    const condition = policy ? "that sends no referrer" : "that is not hidden";
    const hello = { gantry: { v: 1, kind: "hello", nonce: "abc" } };

    test(`tells nothing to a page ${condition} and is not allowed`, async () => {
      const docked = await dock(frames.stranger, "room", policy);
      await docked.page.evaluate((message) => window.say(message), hello);
      for (const selector of [".rcx-message-header__name", "[data-uid]"]) await clicks(docked, await docked.frame.$(selector));
      const known = await docked.frame.evaluate(() => !/^(undefined|null)$/.test(window.location.ancestorOrigins?.[0]));
      // Where the browser tells who is around, the click stays Rocket.Chat's own.
      await eventually("the clicks where they belong", () =>
        docked.frame.evaluate((count) => window.reached.length === count, known ? 2 : 0));
      await docked.nothing();
      await docked.page.done();
    });

    test(`serves a second page ${condition}, before its hello and after`, async () => {
      const docked = await dock(frames.second, "room", policy);
      for (const round of ["before", "after"]) {
        await clicks(docked, await docked.frame.$(".rcx-message-header__name"));
        assert.equal((await docked.next(`a click ${round}`)).data.username, "bob");
        await docked.page.evaluate((message) => window.say(message), hello);
        assert.equal((await docked.next("hello")).data.gantry.kind, "here");
      }
      await docked.nothing();
      await docked.page.done();
    });
  }

  test("leaves a tab of Rocket.Chat's own alone", async () => {
    const page = await context.open(`${frames.chat}/room`);
    await page.waitForFunction(() => window.booted);
    await (await page.$(".rcx-message-header__name")).click();
    await eventually("the click", () => page.evaluate(() => window.reached.length > 0));
    assert.deepEqual(await page.evaluate(() => window.reached), ["click"]);
    assert.equal(await page.evaluate(() => document.querySelectorAll("[role=button][tabindex]").length), 0);
    await page.done();
  });

  test("is a script and a style sheet that this browser reads whole", async () => {
    const page = await context.open(`${frames.chat}/plain`);
    const { script, css } = frames.bundle;
    await page.evaluate((text) => void new Function(text), script);
    const rules = await page.evaluate((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return [...sheet.cssRules].map((rule) => [rule.selectorText, rule.style.length > 0]);
    }, css);
    assert.equal(rules.length, css.split("{").length - 1);
    assert.ok(rules.every(([selector, styled]) => selector && styled));
    await page.done();
  });
});
