import type { Badges, Chat, Diagnosis, WatchDiagnosis } from "./gantry.js";

/** The chats of this page, in the order of their elements; none where the page has no place for one. */
export const chats: Promise<Chat[]>;

/** The counts of this page without a chat; `null` where it asks for none. */
export const badges: Promise<Badges | null>;

/** What each of them says of itself, with causes and remedies in words: to be asked in the browser's console. */
export function diagnose(): Promise<Array<Diagnosis | WatchDiagnosis>>;
