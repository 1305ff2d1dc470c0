// The page of badges: shows who counts for this tab, from what, and how old that is.

import { badges } from "/gantry/auto.js";
import { ageOf, roleOf, sourceOf } from "/demo/standing.js";
import { word } from "/demo/words.js";

const watch = await badges;

function show() {
  const { role, source, age, findings } = watch.diagnose();
  const texts = {
    role: roleOf(role),
    source: sourceOf(source),
    age: ageOf(age),
    findings: findings.map(({ code, remedy }) => (remedy ? word("standing.finding", { code, remedy }) : code)).join(" ") || word("standing.findings.none"),
  };
  for (const [of, text] of Object.entries(texts)) {
    const place = document.querySelector(`[data-standing=${of}]`);
    if (place.textContent !== text) place.textContent = text;
  }
}

if (watch !== null) {
  show();
  watch.on("state", show);
  watch.on("unread", show);
  setInterval(show, 1000);
}
