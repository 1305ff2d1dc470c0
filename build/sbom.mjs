// The software bill of materials of the program or of the package for pages, in CycloneDX 1.5: what is linked in, by name,
// version, licence and checksum. The same inputs give the same bytes, so it carries no date.
// usage: node build/sbom.mjs TARGET FEATURES NAME > file; FEATURES may be empty, NAME is what it is the bill of
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const [target, features, name] = process.argv.slice(2);
const arguments_ = ["metadata", "--locked", "--format-version=1", "--filter-platform", target, "--no-default-features"];
if (features) arguments_.push("--features", features);
const { packages, resolve } = JSON.parse(execFileSync("cargo", arguments_, { maxBuffer: 1 << 28 }));

const lock = readFileSync("Cargo.lock", "utf8");
const checksums = new Map(
  [...lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"/g)].map(
    ([, crate, version, checksum]) => [`${crate} ${version}`, checksum],
  ),
);

const byId = new Map(packages.map((one) => [one.id, one]));
const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
// What is linked: neither what only tests need nor what only the build runs. Cargo's tree knows the features exactly.
const tree = ["tree", "--locked", "--target", target, "--no-default-features", "--edges", "normal,no-proc-macro",
  "--prefix", "none", "--format", "{p}"];
if (features) tree.push("--features", features);
const named = new Set(
  execFileSync("cargo", tree, { encoding: "utf8" }).trim().split("\n").map((line) => line.replace(/ v(\S+).*/, " $1")),
);
const seen = new Set(packages.filter((one) => named.has(`${one.name} ${one.version}`)).map(({ id }) => id));
if (seen.size !== named.size) throw new Error(`${named.size} packages are linked, and ${seen.size} of them known`);
const linked = (id) =>
  nodes.get(id).deps.filter(({ dep_kinds, pkg }) => seen.has(pkg) && dep_kinds.some(({ kind }) => kind === null)).map(({ pkg }) => pkg);

const purl = ({ name: crate, version }) => `pkg:cargo/${crate}@${version}`;
const byName = (one, other) => (one < other ? -1 : 1);
const component = (crate) => {
  const checksum = checksums.get(`${crate.name} ${crate.version}`);
  const licence = crate.license?.replaceAll("/", " OR ");
  return {
    type: "library",
    "bom-ref": purl(crate),
    name: crate.name,
    version: crate.version,
    ...(licence && { licenses: [{ expression: licence }] }),
    ...(checksum && { hashes: [{ alg: "SHA-256", content: checksum }] }),
    purl: purl(crate),
  };
};
const root = byId.get(resolve.root);
const others = [...seen].filter((id) => id !== resolve.root).map((id) => byId.get(id));
const components = others.map(component).sort((one, other) => byName(one.purl, other.purl));
const dependencies = [...seen]
  .map((id) => ({ ref: purl(byId.get(id)), dependsOn: linked(id).map((of) => purl(byId.get(of))).sort(byName) }))
  .sort((one, other) => byName(one.ref, other.ref));
const bill = {
  $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  metadata: {
    component: {
      type: "application", "bom-ref": purl(root), name, version: root.version,
      licenses: [{ expression: root.license }], purl: purl(root),
    },
  },
  components,
  dependencies,
};
const digest = createHash("sha256").update(JSON.stringify(bill)).digest("hex");
// A UUID of the form that is made from a digest.
const uuid = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
console.log(JSON.stringify({ ...bill, serialNumber: `urn:uuid:${uuid}` }, null, 2));
