// The login that a page gives: a function of its own, or the address of one.

const NOT_A_MEMBER = "not-a-member";

/**
 * Asks the page's own server and no other, with its cookies, as fetch does by itself. Where the page sends no referrer, such
 * a question would say of itself that it comes from nowhere, and a careful server refuses that.
 */
async function post(url) {
  const answer = await fetch(new URL(url, document.baseURI), {
    method: "POST",
    mode: "same-origin",
    referrerPolicy: "same-origin",
    headers: { accept: "application/json" },
  });
  if (answer.status === 401 || answer.status === 403) throw { code: NOT_A_MEMBER };
  if (!answer.ok) throw new Error(`the login answered ${answer.status}`);
  return answer.json();
}

/** The login of the options, called whichever it is. */
export const loginOf = ({ login }) => (typeof login?.url === "string" ? () => post(login.url) : login);

/** 0 with credentials, 1: not a member, 2: an error, which is told in the console. */
export async function credentials(login) {
  try {
    const given = await login();
    return given === null ? [1] : [0, given?.token, given?.userId];
  } catch (error) {
    if (error?.code === NOT_A_MEMBER) return [1];
    console.error("gantry:", error);
    return [2];
  }
}
