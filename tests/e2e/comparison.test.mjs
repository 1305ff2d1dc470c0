// The comparison with other libraries stands in README.md as the command writes it. Its figures are the command's own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SIDES, versions } from "../../benches/peers/build.mjs";
import { shown, table } from "../../benches/peers/table.mjs";

const each = (value) => Object.fromEntries(SIDES.map((side) => [side, value]));
const needed = { page: { raw: 1000, brotli: 1000 }, frame: { raw: 1000, brotli: 1000 } };
const { frame, ...own } = needed;
const sizes = { ...each(needed), gantry: own, "by-hand": own };
const heard = each({ window: "taken", origin: "taken", shape: "taken" });
const figures = { heard, message: each(1), stranger: each(1), start: each(1), slow: each(1) };
const measured = { chromium: figures, firefox: figures };
const badge = (unit) => ({ unit, reference: 1, companion: 1 });

/** A line without its figures. */
const shape = (line) =>
  line.replace(/\b(taken|refused)\b/g, "verdict").replace(/\d[\d.]*( µs| ms| requests)/g, "0$1").replace(/\d[\d.]* [KM]B/g, "0 KB");

test("the table in README.md is the one that make bench writes", () => {
  const wanted = table(SIDES, versions, sizes, measured, ["bytes", "requests", "ms"].map(badge)).map(shape);
  const without = table(SIDES, versions, sizes, { chromium: { heard }, firefox: { heard } }).map(shape);
  const there = shown().map(shape);
  assert.equal(there.length, wanted.length);
  for (const [at, line] of there.entries()) assert.ok([wanted[at], without[at]].includes(line), `${line}\n${wanted[at]}`);
});

test("Gantry hears nobody but the chat, says the table", () => {
  const verdicts = shown().filter((line) => /\b(taken|refused)\b/.test(line));
  assert.equal(verdicts.length, 3);
  for (const line of verdicts) assert.match(line, /^\| [^|]+ \| refused \|/);
});
