// What members are told, and how findings are worded; most of it fetched when there is first something to say.
import firstWords from "./words.js";

let wording = {};
let worded;
/** The wording of findings is wanted. */
export const explain = () =>
  (worded ??= import("./findings.js").then((module) => (wording = module.default)).catch(() => {}));

let words = firstWords;
let spoken;
const speak = () =>
  (spoken ??= import("./more-words.js").then((module) => (words = { ...words, ...module.default })).catch(() => {}));

/** Of English and French, the one that the language asks for. */
const inLanguage = (lang, [english, french]) => (/^fr(?![a-z])/i.test(lang) ? french : english);

/** A finding, as far as its wording is there. */
export const told = (code, lang) => {
  const [severity = null, ...both] = wording[code] ?? [];
  const [cause = null, remedy = null] = inLanguage(lang, both) ?? [];
  return { code, severity, cause, remedy };
};

/** A text for the member, the page's own before ours; empty until ours is there. */
export const textOf = (own, lang, key, value) =>
  String(own[key] || inLanguage(lang, words[key] ?? ["", ""])).replace(/\{(n|name)\}/, () => value);

/** Fetches the texts if this one is missing, and tells when they have come. */
export function whenThere(key, then) {
  if (words[key] === undefined && words === firstWords) speak().then(() => words !== firstWords && then());
}

/** Tells a screen reader, if that is still wanted when the texts are there. */
export const say = (own, lang, key, value, wanted) =>
  Promise.all([import("./live.js"), speak()]).then(
    ([live]) => wanted() && live.announce(textOf(own, lang, key, value)),
    () => {},
  );
