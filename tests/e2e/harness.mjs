// What the suites do over and over: a page that docks a chat, and a chat that says what the test wants.
import { eventually, frameAt, needPackage } from "./browsers.mjs";
import { ledger } from "./ledger.mjs";
import { serveFiles } from "./servers.mjs";

/** Two servers of static pages: `space` for the page, `chat` for a frame that says what a test tells it. */
export async function servePair(options = {}) {
  needPackage();
  const [space, chat] = await Promise.all([
    serveFiles({ otherwise: "host.html", ...options }),
    serveFiles({ otherwise: "frame.html", ...options }),
  ]);
  return { space: space.origin, chat: chat.origin, close: () => Promise.all([space.close(), chat.close()]) };
}

/**
 * Docks a chat in the page's `#chat` (made when missing) and keeps it as `window.chat`; what it told is in
 * `window.told`, by event. `options` is sent to the page, so it is plain data; `login: "/chat-login"` becomes a login
 * of the page's own that asks that address, and `login: {url}` is the companion's.
 */
export async function dock(page, options) {
  await page.evaluate(async (options) => {
    const { mount } = await import("/gantry/gantry.js");
    if (!document.querySelector("#chat")) {
      const place = document.createElement("div");
      place.id = "chat";
      place.style.height = "400px";
      document.body.append(place);
    }
    const { login, ...rest } = options;
    if (typeof login !== "string") rest.login = login;
    else {
      rest.login = async () => {
        const answer = await fetch(login, { method: "POST", credentials: "same-origin" });
        if (!answer.ok) throw new Error(`${login}: ${answer.status}`);
        return answer.json();
      };
    }
    window.chat = await mount("#chat", rest);
    // Not the debug tap: who listens to that has every message take the longer way.
    window.told = { unread: [], person: [], state: [] };
    for (const name of Object.keys(window.told)) {
      window.chat.on(name, (event) => {
        if (name === "person" && window.stay) event.preventDefault();
        const { preventDefault, ...plain } = event;
        window.told[name].push(plain);
      });
    }
  }, options);
}

export const state = (page) => page.evaluate(() => window.chat.state);

export function untilState(page, wanted) {
  return eventually(`the chat to be ${wanted}`, async () => (await state(page)) === wanted);
}

export const diagnosis = (page) => page.evaluate(() => JSON.parse(JSON.stringify(window.chat.diagnose())));

/** How many messages the gate has judged. */
export const judged = ({ accepted, refused }) => accepted + Object.values(refused).reduce((sum, count) => sum + count, 0);

/** Waits until the gate has judged `more` messages beyond `before` and gives the new diagnosis. */
export function untilJudged(page, before, more = 1) {
  return eventually(`${more} more messages to be judged`, async () => {
    const now = await diagnosis(page);
    return judged(now) >= judged(before) + more && now;
  });
}

/** The docked frame of a static chat, ready to say things, and the companion ready to judge them. */
export async function chatFrame(page, chat) {
  const frame = await frameAt(page, chat);
  await eventually("the chat to have begun", async () => (await state(page)) !== "idle");
  await eventually("the frame's script", () => frame.evaluate(() => typeof window.say === "function"));
  return frame;
}

/** Reads off the page what it holds on to; needs the ledger from the start (`prepare`). */
export const holdings = (page) => page.evaluate(() => window.ledger());
export const prepare = ledger;


/** Waits for words about this person that a member can see and that a screen reader announces. */
export function untilAnswered(page, name) {
  return eventually(`words about ${name}`, () =>
    page.evaluate((name) => {
      const told = [...document.querySelectorAll("#chat [role=status], #chat [role=alert]")];
      return told.some((element) => element.checkVisibility() && element.textContent.includes(name));
    }, name),
  );
}
