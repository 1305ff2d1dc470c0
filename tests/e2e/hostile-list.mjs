// All attempts, in the order of the threat table.
import { windows } from "./hostile-windows.mjs";
import { login } from "./hostile-login.mjs";
import { text } from "./hostile-text.mjs";
import { visits } from "./hostile-visits.mjs";
import { words } from "./hostile-words.mjs";

export const ATTEMPTS = [...windows, ...words, ...visits, ...text, ...login];
