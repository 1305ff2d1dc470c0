// Uses the whole of the page's interface as a page author would; the compiler is the test, nothing runs.
import { mount, watch } from "../../www/gantry.js";
import type { Badges, Chat, MountOptions, Person, Reason, State, WatchOptions } from "../../www/gantry.js";

const options: MountOptions = {
  server: "https://chat.example.org",
  room: "group/projet-alpha",
  login: async () => ({ token: "resume token", userId: "user id" }),
  profile: { url: "/members/{username}" },
};

const chat: Chat = await mount("#chat", options);
await mount(document.body, { server: "https://chat.example.org", room: "direct/room-id" });
await mount("#chat", { ...options, profile: { people: { bob: "/members/bob" } } });
await mount("#chat", {
  ...options,
  profile: { resolve: async (person: Person) => (person.username === null ? null : `/members/${person.username}`) },
});

chat.on("unread", ({ total, alert, rooms }) => {
  const count: number = total;
  const dot: boolean = alert;
  for (const room of rooms) {
    const id: string = room.id;
    const shown: number = room.count;
    void [id, shown];
  }
  void [count, dot];
});
chat.on("person", (event) => {
  const username: string | null = event.username;
  const url: string | null = event.url;
  void [username, url];
  event.preventDefault();
});
const off: () => void = chat.on("state", ({ state, reason, hint }) => {
  const name: State = state;
  const why: Reason | null = reason;
  const next: string | null = hint;
  void [name, why, next];
});
off();

chat.on("message", ({ verdict, reason, event }) => {
  const accepted: boolean = verdict === "accepted";
  void [accepted, reason, event];
});

const seen: boolean = await chat.open("group/autre-projet");
void seen;
await chat.setStatus("away");
await chat.logout();
await chat.login();
const total: number = chat.unread.total;
const state: State = chat.state;
const refused: number = chat.diagnose().refused?.origin ?? 0;
chat.destroy();
void [total, state, refused];

// @ts-expect-error a chat has a server
await mount("#chat", { room: "group/projet-alpha" });
// @ts-expect-error no such event
chat.on("unraed", () => {});
// @ts-expect-error no such status
await chat.setStatus("asleep");

const counted: WatchOptions = {
  server: "https://chat.example.org",
  login: async () => ({ token: "resume token", userId: "user id" }),
  notifications: "#notify",
  roomUrl: "/chat?room={room}",
};
const badges: Badges = await watch(counted);
// One set of options for both.
await watch({ ...options, login: { url: "/chat-login" } });
badges.on("unread", ({ total, label, changed }) => {
  const names: (string | null)[] = changed.map(({ name }) => name);
  void [total, label, names];
});
badges.on("notification", (event) => {
  if (event.room === null) event.preventDefault();
});
badges.on("open", ({ room, preventDefault }) => void [room, preventDefault]);
badges.on("state", ({ role, source, age }) => void [role === "leader", source === "realtime", age ?? 0]);
const asked: boolean = await badges.notify();
const role: string = badges.diagnose().role;
badges.retry();
badges.destroy();
void [asked, role, badges.unread.rooms, badges.status.reason, chat.diagnose().counts?.source];
// @ts-expect-error counting needs a login
await watch({ server: "https://chat.example.org" });
