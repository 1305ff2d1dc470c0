// Docks a chat wherever the page has `data-gantry-room`, and counts without one where it has `data-gantry-watch`, as
// gantry.json beside this file says.
import { mount, watch } from "./gantry.js";

const address = new URL("gantry.json", import.meta.url);

async function configuration() {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname} answered ${answer.status}`);
  const { server, stamp, login, profile = {}, allow, newTab, hide } = await answer.json();
  const people = profile.people && new URL(profile.people, address).href;
  return { server, stamp, login, hide, profile: { ...profile, ...(people && { people }), allow, newTab } };
}

let configured;
/** `make` with the configuration; `otherwise` where there is none. */
async function configure(make, otherwise) {
  try {
    return await make(await (configured ??= configuration()));
  } catch (error) {
    console.error("gantry:", error);
    return otherwise;
  }
}

const places = [...document.querySelectorAll("[data-gantry-room]")];
/** The chats of this page, in the order of their elements. */
export const chats =
  places.length === 0
    ? Promise.resolve([])
    : configure(
        (options) => Promise.all(places.map((place) => mount(place, { ...options, room: place.dataset.gantryRoom }))),
        [],
      );

const asked = document.querySelector("[data-gantry-watch]");
/** The counts of this page without a chat, or null where it asks for none. */
export const badges =
  asked === null
    ? Promise.resolve(null)
    : configure(
        (options) =>
          watch({ ...options, notifications: "[data-gantry-notify]", roomUrl: asked.dataset.gantryRoomUrl }),
        null,
      );
