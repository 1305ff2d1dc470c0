// What the browser makes of what comes from outside, and what it says, held against the table that the rules are tested
// with. It needs no browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./browsers.mjs";

const source = (name) => readFileSync(join(root, "www", name), "utf8");
/** A file of www/ as a module, with the one that it imports inside: www/ has no package.json that would say it has modules. */
const script = (name) => {
  const whole = source(name).replace(/^import .*flags.*$/m, () => source("flags.js").replace("export ", ""));
  return import(`data:text/javascript,${encodeURIComponent(whole)}`);
};
const table = JSON.parse(readFileSync(join(root, "tests", "fixtures", "wire.json"), "utf8"));
const { wire } = await script("wire.js");

/** A page's texts, and a list of numbers with their letters as the table has it. */
async function page() {
  const { number, text } = await script("texts.js");
  const ours = wire(number, text);
  const letters = (items) => ours.told(items).map((item) => (Number.isNaN(item) ? null : item));
  return { ...ours, letters };
}

test("a frame is read as the rules expect it", async () => {
  const { frame, letters } = await page();
  for (const [said, wanted] of table.frames) assert.deepEqual(letters(frame(said)), wanted, JSON.stringify(said));
});

test("an answer is read as the rules expect it, and what is none is none", async () => {
  const { snapshot, letters } = await page();
  for (const [answer, wanted] of table.answers) {
    const items = snapshot(answer);
    if (Array.isArray(answer) || Array.isArray(answer?.update)) assert.deepEqual(letters(items), wanted);
    else assert.equal(items, undefined);
  }
  for (const [record, wanted] of table.records) assert.deepEqual(letters(snapshot([record])), [1, ...wanted]);
});

test("what is said to the server is what the rules are tested with", async () => {
  const { connect, login, subscribe, call, ping, pong } = await page();
  const say = { 3: connect, 4: () => login('a"token\\'), 5: subscribe, 6: call, 7: ping, 8: (id) => pong(id || "") };
  for (const [what, items, wanted] of table.said) assert.deepEqual(say[what](...items), wanted);
});

test("what another tab says has no numbers that would be texts here", async () => {
  const { heard, told } = await page();
  assert.deepEqual(told(heard(["user", 3, -1, null, {}, true, ""])), ["user", 3, NaN, NaN, NaN, NaN, 0]);
  for (const message of [undefined, "text", { length: 3 }, Array(1_000_000).fill(1)]) assert.deepEqual(heard(message), []);
});
