// What the companion asks and what takes its time to answer: the login, the people map, the resolver, the server.

const notAMember = () => Object.assign(new Error("the visitor is not a member"), { code: "not-a-member" });

/** A login that asks the page's own server, with its cookies. */
export const loginBy = (url) => async () => {
  const answer = await fetch(new URL(url, document.baseURI), {
    method: "POST",
    credentials: "same-origin",
    headers: { accept: "application/json" },
  });
  if (answer.status === 401 || answer.status === 403) throw notAMember();
  if (!answer.ok) throw new Error(`the login answered ${answer.status}`);
  return answer.json();
};

export function answers({ server, login, profile = {} }) {
  let people;
  return {
    async credentials() {
      const credentials = await login();
      if (credentials === null) throw notAMember();
      return credentials;
    },
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
      });
      return answer.ok ? ((await answer.json()).user?.username ?? null) : null;
    },
  };
}
