// Makes the fuzzer's corpora from the recordings and from what the repository itself ships, beside the seeds of
// fuzz/seeds. usage: node build/fuzz-seeds.mjs target/fuzz/corpus
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";

const out = process.argv[2];
const recorded = "tests/fixtures/6.5.3";
/** A list of a hundred records teaches a fuzzer no more than a few of them, and costs it its speed. */
const MOST_RECORDS = 6;
/** Longer inputs are slow and say nothing new. */
const LONGEST = 16_000;

let made = 0;
function seed(target, text) {
  if (Buffer.byteLength(text) > LONGEST) return;
  const folder = join(out, target);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, createHash("sha256").update(text).digest("hex").slice(0, 16)), text);
  made += 1;
}

const lines = (file) =>
  readFileSync(join(recorded, file), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const json = (file) => JSON.parse(readFileSync(join(recorded, file), "utf8"));
const short = (value) => {
  if (Array.isArray(value)) return value.slice(0, MOST_RECORDS).map(short);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, short(inner)]));
};

const events = lines("iframe-events-6.5.3.jsonl").map(({ data }) => JSON.stringify(data));
for (const event of new Set(events)) seed("frame_event", event);
for (let at = 0; at < events.length; at += 12) seed("frame_event", events.slice(at, at + 12).join("\n"));

const frames = lines("ddp-6.5.3.jsonl").filter(({ dir }) => dir === "in").map(({ frame }) => JSON.stringify(frame));
for (const frame of frames) seed("ddp", frame);
seed("ddp", frames.join("\n"));

const answer = (status, body) => `${status} ${typeof body === "string" ? body : JSON.stringify(short(body))}`;
for (const { status, body } of lines("rest-6.5.3.jsonl")) {
  for (const asked of ["observe", "login", "tokens", "verify", "roster", "member", "doctor"]) {
    if (body !== undefined && body !== null) seed("rest", `${asked}\n${answer(status, body)}`);
  }
}

// A whole reading of the recorded server, with the settings that matter and a few more.
const settings = json("settings-6.5.3.json");
const records = settings.settings ?? settings;
const matter = /^(uniqueID|Site_Url|Iframe_|Custom_Script|theme-custom-css|API_|Accounts_Two|Unread|Layout|UI_)/;
const few = [...records.filter(({ _id }) => matter.test(_id)).slice(0, 40), ...records.slice(0, 4)].map(
  ({ _id, value, valueSource }) => ({ _id, value, valueSource }),
);
const rights = json("permissions.listAll-6.5.3.json");
const permissions = { update: (rights.update ?? rights.body?.update ?? []).slice(0, 20), remove: [], success: true };
const info = answer(200, { version: "6.5.3", success: true });
const me = answer(200, { _id: "u1", username: "rcadmin", roles: ["admin", "user"], success: true });
const list = (name, of) => `200 ${JSON.stringify({ [name]: of, count: of.length, offset: 0, total: of.length, success: true })}`;
const refused = answer(400, { success: false, error: "User not found.", errorType: "invalid-params" });
const start = [info, me, list("settings", few)];
const page = answer(200, "<!DOCTYPE html><html><head></head></html>");
seed("rest", ["observe", ...start, answer(200, permissions), refused, refused, refused, page,
  list("users", [{ _id: "u1", type: "user" }]), list("rooms", [{ _id: "GENERAL", t: "c" }])].join("\n"));
const person = { _id: "u2", username: "alice", name: "Alice", emails: [{ address: "alice@example.org" }], active: true, type: "user", roles: ["user"] };
const room = { _id: "r1", name: "projet-alpha", fname: "Projet Alpha", t: "p", customFields: { gantryProject: "j1" } };
seed("rest", ["roster", ...start, list("users", [person]), list("groups", [room]), list("rooms", [{ _id: "GENERAL", t: "c", name: "general" }]),
  answer(404, { success: false }), list("members", [person]), answer(200, { roles: [{ u: person, roles: ["owner"] }], success: true })].join("\n"));
seed("rest", ["doctor", info, ...Array.from({ length: 14 }, () => page)].join("\n"));
seed("rest", ["tokens", answer(200, { tokens: [{ name: "gantry", createdAt: "2026-11-22T13:47:37.846Z", lastTokenPart: "abcdef", bypassTwoFactor: true }], success: true })].join("\n"));
seed("rest", ["login", answer(200, { status: "success", data: { userId: "u1", authToken: "abcdefghijklmnop" } })].join("\n"));

seed("config", readFileSync("src/config/template.toml", "utf8"));
const roster = /^```(?:json|csv|text)?\n([^]*?)^```/gm;
for (const [, text] of readFileSync("docs/roster.md", "utf8").matchAll(roster)) seed("roster", text);
console.log(`${made} seeds from the recordings`);
