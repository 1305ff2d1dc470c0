// Measures a folder as a page loads it and leaves the figures beside it for the budget test.
// usage: node build/sizes.mjs www/pkg [FILE...]; without files, the package's own
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [folder, ...named] = process.argv.slice(2);
const SHIPPED = named.length > 0 ? named : ["gantry_wasm_bg.wasm", "gantry.js", "auto.js"];
/** What comes only when it is needed. */
const LATER = named.length > 0 ? [] : ["findings.js", "icon.js", "more-words.js", "people.js"];

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;

const sizes = {};
for (const name of [...SHIPPED, ...LATER]) {
  const bytes = readFileSync(join(folder, name));
  sizes[name] = { raw: bytes.length, brotli: brotli(bytes) };
}
writeFileSync(join(folder, "sizes.json"), `${JSON.stringify(sizes, null, 2)}\n`);

const kilobytes = ({ raw, brotli }) => `${(raw / 1000).toFixed(1)} KB (${(brotli / 1000).toFixed(1)} KB brotli)`;
console.log(`==> Size of ${named.length > 0 ? "the set-up page" : "the package"}: ${SHIPPED.map((name) => `${name} ${kilobytes(sizes[name])}`).join(", ")}`);
