// What answers the companion's questions for one chat: the page's login, and who somebody is. Fetched when a chat may ask.
import { credentials, loginOf } from "./login.js";
import { people } from "./people.js";

export function answers(options) {
  const login = loginOf(options);
  const who = people({ ...options, login });
  return {
    credentials: () => credentials(login),
    /** A text or nothing. An error is told in the console. */
    async ask(kind, detail) {
      try {
        return await who(kind, detail);
      } catch (error) {
        console.error("gantry:", error);
      }
    },
  };
}
