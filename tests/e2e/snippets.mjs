// The blocks of code in the documentation that are for pages, and what makes pages of those that a bundler reads.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compileScript, parse } from "vue/compiler-sfc";
import { needPackage, root } from "./browsers.mjs";

/** Languages of blocks that a browser runs; `tests/docs` looks after all others. */
const LANGUAGES = ["html", "css", "js", "jsx", "vue", "xml"];
/** Its snippets are for servers. */
const BACK_END = "back-end-login.md";

/** The code blocks of a text by language, in order, without the blanks that a list puts before each line. */
export function blocks(text) {
  const found = [...text.matchAll(/^( *)```(\w+)\n([^]*?)^ *```$/gm)];
  return found.map(([, blanks, language, code]) => ({ language, code: code.replace(new RegExp(`^${blanks}`, "gm"), "") }));
}

const docs = join(root, "docs");
const left = new Map();
for (const page of readdirSync(docs, { recursive: true }).filter((name) => name.endsWith(".md") && name !== BACK_END)) {
  for (const { language, code } of blocks(readFileSync(join(docs, page), "utf8"))) {
    const key = `docs/${page}: ${language}`;
    if (LANGUAGES.includes(language)) left.set(key, [...(left.get(key) ?? []), code]);
  }
}

/** All blocks of a language in a page; so many, or a block was added that nothing runs. */
export function take(page, language, count) {
  const key = `docs/${page}: ${language}`;
  const taken = left.get(key) ?? [];
  left.delete(key);
  assert.equal(taken.length, count, `${key}: another number of blocks; run the new one here, too`);
  return taken;
}

/** What nothing has taken. */
export const untaken = () => [...left.keys()];

/** The page's policy, as integrators are told to send it. */
export const policy = () => blocks(readFileSync(join(docs, "integrator.md"), "utf8")).find(({ language }) => language === "text").code.trim();

/** Makes one script of a component in JSX or of a Vue file, and of `entry`, which uses it by the name `./snippet`. */
export async function bundled(code, entry) {
  needPackage();
  const esbuild = createRequire(join(root, "target", "tools", "npm", "resolve.js"))("esbuild");
  const snippet = code.includes("<script setup>") ? compiled(code) : code;
  const virtual = {
    name: "snippet",
    setup(build) {
      build.onResolve({ filter: /^\.\/snippet$/ }, () => ({ path: "snippet", namespace: "snippet" }));
      build.onLoad({ filter: /.*/, namespace: "snippet" }, () => ({ contents: snippet, loader: "jsx", resolveDir: here }));
      // A bundler would take the package's file; here it is the one that the demo serves.
      build.onResolve({ filter: /^@gantry-dock\/gantry$/ }, () => ({ path: "/gantry/gantry.js", external: true }));
    },
  };
  const here = join(root, "tests", "e2e");
  const { outputFiles } = await esbuild.build({
    stdin: { contents: entry, loader: "jsx", resolveDir: here },
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    define: {
      "process.env.NODE_ENV": '"development"',
      __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    plugins: [virtual],
    logLevel: "silent",
  });
  return outputFiles[0].text;
}

function compiled(code) {
  const { descriptor, errors } = parse(code);
  assert.deepEqual(errors, []);
  return compileScript(descriptor, { id: "snippet", inlineTemplate: true }).content;
}
