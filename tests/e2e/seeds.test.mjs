// The fuzzer begins with what a real Rocket.Chat said: its seeds are those that the recordings make. It needs no browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SEEDS, seeds } from "../../build/fuzz-seeds.mjs";

test("the fuzzer's seeds are the recordings", () => {
  const made = seeds();
  for (const [name, text] of made) {
    assert.equal(readFileSync(join(SEEDS, name), "utf8"), text, `${name}: run node build/fuzz-seeds.mjs`);
  }
  for (const target of ["frame_event", "ddp", "tabs", "rest"]) {
    assert.ok(made.some(([name, text]) => name.startsWith(`${target}/recorded`) && text.length > 500), target);
  }
});
