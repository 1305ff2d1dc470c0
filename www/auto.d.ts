import type { Chat } from "./gantry.js";

/** The chats of this page, in the order of their elements; none where the page has no place for one. */
export const chats: Promise<Chat[]>;
