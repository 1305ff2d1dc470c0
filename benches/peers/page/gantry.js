// Gantry on the page: the companion itself.
import { mount } from "/gantry/gantry.js";

export async function open({ place, chat }) {
  const docked = await mount(place, { server: chat, room: "group/projet-alpha" });
  return { frame: place.querySelector("iframe"), taken: () => docked.diagnose().accepted };
}
