// One side of the comparison: `?side=penpal`, with the chat at `?chat=<origin>`. Every library gets the same work behind it
// as Gantry has in it: the hand-written counts and badges.
import { Reference } from "/bench/reference.js";

const query = new URLSearchParams(location.search);
const chat = query.get("chat");

// One of them tells the console of each message, which costs more here, where it is listened to, than at a member's.
console.log = () => {};

/** What a library hands over is counted by hand, and shown as Gantry shows it. */
function take(frame) {
  const reference = new Reference({ frame, server: chat });
  let count = 0;
  return {
    count: () => count,
    message(message) {
      count += 1;
      if (reference.take(message) === 1) reference.changed();
    },
  };
}

/** The last record that this page's window or a port of it was given, in the words of the library. */
if (query.has("record")) {
  const keep = ({ data }) => {
    if (JSON.stringify(data)?.includes("unread-changed-by-subscription")) window.recorded = data;
  };
  addEventListener("message", keep);
  const { addEventListener: listen } = MessagePort.prototype;
  MessagePort.prototype.addEventListener = function (name, ...rest) {
    if (name === "message") listen.call(this, name, keep);
    return listen.call(this, name, ...rest);
  };
}

const badge = document.querySelector("[data-gantry-unread]");
const shown = new MutationObserver(() => {
  if (badge.textContent === "") return;
  shown.disconnect();
  window.started = performance.now() - begun;
});
shown.observe(badge, { childList: true, characterData: true, subtree: true });

const begun = performance.now();
const { open } = await import(`/peers/page-${query.get("side")}.js`);
window.side = await open({ place: document.querySelector("#chat"), chat, take });
