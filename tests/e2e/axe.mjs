// What axe finds in a page: the rules of accessibility that a program can check.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./browsers.mjs";

const axe = readFileSync(join(root, "tests", "e2e", "node_modules", "axe-core", "axe.min.js"), "utf8");

/** The findings, each with the elements that it is about. Docked frames are another's. */
export async function findings(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { iframes: false, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map(({ target }) => target.join(" ")).join(", ")}`);
  });
}
