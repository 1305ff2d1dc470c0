// What comes of the addresses, put into the page.
import { code, copyButton, downloadButton, file } from "./texts.js";
import { head, make, prose, word } from "./words.js";

const at = (id) => document.getElementById(id);
/** Files that are unfolded: they stay so when the page is written anew. */
const unfolded = new Set();

const remark = ({ severity, text }) =>
  make("li", severity, make("strong", "", head(severity)), prose(text));

const row = (name, ...content) => [make("dt", "", word(name)), make("dd", "", ...content)];

function tick(key, ...label) {
  const box = make("input");
  Object.assign(box, { type: "checkbox", name: "done", value: key });
  return make("label", "tick", box, make("span", "", ...label));
}

function setting(item) {
  const rows = [];
  if (item.copy !== null && item.value === null) {
    const shown = make("code", "exact", item.copy);
    rows.push(...row("value", shown, " ", copyButton(item.copy, item.id, shown)));
  } else if (item.value !== null) {
    const shown = make("span", "", prose(item.value));
    rows.push(...row("value", shown));
    if (item.copy !== null) rows.at(-1).append(" ", copyButton(item.copy, item.id, shown));
  }
  if (item.way !== null) rows.push(...row("where", item.way));
  if (item.note !== null) rows.push(...row("why", prose(item.note)));
  if (item.price !== null) rows.push(...row("price", make("span", "price", prose(item.price))));
  return make("div", "item", tick(item.key, item.text === "" ? null : make("strong", "", item.text, " "), make("code", "", item.id)), make("dl", "", ...rows));
}

function task(item) {
  const rows = item.way === null ? [] : row("where", item.way);
  return make(
    "div",
    "item",
    tick(item.key, prose(item.text)),
    rows.length > 0 ? make("dl", "", ...rows) : null,
    item.note === null ? null : make("p", "hint", prose(item.note)),
    item.copy === null ? null : code(item.copy, item.text),
  );
}

function rights(rows) {
  const titles = make("tr", "", ...["permission", "label"].map((name) => make("th", "", word(name))));
  for (const cell of titles.children) cell.scope = "col";
  const body = rows.map(([id, label]) => make("tr", "", make("td", "", make("code", "", id)), make("td", "", label)));
  return make("table", "", make("thead", "", titles), make("tbody", "", ...body));
}

function item(item) {
  switch (item.kind) {
    case "set":
      return setting(item);
    case "do":
      return task(item);
    case "rights":
      return rights(item.rows);
    case "why":
    case "changed":
      return make("p", "reason", make("strong", "", head(item.kind)), prose(item.text));
    default:
      return make("p", "", prose(item.text));
  }
}

const part = ({ title, steps }) =>
  make(
    "section",
    "part",
    make("h3", "", prose(title)),
    ...steps.map((step) =>
      make(
        "div",
        "step",
        step.title === null ? null : make("h4", "", prose(step.title)),
        ...step.items.map(item),
      ),
    ),
  );

const proxy = ({ title, why, lines }) =>
  make(
    "div",
    "step",
    make("h3", "", prose(title)),
    make("p", "reason", make("strong", "", head("otherwise")), prose(why)),
    make("div", "pair", ...lines.map(([name, text]) => make("div", "", make("h4", "", name), code(text, `${name}: ${title}`)))),
  );

const snippet = ({ title, text, code: lines, file: needed }, files) =>
  make(
    "div",
    "step",
    make("h3", "", prose(title)),
    text === "" ? null : make("p", "", prose(text)),
    needed === null ? null : make("p", "buttons", downloadButton(files.find(({ name }) => name === needed))),
    lines === null ? null : code(lines, title),
  );

let before;

/** Shows what was made, or nothing; writes only what is another than before. */
export function showMade(made, language) {
  at("made").hidden = made === null;
  const now = JSON.stringify([made, language]);
  if (made === null || now === before) return;
  before = now;
  at("remarks").replaceChildren(...made.remarks.map(remark));
  const pasted = ["custom-script.js", "custom.css"];
  at("paste").replaceChildren(...made.files.filter(({ name }) => pasted.includes(name)).map((one) => file(one, unfolded)));
  at("parts").replaceChildren(...made.parts.map(part));
  at("proxies").replaceChildren(...made.proxy.map(proxy));
  at("snippets").replaceChildren(...made.space.map((one) => snippet(one, made.files)));
  at("all").replaceChildren(...made.files.filter(({ name }) => !pasted.includes(name)).map((one) => file(one, unfolded)));
  at("try-login").hidden = made.mount.login === null;
}

/** What is said of each field, at its foot and tied to it. */
export function showProblems(problems) {
  for (const list of document.querySelectorAll(".saids")) {
    const name = list.id.replace(/-said$/, "");
    const own = problems.filter(({ field }) => field === name);
    const lines = own.map(({ severity, text, remedy }) =>
      make("li", `said ${severity}`, make("strong", "", head(severity)), prose(text), remedy === null ? null : " ", remedy === null ? null : prose(remedy)),
    );
    // A list without a child is none to a screen reader.
    list.hidden = lines.length === 0;
    list.replaceChildren(...lines);
    const control = document.getElementById(name);
    if (control) control.setAttribute("aria-invalid", String(own.some(({ severity }) => severity === "error")));
  }
  const folded = problems.some(({ field, severity }) => severity === "error" && at("more").querySelector(`[name="${field}"]`));
  if (folded) at("more").open = true;
}
