// What the companion asks and what takes its time to answer: the login here, the rest in people.js.

const NOT_A_MEMBER = "not-a-member";

/**
 * A login that asks the page's own server and no other, with its cookies, as fetch does by itself. Where the page sends no
 * referrer, such a question would say of itself that it comes from nowhere, and a careful server refuses that.
 */
const loginBy = (url) => async () => {
  const answer = await fetch(new URL(url, document.baseURI), {
    method: "POST",
    mode: "same-origin",
    referrerPolicy: "same-origin",
    headers: { accept: "application/json" },
  });
  if (answer.status === 401 || answer.status === 403) throw { code: NOT_A_MEMBER };
  if (!answer.ok) throw new Error(`the login answered ${answer.status}`);
  return answer.json();
};

/** The options, with the login that they only name. */
export const withLogin = (options = {}) => {
  const login = options?.login;
  return { ...options, login: typeof login?.url === "string" ? loginBy(login.url) : login };
};

/** What is asked for one chat. An error is told in the console. */
export function answers(options) {
  let people;
  return {
    /** A text or nothing. */
    async ask(kind, detail) {
      try {
        people ??= import("./people.js").then((module) => module.people(options));
        return await (await people)(kind, detail);
      } catch (error) {
        console.error("gantry:", error);
      }
    },
    /** 0 with credentials, 1: not a member, 2: an error. */
    async credentials() {
      try {
        const given = await options.login();
        return given === null ? [1] : [0, given?.token, given?.userId];
      } catch (error) {
        if (error?.code === NOT_A_MEMBER) return [1];
        console.error("gantry:", error);
        return [2];
      }
    },
  };
}
