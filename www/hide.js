// Hiding actions by Rocket.Chat's own `overrideUi` (6.6 and later). Fetched where a page hides any.

/** An id that a place does not have does no harm there, so each of them gets all. */
const PLACES = ["messageToolbox", "roomToolbox", "composerToolbox", "userToolbox"];

/** The message that hides these actions. */
export const hide = (ids) => ({
  event: "overrideUi",
  hideActions: Object.fromEntries(PLACES.map((place) => [place, ids])),
});
