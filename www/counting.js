// Counts without a chat: `watch`, and what `watch.js`, which is fetched later, shares with the rest.
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
  load,
  number,
  restore,
  run,
  say,
  text,
  told,
  unread,
  watch: happened,
};

/** Counts what is unread on a server, without a chat. */
export const watch = (options) => import("./watch.js").then((module) => module.watch(shared, { ...options }));
