// T01 to T12: other windows and other origins.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { eventually } from "./browsers.mjs";
import { chatFrame, diagnosis, judged, state } from "./harness.mjs";
import { ALICE, TOKEN } from "./liar.mjs";
import { redirectTo } from "./setup-pages.mjs";
import { attempt } from "./hostile-stage.mjs";

/** A count, a click on a person, and a login: what a window that is not the chat's would like to say. */
const FORGED = [
  { eventName: "unread-changed", data: 7 },
  { evtname: "user-card-click", username: "mallory", id: null },
  { eventName: "Custom_Script_Logged_In" },
];

const ready = (frame) => eventually("its script", () => frame.evaluate(() => typeof window.say === "function"));

/** Puts another frame into the page, or into a frame. */
async function further(stage, page, into, url) {
  await into.evaluate((url) => {
    const other = document.createElement("iframe");
    other.src = url;
    document.body.append(other);
  }, url);
  const frame = await stage.frame(page, url);
  await ready(frame);
  return frame;
}

async function nothingOfIt({ page }) {
  const seen = await page.evaluate(() => ({ total: window.chat.unread.total, people: window.told.person.length, state: window.chat.state }));
  assert.deepEqual([seen.total, seen.people], [0, 0]);
  assert.notEqual(seen.state, "online");
}

async function spoken(stage, docked, deed, count = FORGED.length) {
  await stage.refused(docked, "window", count, deed);
  await nothingOfIt(docked);
  await stage.honest(docked);
}

const forge = (forged, target) => {
  for (const message of forged) window.top.postMessage(message, target);
};

/** Leads the chat's frame to `url` and gives it there. */
async function led({ page, frame }, url) {
  await frame.evaluate((url) => window.location.assign(url), url);
  return chatFrame(page, url);
}

/** Whatever was sent to this window before has come when a message to anybody has. */
async function allHeard(page, frame) {
  await page.evaluate(() => document.querySelector("#chat iframe").contentWindow.postMessage("the end", "*"));
  return eventually("the end", async () => {
    const heard = await frame.evaluate(() => window.heard.map(({ data }) => data));
    return heard.at(-1) === "the end" && heard.slice(0, -1);
  });
}

const lookAlike = (title, make) =>
  attempt("T09", `the frame is led to ${title}`, async (stage) => {
    const docked = await stage.docked(stage.chat);
    const url = await make(stage);
    const stranger = await led(docked, url);
    const { say } = stage.speaker(docked.page, stranger);
    await stage.refused(docked, "origin", FORGED.length, async () => {
      for (const message of FORGED) await say(message);
    });
    await nothingOfIt(docked);
  });

/** What begins, ends or reads like this origin, and is another. */
const likeThis = (origin) => [
  origin.replace("http:", "https:"), origin.replace("http:", "ftp:"), `${origin}0`, origin.slice(0, -1), origin.replace(/:\d+$/, ""), origin.toUpperCase(),
  `${origin}/`, ` ${origin}`, origin.replace(/:\d+$/, ".evil.example$&"), origin.replace("//", "//evil."), origin.replace("//", "//evil@"), "null", "*", "",
];

/** Tells the page what its chat's window has said, as if it showed these origins meanwhile. */
const spokenFrom = ({ page }, origins, messages) =>
  page.evaluate(async (origins, messages) => {
    const { receiver } = await import("/gantry/gantry.js");
    const source = document.querySelector("#chat iframe").contentWindow;
    for (const origin of origins) {
      for (const data of messages) receiver()({ data, origin, source });
    }
  }, origins, messages);

