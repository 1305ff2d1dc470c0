// A chat's place in the page: the frame, and a status line above it.

/** What Rocket.Chat may do in the frame; the browser asks the member before most of it is used. */
const ALLOW = "camera; microphone; fullscreen; display-capture; autoplay; clipboard-write";
const PLACE = "display:flex;flex-direction:column;height:100%;min-height:20rem";
const FRAME = "flex:1;width:100%;min-height:0;border:0";
/** How near to the visible part of the page a chat begins. */
const NEAR_PIXELS = 200;
/** How long after a key press a move of the focus into the frame may be the member's own. */
const OWN_FOCUS_MILLIS = 500;

function element(name, attributes) {
  const made = document.createElement(name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  return made;
}

/** Builds it, to be put in; `remove()` puts the document back as it was. */
export function build(container) {
  const frame = element("iframe", {
    class: "gantry-frame",
    allow: ALLOW,
    referrerpolicy: "strict-origin-when-cross-origin",
  });
  // Through the style object, which a strict content security policy lets pass.
  frame.style.cssText = FRAME;
  const status = element("div", { class: "gantry-status", role: "status" });
  const text = element("span");
  const button = element("button", { type: "button" });
  button.hidden = true;
  status.append(text, " ", button);
  const before = container.getAttribute("class");
  container.classList.add("gantry");
  status.hidden = true;
  const place = element("div");
  place.style.cssText = PLACE;
  place.append(status, frame);
  const focus = keepFocus(frame);
  let observer;
  return {
    frame,
    button,
    label(title, again) {
      frame.title = title;
      button.textContent = again;
    },
    /**
     * Puts it into the page. Calls back when that is near what can be seen of the page: later, or at once, and then before
     * it is put in: a frame that has its address begins to load sooner than one that gets it there.
     */
    put(lazy, begin) {
      const { top, bottom } = container.getBoundingClientRect();
      const laidOut = container.getClientRects().length > 0;
      const near = laidOut && bottom > -NEAR_PIXELS && top < innerHeight + NEAR_PIXELS;
      const now = !lazy || near || typeof IntersectionObserver !== "function";
      if (now) begin();
      container.append(place);
      if (now) return;
      observer = new IntersectionObserver(
        (entries) => {
          if (!entries.some((entry) => entry.isIntersecting)) return;
          observer.disconnect();
          begin();
        },
        { rootMargin: `${NEAR_PIXELS}px` },
      );
      observer.observe(container);
    },
    show(state, words, again) {
      container.dataset.gantryState = state;
      text.textContent = words;
      button.hidden = !again;
      status.hidden = words === "" && !again;
      // While it loads, a client may take the focus; once the member is in, the frame is theirs.
      focus.guard(state === "loading" || state === "ready" || state === "logging-in");
    },
    /** Leaves no chat, and what is said of it. */
    drop() {
      observer?.disconnect();
      focus.stop();
      frame.remove();
      container.append(place);
    },
    remove() {
      this.drop();
      place.remove();
      delete container.dataset.gantryState;
      if (before === null) container.removeAttribute("class");
      else container.setAttribute("class", before);
    },
  };
}

/** Gives the focus back to the page when the frame takes it without the member's doing, or goes away with it. */
function keepFocus(frame) {
  let last = document.activeElement;
  let pointer = false;
  let key = -Infinity;
  let guarded = false;
  let timer;
  const enter = () => (pointer = true);
  const leave = () => (pointer = false);
  const press = (event) => (key = event.timeStamp);
  const focused = (event) => (last = event.target === frame ? last : event.target);
  const back = () => last?.isConnected && last.focus({ preventScroll: true });
  const blurred = (event) => {
    if (!guarded || pointer || event.timeStamp - key <= OWN_FOCUS_MILLIS) return;
    // Firefox tells of it before the frame is the active element.
    timer = setTimeout(() => {
      if (document.activeElement !== frame) return;
      frame.blur();
      back();
    });
  };
  frame.addEventListener("pointerenter", enter);
  frame.addEventListener("pointerleave", leave);
  document.addEventListener("keydown", press, true);
  document.addEventListener("focusin", focused, true);
  addEventListener("blur", blurred);
  return {
    guard: (on) => (guarded = on),
    stop() {
      clearTimeout(timer);
      document.removeEventListener("keydown", press, true);
      document.removeEventListener("focusin", focused, true);
      removeEventListener("blur", blurred);
      if (document.activeElement === frame) back();
    },
  };
}
