// Everything that the threat table of docs/security.md knows is tried, and nothing of it succeeds.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { forEachBrowser } from "./browsers.mjs";
import { ATTEMPTS } from "./hostile-list.mjs";
import { Stage } from "./hostile-stage.mjs";
import { servePair } from "./harness.mjs";

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
