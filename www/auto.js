// Docks a chat wherever the page has `data-gantry-room`, as gantry.json beside this file says.
import { mount } from "./gantry.js";

const address = new URL("gantry.json", import.meta.url);

async function configuration() {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname} answered ${answer.status}`);
  const { server, stamp, login, profile = {}, allow, newTab, hide } = await answer.json();
  const people = profile.people && new URL(profile.people, address).href;
  return { server, stamp, login, hide, profile: { ...profile, ...(people && { people }), allow, newTab } };
}

/** The chats of this page, in the order of their elements. */
export const chats = (async () => {
  const places = [...document.querySelectorAll("[data-gantry-room]")];
  if (places.length === 0) return [];
  try {
    const options = await configuration();
    return await Promise.all(places.map((place) => mount(place, { ...options, room: place.dataset.gantryRoom })));
  } catch (error) {
    console.error("gantry:", error);
    return [];
  }
})();
