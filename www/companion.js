// The companion: one WebAssembly module for all chats of the page, and the loop that carries out what it lays down.
import init, { Page, version } from "./gantry_wasm.js";
import { SCHEDULE } from "./effects.js";
import { schedule } from "./badges.js";

let loading;
/** All chats of this page, once the module is there. */
export let page = null;
/** By their numbers. */
export const chats = new Map();

export const load = () =>
  (loading ??= init({ module_or_path: new URL("gantry_wasm_bg.wasm", import.meta.url) }).then(
    () => {
      page = new Page();
    },
    (problem) => {
      loading = undefined;
      throw problem;
    },
  ));

export { version };

/** Carries out what is laid down; what that sets off is laid down behind it. */
export function run() {
  for (const [kind, number, ...parts] of page.effects()) {
    if (kind === SCHEDULE) schedule();
    else chats.get(number)?.carryOut(kind, parts);
  }
}
