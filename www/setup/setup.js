// The set-up page: carries what is typed to the Rust that decides, and what it decides to the page.
import start, { choices, trial, version, view as decide } from "./setup_wasm.js";
import { showMade, showProblems } from "./result.js";
import * as tester from "./trial.js";
import { head, isFrench, make, speak, typeset } from "./words.js";

const at = (id) => document.getElementById(id);
/** After so long a rest a screen reader is told how things stand. */
const REST = 500;

let view;
let spoken;
let telling;

const controls = (name) => [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)];

/** What the controls of a name say together. */
function read(name) {
  const all = controls(name);
  if (all.length > 1 && all[0].type === "checkbox") return all.filter((box) => box.checked).map((box) => box.value).join(",");
  if (all[0].type === "radio") return all.find((radio) => radio.checked)?.value ?? "";
  if (all[0].type === "checkbox") return all[0].checked ? all[0].value : "";
  return all[0].value;
}

function write(name, value) {
  const all = controls(name);
  const values = value.split(",");
  for (const control of all) {
    if (control.type === "radio") control.checked = control.value === value;
    else if (control.type === "checkbox") control.checked = values.includes(control.value);
    else if (control !== document.activeElement && control.value !== value) control.value = value;
  }
}

function listActions() {
  const { releases, actions } = choices(view.language);
  at("releases").replaceChildren(...releases.map((release) => new Option(release, release)));
  at("actions").replaceChildren(
    ...actions.map(([title, ids]) => {
      const boxes = ids.map((id) => {
        const box = make("input");
        Object.assign(box, { type: "checkbox", name: "hide", value: id });
        return make("label", "choice", box, " ", make("code", "", id));
      });
      const group = make("fieldset", "actions", make("legend", "", title), ...boxes);
      return group;
    }),
  );
}

/** Shows a state; `keep` leaves the address of the page as it is. */
function show(state, keep = false) {
  view = decide(state, navigator.language, location.origin + location.pathname);
  const turned = spoken !== undefined && spoken !== view.language;
  if (spoken !== view.language) {
    spoken = view.language;
    speak(spoken);
    listActions();
  }
  // First, since the steps have boxes of their own.
  showMade(view.made, view.language);
  for (const [name, value] of view.fields) if (name !== "lang") write(name, value);
  for (const element of document.querySelectorAll("[data-when]")) {
    const [name, value] = element.dataset.when.split("=");
    element.hidden = read(name) !== value;
  }
  showProblems(view.problems);
  clearTimeout(telling);
  const summary = typeset(view.summary);
  const tell = () => at("status").textContent !== summary && (at("status").textContent = summary);
  // A rest is for who types; the other language must not stand beside this one.
  if (turned) tell();
  else telling = setTimeout(tell, REST);
  at("status").dataset.ready = String(view.made !== null);
  if (!keep) history.replaceState(null, "", view.fragment === "" ? location.pathname + location.search : `#${view.fragment}`);
  tester.show();
}

function change(name, value) {
  const state = new URLSearchParams(view.state);
  state.set(name, value);
  show(state.toString());
}

function listen() {
  document.addEventListener("input", ({ target }) => target.name && change(target.name, read(target.name)));
  at("form").addEventListener("submit", (event) => event.preventDefault());
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => change("lang", button.dataset.language));
  }
  // The fragment is the page's state, so a jump must not become one.
  for (const link of document.querySelectorAll("[data-jump], .skip")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const target = document.querySelector(link.getAttribute("href"));
      target.focus({ preventScroll: true });
      target.scrollIntoView();
    });
  }
  addEventListener("hashchange", () => show(location.hash, true));
  at("print").addEventListener("click", () => print());
  // The configuration belongs on paper; script and CSS, which nobody types off, do not.
  let folded = null;
  addEventListener("beforeprint", () => {
    folded = document.querySelector('[data-file="gantry.toml"] details:not([open])');
    if (folded) folded.open = true;
  });
  addEventListener("afterprint", () => folded && (folded.open = false));
  tester.prepare(
    (facts) => trial(view.state, facts, navigator.language),
    (release) => change("version", release),
    () => ({ made: view.made, language: view.language }),
  );
}

try {
  await start({ module_or_path: new URL("setup_wasm_bg.wasm", import.meta.url) });
  at("gantry-version").textContent = version();
  show(location.hash, true);
  listen();
  at("form").hidden = false;
  at("start").hidden = true;
} catch (error) {
  if (/^fr/i.test(navigator.language) && !isFrench()) speak("fr");
  at("start").textContent = `${head("broken")}${error.message}`;
  console.error("gantry:", error);
}
