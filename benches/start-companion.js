// From nothing to a chat that is ready, with the companion.
import { mount } from "/gantry/gantry.js";

const server = new URLSearchParams(location.search).get("chat");
const chat = await mount("#chat", { server, room: "group/projet-alpha" });
performance.mark("listening");
const ready = () => performance.getEntriesByName("ready").length === 0 && performance.mark("ready");
if (chat.state === "ready") ready();
chat.on("state", ({ state }) => state === "ready" && ready());
