// Docks a chat wherever the page has `data-gantry-room`, and counts without one where it has `data-gantry-watch`, as
// gantry.json beside this file says.
import { explain, mount, watch } from "./gantry.js";

const address = new URL("gantry.json", import.meta.url);

async function configuration() {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname} answered ${answer.status}`);
  const { server, origins, stamp, login, profile = {}, allow, newTab, hide } = await answer.json();
  const people = profile.people && new URL(profile.people, address).href;
  if (origins && !origins.includes(location.origin)) {
    console.error(`gantry: this page is on ${location.origin}, and Rocket.Chat was set up for ${origins.join(", ")}`);
  }
  return { server, origins, stamp, login, hide, profile: { ...profile, ...(people && { people }), allow, newTab } };
}

let configured;
/** What gantry.json says; where it can't be had, why. */
const options = () => (configured ??= configuration().catch((failure) => ({ failure })));

const places = [...document.querySelectorAll("[data-gantry-room]")];
/** The chats of this page, in the order of their elements. */
export const chats = Promise.all(
  places.map(async (place) => mount(place, { ...(await options()), room: place.dataset.gantryRoom })),
);

async function counts({ gantryRoomUrl }) {
  try {
    return await watch({ ...(await options()), notifications: "[data-gantry-notify]", roomUrl: gantryRoomUrl });
  } catch (error) {
    console.error("gantry:", error);
    return null;
  }
}

const asked = document.querySelector("[data-gantry-watch]");
/** The counts of this page without a chat, or null where it asks for none. */
export const badges = asked === null ? Promise.resolve(null) : counts(asked.dataset);

/** What each of them says of itself, with causes and remedies in words. */
export async function diagnose() {
  await explain();
  const all = [...(await chats), await badges];
  return all.filter(Boolean).map((one) => one.diagnose());
}
