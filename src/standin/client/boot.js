// The start of the client page: kept session, address, and what the server tells it to draw.

import { connect, on, send } from "./channel.js";
import { listenForCommands, loginFailed } from "./commands.js";
import { element } from "./element.js";
import { drawAll, drawMessage, drawSidebar } from "./layout.js";
import { closeCard } from "./card.js";
import { showPanel } from "./panels.js";
import { store } from "./store.js";

const TOKEN = "Meteor.loginToken";
const USER = "Meteor.userId";
const RELOADED = "sw_last_reload";
const RELOAD_AFTER = 25;

const query = () => new URLSearchParams(window.location.search);

function route() {
  const path = window.location.pathname.slice(store.path.length);
  const [, kind, name, tab, context] = path.split("/").map(decodeURIComponent);
  return ["channel", "group", "direct"].includes(kind) && name ? { kind, name, tab, context } : {};
}

function readLayout() {
  store.embedded = query().get("layout") === "embedded";
}

// The query of the current address stays, and that of the new one is added.
export function go(path, { open = true } = {}) {
  const to = new URL(path, `${window.location.origin}/`);
  let pathname = to.pathname;
  if (store.path && pathname.startsWith(`${store.path}/`)) pathname = pathname.slice(store.path.length);
  const merged = query();
  for (const [key, value] of to.searchParams) merged.set(key, value);
  const text = merged.toString();
  window.history.pushState(null, "", `${store.path}${pathname}${text ? `?${text}` : ""}`);
  arrive(open);
}

function arrive(open = true) {
  closeCard();
  if (!store.features.embeddedSticky) {
    const before = store.embedded;
    readLayout();
    if (before !== store.embedded) drawAll();
  }
  const { kind, name, tab, context } = route();
  if (open) send({ type: "open", kind, name });
  showPanel(tab, context);
}

let resume = null;

function takeResumeToken() {
  const parameters = query();
  resume = parameters.get("resumeToken");
  if (!resume) return;
  parameters.delete("resumeToken");
  parameters.delete("userId");
  const text = parameters.toString();
  window.history.replaceState(null, "", `${window.location.pathname}${text ? `?${text}` : ""}`);
}

function keepSession(session) {
  if (session) {
    localStorage.setItem(TOKEN, session.token);
    localStorage.setItem(USER, session.userId);
  } else {
    localStorage.removeItem(TOKEN);
    localStorage.removeItem(USER);
  }
}

function reloadOnce() {
  if (!store.features.selfReloadOnce || localStorage.getItem(RELOADED)) return;
  localStorage.setItem(RELOADED, String(Date.now()));
  setTimeout(() => window.location.reload(), RELOAD_AFTER);
}

function listen() {
  on("settings", ({ settings }) => {
    const first = store.settings === null;
    store.settings = settings;
    if (first) reloadOnce();
    else drawAll();
  });
  on("session", ({ session }) => {
    const before = store.session;
    store.session = session;
    keepSession(session);
    if (!session) {
      store.room = null;
      if (before) go("/home", { open: false });
    }
    drawAll();
    if (resume && !session) {
      send({ type: "login", way: "resume", token: resume });
      resume = null;
    }
  });
  on("room", (message) => {
    store.room = message.room;
    store.label = message.label ?? "";
    store.missing = message.missing ?? null;
    store.members = message.members ?? [];
    store.messages = message.messages ?? [];
    drawAll();
    const { tab, context } = route();
    showPanel(tab, context);
  });
  on("message", ({ message }) => {
    if (message.rid !== store.room?._id) return;
    const at = store.messages.findIndex((other) => other._id === message._id);
    if (at < 0) store.messages.push(message);
    else store.messages[at] = message;
    drawMessage(message);
  });
  on("subscriptions", ({ subscriptions }) => {
    store.subscriptions = subscriptions;
    drawSidebar();
  });
  on("login-failed", loginFailed);
  on("reload", () => window.location.reload());
  on("go", ({ path }) => go(path));
  on("lost", () => window.location.reload());
}

function start() {
  let token;
  try {
    token = localStorage.getItem(TOKEN);
  } catch {
    document.body.append(element("p", { class: "standin-denied" }, "Access is denied for this document."));
    return;
  }
  takeResumeToken();
  readLayout();
  listen();
  listenForCommands({ go });
  window.addEventListener("popstate", () => arrive());
  const focus = () => send({ type: "focus", focused: document.hasFocus() });
  window.addEventListener("focus", focus);
  window.addEventListener("blur", focus);
  connect(() => ({ type: "boot", token: resume ? null : token, embedded: store.embedded, ...route() }));
  focus();
}

start();
