// What `make package` left in target/packages, used as those use it who get it: nothing of the checkout takes part but
// the list of files.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { root } from "../e2e/browsers.mjs";

const packages = join(root, "target", "packages");
const [, version] = /^version = "(.+)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"));
const listed = readFileSync(join(root, "www", "package.tsv"), "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => line.split("\t")[0]);
const tarball = join(packages, `gantry-dock-gantry-${version}.tgz`);
const program = join(packages, "container", "gantry");
const debian = join(packages, `gantry_${version}-1_amd64.deb`);

let folder;
let npm;
const run = (command, ...args) => execFileSync(command, args, { encoding: "utf8" });
const tried = (command, ...args) => spawnSync(command, args, { encoding: "utf8" });

before(() => {
  assert.ok(existsSync(join(packages, "SHA256SUMS")), "no packages: run `make package`");
  folder = mkdtempSync(join(tmpdir(), "gantry-packages-"));
  run("tar", "-xzf", tarball, "-C", folder);
  npm = join(folder, "package");
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Every file below a folder, sorted. */
const below = (where) =>
  readdirSync(where, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(where.length + 1))
    .sort();

/** Sees that the links between the Markdown files below a folder lead to what is there too; how many there are. */
function linked(where) {
  let links = 0;
  for (const page of below(where).filter((name) => name.endsWith(".md"))) {
    const prose = readFileSync(join(where, page), "utf8").replace(/^ *```[^]*?^ *```/gm, "").replace(/`[^`]*`/g, "code");
    for (const [, link, picture] of prose.matchAll(/\]\(([^)]+)\)|\bsrc="([^"]+)"/g)) {
      const target = link ?? picture;
      if (target.startsWith("https://")) continue;
      links += 1;
      const path = target.split("#")[0];
      assert.ok(!path || existsSync(join(where, page, "..", path)), `${page}: ${target}`);
    }
  }
  return links;
}

test("the checksums are those of all files", () => {
  const sums = readFileSync(join(packages, "SHA256SUMS"), "utf8").trim().split("\n");
  assert.deepEqual(sums.map((line) => line.slice(66)).sort(), below(packages).filter((name) => name !== "SHA256SUMS"));
  execFileSync("sha256sum", ["--check", "--quiet", "SHA256SUMS"], { cwd: packages });
});

test("the npm package holds the listed files and what says what they are", () => {
  const more = ["LICENSE", "README.md", "SIZES.md", "companion.cdx.json", "package.json", "setup-page.cdx.json", "sizes.json"];
  assert.deepEqual(below(npm), [...listed, ...more].sort());
  const manifest = JSON.parse(readFileSync(join(npm, "package.json"), "utf8"));
  assert.equal(manifest.version, version);
  assert.equal(manifest.dependencies, undefined);
  assert.equal(manifest.scripts, undefined, "nothing runs at installation");
});

test("Node imports it, and its version is the program's", async () => {
  const { mount, version: told } = await import(pathToFileURL(join(npm, "gantry.js")));
  assert.equal(typeof mount, "function");
  const fetched = globalThis.fetch;
  // Node has no fetch for files.
  globalThis.fetch = async (url) =>
    new Response(readFileSync(new URL(url)), { headers: { "content-type": "application/wasm" } });
  try {
    assert.equal(await told(), version);
  } finally {
    globalThis.fetch = fetched;
  }
  assert.equal(run(program, "--version").trim(), `gantry ${version}`);
});

test("a program in TypeScript compiles with it", () => {
  const user = join(folder, "user");
  mkdirSync(join(user, "node_modules", "@gantry-dock"), { recursive: true });
  symlinkSync(npm, join(user, "node_modules", "@gantry-dock", "gantry"));
  writeFileSync(join(user, "package.json"), '{"type":"module"}');
  writeFileSync(
    join(user, "page.ts"),
    `import { mount, version, type Chat, type Unread } from "@gantry-dock/gantry";
import { chats } from "@gantry-dock/gantry/auto.js";
const chat: Chat = await mount("#chat", { server: "https://chat.example.org", room: "group/a" });
const stop: () => void = chat.on("unread", (unread: Unread) => console.log(unread.total, unread.rooms[0]?.label));
const known: Chat[] = await chats;
// @ts-expect-error a room is needed
void mount("#chat", { server: "https://chat.example.org" });
export const all: [string, Chat[], () => void] = [await version(), known, stop];
`,
  );
  const tsc = join(root, "tests", "e2e", "node_modules", ".bin", "tsc");
  for (const resolution of [["esnext", "bundler"], ["nodenext", "nodenext"]]) {
    const [module, moduleResolution] = resolution;
    const done = spawnSync(
      tsc,
      ["--strict", "--noEmit", "--target", "esnext", "--module", module, "--moduleResolution", moduleResolution, "--types", "", "page.ts"],
      { cwd: user, encoding: "utf8" },
    );
    assert.equal(done.status, 0, `${resolution}: ${done.stdout}${done.stderr}`);
  }
});

test("the program is static, and alone in an empty root it shows its version and writes the files for pages", (t) => {
  assert.match(tried("ldd", program).stdout + tried("ldd", program).stderr, /statically linked|not a dynamic executable/);
  if (process.getuid() !== 0) return t.skip("only root may change the root");
  const empty = join(folder, "root");
  mkdirSync(empty);
  run("cp", program, join(empty, "gantry"));
  assert.equal(run("chroot", empty, "/gantry", "--version").trim(), `gantry ${version}`);
  run("chroot", empty, "/gantry", "assets", "--out", "/site/gantry");
  for (const name of listed) {
    const written = readFileSync(join(empty, "site", "gantry", name));
    assert.ok(written.equals(readFileSync(join(npm, name))), `${name} is another than the npm package's`);
  }
});

test("files that are not Gantry's are not overwritten, and an earlier version's are", () => {
  const site = join(folder, "site");
  const assets = (...more) => tried(program, "assets", "--out", site, ...more);
  assert.equal(assets().status, 0);
  assert.match(assets().stdout, /^unchanged auto\.js$/m);

  writeFileSync(join(site, "auto.js"), "// mine\n");
  rmSync(join(site, "icon.js"));
  const refused = assets();
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /auto\.js/);
  assert.equal(readFileSync(join(site, "auto.js"), "utf8"), "// mine\n");
  assert.ok(!existsSync(join(site, "icon.js")), "nothing was written");
  assert.equal(assets("--force").status, 0);
  assert.ok(readFileSync(join(site, "auto.js")).equals(readFileSync(join(npm, "auto.js"))));

  // As an earlier version would have left it.
  const list = join(site, "gantry-assets.json");
  const written = JSON.parse(readFileSync(list, "utf8"));
  writeFileSync(join(site, "auto.js"), "// earlier\n");
  const [sum] = run("sha256sum", join(site, "auto.js")).split(" ");
  writeFileSync(list, JSON.stringify({ gantry: "0.0.9", files: { ...written.files, "auto.js": sum, "old.js": sum } }));
  const updated = assets();
  assert.match(updated.stdout, /^updated +auto\.js$/m);
  assert.match(updated.stderr, /old\.js was part of Gantry 0\.0\.9/);
});

test("without certificate authorities it says so, and what to do", async () => {
  // The kernel takes the connection; nobody needs to answer it.
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const here = mkdtempSync(join(folder, "bare-"));
  const url = `https://127.0.0.1:${server.address().port}`;
  writeFileSync(join(here, "gantry.toml"), `version = 1\nserver = "${url}"\norigins = ["https://a.example"]\n`);
  const { status, stdout, stderr } = spawnSync(program, ["doctor"], {
    cwd: here,
    encoding: "utf8",
    env: { SSL_CERT_FILE: "/nonexistent", SSL_CERT_DIR: "/nonexistent" },
  });
  server.close();
  assert.equal(status, 1, stdout + stderr);
  assert.match(stdout.replace(/\s+/g, " "), /no certificate authorities.*ca-certificates/);
});

test("nothing of the machine that built it is in the program and the module", () => {
  for (const file of [program, join(npm, "gantry_wasm_bg.wasm"), join(npm, "gantry.js"), join(npm, "setup", "setup_wasm_bg.wasm")]) {
    const text = readFileSync(file, "latin1");
    for (const path of [root, process.env.CARGO_HOME ?? join(process.env.HOME, ".cargo")]) {
      assert.ok(!text.includes(path), `${file} holds ${path}`);
    }
  }
});

test("the bills name what is linked in, and nothing else", () => {
  const bill = (name) => JSON.parse(readFileSync(join(packages, name), "utf8"));
  const names = (name) => bill(name).components.map((component) => component.name);
  const tree = (...args) =>
    [...new Set(run("cargo", "tree", "--locked", "-e", "normal,no-proc-macro", "--prefix", "none", "--no-default-features", ...args)
      .trim().split("\n").map((line) => line.split(" ")[0]))].filter((name) => name !== "gantry").sort();
  const musl = ["--target", "x86_64-unknown-linux-musl", "--features", "cli,standin,embedded-assets"];
  assert.deepEqual([...new Set(names("gantry.cdx.json"))].sort(), tree(...musl));
  assert.deepEqual([...new Set(names("companion.cdx.json"))].sort(), tree("--target", "wasm32-unknown-unknown"));
  const setUp = ["--target", "wasm32-unknown-unknown", "--features", "setup-page"];
  assert.deepEqual([...new Set(names("setup-page.cdx.json"))].sort(), tree(...setUp));
  assert.ok(!names("gantry.cdx.json").includes("proptest"));
  for (const name of ["gantry.cdx.json", "companion.cdx.json", "setup-page.cdx.json"]) {
    assert.equal(bill(name).metadata.component.version, version);
    for (const component of bill(name).components) assert.ok(component.licenses && component.hashes, component.purl);
  }
});

test("the Debian package installs, with manual pages and completions", (t) => {
  if (!existsSync(debian)) return t.skip("there is no dpkg-deb here");
  const info = run("dpkg-deb", "--info", debian);
  assert.match(info, new RegExp(`Version: ${version.replaceAll(".", "\\.")}-1\n`));
  const contents = run("dpkg-deb", "--contents", debian);
  assert.ok(contents.trim().split("\n").every((line) => line.includes(" root/root ")), contents);
  if (process.getuid() !== 0) return t.skip("only root may install");
  const there = join(folder, "debian");
  mkdirSync(join(there, "var", "lib", "dpkg"), { recursive: true });
  run("dpkg", `--root=${there}`, "--force-script-chrootless", "--install", debian);
  for (const file of [
    "bin/gantry", "share/man/man1/gantry.1.gz", "share/man/man1/gantry-apply.1.gz", "share/doc/gantry/copyright",
    "share/bash-completion/completions/gantry", "share/zsh/vendor-completions/_gantry",
    "share/fish/vendor_completions.d/gantry.fish",
  ]) {
    assert.ok(existsSync(join(there, "usr", file)), file);
  }
  assert.equal(run(join(there, "usr", "bin", "gantry"), "--version").trim(), `gantry ${version}`);
  assert.ok(linked(join(there, "usr", "share", "doc", "gantry")) > 100, "the documentation is in it");
  const lintian = tried("lintian", "--no-tag-display-limit", "--fail-on", "error", debian);
  if (lintian.error) t.diagnostic("there is no lintian here");
  else assert.equal(lintian.status, 0, lintian.stdout);
});

test("the unpacked archive has the pages that README and the program speak of, and no link in it is dead", () => {
  const name = `gantry-${version}-x86_64-unknown-linux-musl`;
  run("tar", "-xzf", join(packages, `${name}.tar.gz`), "-C", folder);
  const archive = join(folder, name);
  assert.ok(linked(archive) > 100);
  linked(npm);
  const toml = join(folder, "gantry.toml");
  run(join(archive, "gantry"), "init", "--out", toml);
  const spoken = ["CHANGELOG.md", toml].flatMap((file) => {
    const text = readFileSync(file === toml ? toml : join(archive, file), "utf8");
    return [...text.matchAll(/\bdocs\/[\w.-]*/g)].map(([path]) => path.replace(/\.$/, ""));
  });
  assert.ok(spoken.includes("docs/settings.md"), spoken.join());
  for (const path of spoken) assert.ok(existsSync(join(archive, path)), path);
});

test("README's one command writes all for the page, and keeps to what Gantry wrote", () => {
  const [, line] = /^ *gantry (assets .+)$/m.exec(readFileSync(join(root, "README.md"), "utf8"));
  const here = mkdtempSync(join(folder, "page-"));
  const gantry = (...args) => spawnSync(program, args, { cwd: here, encoding: "utf8" });
  const told = (done) => done.stdout + done.stderr;
  assert.equal(gantry("init").status, 0);
  const first = gantry(...line.split(" "));
  assert.equal(first.status, 0, told(first));
  const page = join(here, line.split("--out ")[1]);
  const json = () => JSON.parse(readFileSync(join(page, "gantry.json"), "utf8"));
  assert.deepEqual(below(page), [...listed, "gantry.json", "gantry-assets.json"].sort());
  assert.equal(json().server, "https://chat.example.org");
  gantry("bundle", "--out", "bundle");
  assert.ok(readFileSync(join(here, "bundle", "gantry.json")).equals(readFileSync(join(page, "gantry.json"))));

  // Another configuration, then the files alone, then another one again: it stays known.
  assert.equal(gantry("init", "--force", "--server", "https://other.example.org").status, 0);
  assert.match(gantry(...line.split(" ")).stdout, /^updated +gantry\.json$/m);
  const alone = gantry("assets", "--out", page);
  assert.equal(alone.status, 0, told(alone));
  assert.ok(!told(alone).includes("it may go"), told(alone));
  assert.equal(json().server, "https://other.example.org");
  assert.equal(gantry("init", "--force").status, 0);
  assert.equal(gantry(...line.split(" ")).status, 0);

  writeFileSync(join(page, "gantry.json"), "{}\n");
  const refused = gantry(...line.split(" "));
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /gantry\.json/);
  assert.deepEqual(json(), {});
});

test("the container holds the program and nothing else", () => {
  const file = readFileSync(join(packages, "container", "Containerfile"), "utf8");
  const steps = file.split("\n").filter((line) => line && !line.startsWith("#"));
  assert.deepEqual(steps[0], "FROM scratch");
  const known = /^(FROM scratch|COPY gantry \/gantry|USER \d+:\d+|ENTRYPOINT \["\/gantry"\]|CMD \[.*\])$/;
  for (const step of steps) assert.match(step, known);
  assert.deepEqual(below(join(packages, "container")), ["Containerfile", "gantry"]);
});
