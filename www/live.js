// The words for a screen reader. Fetched when there is first something to say.

const OUT_OF_SIGHT =
  "position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";

/** Tells a screen reader. */
export function announce(text) {
  let live = document.querySelector(".gantry-live");
  if (live === null) {
    live = document.createElement("div");
    live.className = "gantry-live";
    live.setAttribute("role", "status");
    live.style.cssText = OUT_OF_SIGHT;
    document.body.append(live);
  }
  live.textContent = text;
}
