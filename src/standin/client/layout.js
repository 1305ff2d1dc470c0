// The page as a whole: login form, sidebar, room with header, list and composer, and the actions of a message.

import * as blaze from "./blaze.js";
import { go } from "./boot.js";
import { send } from "./channel.js";
import { box, element, icon } from "./element.js";
import { drawPanel, openTab, openThread, threadIsOpen } from "./panels.js";
import * as react from "./react.js";
import { setting, store } from "./store.js";

const rows = () => (store.features.dom === "blaze" ? blaze : react);

const iconButton = "rcx-button--small-square rcx-button--square rcx-button--icon rcx-button";

function loginForm() {
  const field = (label, attributes) =>
    box("div", "rcx-field", {},
      element("label", { class: "rcx-label", for: attributes.id }, label),
      element("input", { class: "rcx-box rcx-input-box", size: "1", ...attributes }));
  return box("section", "rcx-login", {},
    element("h1", {}, store.siteName),
    element("form", {
      class: "rcx-login__form",
      onsubmit(event) {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        send({ type: "login", way: "form", user: form.get("usernameOrEmail"), password: form.get("password") });
      },
    },
    field("Email or username", { id: "username", name: "usernameOrEmail", type: "text", autocomplete: "username" }),
    field("Password", { id: "password", name: "password", type: "password", autocomplete: "current-password" }),
    element("p", { class: "login-error", role: "alert" }),
    box("button", "rcx-button rcx-button--primary login", { type: "submit" }, "Login")));
}

const kinds = { c: "channel", p: "group", d: "direct" };

function sidebarItem(sub) {
  const path = `/${kinds[sub.t]}/${sub.t === "d" ? sub.rid : sub.name}`;
  const selected = sub.rid === store.room?._id ? " rcx-sidebar-item--selected" : "";
  const highlighted = sub.alert || sub.unread ? " rcx-sidebar-item--highlighted" : "";
  return element("a", {
    class: `rcx-box--full rcx-sidebar-item rcx-sidebar-item--clickable${selected}`,
    ...(store.features.dataQa ? { "data-qa": "sidebar-item" } : {}),
    "aria-label": sub.fname ?? sub.name,
    href: `${store.path}${path}`,
    onclick(event) {
      event.preventDefault();
      go(path);
    },
  },
  icon(sub.t === "p" ? "hashtag-lock" : sub.t === "d" ? "at" : "hash"),
  element("div", { class: `rcx-sidebar-item__title${highlighted}` }, sub.fname ?? sub.name),
  sub.unread ? element("span", { class: "rcx-badge rcx-badge--primary" }, sub.unread > 999 ? "999+" : String(sub.unread)) : null);
}

function statusMenu() {
  const button = (status) => element("button", {
    type: "button", class: "rcx-option", title: status, "data-key": status,
    onclick: () => send({ type: "pick-status", status }),
  }, element("span", { class: `status ${status}` }));
  return element("div", { class: "rcx-sidebar-topbar" },
    element("strong", {}, store.session.username),
    ...["online", "away", "busy", "offline"].map(button));
}

function sidebar() {
  return element("div", { id: "sidebar-region", class: "rcx-sidebar" },
    element("nav", { class: "rcx-sidebar--main", role: "navigation", "aria-label": "Channels" },
      statusMenu(), ...store.subscriptions.filter((sub) => sub.open).map(sidebarItem)));
}

export function drawSidebar() {
  document.getElementById("sidebar-region")?.replaceWith(sidebar());
}

function header() {
  const tool = (id, label, name, tab, at) =>
    store.hidden.roomToolbox.includes(id)
      ? null
      : box("button", iconButton, {
          type: "button", title: label, "data-toolbox": String(at),
          ...(store.features.dataQa ? { "data-qa-id": `ToolBoxAction-${name}` } : {}),
          onclick: () => openTab(tab),
        }, icon(name));
  return box("header", "rcx-room-header", {},
    box("div", "rcx-room-header__title", {}, store.label),
    box("div", "rcx-button-group", { role: "group" }, tool("members-list", "Members", "members", "members-list", 5)));
}

function composer() {
  const send_ = (field) => {
    if (!field.value.trim()) return;
    send({ type: "say", rid: store.room._id, text: field.value });
    field.value = "";
  };
  const field = element("textarea", {
    class: "rc-message-box__textarea js-input-message", name: "msg", rows: "1",
    "aria-label": `Message #${store.label}`, placeholder: `Message #${store.label}`,
    onkeydown(event) {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      send_(field);
    },
  });
  return element("footer", { class: "rc-message-box footer" },
    box("div", "rcx-input-box__wrapper", { role: "group" }, field,
      box("button", iconButton, { type: "button", "aria-label": "Send", onclick: () => send_(field) }, "\u27a4")));
}

