// Gantry beside libraries that carry messages between a page and a frame, in the same run: told, never judged. With
// GANTRY_WRITE=1 the table goes into README.md.
import { badge } from "../watch.mjs";
import { SIDES, build, versions } from "./build.mjs";
import { measure } from "./measure.mjs";
import { table, write } from "./table.mjs";

export async function peers() {
  const sizes = build();
  const badges = await badge();
  const lines = table(SIDES, versions, sizes, await measure(), badges);
  console.log(`\n${lines.join("\n")}\n`);
  if (process.env.GANTRY_WRITE === "1") write(lines);
  // The badge's figures are judged where counts without a chat are.
  return [];
}
