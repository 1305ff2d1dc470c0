// The connection to the server, and the events that it decides to send to the page around the frame.

import { address } from "./store.js";

const RETRY = 500;
const listeners = new Map();
let socket = null;
let pending = [];

export const on = (type, listener) => listeners.set(type, listener);

export function send(message) {
  const text = JSON.stringify(message);
  if (socket?.readyState === WebSocket.OPEN) socket.send(text);
  else pending.push(text);
}

// Dates travel as {"$date": ms} and arrive at the page as Date objects, as in a real client.
export const revive = (key, value) =>
  value && typeof value === "object" && Object.keys(value).length === 1 && typeof value.$date === "number"
    ? new Date(value.$date)
    : value;

function emit({ name, data, inPage, target }) {
  if (inPage) window.dispatchEvent(new CustomEvent(name, { detail: data }));
  if (target === null) return;
  try {
    window.parent.postMessage({ eventName: name, data }, target);
  } catch (error) {
    // What is no origin can't be posted to; a real client fails the same way, for each event.
    console.error(error);
  }
}

export function connect(hello) {
  const url = new URL(address("/_standin/frame"), window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(url);
  socket.addEventListener("open", () => {
    socket.send(JSON.stringify(hello()));
    for (const text of pending) socket.send(text);
    pending = [];
  });
  socket.addEventListener("message", (event) => {
    const message = JSON.parse(event.data, revive);
    if (message.type === "emit") emit(message);
    else listeners.get(message.type)?.(message);
  });
  socket.addEventListener("close", waitForServer);
}

// A server that is gone would leave an error page behind a reload; wait until it answers again.
function waitForServer() {
  setTimeout(() => {
    fetch(address("/api/info")).then(() => listeners.get("lost")?.(), waitForServer);
  }, RETRY);
}