function sequential(message, previous) {
  if (!previous || previous.t || message.t || message.groupable === false || previous.groupable === false) return false;
  const period = Number(setting("Message_GroupingPeriod") ?? 300) * 1000;
  return previous.u._id === message.u._id && message.ts - previous.ts < period;
}

const inList = () => store.messages.filter((message) => !message.tmid);

function room() {
  const list = rows().list();
  inList().forEach((message, at, all) => list.append(rows().row(message, sequential(message, all[at - 1]))));
  const withHeader = !store.embedded || setting("UI_Show_top_navbar_embedded_layout") === true;
  return box("div", "rcx-room", rows().roomAttributes(),
    withHeader ? header() : null,
    element("div", { class: "main-content-flex" },
      element("section", {
        class: "messages-container flex-tab-main-content", id: `chat-window-${store.room._id}`, "aria-label": "Channel",
      },
      element("div", { class: "messages-box" }, element("div", { class: "wrapper" }, list)),
      composer())));
}

function content() {
  if (!store.session) return [loginForm()];
  const main = element("main", { class: "rc-old main-content", id: "main-content" },
    store.room
      ? room()
      : element("p", { class: "standin-home" }, store.missing ? "Room not found" : `Welcome to ${store.siteName}`));
  return store.embedded ? [main] : [sidebar(), main];
}

export function drawAll() {
  const embedded = store.embedded ? " embedded-view" : "";
  const root = box("div", `${embedded} menu-nav generation-${store.features.dom}`, { id: "rocket-chat" }, ...content());
  document.getElementById("rocket-chat")?.remove();
  document.body.prepend(root);
  drawPanel();
  scrollDown();
}

function scrollDown() {
  const view = document.querySelector(".messages-box .wrapper");
  if (view) view.scrollTop = view.scrollHeight;
}

// One row changes: a new message, or a first message whose thread grew.
export function drawMessage(message) {
  const list = document.querySelector(".messages-box .wrapper ul");
  if (!list) return;
  if (message.tmid) {
    if (threadIsOpen(message.tmid)) drawPanel();
    return;
  }
  const all = inList();
  const at = all.findIndex((other) => other._id === message._id);
  const row = rows().row(message, sequential(message, all[at - 1]));
  const old = list.querySelector(`[data-id="${CSS.escape(message._id)}"]`);
  if (old) old.replaceWith(row);
  else list.append(row);
  scrollDown();
}

// What can be done with a message, less what `overrideUi` hides and what an embedded frame leaves out.
export function actions(message, where) {
  const all = [
    { id: "reaction-message", qa: "Add_Reaction", label: "Add reaction", where: "bar", run() {} },
    { id: "quote-message", qa: "Quote", label: "Quote", where: "bar", run() {} },
    { id: "reply-in-thread", qa: "Reply_in_thread", label: "Reply in thread", where: "bar", run: () => openThread(message._id) },
    { id: "reply-directly", label: "Reply in direct message", where: "menu", run() {} },
    { id: "mark-message-as-unread", label: "Mark as unread", where: "menu", run: () => send({ type: "mark-unread" }) },
    { id: "copy", label: "Copy text", where: "menu", run() {} },
  ];
  return all.filter((action) => action.where === where
    && !store.hidden.messageToolbox.includes(action.id)
    && !(action.id === "reply-directly" && store.embedded && store.features.embeddedHidesDirectReply));
}

function menu(message, anchor) {
  const attribute = store.features.menuItem;
  const list = element("div", { class: "rcx-message-menu", role: "menu" }, ...actions(message, "menu").map((action) =>
    element("li", {
      class: "rcx-option", role: "menuitem", tabindex: "0", [attribute]: action.id,
      onclick() {
        list.remove();
        action.run();
      },
    }, action.label)));
  anchor.after(list);
}

export function fillToolbar(wrapper, message) {
  if (wrapper.childElementCount) return;
  const buttons = actions(message, "bar").map((action) =>
    box("button", iconButton, {
      type: "button", title: action.label, ...(store.features.dataQa ? { "data-qa-id": action.qa } : {}), onclick: action.run,
    }, icon(action.id)));
  const kebab = box("button", iconButton, {
    type: "button", title: "More", ...(store.features.dataQa ? { "data-qa-id": "menu", "data-qa-type": "message-action-menu" } : {}),
    onclick: () => menu(message, kebab),
  }, icon("kebab"));
  wrapper.append(box("div", "rcx-message-toolbox rcx-message-toolbar", { role: "toolbar" }, ...buttons, kebab));
}
