// Bundles what is compared into target/peers, each library from its package and in the same way as Gantry's own entry, and
// measures it. What a page needs of a library is what its file in page/ imports, without the lines of that file.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { root } from "../../tests/e2e/browsers.mjs";

const here = join(root, "benches", "peers");
export const BUILT = join(root, "target", "peers");
const LIBRARIES = ["penpal", "postmate", "comlink", "matrix-widget-api"];
/** What is compared, in the table's order. */
export const SIDES = ["gantry", "by-hand", ...LIBRARIES];

const { devDependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
export const versions = devDependencies;

const OPTIONS = [
  "--bundle",
  "--format=esm",
  "--minify",
  "--target=es2022",
  "--log-level=error",
  "--external:/gantry/*",
  '--define:process.env.NODE_ENV="production"',
];

/** Bundles a script that stands in a folder of this one. */
function bundle(folder, script, to) {
  const stdio = ["pipe", "ignore", "inherit"];
  execFileSync("esbuild", [...OPTIONS, `--outfile=${to}`], { cwd: join(here, folder), input: script, stdio });
}

const size = (bytes) => ({
  raw: bytes.length,
  brotli: brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length,
});

const source = (folder, name) => readFileSync(join(here, folder, `${name}.js`), "utf8");

/** What a file imports, handed on: so nothing of the file itself is measured. */
function library(folder, name) {
  const [, imported, from] = /^import (.+) from "(.+)";$/m.exec(source(folder, name));
  const names = imported.startsWith("{") ? imported : `{ default as ${imported} }`;
  const out = join(BUILT, `${folder}-${name}-alone.js`);
  bundle(folder, `export ${names} from "${from}";\n`, out);
  return size(readFileSync(out));
}

/** Builds everything; sizes by side: `page` and `frame`, the latter where a side needs its own code there. */
export function build() {
  rmSync(BUILT, { recursive: true, force: true });
  mkdirSync(BUILT, { recursive: true });
  for (const file of ["page.html", "page.js", "frame.html", "frame.js"]) copyFileSync(join(here, file), join(BUILT, file));
  for (const name of SIDES) bundle("page", source("page", name), join(BUILT, `page-${name}.js`));
  for (const name of LIBRARIES) bundle("frame", source("frame", name), join(BUILT, `frame-${name}.js`));

  const sizes = {};
  for (const name of LIBRARIES) sizes[name] = { page: library("page", name), frame: library("frame", name) };
  sizes["by-hand"] = { page: library("page", "by-hand") };
  const own = JSON.parse(readFileSync(join(root, "www", "pkg", "sizes.json"), "utf8"));
  const loaded = ["gantry.js", "gantry_wasm_bg.wasm"].map((name) => own[name]);
  const sum = (what) => loaded.reduce((all, file) => all + file[what], 0);
  sizes.gantry = { page: { raw: sum("raw"), brotli: sum("brotli") } };
  return sizes;
}
