// The chat's side: plain messages as Rocket.Chat sends them, or those of a library, `?side=penpal`; none by
// itself with `?quiet`.
import { subscription } from "/bench/subscription.js";

// As in the page.
console.log = () => {};

const query = new URLSearchParams(location.search);
const side = query.get("side");
const page = new URL(document.referrer).origin;

const plain = (message) => window.parent.postMessage(message, page);
const say = side === null ? plain : await (await import(`/peers/frame-${side}.js`)).open({ page });

let said = 0;
/** The next record of a room; each is newer than the one before it. */
const next = () => subscription((said += 1));

/** Does something so many times, with a breath after each hundred. */
async function paced(count, act) {
  const { port1, port2 } = new MessageChannel();
  for (let left = count; left > 0; left -= 1) {
    act();
    if (left % 100 === 1) {
      await new Promise((resolve) => {
        port1.onmessage = resolve;
        port2.postMessage(0);
      });
    }
  }
  port1.close();
}

/** Sends records. */
window.flood = (count) => paced(count, () => say(next()));

/** Sends the same message again and again, in whatever shape a library gave it. */
window.replay = (count, raw) => paced(count, () => window.parent.postMessage(raw, page));

/** Sends a record that is none. */
window.strange = () => say({ eventName: "unread-changed-by-subscription", data: { rid: 7, unread: "many" } });

/** Sends a record as any other. */
window.usual = () => say(next());

if (!query.has("quiet")) window.usual();
