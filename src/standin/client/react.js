// Message rows as React draws them: 5.x without containers around names, 6.0 and later with them.

import { openCard } from "./card.js";
import { box, dateAndTime, element, icon, time } from "./element.js";
import { fillToolbar } from "./layout.js";
import { openChannel, openThread } from "./panels.js";
import { avatar, names, setting, store } from "./store.js";

const byKeyboard = (username) => (event) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  openCard(username, event.currentTarget);
};

const opens = (username) => (event) => openCard(username, event.currentTarget);

const qa = (attributes) => (store.features.dataQa ? attributes : {});

function avatarOf(message, size, clickable) {
  const username = message.u.username;
  if (message.emoji && store.features.dom === "react6") {
    return box("figure", `rcx-avatar rcx-avatar--${size}`, { style: "cursor: pointer;", onclick: opens(username) },
      element("span", { class: "emoji rcx-message__emoji", title: message.emoji }, "\u2699"));
  }
  return box("figure", `rcx-avatar rcx-avatar--${size}`, {},
    element("img", {
      src: avatar(username),
      class: `rcx-avatar__element rcx-avatar__element--${size}`,
      "aria-hidden": "true",
      "data-username": username,
      title: username,
      style: clickable ? "cursor: pointer;" : null,
      onclick: clickable ? opens(username) : null,
    }));
}

function header(message) {
  const username = message.u.username;
  const { shown, extra, title } = names(message.u);
  const focusable = store.features.nameFocusable;
  const onSpan = focusable ? {} : { style: "cursor: pointer;", onclick: opens(username) };
  const name = box("span", "rcx-message-header__name",
    { ...qa({ "data-qa-type": "username" }), title, "data-username": username, ...onSpan }, shown);
  const second = extra
    ? [" ", box("span", "rcx-message-header__username",
        { ...qa({ "data-qa-type": "username" }), "data-username": extra, ...onSpan }, `@${extra}`)]
    : [];
  const container = focusable
    ? {
        id: `${message._id}-displayName`, "aria-label": shown, role: "button", tabindex: "0", style: "cursor: pointer;",
        onclick: opens(username), onkeydown: byKeyboard(username),
      }
    : {};
  const named = store.features.dom === "react5"
    ? [name, ...second]
    : [box("span", "rcx-message-header__name-container", container, name, ...second)];
  return box("div", "rcx-message-header", {},
    box("div", "rcx-message-header__wrapper", {},
      ...named,
      box("span", "rcx-message-header__time", { title: dateAndTime(message.ts) }, time(message.ts)),
      element("div", { class: "rcx-message-status-indicator" })));
}

const phrases = { me: "Mentions you", user: "Mentions user", channel: "Mentions channel", all: "Mentions all room members" };

function mentionClass(old, now) {
  return store.features.mentionTitlePhrase
    ? { class: `rcx-box rcx-box--full rcx-message__highlight rcx-message__highlight--${now}` }
    : { class: `mention-link ${old}` };
}

function userMention(name, message) {
  if (name === "all" || name === "here") {
    const title = store.features.mentionTitlePhrase ? phrases.all : null;
    return element("span", { ...mentionClass(`mention-link--${name} mention-link--group`, "relevant"), title }, name);
  }
  const person = message.mentions.find((other) => other.username === name);
  if (!person) return `@${name}`;
  const me = person._id === store.session?.userId;
  const real = setting("UI_Use_Real_Name") === true;
  const phrase = me ? phrases.me : phrases.user;
  const focusable = store.features.mentionFocusable
    ? { role: "button", tabindex: "0", onkeydown: byKeyboard(name) }
    : {};
  return element("span", {
    ...mentionClass(me ? "mention-link--me mention-link--user" : "mention-link--user",
      `${me ? "critical" : "other"} rcx-message__highlight--clickable`),
    title: store.features.mentionTitlePhrase ? phrase : person.username,
    "data-uid": person._id,
    ...focusable,
    onclick(event) {
      event.stopPropagation();
      openCard(name, event.currentTarget);
    },
  }, real ? person.name ?? name : name);
}

function channelMention(name, message) {
  const room = message.channels.find((other) => other.name === name);
  if (!room) return `#${name}`;
  return element("span", {
    ...mentionClass("mention-link--room", "link rcx-message__highlight--clickable"),
    title: store.features.mentionTitlePhrase ? phrases.channel : name,
    onclick: () => openChannel(room._id),
  }, name);
}

export function body(message) {
  return message.md[0].value.map((part) => {
    if (part.type === "MENTION_USER") return userMention(part.value.value, message);
    if (part.type === "MENTION_CHANNEL") return channelMention(part.value.value, message);
    return part.value;
  });
}

