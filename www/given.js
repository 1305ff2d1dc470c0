// What a page gives, as the companion takes it.
import { number } from "./texts.js";

/** Scheme, origin, user name with password, and all of an address; nothing of what is none. */
export function parts(url) {
  // An address too long for a text; by itself it would be that of this page.
  if (url === "") return [];
  try {
    const { protocol, origin, username, password, href } = new URL(url, document.baseURI);
    return [protocol, origin, username + password, href];
  } catch {
    return [];
  }
}

/** Texts in a list for the companion. */
export const listed = (texts) => texts.map((text) => -number(text));

/** A text that a page gives, which must not be cut short in silence. */
export function short(given) {
  const told = String(given ?? "");
  if (told !== "" && number(told) === 0) throw "options: too long";
  return told;
}
