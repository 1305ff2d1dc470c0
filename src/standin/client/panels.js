// What opens at the side of a room: its members, a person, a thread; and where mentions of channels lead.

import { send } from "./channel.js";
import * as blaze from "./blaze.js";
import { go } from "./boot.js";
import { box, element } from "./element.js";
import * as react from "./react.js";
import { avatar, names, store } from "./store.js";

const rows = () => (store.features.blazePanels ? blaze : react);

let shown = { tab: null, context: null };

const kinds = { c: "channel", p: "group", d: "direct" };

function roomPath() {
  const room = store.room;
  return `/${kinds[room.t]}/${encodeURIComponent(room.t === "d" ? room._id : room.name)}`;
}

export const openTab = (tab) => go(`${roomPath()}${tab ? `/${tab}` : ""}`, { open: false });

export const openThread = (id) => openTab(`thread/${id}`);

export function openChannel(rid) {
  send({ type: "mention", rid });
  go(`/channel/${rid}`);
}

function bar(title, id, ...content) {
  const close = "rcx-button--small-square rcx-button--square rcx-button--icon rcx-button";
  const qa = store.features.dataQa;
  return box("aside", "rcx-vertical-bar", {},
    box("h3", "", qa && id ? { "data-qa-id": id } : {},
      box("div", "", {}, title),
      box("button", close, {
        type: "button", ...(qa ? { "data-qa": "ContextualbarActionClose" } : {}), "aria-label": "Close",
        onclick: () => openTab(""),
      }, "\u00d7")),
    box("div", "rcx-vertical-bar__content", {}, ...content));
}

function member(person) {
  const { shown: name, extra } = names(person);
  const qa = store.features.dataQa ? { "data-qa": `MemberItem-${person.username}` } : {};
  return element("li", {
    class: "rcx-option", role: "option", tabindex: "0", "data-username": person.username, "data-userid": person._id,
    onclick: () => openTab(`members-list/${person.username}`),
  },
  element("div", { class: "rcx-option__wrapper" },
    element("div", { class: "rcx-option__avatar" },
      box("figure", "rcx-avatar rcx-avatar--x28", {},
        element("img", {
          src: avatar(person.username), class: "rcx-avatar__element rcx-avatar__element--x28", "aria-hidden": "true",
          "data-username": person.username, title: person.username, alt: "",
        }))),
    element("div", { class: "rcx-option__column" }, element("span", { class: `status ${person.status}` })),
    element("div", { class: "rcx-option__content", ...qa }, name,
      extra ? element("span", { class: "rcx-option__description" }, ` (${extra})`) : null)));
}

function members() {
  return bar("Members", "RoomHeader-Members",
    element("ul", { class: "rcx-members", role: "listbox" }, ...store.members.map(member)));
}

function person(username) {
  const found = store.members.find((other) => other.username === username);
  if (!found) return members();
  return bar("User Info", null,
    box("figure", "rcx-avatar rcx-avatar--x332", {},
      element("img", {
        src: avatar(username), class: "rcx-avatar__element rcx-avatar__element--x124", "data-username": username,
        title: username, alt: "",
      })),
    box("div", "rcx-user-info", {}, `${found.name} (@${found.username})`));
}

function thread(id) {
  const root = store.messages.find((message) => message._id === id);
  if (!root) return null;
  send({ type: "read-thread", thread: id });
  const replies = store.messages.filter((message) => message.tmid === id);
  const items = [root, ...replies].map((message) => rows().threadItem(message));
  const field = element("textarea", {
    class: "rc-message-box__textarea js-input-message", rows: "1", "aria-label": "Reply", placeholder: "Reply",
    onkeydown(event) {
      if (event.key !== "Enter" || event.shiftKey || !field.value.trim()) return;
      event.preventDefault();
      send({ type: "say", rid: store.room._id, text: field.value, thread: id });
      field.value = "";
    },
  });
  return bar(root.msg, null,
    box("section", "rcx-thread-view", {},
      element("div", { class: "thread-list js-scroll-thread" }, element("ul", { class: "thread" }, ...items)),
      element("footer", { class: "rc-message-box footer" }, field)));
}

export function showPanel(tab, context) {
  shown = { tab, context };
  drawPanel();
}

export function drawPanel() {
  const holder = document.querySelector(".main-content-flex");
  if (!holder) return;
  const { tab, context } = shown;
  let panel = null;
  if (tab === "members-list") panel = context ? person(context) : members();
  if (tab === "thread" && context) panel = thread(context);
  holder.querySelector("aside")?.remove();
  if (panel) holder.append(panel);
}

export const threadIsOpen = (id) => shown.tab === "thread" && shown.context === id;
