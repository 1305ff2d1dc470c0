// Everything that the threat table of docs/security.md knows is tried, and nothing of it succeeds.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { forEachBrowser, root } from "./browsers.mjs";
import { servePair } from "./harness.mjs";
import { ATTEMPTS, NATIVE } from "./hostile-list.mjs";
import { Stage } from "./hostile-stage.mjs";

const read = (name) => readFileSync(join(root, name), "utf8");

test("each row of the threat table has an attempt, and each attempt a row", (t) => {
  const rows = [...read("docs/security.md").matchAll(/^\| (T\d+) \|/gm)].map(([, id]) => id);
  assert.equal(new Set(rows).size, rows.length, "no id twice");
  const tried = [...ATTEMPTS.map(({ id }) => id), ...NATIVE.map(([id]) => id)];
  assert.deepEqual([...new Set(tried)].sort(), [...rows].sort());
  for (const [id, file, name] of NATIVE) assert.ok(read(file).includes(`fn ${name}(`), `${id}: ${name} in ${file}`);
  t.diagnostic(`${rows.length} rows, ${ATTEMPTS.length} attempts in each browser, ${NATIVE.length} by native tests`);
});

forEachBrowser("An attempt", (context) => {
  let servers;
  let stopped = 0;
  before(async () => {
    servers = await servePair();
  });
  after(() => servers?.close());

  for (const { id, title, run } of ATTEMPTS) {
    test(`${id}: ${title}`, async () => {
      const stage = new Stage(context, servers.space);
      stage.chat = servers.chat;
      try {
        await run(stage);
        await stage.whole();
        stopped += 1;
      } finally {
        await stage.end();
      }
    });
  }

  test("each was made, each was stopped, and they are counted", (t) => {
    t.diagnostic(`${stopped} of ${ATTEMPTS.length} attempts stopped in ${context.name}`);
    assert.equal(stopped, ATTEMPTS.length);
    assert.ok(stopped >= 40, `${stopped} attempts`);
  });
});
