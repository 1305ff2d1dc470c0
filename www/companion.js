// The companion: one WebAssembly module for all chats of the page, and the loop that carries out what it lays down.
import { begin, effects, imports, rules, version } from "./gantry_wasm.js";
import { SCHEDULE } from "./effects.js";
import { schedule } from "./badges.js";
import { learn } from "./fields.js";

const address = new URL("gantry_wasm_bg.wasm", import.meta.url);

async function start() {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  // Not every server knows what wasm is; then it can't be compiled while it comes in.
  const known = answer.headers.get("content-type") === "application/wasm";
  const started = known
    ? WebAssembly.instantiateStreaming(answer, imports())
    : WebAssembly.instantiate(await answer.arrayBuffer(), imports());
  begin((await started).instance);
  learn(rules());
}

let loading;
/** By their numbers. */
export const chats = new Map();

export const load = () =>
  (loading ??= start().catch((problem) => {
    loading = undefined;
    throw problem;
  }));

export { version };

/** Carries out what is laid down; what that sets off is laid down behind it. */
export function run() {
  for (const [kind, number, ...parts] of effects() ?? []) {
    if (kind === SCHEDULE) schedule();
    else chats.get(number)?.carryOut(kind, parts);
  }
}
