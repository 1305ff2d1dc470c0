// Plays Rocket.Chat's part: keeps what the page sends, and sends what a test asks for.
"use strict";

const heard = [];
window.heard = heard;
window.addEventListener("message", (event) => {
  heard.push({ origin: event.origin, fromParent: event.source === window.parent, data: event.data });
});

/** Posts to the page at `target`, an exact origin. */
window.say = (message, target) => window.parent.postMessage(message, target);

let flooded = 0;

/**
 * Posts `count` messages that `make(number)` gives, with a breath after each hundred. The numbers go on from one flood to
 * the next, so that dates made of them do too: a record of the past would rightly be left out.
 */
window.flood = async (count, make, target) => {
  const { port1, port2 } = new MessageChannel();
  for (let left = count; left > 0; left -= 1) {
    window.say(make(flooded++), target);
    if (left % 100 === 1) {
      await new Promise((next) => {
        port1.onmessage = next;
        port2.postMessage(0);
      });
    }
  }
  port1.close();
};