const metric = (attributes, ...children) =>
  element("div", { class: "rcx-message-metrics__item", ...attributes }, ...children);

function metrics(message) {
  const label = (text) => element("div", { class: "rcx-message-metrics__item-label" }, String(text));
  return box("div", "rcx-message-block", {},
    element("div", { class: "rcx-message-metrics__content-item" },
      element("div", { class: "rcx-message-metrics__content-wrapper" },
        metric({}, box("button", "rcx-button--small rcx-button--primary rcx-button", {
          type: "button", "data-rid": message.rid, "data-mid": message._id, onclick: () => openThread(message._id),
        }, element("span", { class: "rcx-button--content" }, "Reply"))),
        metric({ title: "Replies" }, icon("thread"), label(message.tcount)),
        metric({ title: "Participants" }, icon("user"), label(message.replies.length)),
        metric({ title: message.tlm.toLocaleString("en-US") }, icon("clock"), label(time(message.tlm))))));
}

function systemRow(message) {
  const username = message.u.username;
  const { shown, extra } = names(message.u);
  const focusable = store.features.nameFocusable;
  const pointer = { style: "cursor: pointer;" };
  const onSpan = focusable ? {} : { ...pointer, onclick: opens(username) };
  const name = box("span", "rcx-message-system__name", onSpan, shown);
  const second = extra
    ? [" ", box("span", "rcx-message-header__username", { "data-username": extra, ...onSpan }, `@${extra}`)]
    : [];
  const container = focusable
    ? { tabindex: "0", role: "button", ...pointer, onclick: opens(username), onkeydown: byKeyboard(username) }
    : {};
  const row = focusable ? { role: "listitem", "aria-roledescription": "system message", tabindex: "0" } : {};
  const typed = store.features.dom === "react6" ? { "data-system-message-type": message.t } : {};
  return box("div", "rcx-message-system",
    { ...row, ...qa({ "data-qa-selected": "false", "data-qa": "system-message" }), ...typed },
    box("div", "rcx-message-container rcx-message-container--left", {}, avatarOf(message, "x18", false)),
    box("div", "rcx-message-system__container", {},
      element("div", { class: "rcx-message-system__block" },
        ...(store.features.dom === "react5"
          ? [name, ...second]
          : [box("span", "rcx-message-header__name-container", container, name, ...second)]),
        element("div", { class: "rcx-message-system__body", ...qa({ "data-qa-type": "system-message-body" }) },
          `changed room topic to ${message.msg}`),
        box("span", "rcx-message-system__time", { title: dateAndTime(message.ts) }, time(message.ts)))));
}

export function row(message, sequential, inThread = false) {
  if (message.t) return systemRow(message);
  const id = message._id;
  const unread = store.subscriptions.some((sub) => sub.rid === message.rid && sub.tunread?.includes(id));
  const toolbar = box("div", "rcx-message-toolbox__wrapper", {});
  const listItem = store.features.nameFocusable
    ? {
        role: "listitem", "aria-roledescription": sequential ? "sequential message" : "message", tabindex: "0",
        "aria-labelledby": `${id}-displayName ${id}-time ${id}-content`,
      }
    : {};
  return element("div", {
    class: `rcx-message${sequential ? " rcx-message--sequential" : ""}`,
    id,
    ...listItem,
    ...qa({ "data-qa-editing": "false" }),
    ...(inThread ? {} : qa({ "data-qa-selected": "false" })),
    "data-id": id,
    "data-mid": id,
    "data-unread": String(unread && !inThread),
    "data-sequential": String(sequential),
    "data-own": String(message.u._id === store.session?.userId),
    ...qa({ "data-qa-type": "message" }),
    onmouseenter: () => fillToolbar(toolbar, message),
    onmouseleave: () => toolbar.replaceChildren(),
  },
  box("div", "rcx-message-container rcx-message-container--left", {},
    sequential ? element("div", { class: "rcx-message-status-indicator" }) : avatarOf(message, "x36", true)),
  box("div", "rcx-message-container", {},
    sequential ? null : header(message),
    element("div", { class: "rcx-message-body", ...qa({ "data-qa-type": "message-body" }) },
      box("div", "", {}, element("div", {}, ...body(message)))),
    message.tcount && !inThread ? metrics(message) : null),
  toolbar);
}

export const list = () => element("ul", { class: "messages-list", "aria-live": "polite", "aria-busy": "false" },
  element("li", { class: "start color-info-font-color" }, box("div", "", {}, "Start of conversation")));

export const threadItem = (message) => element("li", {}, row(message, false, true));

export const roomAttributes = () => ({ "aria-label": "Channel", "data-qa-rc-room": store.room._id });
