// Tries the configured server in a frame of this page, with the companion itself, and gathers what is seen.
import { head, make, prose, typeset, word } from "./words.js";

const at = (id) => document.getElementById(id);
const PACE = 700;
const MOST = 12;

let running = null;
let judge;
let current;

/** `decide(facts)` says what the facts mean; `choose(release)` takes a release over. */
export function prepare(decide, choose, view) {
  judge = decide;
  current = view;
  at("try-form").addEventListener("submit", (event) => {
    event.preventDefault();
    start(view());
  });
  at("stop").addEventListener("click", () => stop());
  at("use-release").addEventListener("click", () => choose(at("use-release").dataset.release));
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, disposition }) => {
    if (running === null || disposition === "report") return;
    running.policy.add(`${effectiveDirective} ${blockedURI}`);
    show();
  });
}

/** Ends the trial; what is said of that stays in its place. */
export function stop(said = "") {
  if (running === null) return;
  const { chat, pace, listen } = running;
  removeEventListener("message", listen);
  // First, so that what the chat tells of its end is not asked back.
  running = null;
  clearInterval(pace);
  chat?.destroy();
  at("stop").hidden = true;
  at("trial").hidden = said === "";
  at("verdicts").replaceChildren();
  at("use-release").hidden = true;
  at("place").hidden = true;
  tell(said, "");
}

/** How it stands in a sentence, and how good that is. */
function tell(text, severity) {
  const line = at("trial-status");
  if (line.textContent !== text) line.textContent = text;
  line.dataset.severity = severity;
}

async function start({ made, language }) {
  stop();
  at("trial").hidden = false;
  if (made.mount.room === null) {
    at("room").focus();
    return tell(word("roomFirst"), "error");
  }
  const trial = { mount: JSON.stringify(made.mount), kept: null,  accepted: 0, events: new Set(), from: new Set(), policy: new Set(), person: null, chat: null };
  running = trial;
  tell("", "");
  at("place").hidden = false;
  at("stop").hidden = false;
  const { origin, room, server, stamp, hide, login, profile, people, allow } = made.mount;
  const address = new URL("../gantry.js", import.meta.url).href;
  let mount;
  try {
    ({ mount } = await import("../gantry.js"));
  } catch (error) {
    trial.broken = `${word("noCompanion")} ${address}: ${error.message}`;
    return show();
  }
  if (running !== trial) return;
  trial.login = login !== null && at("with-login").checked;
  // A session that is there before the token is sent is none that the login made.
  trial.listen = (event) => {
    const { kind, userId } = (event.origin === origin && event.data?.gantry) || {};
    if (kind === "here") trial.kept ??= userId ?? "";
  };
  addEventListener("message", trial.listen);
  const chat = await mount("#place", {
    server,
    room,
    stamp,
    hide,
    lang: language,
    lazy: false,
    badges: false,
    profile: {
      ...(profile && { url: profile }),
      ...(people && { people: new URL(people, new URL("../gantry.json", import.meta.url)).href }),
      allow,
      newTab: true,
    },
    ...(trial.login && { login: { url: login } }),
  });
  if (running !== trial) return chat.destroy();
  trial.chat = chat;
  chat.on("message", ({ verdict, reason, event, origin }) => {
    if (verdict === "accepted" && event) trial.events.add(event);
    if (reason === "origin") trial.from.add(origin);
    // Not at each message: a chat may say hundreds a second.
  });
  chat.on("state", show);
  chat.on("person", (event) => {
    event.preventDefault();
    trial.person = `${event.username ?? event.userId}: ${event.url === null ? word("nowhere") : `${word("person")} ${event.url}`}`;
    show();
  });
  trial.pace = setInterval(show, PACE);
  ask(trial, server);
  show();
}

/** Two calls without a secret: who speaks there, and whether calls that need a preflight come through. */
async function ask(trial, server) {
  try {
    const answer = await fetch(`${server}/api/info`, { credentials: "omit", cache: "no-store" });
    const { version, info } = await answer.json().catch(() => ({}));
    const told = version ?? info?.version;
    if (typeof told === "string") trial.version = told.slice(0, 40);
    else trial.info = "strange";
  } catch {
    trial.info = "unseen";
  }
  show();
  try {
    await fetch(`${server}/api/v1/settings.public?count=1`, { credentials: "omit", headers: { "X-Requested-With": "gantry" } });
    trial.cors = "yes";
  } catch {
    trial.cors = "no";
  }
  show();
}

/** What has been seen so far, as a form would send it. */
function facts(trial) {
  const form = new URLSearchParams({ page: location.origin });
  const add = (name, values) => [...values].slice(0, MOST).forEach((value) => form.append(name, value));
  for (const name of ["version", "info", "cors"]) if (trial[name]) form.set(name, trial[name]);
  add("policy", trial.policy);
  add("from", trial.from);
  add("event", trial.events);
  const seen = trial.chat?.diagnose();
  if (seen) {
    form.set("state", seen.state);
    form.set("accepted", seen.accepted ?? 0);
    for (const [reason, count] of Object.entries(seen.refused ?? {})) form.set(`refused-${reason}`, count);
    if (trial.login) form.set("login", "yes");
    if (trial.kept && trial.kept === seen.user) form.set("kept", "yes");
    if (seen.problem) form.set("problem", seen.problem);
    const present = seen.bundle?.present ?? null;
    if (present !== null) form.set("script", present ? "present" : "missing");
    form.set("stamp", seen.bundle?.stamp ?? "");
    add("finding", seen.findings.map(({ code }) => code));
  }
  return form.toString();
}

const verdict = ({ severity, code, text, remedy, detail }) => {
  const line = make("li", severity, make("strong", "", head(severity)), prose(text));
  if (detail !== null) line.append(" ", make("code", "", typeset(detail)));
  if (remedy !== null) line.append(make("p", "remedy", make("strong", "", head("todo")), prose(remedy)));
  line.dataset.code = code;
  return line;
};

let before;

/** Shows how the trial stands. */
export function show() {
  const trial = running;
  if (trial === null) return;
  if (trial.broken) return tell(trial.broken, "error");
  const { made } = current();
  if (made === null || JSON.stringify(made.mount) !== trial.mount) return stop(word("changedMeanwhile"));
  const { summary: said, verdicts, release } = judge(facts(trial));
  const summary = typeset(said);
  const person = trial.person === null ? [] : [{ severity: "good", code: "person", text: trial.person, remedy: null, detail: null }];
  const now = JSON.stringify([summary, verdicts, release, person, word("good")]);
  if (now === before && at("verdicts").childElementCount > 0) return;
  before = now;
  tell(summary, verdicts[0]?.severity ?? "waiting");
  at("verdicts").replaceChildren(...[...verdicts, ...person].map(verdict));
  const use = at("use-release");
  use.hidden = release === null;
  if (release !== null) {
    use.dataset.release = release;
    use.firstElementChild.textContent = `${word("choose")} ${release}`;
  }
}
