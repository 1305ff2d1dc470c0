// Looks at the built documentation: every link within it leads to a page, a file or a heading that is there, nothing is
// fetched from elsewhere, and every page of the sources is in it.
// usage: node build/check-book.mjs BUILT SOURCES
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";

const [built, sources] = process.argv.slice(2);
const files = (folder, ending) =>
  readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(ending) && statSync(join(folder, name)).isFile());
const slashes = (path) => path.split(sep).join("/");
const plain = (text) =>
  text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&#39;", "'");

const pages = new Map(
  files(built, ".html").map((name) => {
    const text = readFileSync(join(built, name), "utf8");
    return [slashes(name), { text, ids: new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => plain(id))) }];
  }),
);

const wrong = [];
/** Pages that mdBook makes besides, of all that stands in the others. */
const GATHERED = ["print.html", "toc.html"];

function look(page, kind, target) {
  if (/^(https?:)?\/\//.test(target)) {
    if (kind !== "href-a") wrong.push(`${page}: fetches ${target}`);
    return;
  }
  if (/^(mailto|data):/.test(target) || target === "") return;
  const [path, anchor] = target.split("#");
  const there = path === "" ? page : slashes(normalize(join(dirname(page), decodeURIComponent(path))));
  if (there.startsWith("..") || !existsSync(join(built, there))) return wrong.push(`${page}: ${target} is not there`);
  if (anchor === undefined || anchor === "") return;
  const ids = pages.get(there)?.ids;
  if (!ids?.has(decodeURIComponent(anchor))) wrong.push(`${page}: ${there} has no #${anchor}`);
}

let links = 0;
for (const [page, { text }] of pages) {
  if (GATHERED.includes(page)) continue;
  for (const [, tag, attributes] of text.matchAll(/<(a|link|script|img|object|iframe)\s([^>]*)>/g)) {
    for (const [, name, value] of attributes.matchAll(/\b(href|src|data)="([^"]*)"/g)) {
      links += 1;
      look(page, `${name}-${tag}`, plain(value));
    }
  }
}

for (const name of files(sources, ".md").map(slashes)) {
  if (name === "SUMMARY.md") continue;
  if (!pages.has(name.replace(/\.md$/, ".html"))) wrong.push(`${name} is in no chapter of SUMMARY.md`);
}

if (wrong.length > 0) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
console.log(`${relative(".", built)}: ${pages.size} pages, ${links} links, all of them lead somewhere`);
