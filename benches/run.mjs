// Measures the companion against the reference, interleaved and in the same run, and fails where it is over its limits.
// usage: node benches/run.mjs [alone] [delivered] [start] [memory] [watch] [peers]
import { delivered, alone } from "./messages.mjs";
import { memory } from "./memory.mjs";
import { peers } from "./peers/run.mjs";
import { start } from "./start.mjs";
import { report } from "./table.mjs";
import { watch } from "./watch.mjs";

const PARTS = { alone, delivered, start, memory, watch, peers };
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`no part called ${unknown.join(", ")}; parts: ${Object.keys(PARTS).join(", ")}`);
  process.exit(2);
}

const rows = [];
for (const [name, part] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`==> Measuring: ${name}`);
  rows.push(...(await part()));
}
process.exitCode = rows.length === 0 || report(rows) ? 0 : 1;
