// Measures the package as a page loads it, and leaves the figures beside it: sizes.json for programs (the budget test is
// one) and SIZES.md for people. usage: node build/sizes.mjs www/pkg
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const folder = process.argv[2];
const rows = readFileSync("www/package.tsv", "utf8").split("\n").filter((line) => line && !line.startsWith("#"));

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;

const sizes = {};
for (const [name, , loaded] of rows.map((row) => row.split("\t"))) {
  const bytes = readFileSync(join(folder, name));
  const integrity = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
  sizes[name] = { raw: bytes.length, brotli: brotli(bytes), loaded, integrity };
}
writeFileSync(join(folder, "sizes.json"), `${JSON.stringify(sizes, null, 2)}\n`);

const table = Object.entries(sizes).map(
  ([name, { raw, brotli, loaded, integrity }]) => `| ${name} | ${loaded} | ${raw} | ${brotli} | \`${integrity}\` |`,
);
const atStart = Object.values(sizes).filter(({ loaded }) => loaded === "start");
const sum = (what) => atStart.reduce((all, size) => all + size[what], 0);
// What auto.js and gantry.js import; for other modules a page's own map would say so.
const imported = Object.entries(sizes).filter(
  ([name, { loaded }]) => name.endsWith(".js") && name !== "auto.js" && loaded !== "set-up",
);
const map = imported.map(([name, { integrity }]) => `  "/gantry/${name}": "${integrity}"`);
writeFileSync(join(folder, "SIZES.md"), `# What a page loads

Bytes, as they are and in brotli at its best level. \`start\` is loaded by every page with a chat, together ${sum("raw")} bytes,
${sum("brotli")} in brotli; \`later\` when it is first needed; \`never\` by no page; \`set-up\` by the page
in setup/, which is for administrators. The last column is for \`integrity\` attributes.

| file | loaded | bytes | brotli | subresource integrity |
|---|---|---:|---:|---|
${table.join("\n")}

A page that runs exactly these scripts and no others, served at /gantry/ (browsers check no integrity of WebAssembly; the map
is a script in the page, which a Content-Security-Policy must allow by its hash):

\`\`\`html
<script type="importmap">
{"integrity": {
${map.join(",\n")}
}}
</script>
<script type="module" src="/gantry/auto.js" integrity="${sizes["auto.js"].integrity}"></script>
\`\`\`
`);

const kilobytes = ({ raw, brotli }) => `${(raw / 1000).toFixed(1)} KB (${(brotli / 1000).toFixed(1)} KB brotli)`;
const told = Object.entries(sizes).filter(([, { loaded }]) => loaded === "start");
const setUp = Object.values(sizes).filter(({ loaded }) => loaded === "set-up");
const page = setUp.reduce((all, { raw, brotli }) => ({ raw: all.raw + raw, brotli: all.brotli + brotli }));
console.log(`==> Size of the package: ${told.map(([name, size]) => `${name} ${kilobytes(size)}`).join(", ")}; set-up page ${kilobytes(page)}`);
