// The fuzzer's seeds from the recordings, as files of fuzz/seeds, where tests/foreign_bytes.rs replays them.
// usage: node build/fuzz-seeds.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const recorded = join(root, "tests/fixtures/6.5.3");
/** Where they stand. */
export const SEEDS = join(root, "fuzz/seeds");
/** A list of a hundred records teaches a fuzzer no more than a few of them, and costs it its speed. */
const MOST_RECORDS = 6;
/** Messages of one seed. */
const TOGETHER = 24;

const lines = (file) => readFileSync(join(recorded, file), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const json = (file) => JSON.parse(readFileSync(join(recorded, file), "utf8"));
const short = (value) => {
  if (Array.isArray(value)) return value.slice(0, MOST_RECORDS).map(short);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, short(inner)]));
};
const answer = (status, body) => `${status} ${typeof body === "string" ? body : JSON.stringify(short(body))}`;

/** Which recorded answers somebody gets who asks for one of these. */
const ASKED = {
  login: /login|logout|\/me$/,
  member: /createToken|users\.info|login/,
  observe: /info$|\/me$|settings|permissions/,
  roster: /users\.|groups\.|rooms\.|subscriptions/,
  tokens: /AccessToken|twofactor|2fa/i,
  verify: /\/me$|settings|permissions/,
};

function rest() {
  const all = lines("rest-6.5.3.jsonl").filter(({ body }) => body !== undefined && body !== null);
  const seeds = Object.entries(ASKED).map(([asked, path]) => {
    const answers = all.filter(({ request }) => path.test(request.path.split("?")[0]));
    return [`recorded-${asked}`, [asked, ...answers.map(({ status, body }) => answer(status, body))]];
  });

  // Whole readings of the recorded server, with the settings that matter and a few more.
  const settings = json("settings-6.5.3.json");
  const records = settings.settings ?? settings;
  const matter = /^(uniqueID|Site_Url|Iframe_|Custom_Script|theme-custom-css|API_|Accounts_Two|Unread|Layout|UI_)/;
  const few = [...records.filter(({ _id }) => matter.test(_id)).slice(0, 40), ...records.slice(0, 4)].map(
    ({ _id, value, valueSource }) => ({ _id, value, valueSource }),
  );
  const rights = json("permissions.listAll-6.5.3.json");
  const update = (rights.update ?? rights.body.update).slice(0, 20);
  const list = (name, of) =>
    `200 ${JSON.stringify({ [name]: of, count: of.length, offset: 0, total: of.length, success: true })}`;
  const start = [
    answer(200, { version: "6.5.3", success: true }),
    answer(200, { _id: "u1", username: "rcadmin", roles: ["admin", "user"], success: true }),
    list("settings", few),
  ];
  const refused = answer(400, { success: false, error: "User not found.", errorType: "invalid-params" });
  const page = answer(200, "<!DOCTYPE html><html><head></head></html>");
  const permissions = `200 ${JSON.stringify({ update, remove: [], success: true })}`;
  const people = list("users", [{ _id: "u1", type: "user" }]);
  const rooms = list("rooms", [{ _id: "GENERAL", t: "c", name: "general" }]);
  seeds.push(["server-observe", ["observe", ...start, permissions, refused, refused, refused, page, people, rooms]]);
  const emails = [{ address: "alice@example.org" }];
  const person = { _id: "u2", username: "alice", name: "Alice", emails, active: true, type: "user", roles: ["user"] };
  const group = { _id: "r1", name: "projet-alpha", fname: "Projet Alpha", t: "p", customFields: { gantryProject: "j1" } };
  const owners = answer(200, { roles: [{ u: person, roles: ["owner"] }], success: true });
  const of = [list("users", [person]), list("groups", [group]), rooms, answer(404, { success: false })];
  seeds.push(["server-roster", ["roster", ...start, ...of, list("members", [person]), owners]]);
  seeds.push(["server-doctor", ["doctor", start[0], ...Array(14).fill(page)]]);
  return seeds;
}

function* all() {
  const events = lines("iframe-events-6.5.3.jsonl").map(({ data }) => JSON.stringify(data));
  for (let at = 0; at < events.length; at += TOGETHER) {
    yield [`frame_event/recorded-${at / TOGETHER + 1}`, events.slice(at, at + TOGETHER)];
  }
  const said = lines("ddp-6.5.3.jsonl").filter(({ dir }) => dir === "in").map(({ frame }) => JSON.stringify(frame));
  const subscriptions = lines("rest-6.5.3.jsonl").filter(({ request }) => request.path.includes("subscriptions.get"));
  const snapshots = subscriptions.map(({ body }) => JSON.stringify(short(body)));
  yield ["ddp/recorded", [...said, ...snapshots]];
  yield ["tabs/recorded", [...said, ...snapshots].flatMap((line) => [line, "60"])];
  for (const [name, text] of rest()) yield [`rest/${name}`, text];
}

/** The seeds: their names below {@link SEEDS}, and what is in them. */
export const seeds = () => [...all()].map(([name, text]) => [name, `${text.join("\n")}\n`]);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = seeds();
  for (const [name, text] of made) writeFileSync(join(SEEDS, name), text);
  console.log(`${made.length} seeds`);
}
