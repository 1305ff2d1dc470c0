// Who somebody is: the people map, the page's resolver, the server.

/** How long each of them may take. */
const PATIENCE_MILLIS = 5000;

const inTime = (answer) => {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MILLIS)));
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
};

/** What is asked for one chat: `(kind, detail)`; the answer is a text or nothing. */
export function people({ server, login, profile = {} }) {
  let people;
  const kinds = {
    resolve: (person) => profile.resolve(person),
    async map(key) {
      people ??=
        typeof profile.people === "string"
          ? fetch(new URL(profile.people, document.baseURI)).then((answer) => answer.json())
          : profile.people;
      try {
        const map = await people;
        return Object.hasOwn(map, key) ? map[key] : null;
      } catch (error) {
        people = undefined;
        throw error;
      }
    },
    async username(id) {
      const { token, userId } = await login();
      if (!token || !userId) return null;
      const answer = await fetch(`${server.replace(/\/+$/, "")}/api/v1/users.info?userId=${encodeURIComponent(id)}`, {
        credentials: "omit",
        headers: { "X-Auth-Token": token, "X-User-Id": userId },
        // Elsewhere the token has no business.
        redirect: "error",
      });
      return answer.ok ? (await answer.json()).user?.username : null;
    },
  };
  return async (kind, detail) => {
    const answer = await inTime((async () => kinds[kind](detail))());
    return typeof answer === "string" ? answer : undefined;
  };
}
