// Texts by number, for the whole page: the rules in Rust compare and keep numbers, the letters stay here.

/** More than any member meets; what comes beyond has no number. */
const MOST = 200_000;
/** No id and no name is longer. */
export const LONGEST = 1000;

const texts = [""];
const numbers = new Map();

/** The number of a text, always the same; 0 for an empty one, for what is none, and for what can't be kept. */
export function number(text) {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  if (typeof text !== "string" || text === "" || text.length > LONGEST || texts.length > MOST) return 0;
  numbers.set(text, texts.length);
  // Half a letter is none.
  return texts.push(text.toWellFormed?.() ?? text) - 1;
}

/** The text of a number; empty where there is none. */
export const text = (number) => texts[number] ?? "";
