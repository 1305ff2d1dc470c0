// Parses every JavaScript file below the given folders, without running it, as the kind of script it is.
// usage: node --experimental-vm-modules build/check-scripts.mjs FOLDER...
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Script, SourceTextModule } from "node:vm";

const NOT_OURS = new Set(["node_modules", "pkg"]);

function* scripts(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !NOT_OURS.has(entry.name)) yield* scripts(path);
    else if (/\.m?js$/.test(entry.name)) yield path;
  }
}

const isModule = (path, text) => path.endsWith(".mjs") || /^\s*(import|export)\b/m.test(text);

let checked = 0;
let broken = 0;
for (const folder of process.argv.slice(2).filter((folder) => existsSync(folder))) {
  for (const path of scripts(folder)) {
    const text = readFileSync(path, "utf8");
    checked += 1;
    try {
      if (isModule(path, text)) new SourceTextModule(text, { identifier: path });
      else new Script(text, { filename: path });
    } catch (error) {
      broken += 1;
      console.error(error.stack.split("\n").slice(0, 4).join("\n"));
    }
  }
}
console.log(`${checked} scripts parsed, ${broken} broken`);
process.exitCode = broken === 0 && checked > 0 ? 0 : 1;
