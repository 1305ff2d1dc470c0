// Gantry on pages that allow little: strict policies, Trusted Types, sandboxed frames, blocked storage, no network, a slow one.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { eventually, forEachBrowser, frameAt } from "./browsers.mjs";
import { startLiar } from "./liar.mjs";
import { serveFiles } from "./servers.mjs";
import { STRICT, fileText, ready, servePackage, state as fragment, untilStarted } from "./setup-pages.mjs";
import { clock } from "./clock.mjs";
import { badge, begin, keepsNothing, noChannels, noLocks, policy, slowWayTo, source, state, watchful, works } from "./strict.mjs";

/** What a test starts, ended with it. */
function ending() {
  const open = new Set();
  afterEach(async () => {
    const all = [...open];
    open.clear();
    await Promise.all(all.map((server) => server.close()));
  });
  return { keep: (server) => (open.add(server), server), lose: (server) => (open.delete(server), server.close()) };
}

const BOTH = { lang: "en", server: "https://chat.example.org", origins: "https://projects.example.org" };

forEachBrowser("Strict pages", (context) => {
  const { keep, lose } = ending();
  const space = async (headers, otherwise = "strict.html") => keep(await serveFiles({ otherwise, headers }));
  const open = (url) => context.open(url, { prepare: [clock, watchful] });

  test("a policy without unsafe-inline and unsafe-eval", async () => {
    const chat = keep(await startLiar());
    const { origin } = await space({ "content-security-policy": policy(chat.origin) });
    const page = await open(origin);
    // What the policy is for: neither a text nor a script in the page's markup runs.
    const kept = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      script.remove();
      return window.ran === undefined;
    });
    assert.equal(kept, true);
    await eventually("the policy to tell of it", () => page.evaluate(() => window.violated.splice(0).length > 0));
    page.errors.length = 0;
    await begin(page, chat.origin);
    await works(page, page, chat.origin, origin);
  });

  test("Trusted Types", async (t) => {
    const chat = keep(await startLiar());
    const types = ["require-trusted-types-for 'script'", "trusted-types 'none'"];
    const { origin } = await space({ "content-security-policy": policy(chat.origin, types) });
    const page = await open(origin);
    const enforced = await page.evaluate(() => {
      try {
        document.createElement("p").innerHTML = "<b>x</b>";
        return false;
      } catch {
        return true;
      }
    });
    if (!enforced) t.diagnostic(`${context.name} has no Trusted Types: only the rest of the policy holds here`);
    assert.equal(enforced, await page.evaluate(() => "trustedTypes" in window));
    if (enforced) await eventually("the policy to tell of it", () => page.evaluate(() => window.violated.splice(0).length > 0));
    page.errors.length = 0;
    await begin(page, chat.origin);
    await works(page, page, chat.origin, origin);
  });

  test("inside a sandboxed frame", async () => {
    const chat = keep(await startLiar());
    const { origin } = await space({});
    const outside = await space({});
    const page = await open(outside.origin);
    await page.evaluate((src) => {
      const frame = document.createElement("iframe");
      frame.sandbox = "allow-same-origin allow-scripts";
      Object.assign(frame, { src, width: 800, height: 600 });
      document.body.append(frame);
    }, `${origin}/`);
    const inside = await frameAt(page, origin);
    await eventually("the page in it", () => inside.evaluate(() => document.readyState === "complete" && document.querySelector("#chat") !== null));
    await begin(inside, chat.origin);
    await works(page, inside, chat.origin, origin);
  });

  for (const [what, forbidden] of [["channels between tabs", noChannels], ["locks", noLocks]]) {
    test(`the page itself may keep nothing, and has no ${what}`, async () => {
      const chat = keep(await startLiar());
      const { origin } = await space({});
      const page = await context.open(origin, { prepare: [clock, watchful, keepsNothing, forbidden] });
      await begin(page, chat.origin);
      await works(page, page, chat.origin, origin);
      assert.equal(await page.evaluate(() => window.badges.status.role), "alone");
    });
  }

  test("the set-up page under a strict policy with Trusted Types", async () => {
    const server = keep(await servePackage({ headers: { "content-security-policy": STRICT } }));
    const page = await untilStarted(await open(server.setup + fragment(BOTH)));
    await ready(page);
    assert.match(await fileText(page, "gantry.toml"), /chat\.example\.org/);
    assert.deepEqual(await page.evaluate(() => window.violated), []);
    assert.deepEqual(page.errors, []);
  });

  test("the set-up page without a network, once it is there", async () => {
    const server = keep(await servePackage());
    const page = await untilStarted(await open(server.setup + fragment({ ...BOTH, server: "" })));
    await lose(server);
    await page.type("#server", "https://chat.example.org");
    await ready(page);
    assert.match(await fileText(page, "gantry.toml"), /chat\.example\.org/);
    assert.deepEqual(page.errors, []);
  });

  test("the chat server is gone before the page, and comes", async () => {
    const { port, origin: server, ...gone } = await startLiar();
    await gone.close();
    const { origin } = await space({});
    const page = await open(origin);
    await begin(page, server);
    await eventually("the chat to say so", async () => {
      await page.evaluate(() => window.elapse(10_000));
      return page.evaluate(() => window.chat.state === "failed");
    });
    const told = await page.evaluate(() => ({
      reason: window.chat.diagnose().reason,
      text: document.querySelector("#chat [role=status]").textContent,
      retry: document.querySelector("#chat button").checkVisibility(),
    }));
    assert.equal(told.retry, true, "another try can be had");
    assert.ok(told.text.length > 10, JSON.stringify(told));
    await eventually("the counts to say so", () => page.evaluate(() => window.badges.status.source !== "realtime" && window.badges.unread.total === 0));
    keep(await startLiar({ port }));
    await page.evaluate(() => window.chat.retry());
    await page.evaluate(() => window.badges.retry());
    await source(page, "realtime");
    page.errors.length = 0;
    await works(page, page, server, origin);
  });

  test("the chat server goes, and comes back: counts stay, and are right again", async () => {
    const chat = keep(await startLiar());
    const { origin } = await space({});
    const page = await open(origin);
    await begin(page, chat.origin);
    await works(page, page, chat.origin, origin);
    await lose(chat);
    await source(page, "lost");
    await badge(page, "3");
    const again = keep(await startLiar({ port: chat.port }));
    again.rooms[0].unread = 5;
    again.rooms[0]._updatedAt = { $date: Date.now() + 1_000 };
    await page.evaluate(() => window.badges.retry());
    await source(page, "realtime");
    await badge(page, "5");
    assert.equal(await page.evaluate(() => window.chat.state), "online", "the frame is as it was");
  });

  test("the page's own server has no companion", async () => {
    const chat = keep(await startLiar());
    const { origin } = await space({});
    const page = await open(origin);
    await page.evaluate(() => {
      const { fetch } = window;
      window.fetch = (what, ...rest) => (String(what).endsWith(".wasm") ? fetch("/gantry/not-there", ...rest) : fetch(what, ...rest));
    });
    await begin(page, chat.origin);
    assert.deepEqual(await page.evaluate(() => [window.chat.state, window.chat.diagnose().reason, window.badges.status.reason]), [
      "failed", "companion-missing", "companion-missing",
    ]);
    assert.equal(await page.evaluate(() => document.querySelectorAll("iframe").length), 0);
    assert.deepEqual(page.errors, []);
  });

  test("the page's own server does not know what WebAssembly is", async () => {
    const chat = keep(await startLiar());
    const { origin } = await space({});
    const page = await open(origin);
    await page.evaluate(() => {
      const { fetch } = window;
      window.fetch = async (what, ...rest) => {
        const answer = await fetch(what, ...rest);
        return String(what).endsWith(".wasm") ? new Response(answer.body, { headers: { "content-type": "application/octet-stream" } }) : answer;
      };
    });
    await begin(page, chat.origin);
    await works(page, page, chat.origin, origin);
  });

  // Firefox's driver can't take the network away.
  if (context.name === "chromium") {
    test("the visitor is without a network for a while", async () => {
      const chat = keep(await startLiar());
      const { origin } = await space({});
      const page = await open(origin);
      await begin(page, chat.origin);
      await works(page, page, chat.origin, origin);
      await page.setOfflineMode(true);
      await eventually("the browser to know", () => page.evaluate(() => !navigator.onLine));
      await eventually("the loss to be seen", async () => {
        await page.evaluate(() => window.elapse(31_000));
        return page.evaluate(() => window.badges.status.source === "lost");
      });
      await badge(page, "3");
      // The next try may be a minute off: without any timer, what brings it back is the browser's word alone.
      await page.evaluate(() => {
        for (let id = setTimeout(() => {}); id > 0; id -= 1) clearTimeout(id);
        window.setTimeout = () => 0;
      });
      await page.setOfflineMode(false);
      await source(page, "realtime");
      await badge(page, "3");
    });
  }

  test("a slow network that lets no socket through", async () => {
    const chat = keep(await startLiar());
    const slow = keep(await slowWayTo(chat.port));
    const { origin } = await space({});
    const page = await open(origin);
    await page.evaluate(() => {
      window.WebSocket = class {
        constructor() {
          throw new DOMException("no way through", "SecurityError");
        }
      };
    });
    await begin(page, slow.origin);
    await eventually("the counts to come by calls", async () => {
      await page.evaluate(() => window.elapse(5_000));
      return page.evaluate(() => window.badges.status.source === "polling");
    });
    await badge(page, "3");
  });

  test("a slow network, on both ways", async () => {
    const chat = keep(await startLiar());
    const { origin: near } = await space({});
    const slowSpace = keep(await slowWayTo(new URL(near).port));
    const slowChat = keep(await slowWayTo(chat.port));
    const page = await open(slowSpace.origin);
    await begin(page, slowChat.origin);
    await works(page, page, slowChat.origin, slowSpace.origin);
  });
});

forEachBrowser("Strict browsers", (context) => {
  const { keep } = ending();

  test("third-party storage is blocked", async () => {
    const chat = keep(await startLiar());
    // Another site, not only another origin.
    const { origin } = keep(await serveFiles({ otherwise: "strict.html", host: "localhost" }));
    const page = await context.open(origin, { prepare: [clock, watchful] });
    await begin(page, chat.origin);
    const frame = await frameAt(page, chat.origin);
    await eventually("the frame's script", () => frame.evaluate(() => typeof window.say === "function"));
    const stored = await frame.evaluate(() => {
      document.cookie = "third=party; SameSite=None; Secure";
      document.cookie = "third=party";
      let local = true;
      try {
        localStorage.setItem("third", "party");
      } catch {
        local = false;
      }
      return { cookie: document.cookie, local };
    });
    // Chromium gives a frame of another site a storage apart, Firefox none at all.
    assert.deepEqual(stored, { cookie: "", local: context.name === "chromium" }, "the browser blocks it");
    await works(page, page, chat.origin, origin);
  });
}, { further: ["--test-third-party-cookie-phaseout"], preferences: { "network.cookie.cookieBehavior": 1 } });
