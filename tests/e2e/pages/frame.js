// Plays Rocket.Chat's part: keeps what the page sends, and sends what a test asks for.
"use strict";

const heard = [];
window.heard = heard;
window.addEventListener("message", (event) => {
  heard.push({ origin: event.origin, fromParent: event.source === window.parent, data: event.data });
});

/** Posts to the page at `target`, an exact origin. */
window.say = (message, target) => window.parent.postMessage(message, target);

/** Posts `count` messages that `make(number)` gives, with a breath after each hundred. */
window.flood = async (count, make, target) => {
  const { port1, port2 } = new MessageChannel();
  for (let number = 0; number < count; number += 1) {
    window.say(make(number), target);
    if (number % 100 === 99) {
      await new Promise((next) => {
        port1.onmessage = next;
        port2.postMessage(0);
      });
    }
  }
  port1.close();
};
