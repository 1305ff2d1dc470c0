// Message rows as the Blaze templates draw them, up to 4.x in lists and up to 5.x in panels.

import { openCard } from "./card.js";
import { dateAndTime, element, icon, time } from "./element.js";
import { actions } from "./layout.js";
import { openChannel, openThread } from "./panels.js";
import { avatar, names, setting, store } from "./store.js";

const opens = (event) => openCard(event.currentTarget.dataset.username, event.currentTarget);

function mention(name, message) {
  if (name === "all" || name === "here") {
    return element("a", { class: `mention-link mention-link--${name} mention-link--group`, "data-group": name }, name);
  }
  const person = message.mentions.find((other) => other.username === name);
  if (!person) return `@${name}`;
  const me = person._id === store.session?.userId ? "mention-link--me " : "";
  const real = setting("UI_Use_Real_Name") === true;
  return element("a", {
    class: `mention-link ${me}mention-link--user`, "data-username": name, title: name, onclick: opens,
  }, real ? person.name ?? name : name);
}

function channel(name, message) {
  const room = message.channels.find((other) => other.name === name);
  if (!room) return `#${name}`;
  return element("a", {
    class: "mention-link mention-link--room", "data-channel": room._id, onclick: () => openChannel(room._id),
  }, `#${name}`);
}

function body(message) {
  if (message.t) return [`changed room topic to: ${message.msg}`];
  return message.md[0].value.map((part) => {
    if (part.type === "MENTION_USER") return mention(part.value.value, message);
    if (part.type === "MENTION_CHANNEL") return channel(part.value.value, message);
    return part.value;
  });
}

function thumb(message) {
  const username = message.u.username;
  const picture = message.emoji
    ? element("div", { class: "avatar" }, element("span", { class: "emoji", title: message.emoji }, "\u2699"))
    : element("div", { class: "avatar" }, element("img", { class: "avatar-image", src: avatar(username), alt: "" }));
  return element("button", {
    "aria-label": username, class: "thumb user-card-message", "data-username": username, onclick: opens,
  }, picture);
}

function title(message) {
  const username = message.u.username;
  const { shown, extra } = names(message.u);
  return element("div", { class: "title border-component-color color-info-font-color" },
    element("button", {
      type: "button", class: "user user-card-message color-primary-font-color", "data-username": username,
      tabindex: "1", onclick: opens,
    }, shown, extra ? " " : null,
    extra ? element("span", { class: "message-alias border-component-color color-info-font-color" }, `@${extra}`) : null),
    element("span", { class: "info border-component-color color-info-font-color" }),
    element("time", { class: "time", title: dateAndTime(message.ts), datetime: dateAndTime(message.ts) }, time(message.ts)));
}

export function row(message, sequential, inThread = false) {
  const id = message._id;
  const own = message.u._id === store.session?.userId ? "own" : "";
  const classes = ["message", sequential ? "sequential" : "", message.t ? `system ${message.t}` : "", own, "background-transparent-dark-hover"];
  const wrapper = element("div", { class: "message-body-wrapper" }, title(message),
    element("div", { class: "body", dir: "auto", "data-unread-text": "Unread messages" }, ...body(message)));
  const thread = message.tcount && !inThread
    ? element("div", { class: "rcx-message-block thread-metric" },
        element("button", {
          type: "button", class: "rcx-button--small rcx-button--primary rcx-button js-open-thread",
          "data-rid": message.rid, "data-mid": id, onclick: () => openThread(id),
        }, "Reply"),
        ` ${message.tcount} replies`)
    : null;
  const buttons = message.t ? [] : actions(message, "bar").map((action) =>
    element("button", {
      class: "message-actions__button", "data-message-action": action.id, title: action.label, onclick: action.run,
    }, icon(action.id)));
  return element("li", {
    id: `${inThread ? "thread-" : ""}${id}`,
    "data-id": id,
    class: classes.filter(Boolean).join(" "),
    "data-username": message.u.username,
    "data-tmid": message.tmid,
    "data-groupable": String(message.groupable !== false),
    "data-timestamp": message.ts.getTime(),
  },
  // Following messages keep their thumb and title in the document; the style sheet hides them.
  thumb(message), wrapper, thread,
  element("div", { class: "message-actions" },
    element("div", { class: "message-actions__buttons" }, ...buttons)));
}

export const list = () => element("ul", { "aria-live": "polite" },
  element("li", { class: "start color-info-font-color" }, "Start of conversation"));

export const threadItem = (message) => row(message, false, true);

export const roomAttributes = () => ({});
