// From nothing to a chat that is ready, by hand.
import { Reference } from "/bench/reference.js";

const server = new URLSearchParams(location.search).get("chat");
const frame = document.createElement("iframe");
frame.src = `${server}/group/projet-alpha?layout=embedded`;
document.querySelector("#chat").append(frame);
const chat = new Reference({ frame, server });
addEventListener("message", ({ source, data }) => {
  if (source === frame.contentWindow && data?.eventName === "Custom_Script_Logged_Out") performance.mark("ready");
});
chat.listen();
performance.mark("listening");
