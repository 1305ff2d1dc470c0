// Uses the whole of the page's interface as a page author would; the compiler is the test, nothing runs.
import { mount } from "../../www/gantry.js";
import type { Chat, MountOptions, Person, Reason, State } from "../../www/gantry.js";

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
