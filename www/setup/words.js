// The page's own words in English and French, and how texts are put into it: as text, always.
const WORDS = {
  copy: ["Copy", "Copier"],
  copied: ["Copied", "Copié"],
  notCopied: ["Marked: press Ctrl+C", "Sélectionné : appuyez sur Ctrl+C"],
  download: ["Download", "Télécharger"],
  show: ["Show", "Afficher"],
  value: ["Value", "Valeur"],
  where: ["Where", "Où"],
  why: ["Why", "Pourquoi"],
  price: ["Its price", "Son prix"],
  changed: ["What changed", "Ce qui a changé"],
  permission: ["Permission", "Autorisation"],
  label: ["Label", "Libellé"],
  otherwise: ["Otherwise", "Sinon"],
  error: ["Error", "Erreur"],
  warning: ["Warning", "Avertissement"],
  note: ["Note", "Note"],
  good: ["Good", "En ordre"],
  waiting: ["Waiting", "En attente"],
  todo: ["What to do", "Que faire"],
  choose: ["Choose version", "Choisir la version"],
  broken: ["This page could not start", "Cette page n'a pas pu démarrer"],
  noCompanion: ["The companion could not be loaded from", "Le compagnon n'a pas pu être chargé depuis"],
  person: ["A click would lead to", "Un clic mènerait à"],
  changedMeanwhile: ["The choices have changed: try again.", "Les choix ont changé : essayez de nouveau."],
  roomFirst: ["Correct the room first.", "Corrigez d'abord le salon."],
  nowhere: ["nowhere: no page is known for this person", "nulle part : aucune page connue pour cette personne"],
};

let index = 0;

export const word = (key) => WORDS[key][index];
/** A word before what it is about. */
export const head = (key) => `${word(key)}${index === 1 ? "\u00a0" : ""}: `;
export const isFrench = () => index === 1;

/** An element with a class, and what is in it: elements, or text. */
export function make(name, className, ...content) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...content.filter((part) => part !== null && part !== undefined));
  return element;
}

/** A text as its language sets it: in French no line begins with a punctuation mark or ends with an opening quote. */
export const typeset = (text) => (isFrench() ? text.replace(/ (?=[:;?!»](\s|$|[).]))/g, "\u00a0").replaceAll("« ", "«\u00a0") : text);

/** A text with `code` in backticks. */
export function prose(text) {
  const fragment = document.createDocumentFragment();
  text.split("`").forEach((part, at) => fragment.append(at % 2 === 1 ? make("code", "", part) : typeset(part)));
  return fragment;
}

const english = new WeakMap();

/** Puts the whole page into a language: its own texts carry their French with them. */
export function speak(language) {
  index = language === "fr" ? 1 : 0;
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-fr]")) {
    if (!english.has(element)) english.set(element, element.textContent);
    element.replaceChildren(prose(isFrench() ? element.dataset.fr : english.get(element)));
  }
  for (const element of document.querySelectorAll("[data-fr-label]")) {
    if (!english.has(element)) english.set(element, element.getAttribute("aria-label"));
    element.setAttribute("aria-label", isFrench() ? element.dataset.frLabel : english.get(element));
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
}
