// The comparison with other libraries as the table in README.md, between its two marks.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tests/e2e/browsers.mjs";

const README = join(root, "README.md");
const BEGIN = "<!-- peers:begin, written by GANTRY_WRITE=1 make bench -->";
const END = "<!-- peers:end -->";

/** What stands where a figure was not taken. */
const NONE = "–";

const kilobytes = (bytes) => (bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
const short = (value) => (Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value.toPrecision(2));
const figure = (value, unit) => (value === undefined ? NONE : `${short(value)} ${unit}`);

/** Names of the sides at the table's head. */
const NAMES = { gantry: "Gantry", "by-hand": "by hand" };
const heads = (sides, versions) => sides.map((side) => NAMES[side] ?? `${side} ${versions[side]}`);

/**
 * The table's rows. `sides` are the names in their order, `sizes` those of `build`, `measured` those of `measure`, or
 * nothing of it yet.
 */
function rows(sides, sizes, measured) {
  const row = (title, cell) => [title, ...sides.map(cell)];
  const told = (what) => (side) => {
    const [one, other] = ["chromium", "firefox"].map((name) => measured[name]?.heard?.[side]?.[what]);
    return one === other ? (one ?? NONE) : `${one} in Chromium, ${other} in Firefox`;
  };
  const each = (what, unit, names) => (side) => names.map((name) => figure(measured[name]?.[what]?.[side], unit)).join(" / ");
  const both = ["chromium", "firefox"];
  return [
    row("the page's part (brotli)", (side) => {
      const { raw, brotli } = sizes[side].page;
      return `${kilobytes(raw)} (${kilobytes(brotli)})`;
    }),
    row("its own code in the frame (brotli)", (side) => (sizes[side].frame ? kilobytes(sizes[side].frame.brotli) : "not needed")),
    row("counts, badges", (side) => (["gantry", "by-hand"].includes(side) ? "in it" : "by hand")),
    row("Rocket.Chat's login, states, visits", (side) => (side === "gantry" ? "in it" : "no")),
    row("another window of the chat's origin", told("window")),
    row("the chat's window, led to another origin", told("origin")),
    row("a record that is none", told("shape")),
    row("a message, main thread, Chromium / Firefox", each("message", "µs", both)),
    row("one of another window", each("stranger", "µs", both)),
    row("import to first badge, Chromium / Firefox", each("start", "ms", both)),
    row("import to first badge, slow 4G", each("slow", "ms", ["chromium"])),
  ];
}

const line = (cells) => `| ${cells.join(" | ")} |`;

/** The lines between the marks. `badges` are the rows of `badge` in watch.mjs, or nothing. */
export function table(sides, versions, sizes, measured, badges) {
  const head = heads(sides, versions);
  const badge = badges?.map(({ reference, companion, unit }) =>
    unit === "bytes"
      ? `${kilobytes(companion)} compressed, against ${kilobytes(reference)}`
      : `${figure(companion, unit)}, against ${figure(reference, unit)}`,
  );
  return [
    line(["", ...head]),
    line(["---", ...head.map(() => "---:")]),
    ...rows(sides, sizes, measured).map(line),
    "",
    "Counts on a page without a chat, beside Rocket.Chat's own client in a hidden frame (recorded of a 6.5.3); the libraries",
    `have none: ${(badge ?? [NONE]).join("; ")}.`,
  ];
}

/** What stands between the marks in README.md. */
export function shown() {
  const [, between] = readFileSync(README, "utf8").split(BEGIN);
  return between?.split(END)[0].trim().split("\n") ?? [];
}

/** Puts the lines between the marks. */
export function write(lines) {
  const whole = readFileSync(README, "utf8");
  const [before, rest] = whole.split(BEGIN);
  const [, after] = rest.split(END);
  writeFileSync(README, `${before}${BEGIN}\n${lines.join("\n")}\n${END}${after}`);
}
