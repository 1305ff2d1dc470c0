// What `watch.js`, which is fetched later, shares with the rest.
import { restore } from "./badges.js";
import { chats, run } from "./companion.js";
import { unread as decoded } from "./effects.js";
import { account, leave, unread, watch } from "./gantry_wasm.js";
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
  watch,
};
