// Makes the wasm and its glue smaller where no optimiser may: names of imports and exports become short, in both
// (wasm-bindgen's carry hashes, which no compression makes small); exports that the glue never uses go, and with them
// what only they need; and a panic becomes a trap at once. On this target it ends in that trap anyway, for nobody to
// see the message that it prepares. The glue's own start, made for every case there is, gives way to www/companion.js.
// usage: node build/shrink.mjs module.wasm glue.js
import { readFileSync, writeFileSync } from "node:fs";

const [wasmFile, glueFile] = process.argv.slice(2);
const wasm = readFileSync(wasmFile);
let glue = readFileSync(glueFile, "utf8");

const CUSTOM = 0;
const IMPORTS = 2;
const EXPORTS = 7;
const CODE = 10;
/** What Rust does on its way to a panic, by its names. */
const PANICS = /\b(panicking::|raw_vec::(handle_error|capacity_overflow)$|handle_alloc_error$|assert_failed$)/;
/** Rust's side of promises, which the linker brings along with closures: the module hands out none and waits for none. */
const PROMISES = /\bjs_sys::futures::/;
/** A body: no locals, `unreachable`, `end`. */
const TRAP = [3, 0, 0, 0x0b];

const fail = (why) => {
  throw new Error(`${wasmFile} and ${glueFile}: ${why}; does this wasm-bindgen write its glue in another way?`);
};

let at = 8;
const number = () => {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = wasm[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return value >>> 0;
  }
};
const name = () => {
  const length = number();
  return wasm.toString("utf8", at, (at += length));
};
const leb = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);
const text = (value) => [...leb(Buffer.byteLength(value)), ...Buffer.from(value)];
const limits = () => {
  const flags = number();
  number();
  if (flags & 1) number();
};

/** a, b, … z, aa, …: never a word of JavaScript at fewer than 700 names. */
const short = (index) => (index < 26 ? "" : short(Math.floor(index / 26) - 1)) + String.fromCharCode(97 + (index % 26));

/** Every use of a name in the glue, which must be there. */
const rename = (pattern, replacement, what) => {
  const found = glue.match(pattern)?.length ?? 0;
  if (found === 0) fail(`${what} is not in the glue`);
  glue = glue.replace(pattern, replacement);
  return found;
};

/** The names of functions, by their numbers; the section stands behind the code. */
function functionNames() {
  const names = new Map();
  const here = at;
  for (at = 8; at < wasm.length; ) {
    const id = wasm[at++];
    const length = number();
    const end = at + length;
    if (id === CUSTOM && name() === "name") {
      while (at < end) {
        const part = wasm[at++];
        const partLength = number();
        const partEnd = at + partLength;
        if (part === 1) for (let left = number(); left > 0; left--) names.set(number(), name());
        at = partEnd;
      }
    }
    at = end;
  }
  at = here;
  return names;
}

function code() {
  const names = functionNames();
  const count = number();
  const out = [Buffer.from(leb(count))];
  let traps = 0;
  for (let index = 0; index < count; index++) {
    const start = at;
    const length = number();
    at += length;
    const called = names.get(imported + index) ?? "";
    const panics = PANICS.test(called);
    traps += Number(panics);
    out.push(panics || PROMISES.test(called) ? Buffer.from(TRAP) : wasm.subarray(start, at));
  }
  if (traps === 0) fail("no function panics");
  return Buffer.concat(out);
}

let imported = 0;

function imports() {
  const count = number();
  const out = [...leb(count)];
  const modules = new Map();
  const fields = new Set();
  for (let index = 0; index < count; index++) {
    const module = name();
    const field = name();
    if (fields.has(field)) fail(`the import ${field} is there twice`);
    fields.add(field);
    if (!modules.has(module)) modules.set(module, short(modules.size));
    const start = at;
    const kind = wasm[at++];
    if (kind === 0) (number(), imported++);
    else if (kind === 1) (at++, limits());
    else if (kind === 2) limits();
    else if (kind === 3) at += 2;
    else fail(`the import ${field} is of kind ${kind}`);
    if (!/^\w+$/.test(field)) fail(`the import ${field} has a strange name`);
    const found = rename(new RegExp(`^(\\s+)${field}: function\\(`, "gm"), `$1${short(index)}: function(`, `the import ${field}`);
    if (found !== 1) fail(`the import ${field} is in the glue ${found} times`);
    out.push(...text(modules.get(module)), ...text(short(index)), ...wasm.subarray(start, at));
  }
  for (const [module, letter] of modules) {
    const pattern = new RegExp(`^(\\s+)"${module.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&")}": `, "gm");
    if (rename(pattern, `$1"${letter}": `, `the module ${module}`) !== 1) fail(`the module ${module} is in the glue twice`);
  }
  return out;
}

function exports() {
  const count = number();
  const kept = [];
  for (let index = 0; index < count; index++) {
    const field = name();
    const start = at;
    at++;
    number();
    if (!/^\w+$/.test(field)) fail(`the export ${field} has a strange name`);
    const pattern = new RegExp(`\\bwasm\\.${field}\\b`, "g");
    if (!pattern.test(glue)) continue;
    // Marked first, so that no short name meets an old one.
    rename(pattern, `wasm.#${kept.length}#`, `the export ${field}`);
    kept.push([...text(short(kept.length)), ...wasm.subarray(start, at)]);
  }
  glue = glue.replace(/\bwasm\.#(\d+)#/g, (_, index) => `wasm.${short(Number(index))}`);
  return [...leb(kept.length), ...kept.flat()];
}

// Texts are short, so each is encoded whole: no growing, and nothing in the module to grow with.
rename(/^if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[^]*?^\}\n/gm, "", "the stand-in for encodeInto");
rename(
  /^function passStringToWasm0\(arg, malloc, realloc\) \{\n[^]*?^\}\n/gm,
  `function passStringToWasm0(arg, malloc) {
    const bytes = cachedTextEncoder.encode(arg);
    const ptr = malloc(bytes.length, 1) >>> 0;
    getUint8ArrayMemory0().set(bytes, ptr);
    WASM_VECTOR_LEN = bytes.length;
    return ptr;
}
`,
  "the passing of texts",
);
rename(/, wasm\.__wbindgen_realloc\)/g, ")", "the growing of texts");

const out = [wasm.subarray(0, at)];
while (at < wasm.length) {
  const start = at;
  const id = wasm[at++];
  const length = number();
  const end = at + length;
  if (id === IMPORTS || id === EXPORTS || id === CODE) {
    const section = id === IMPORTS ? imports() : id === EXPORTS ? exports() : code();
    if (at !== end) fail(`section ${id} does not end where it says`);
    out.push(Buffer.from([id, ...leb(section.length)]), Buffer.from(section));
  } else {
    out.push(wasm.subarray(start, end));
  }
  at = end;
}
// Closures go with the chat that owns them; none is left for the garbage collector to tell of.
rename(/^const CLOSURE_DTORS = [^;]*;\n|^ +CLOSURE_DTORS\.\w+\(.*\);\n/gm, "", "the registry of closures");
rename(
  /^export \{ initSync, __wbg_init as default \};$/gm,
  "export { __wbg_get_imports as imports, __wbg_finalize_init as begin };",
  "the start",
);
const left = glue.match(/^\s+__wb\w+: function|\bwasm\.(?:__|[a-z]{3})\w+/gm);
if (left !== null) fail(`${left.join(", ").trim()} is in the glue and not in the module`);
writeFileSync(wasmFile, Buffer.concat(out));
writeFileSync(glueFile, glue);
