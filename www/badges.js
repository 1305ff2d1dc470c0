// Unread counts in the page: elements, title, icon and the app's badge. What they show is decided in Rust; here it is
// written, at most once per frame of the screen, and only where it is new.
import { run } from "./companion.js";
import { flush } from "./gantry_wasm.js";
import { number } from "./texts.js";

/** A hidden page gets no frames of the screen, and its title is just then what a member looks at. */
const WITHOUT_FRAME_MILLIS = 200;
/** The number of a key that can be no room's. */
const NOT_A_TEXT = 0xffffffff;

let frame = 0;
let timer = 0;
let later = 0;
/** Elements that show a count, and what stood there before. */
const shown = new Map();
/** The page's own title, and what was written in its place. */
let title = null;
let icon = null;
let app = 0;

const cancel = () => {
  cancelAnimationFrame(frame);
  clearTimeout(timer);
};

export function schedule() {
  cancel();
  clearTimeout(later);
  frame = requestAnimationFrame(write);
  timer = setTimeout(write, WITHOUT_FRAME_MILLIS);
}

function write() {
  cancel();
  const elements = [...document.querySelectorAll("[data-gantry-unread]")];
  const keys = elements.map((element) => element.dataset.gantryUnread);
  const [label, total, texts, again] = flush(keys.map((key) => (key === "" ? 0 : -(number(key) || NOT_A_TEXT))));
  elements.forEach((element, index) => {
    const text = texts[index];
    if (!shown.has(element)) shown.set(element, { text: element.textContent, hidden: element.hidden });
    if (element.textContent !== text) element.textContent = text;
    if (element.hidden !== (text === "")) element.hidden = text === "";
  });
  for (const element of shown.keys()) if (!element.isConnected) shown.delete(element);
  const own = title !== null && document.title === title.written ? title.own : document.title;
  title = { own, written: label === "" ? own : `(${label}) ${own}` };
  if (document.title !== title.written) document.title = title.written;
  if ((label !== "") !== (icon !== null)) icon = label !== "" ? mark() : (icon(), null);
  if (total !== app) badge((app = total));
  if (again !== null) later = setTimeout(schedule, again);
  run();
}

/** The badge of an installed web application, where the browser has such a thing; a browser may refuse. */
function badge(total) {
  (total > 0 ? navigator.setAppBadge?.(total) : navigator.clearAppBadge?.())?.catch(() => {});
}

/** Has a dot put on the page's icon; the answer takes it off again. */
function mark() {
  let take;
  import("./icon.js").then(
    (module) => (take ??= module.mark()),
    () => {},
  );
  return () => (take ? take() : (take = () => {}));
}

/** Puts everything back as it was. */
export function restore() {
  cancel();
  clearTimeout(later);
  for (const [element, before] of shown) {
    element.textContent = before.text;
    element.hidden = before.hidden;
  }
  shown.clear();
  if (title !== null && document.title === title.written) document.title = title.own;
  icon?.();
  if (app > 0) badge(0);
  document.querySelector(".gantry-live")?.remove();
  title = icon = null;
  app = 0;
}
