// The chat page: mounts the chat with the options that `gantry bundle` wrote, as a page of one's own would.

import { mount } from "/gantry/gantry.js";
import { Panel } from "/demo/panel.js";

const desk = document.querySelector("#desk");
const panel = new Panel(desk, { mount: mountChat, destroy: destroyChat });

let chat = null;

async function json(url, init) {
  const response = await fetch(url, { headers: { accept: "application/json" }, ...init });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

/** The options of `mount`, from gantry.json and the page's address. */
async function options() {
  const address = new URL("/gantry/gantry.json", location.href);
  const written = await json(address);
  const asked = new URLSearchParams(location.search).get("room");
  const profile = { allow: written.allow, newTab: written.newTab };
  if (written.profile?.url) profile.url = written.profile.url;
  if (written.profile?.people) profile.people = await json(new URL(written.profile.people, address));
  return {
    server: written.server,
    room: asked ?? desk.dataset.room,
    login: written.login && (() => login(written.login.url)),
    profile,
    hide: written.hide,
    stamp: written.stamp,
  };
}

/** A session for the member whom the page's cookie names; none for a visitor who is no member. */
async function login(url) {
  const response = await fetch(url, { method: "POST", credentials: "same-origin" });
  if (response.status === 401) return null;
  if (!response.ok) throw new Error(`no session: ${response.status}`);
  return response.json();
}

async function mountChat() {
  if (chat) return chat;
  chat = await mount("#chat", await options());
  panel.watch(chat);
  return chat;
}

function destroyChat() {
  chat?.destroy();
  chat = null;
}

panel.show();
try {
  await mountChat();
} catch (error) {
  panel.tell(`mount: ${error.message}`);
}
