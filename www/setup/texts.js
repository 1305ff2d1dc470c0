// Texts to take away: shown, copied, downloaded.
import { make, word } from "./words.js";

/** What was just copied is told to a screen reader. */
const told = make("p", "unseen");
told.setAttribute("role", "status");
document.body.append(told);

function mark(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

/** A copy of `text`, which `shown` shows. Browsers keep the clipboard from pages without https: then the text is marked. */
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    shown.closest("details")?.setAttribute("open", "");
    mark(shown);
    return document.execCommand("copy");
  }
}

/** A button that copies; `what` tells apart for a screen reader what several such buttons copy. */
export function copyButton(text, what, shown) {
  const label = make("span", "", word("copy"));
  const button = make("button", "copy", label, make("span", "unseen", ` ${what}`));
  button.type = "button";
  button.addEventListener("click", async () => {
    const done = word((await copy(text, shown)) ? "copied" : "notCopied");
    label.textContent = done;
    told.textContent = `${done}: ${what}`;
    setTimeout(() => {
      label.textContent = word("copy");
      told.textContent = "";
    }, 4000);
  });
  return button;
}

function save(name, text) {
  const link = make("a");
  link.download = name;
  link.href = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Lines of code that may be copied. */
export function code(text, what) {
  const shown = make("code", "", text);
  const pre = make("pre", "", shown);
  pre.tabIndex = 0;
  pre.setAttribute("role", "region");
  pre.setAttribute("aria-label", what);
  return make("div", "code", pre, copyButton(text, what, shown));
}

/** A button that saves a file. */
export function downloadButton({ name, text }) {
  const button = make("button", "download", word("download"), " ", make("code", "", name));
  button.type = "button";
  button.addEventListener("click", () => save(name, text));
  return button;
}

/** A file: what it is for, its text folded away, to copy, to download. */
export function file({ name, purpose, text }, open) {
  const shown = make("code", "", text);
  const pre = make("pre", "", shown);
  pre.tabIndex = 0;
  pre.setAttribute("role", "region");
  pre.setAttribute("aria-label", name);
  const details = make("details", "", make("summary", "", word("show"), make("span", "unseen", ` ${name}`)), pre);
  details.open = open.has(name);
  details.addEventListener("toggle", () => (details.open ? open.add(name) : open.delete(name)));
  const download = downloadButton({ name, text });
  const head = make("div", "file-head", make("h3", "", make("code", "", name)), make("p", "hint", purpose));
  const buttons = make("div", "buttons", copyButton(text, name, shown), download);
  const article = make("article", "file", head, buttons, details);
  article.dataset.file = name;
  return article;
}
