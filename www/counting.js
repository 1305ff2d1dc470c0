// Counts without a chat: `watch`, and what `watch.js`, which is fetched later, shares with the rest.
import { answers, withLogin } from "./answers.js";
import { restore } from "./badges.js";
import { chats, load, run } from "./companion.js";
import { unread as decoded } from "./effects.js";
import { account, leave, unread, watch as happened } from "./gantry_wasm.js";
import { forget } from "./gate.js";
import { number, text } from "./texts.js";
import { explain, say, told } from "./wording.js";

/** Counts as a page knows them. */
export const counted = (counts) => decoded(text, counts || [0, false, "", []]);

export const shared = {
  account,
  chats,
  counted,
  explain,
  forget,
  leave,
  number,
  restore,
  run,
  say,
  text,
  told,
  unread,
  watch: happened,
};

/** What never counts anything, and says why. */
function nothing(reason, problem, lang = document.documentElement.lang) {
  console.error("gantry:", problem);
  const status = { role: "none", source: "none", age: null, reason, hint: null };
  const diagnose = () => (explain(), { ...status, problem: String(problem), findings: [told(reason, lang)] });
  const unread = counted();
  return { status, unread, diagnose, on: () => () => {}, notify: async () => false, retry() {}, destroy() {} };
}

/** Counts what is unread on a server, without a chat. */
export async function watch(options) {
  const given = withLogin(options);
  let reason = "companion-missing";
  try {
    const [module] = await Promise.all([import("./watch.js"), load()]);
    reason = "options";
    return module.badges(shared, { ...given, credentials: answers(given).credentials });
  } catch (problem) {
    return nothing(reason, problem, given.lang);
  }
}
