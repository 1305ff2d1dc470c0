// Lays out the npm package: the files of www/package.tsv, and what says what they are.
// usage: node build/npm.mjs VERSION FOLDER BILL...
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const [version, folder, ...bills] = process.argv.slice(2);
const files = readFileSync("www/package.tsv", "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => line.split("\t")[0]);

rmSync(folder, { recursive: true, force: true });
const put = (from, name) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  copyFileSync(from, join(folder, name));
};
for (const name of [...files, "sizes.json", "SIZES.md"]) put(join("www/pkg", name), name);
put("LICENSE", "LICENSE");
put("build/packages/npm-README.md", "README.md");
for (const bill of bills) put(bill, basename(bill));
const manifest = JSON.parse(readFileSync("build/packages/package.json", "utf8"));
const all = [...files, "sizes.json", "SIZES.md", ...bills.map((bill) => basename(bill))];
writeFileSync(join(folder, "package.json"), `${JSON.stringify({ ...manifest, version, files: all }, null, 2)}\n`);
