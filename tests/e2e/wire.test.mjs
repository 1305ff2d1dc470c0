// What the browser makes of what comes from outside, and what it says, held against the table that the rules are tested
// with. It needs no browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./browsers.mjs";

const source = (name) => readFileSync(join(root, "www", name), "utf8");
/** A file of www/ as a module, with the one that it imports inside: www/ has no package.json that would say it has modules. */
const script = (name, more = "") => {
  const whole = source(name).replace(/^import .* from "\.\/(flags|texts)\.js";$/m, (_, other) => source(`${other}.js`).replace(/^export /gm, ""));
  return import(`data:text/javascript,${encodeURIComponent(whole + more)}`);
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

test("of more records and streams than any member has, the rest is not looked at", async () => {
  const { snapshot, frame } = await page();
  const [records, streams, item] = [20_000, 100, 8];
  const many = (_id, count) => Array.from({ length: count }, () => ({ _id }));
  const items = snapshot({ update: many("s1", records + 5), remove: many("s2", records + 5) });
  assert.deepEqual([items[0], items.length], [records, 1 + records * item + records]);
  const spare = frame({ msg: "ready" }).length;
  assert.equal(frame({ msg: "ready", subs: Array(streams + 5).fill("x") }).length, spare + streams);
});

test("a frame's message is read as the rules expect it", async () => {
  const { rules, messages } = JSON.parse(readFileSync(join(root, "tests", "fixtures", "fields.json"), "utf8"));
  const { learn, read, text } = await script("fields.js", "export { text };");
  const TEXT = 3;
  const letters = (items) => items.map((item, at) => (at % 2 === 1 && items[at - 1] === TEXT ? text(item) : item));
  learn(rules);
  const dated = (value) => {
    if (value === null || typeof value !== "object") return value;
    if (typeof value.$date === "number") return new Date(value.$date);
    return Array.isArray(value) ? value.map(dated) : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, dated(inner)]));
  };
  for (const [message, wanted] of messages) assert.deepEqual(letters(read(dated(message))), wanted, JSON.stringify(message));
});
