// One side of a comparison: `?side=companion` or `?side=reference`, with the chat at `?chat=<origin>`.
// Gives `window.side`: `receive` (the listener itself), `judged()`, `destroy()`.
import { subscription } from "/bench/subscription.js";

const query = new URLSearchParams(location.search);
const chat = query.get("chat");

// The package keeps its memory to itself; whoever wants to watch it has to stand by when it starts.
const memories = [];
for (const name of ["instantiate", "instantiateStreaming"]) {
  const start = WebAssembly[name];
  WebAssembly[name] = async (...rest) => {
    const started = await start.apply(WebAssembly, rest);
    const { exports } = started.instance ?? started;
    memories.push(...Object.values(exports).filter((value) => value instanceof WebAssembly.Memory));
    return started;
  };
}

async function companion() {
  const { mount, receiver } = await import("/gantry/gantry.js");
  const docked = await mount("#chat", { server: chat, room: "group/projet-alpha" });
  return {
    receive: receiver(docked),
    frame: document.querySelector("iframe.gantry-frame"),
    judged: () => {
      const { accepted, refused } = docked.diagnose();
      return accepted + Object.values(refused).reduce((sum, count) => sum + count, 0);
    },
    unread: () => docked.unread,
    destroy: () => docked.destroy(),
  };
}

async function reference() {
  const { Reference } = await import("/bench/reference.js");
  const frame = document.createElement("iframe");
  frame.src = `${chat}/group/projet-alpha?layout=embedded`;
  document.querySelector("#chat").append(frame);
  const docked = new Reference({ frame, server: chat });
  docked.listen();
  return {
    receive: docked.receive,
    frame,
    judged: () => docked.accepted + Object.values(docked.refused).reduce((sum, count) => sum + count, 0),
    unread: () => docked.unread,
    destroy: () => docked.destroy(),
  };
}

/** Keeps the next `count` messages that a frame or this page sends, as the browser made them. */
window.collect = (count) => {
  window.ready = [];
  const keep = (event) => {
    window.ready.push(event);
    if (window.ready.length === count) removeEventListener("message", keep);
  };
  addEventListener("message", keep);
};

/** Calls the listener itself `count` times with the kept events; nanoseconds per call. */
window.alone = (count) => {
  const { side, ready } = window;
  const start = performance.now();
  for (let number = 0; number < count; number += 1) side.receive(ready[number % ready.length]);
  return ((performance.now() - start) * 1e6) / count;
};

/** A million messages through the listener, with a breath for the screen in between. */
window.long = async (count) => {
  for (let done = 0; done < count; ) {
    for (let part = 0; part < 10_000 && done < count; part += 1, done += 1) {
      const data = subscription(done);
      window.side.receive({ data, origin: chat, source: window.side.frame.contentWindow });
    }
    await new Promise((next) => setTimeout(next));
  }
};

/** Mounts and destroys a chat again and again. */
window.rounds = async (count) => {
  const { mount } = await import("/gantry/gantry.js");
  const place = document.createElement("div");
  // In sight, or the frame would never be loaded.
  place.style.height = "100px";
  document.body.prepend(place);
  for (let round = 0; round < count; round += 1) {
    const docked = await mount(place, { server: chat, room: "group/projet-alpha" });
    // Every other round gets as far as the frame's first document.
    if (round % 2 === 0) await new Promise((next) => setTimeout(next, 5));
    docked.destroy();
  }
  place.remove();
};

/** Bytes of WebAssembly memory, of every module that was started. */
window.wasmBytes = () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);

window.subscription = subscription;
window.subscriptionText = String(subscription);
window.side = await (query.get("side") === "companion" ? companion : reference)();
