// Rocket.Chat's own user card, put into the document as each generation does.

import { box, element } from "./element.js";
import { avatar, names, personOf, store } from "./store.js";

let close = null;

export function closeCard() {
  close?.();
  close = null;
}

function card(person, attributes) {
  const iconButton = "rcx-button--small-square rcx-button--square rcx-button--icon rcx-button";
  return box("div", "rcx-user-card", attributes,
    box("div", "", {},
      box("figure", "rcx-avatar rcx-avatar--x124", {},
        element("img", {
          src: avatar(person.username), class: "rcx-avatar__element rcx-avatar__element--x124", "aria-hidden": "true",
          "data-username": person.username, title: person.username, alt: "",
        }))),
    box("div", "rcx-user-card__content", {},
      box("div", "", { title: names(person).shown }, names(person).shown)),
    box("div", "", {}, box("button", iconButton, { type: "button", title: "Close", onclick: closeCard }, "\u00d7")));
}

function place(node, anchor) {
  const { left, bottom } = anchor.getBoundingClientRect();
  node.style.position = "fixed";
  node.style.left = `${Math.max(4, Math.min(left, window.innerWidth - 280))}px`;
  node.style.top = `${Math.max(4, Math.min(bottom + 4, window.innerHeight - 180))}px`;
  node.style.zIndex = "9999";
}

function sibling(person, anchor) {
  let root = document.getElementById("react-user-card");
  if (!root) {
    root = element("div", { id: "react-user-card" });
    document.body.append(root);
  }
  root.replaceChildren(box("div", "rcx-modal__backdrop", { onclick: closeCard }));
  const shown = card(person, store.features.dataQa ? { "data-qa": "UserCard" } : {});
  place(shown, anchor);
  const container = element("div", { id: "position-container" }, shown);
  root.after(container);
  return () => {
    root.replaceChildren();
    container.remove();
  };
}

function popover(person, anchor) {
  // The underlay has neither class nor id; it covers the frame and takes the next click.
  const underlay = element("div", { style: "position: fixed; inset: 0px;", onclick: closeCard });
  const shown = card(person, { role: "dialog", "aria-label": "User card", tabindex: "-1" });
  const holder = element("div", { style: "position: absolute; z-index: 100000;" }, shown);
  place(shown, anchor);
  const onKey = (event) => {
    if (event.key === "Escape") closeCard();
  };
  document.body.append(underlay, holder);
  document.addEventListener("keydown", onKey);
  shown.focus();
  return () => {
    underlay.remove();
    holder.remove();
    document.removeEventListener("keydown", onKey);
    anchor.focus?.();
  };
}

export function openCard(username, anchor) {
  closeCard();
  const person = personOf(username) ?? { username, name: username };
  close = store.features.userCard === "popover" ? popover(person, anchor) : sibling(person, anchor);
}