export const windows = [
  attempt("T01", "a frame of another origin posts a count, a click and a login", async (stage) => {
    const stranger = await stage.serve({ otherwise: "frame.html" });
    const docked = await stage.docked(stage.chat);
    const other = await further(stage, docked.page, docked.page, `${stranger.origin}/`);
    await spoken(stage, docked, () => other.evaluate(forge, FORGED, stage.space));
  }),
  attempt("T01", "a sandboxed frame without an origin posts the same", async (stage) => {
    const docked = await stage.docked(stage.chat);
    await spoken(stage, docked, () =>
      docked.page.evaluate((forged, forge, target) => {
        const other = document.createElement("iframe");
        other.sandbox = "allow-scripts";
        other.srcdoc = `<script>(${forge})(${JSON.stringify(forged)}, ${JSON.stringify(target)})<\/script>`;
        document.body.append(other);
      }, FORGED, String(forge), stage.space),
    );
  }),
  attempt("T02", "another frame of the chat's own origin posts the same", async (stage) => {
    const docked = await stage.docked(stage.chat);
    const other = await further(stage, docked.page, docked.page, `${stage.chat}/other`);
    await spoken(stage, docked, () => other.evaluate(forge, FORGED, stage.space));
  }),
  attempt("T03", "a frame inside the chat, of another origin, posts to the top", async (stage) => {
    const stranger = await stage.serve({ otherwise: "frame.html" });
    const docked = await stage.docked(stage.chat);
    const inner = await further(stage, docked.page, docked.frame, `${stranger.origin}/preview`);
    await spoken(stage, docked, () => inner.evaluate(forge, FORGED, stage.space));
  }),
  attempt("T03", "a frame inside the chat, of the chat's own origin, posts to the top", async (stage) => {
    const docked = await stage.docked(stage.chat);
    const inner = await further(stage, docked.page, docked.frame, `${stage.chat}/file`);
    await spoken(stage, docked, () => inner.evaluate(forge, FORGED, stage.space));
  }),
  attempt("T04", "a window that the chat has opened posts through its opener", async (stage) => {
    const docked = await stage.docked(stage.chat);
    const { page, frame } = docked;
    await frame.evaluate((url) => void window.open(url), `${stage.chat}/popup`);
    const popup = await eventually("the window", async () =>
      (await page.browserContext().pages()).find((other) => other.url() === `${stage.chat}/popup`));
    await ready(popup);
    await spoken(stage, docked, () =>
      popup.evaluate((forged, target) => {
        for (const message of forged) window.opener.top.postMessage(message, target);
      }, FORGED, stage.space),
    );
    await popup.close();
  }),
  attempt("T05", "the page's own window posts the same", async (stage) => {
    const docked = await stage.docked(stage.chat);
    await spoken(stage, docked, () => docked.page.evaluate(forge, FORGED, stage.space));
  }),
  attempt("T05", "a port and a worker, which have no source, post the same", async (stage) => {
    const docked = await stage.docked(stage.chat);
    const before = await diagnosis(docked.page);
    await docked.page.evaluate(async (forged) => {
      const worker = new Worker(URL.createObjectURL(new Blob(["onmessage = ({data}) => postMessage(data)"])));
      const { port1, port2 } = new MessageChannel();
      let back = 0;
      await new Promise((resolve) => {
        worker.onmessage = port2.onmessage = () => ++back === 2 * forged.length && resolve();
        for (const message of forged) {
          worker.postMessage(message);
          port1.postMessage(message);
        }
      });
      worker.terminate();
      port1.close();
    }, FORGED);
    assert.equal(judged(await diagnosis(docked.page)), judged(before), "none of it was for the companion");
    await spoken(stage, docked, () =>
      docked.page.evaluate((forged) => {
        for (const data of forged) window.dispatchEvent(new MessageEvent("message", { data, origin: window.chat.diagnose().origin }));
      }, FORGED),
    );
  }),
  attempt("T06", "the frame is led to another origin and speaks from there", async (stage) => {
    const stranger = await stage.serve({ otherwise: "frame.html" });
    const docked = await stage.docked(stage.chat);
    await stage.honest(docked, 2);
    const { say } = stage.speaker(docked.page, await led(docked, `${stranger.origin}/`));
    await stage.refused(docked, "origin", FORGED.length, async () => {
      for (const message of FORGED) await say(message);
    });
    assert.equal(await docked.page.evaluate(() => window.chat.unread.total), 2);
    const back = await led({ ...docked, frame: await stage.frame(docked.page, stranger.origin) }, `${stage.chat}/`);
    await stage.honest(stage.speaker(docked.page, back), 5);
  }),
  attempt("T06", "the server redirects the frame to another origin from the start", async (stage) => {
    const stranger = await stage.serve({ otherwise: "frame.html" });
    const server = stage.keep(await redirectTo(() => stranger.origin));
    const page = await stage.page();
    await page.evaluate(async (server) => {
      const { mount } = await import("/gantry/gantry.js");
      window.chat = await mount("#chat", { server, room: "group/projet-alpha" });
      window.told = { person: [] };
    }, server.origin);
    const docked = stage.speaker(page, await chatFrame(page, stranger.origin));
    await stage.refused(docked, "origin", 1, () => docked.say(FORGED[0]));
    await nothingOfIt(docked);
  }),
  attempt("T07", "the frame is led to another origin and waits to be told something", async (stage) => {
    const stranger = await stage.serve({ otherwise: "frame.html" });
    const docked = await stage.docked(stage.chat, { login: true });
    const page = docked.page;
    const elsewhere = await led(docked, `${stranger.origin}/`);
    const { say } = stage.speaker(page, elsewhere);
    const before = await page.evaluate(() => window.logins);
    await stage.refused(docked, "origin", 2, async () => {
      await say({ eventName: "startup", data: true });
      await say({ eventName: "Custom_Script_Logged_Out" });
    });
    const wishes = await page.evaluate(() => [window.chat.setStatus("away"), window.chat.open("group/other"), window.chat.login()].length);
    assert.equal(wishes, 3);
    // A room that is opened by address would take the frame back, so that was not what the stranger heard.
    const heard = await allHeard(page, await eventually("the frame", () => page.frames().find((frame) => frame.parentFrame())));
    assert.ok(!JSON.stringify(heard).includes(TOKEN));
    assert.ok((await page.evaluate(() => window.logins)) >= before);
    assert.deepEqual(heard.filter((data) => data !== undefined), [], "nothing is sent to a stranger");
  }),
  attempt("T08", "the frame shows a sandboxed document, whose origin is null", async (stage) => {
    const opaque = await stage.serve({ otherwise: "frame.html", headers: { "content-security-policy": "sandbox allow-scripts" } });
    const docked = await stage.docked(stage.chat);
    const { say } = stage.speaker(docked.page, await led(docked, `${opaque.origin}/`));
    await stage.refused(docked, "origin", FORGED.length, async () => {
      for (const message of FORGED) await say(message);
    });
    await nothingOfIt(docked);
  }),
  attempt("T08", "the frame shows data of its own making, whose origin is null", async (stage) => {
    const docked = await stage.docked(stage.chat);
    const text = `<script>(${forge})(${JSON.stringify(FORGED)}, ${JSON.stringify(stage.space)})</script>`;
    await stage.refused(docked, "origin", FORGED.length, () =>
      docked.frame.evaluate((url) => window.location.assign(url), `data:text/html,${encodeURIComponent(text)}`),
    );
    await nothingOfIt(docked);
  }),
  lookAlike("the same host at another port", async (stage) => `${(await stage.serve({ otherwise: "frame.html" })).origin}/`),
  lookAlike("the same machine by another name", async (stage) => {
    const server = await stage.serve({ otherwise: "frame.html", host: "localhost" });
    return `${server.origin}/`;
  }),
  lookAlike("a name that only begins like the chat's, at its port", (stage) =>
    `${stage.chat.replace("127.0.0.1", "127.0.0.1.evil.localhost")}/`),
  attempt("T09", "origins that no test can lead a frame to, once all is well and counts go the shortest way", async (stage) => {
    const docked = await stage.docked(stage.chat, { login: true });
    const count = (unread) => ({ eventName: "unread-changed-by-subscription", data: { rid: "r1", t: "p", name: "r1", fname: "r1", unread, alert: true } });
    const counted = (unread) => eventually(`the room's ${unread}`, () => docked.page.evaluate((unread) => window.chat.unread.rooms[0]?.count === unread, unread));
    await stage.play(docked, ALICE, ({ state }) => state === "online");
    await docked.say(count(2));
    await counted(2);
    const messages = [...FORGED, count(9), { eventName: "nobody-knows", data: 1 }];
    const origins = likeThis(stage.chat);
    await stage.refused(docked, "origin", origins.length * messages.length, () => spokenFrom(docked, origins, messages));
    const seen = await docked.page.evaluate(() => [window.chat.state, window.told.person, window.chat.unread.rooms.map(({ count }) => count)]);
    assert.deepEqual(seen, ["online", [], [2]]);
    // The same from where it belongs: that is not what it was refused for.
    await stage.accepted(docked, 1, () => spokenFrom(docked, [stage.chat], [count(9)]));
    await counted(9);
  }),
  attempt("T10", "the frame is led away between the token's being asked for and its being sent", async (stage) => {
    const stranger = await stage.serve({ otherwise: "frame.html" });
    for (const leave of [false, true]) {
      const docked = await stage.docked(stage.chat, { login: true, slow: true });
      const { page, say } = docked;
      await say({ eventName: "startup", data: true });
      await say({ eventName: "Custom_Script_Logged_Out" });
      await eventually("the token to be asked for", () => page.evaluate(() => window.logins === 1));
      await stage.here(docked, null);
      const elsewhere = leave ? await led(docked, `${stranger.origin}/`) : docked.frame;
      await page.evaluate(() => {
        const frame = document.querySelector("#chat iframe");
        const real = frame.contentWindow;
        window.posted = [];
        const postMessage = (message, target) => (window.posted.push([message, target]), real.postMessage(message, target));
        Object.defineProperty(frame, "contentWindow", { get: () => ({ postMessage }) });
        window.give();
      });
      const sent = await eventually("the token to be sent", async () => {
        await page.evaluate(() => window.elapse(1_000));
        return page.evaluate((token) => window.posted.find(([message]) => message.token === token), TOKEN);
      });
      assert.equal(sent[1], stage.chat, "to the configured origin");
      await page.evaluate(() => delete document.querySelector("#chat iframe").contentWindow);
      const heard = await allHeard(page, elsewhere);
      if (leave) assert.deepEqual(heard, [], "nothing is sent to a stranger");
      else assert.ok(heard.some(({ token }) => token === TOKEN), "where it stays, the frame has the token");
    }
  }),
  attempt("T11", "a frame led elsewhere asks for the microphone that the chat may use", async (stage) => {
    const stranger = await stage.serve({ otherwise: "frame.html" });
    const docked = await stage.docked(stage.chat);
    const ask = () => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => "given", ({ name }) => name);
    const allowed = (frame) => frame.evaluate(() => document.featurePolicy?.allowsFeature("microphone"));
    if (stage.browser === "chromium") assert.equal(await allowed(docked.frame), true, "the chat may ask");
    else assert.notEqual(await docked.frame.evaluate(ask), "NotAllowedError", "the chat may ask");
    const elsewhere = await led(docked, `${stranger.origin}/`);
    if (stage.browser === "chromium") assert.equal(await allowed(elsewhere), false);
    else assert.equal(await elsewhere.evaluate(ask), "NotAllowedError");
  }),
  attempt("T12", "a chat of another server on the page speaks for this one", async (stage) => {
    const other = await stage.serve({ otherwise: "frame.html" });
    const docked = await stage.docked(stage.chat);
    await stage.honest(docked, 2);
    const before = await diagnosis(docked.page);
    await docked.page.evaluate(async (server) => {
      const { mount } = await import("/gantry/gantry.js");
      const place = document.createElement("div");
      document.body.append(place);
      window.other = await mount(place, { server, room: "group/projet-alpha", lazy: false });
    }, other.origin);
    const speaker = stage.speaker(docked.page, await stage.frame(docked.page, other.origin));
    await ready(speaker.frame);
    await eventually("the other chat to have begun", () => docked.page.evaluate(() => window.other.state !== "idle"));
    await speaker.say({ eventName: "unread-changed", data: 70 });
    await eventually("the other's count", () => docked.page.evaluate(() => window.other.unread.total === 70));
    const now = await diagnosis(docked.page);
    assert.deepEqual([now.accepted, now.refused], [before.accepted, before.refused]);
    assert.equal(await docked.page.evaluate(() => window.chat.unread.total), 2);
    await stage.honest(docked, 3);
  }),
  attempt("T12", "a chat of another server names the rooms of this one in another order", async (stage) => {
    const other = await stage.serve({ otherwise: "frame.html" });
    const docked = await stage.docked(stage.chat, { login: true });
    const { page } = docked;
    await stage.play(docked, ALICE, ({ state }) => state === "online");
    const count = (rid, unread) => ({ eventName: "unread-changed-by-subscription", data: { rid, t: "p", name: rid, fname: rid, unread, alert: true } });
    const counts = (chat) => page.evaluate((chat) => Object.fromEntries(window[chat].unread.rooms.map(({ id, count }) => [id, count])), chat);
    const until = (chat, wanted) => eventually(`${chat}: ${JSON.stringify(wanted)}`, async () => isDeepStrictEqual(await counts(chat), wanted));
    for (const [rid, unread] of [["r1", 1], ["r2", 2]]) await docked.say(count(rid, unread));
    await until("chat", { r1: 1, r2: 2 });
    await page.evaluate(async (server) => {
      const { mount } = await import("/gantry/gantry.js");
      window.other = await mount(document.body.appendChild(document.createElement("div")), { server, room: "group/projet-alpha", lazy: false });
    }, other.origin);
    const speaker = stage.speaker(page, await stage.frame(page, other.origin));
    await ready(speaker.frame);
    await eventually("the other chat to have begun", () => page.evaluate(() => window.other.state !== "idle"));
    for (const [rid, unread] of [["r2", 20], ["r1", 10]]) await speaker.say(count(rid, unread));
    await until("other", { r1: 10, r2: 20 });
    await docked.say(count("r1", 7));
    await until("chat", { r1: 7, r2: 2 });
    await until("other", { r1: 10, r2: 20 });
  }),
];
