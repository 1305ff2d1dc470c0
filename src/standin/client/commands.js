// Messages from outside, in the three families that Rocket.Chat knows, each with its own checks.

import { send } from "./channel.js";
import { drawAll } from "./layout.js";
import { setting, store } from "./store.js";

let asked = null;

const heard = (event, verdict) => {
  const data = event.data;
  const object = data !== null && typeof data === "object" ? data : {};
  // Tokens are noted as being there, never as text.
  send({
    type: "heard",
    verdict,
    origin: event.origin,
    command: typeof object.externalCommand === "string" ? object.externalCommand : null,
    event: typeof object.event === "string" ? object.event : null,
    path: typeof object.path === "string" ? object.path : null,
    status: typeof object.status === "string" ? object.status : null,
    withToken: Boolean(object.token ?? object.loginToken),
    hello: object.gantry?.kind === "hello",
  });
};

const commands = {
  go({ path }, { go }) {
    if (typeof path !== "string" || path.trim().length === 0) {
      console.error("`path` not defined");
      return;
    }
    go(`/${path.replace(/^\/+/, "")}`);
  },
  "login-with-token"({ token }) {
    if (token) send({ type: "login", way: "command", token });
  },
  logout() {
    if (store.session) send({ type: "logout" });
  },
  "set-user-status"({ status }) {
    send({ type: "set-status", status });
  },
  "call-custom-oauth-login"(_data, _page, event) {
    event.source.postMessage({ event: "custom-oauth-callback", response: new Error("no such service") }, event.origin);
  },
};

function externalCommand(event, page) {
  if (store.settings === null) return "settings-not-known";
  if (setting("Iframe_Integration_receive_enable") !== true) return "disabled";
  const list = setting("Iframe_Integration_receive_origin");
  if (list !== "*" && !String(list).split(",").includes(event.origin)) {
    console.error("Origin not allowed", event.origin);
    return "origin";
  }
  const command = Object.hasOwn(commands, event.data.externalCommand) ? commands[event.data.externalCommand] : null;
  if (!command) {
    if (store.features.unknownCommandLogged) console.error("Command not allowed", event.data.externalCommand);
    return "unknown";
  }
  command(event.data, page, event);
  return "done";
}

function iframeLogin(event) {
  if (store.settings === null) return "settings-not-known";
  if (setting("Accounts_iframe_enabled") !== true) return "disabled";
  const addresses = ["Accounts_iframe_url", "Accounts_Iframe_api_url", "Accounts_Iframe_api_method"];
  if (store.features.iframeLoginNeedsAddresses && addresses.some((id) => !setting(id))) return "disabled";
  asked = event;
  if (event.data.event === "try-iframe-login") {
    tryIframeLogin().catch((error) => loginFailed({ way: "iframe", reason: String(error) }));
  } else if (event.data.loginToken) {
    send({ type: "login", way: "iframe", token: event.data.loginToken });
  } else if (event.data.token) {
    // A token of the iframe service is none that the demo's people have.
    loginFailed({ way: "iframe", reason: "User not found" });
  }
  return "done";
}

async function tryIframeLogin() {
  const method = setting("Accounts_Iframe_api_method");
  const answer = await fetch(setting("Accounts_Iframe_api_url"), { method, credentials: "include" });
  const { loginToken } = await answer.json();
  if (!loginToken) throw new Error("no token in the answer");
  send({ type: "login", way: "iframe", token: loginToken });
}

export function loginFailed({ way, reason }) {
  if (way === "iframe" && asked) {
    asked.source.postMessage({ event: "login-error", response: reason }, asked.origin);
    asked = null;
  }
  if (way === "form") document.querySelector(".login-error")?.replaceChildren(reason);
  if (way === "resume") drawAll();
}

function overrideUi(event) {
  if (!store.features.overrideUi) return "not-a-command";
  const actions = event.data.hideActions ?? {};
  for (const key of Object.keys(store.hidden)) store.hidden[key] = Array.isArray(actions[key]) ? actions[key] : [];
  drawAll();
  return "done";
}

export function listenForCommands(page) {
  window.addEventListener("message", (event) => {
    const data = event.data;
    if (event.source === window && data?.eventName) return;
    if (data === null || typeof data !== "object") {
      heard(event, "shape");
    } else if (typeof data.externalCommand === "string") {
      heard(event, externalCommand(event, page));
    } else if (data.event === "try-iframe-login" || data.event === "login-with-token") {
      heard(event, iframeLogin(event));
    } else if (data.event === "overrideUi") {
      heard(event, overrideUi(event));
    } else {
      heard(event, "not-a-command");
    }
  });
}
