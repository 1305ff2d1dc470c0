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

/** How long a resolver, the people map or the server may take. */
const PATIENCE_MILLIS = 5000;

const inTime = (answer) => {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MILLIS)));
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
};

/** What is asked for one chat. Each answer is a text or nothing; an error is told in the console and is nothing. */
export function answers({ server, login, profile = {} }) {
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
      });
      return answer.ok ? (await answer.json()).user?.username : null;
    },
  };
  return {
    async ask(kind, detail) {
      try {
        const answer = await inTime((async () => kinds[kind](detail))());
        return typeof answer === "string" ? answer : undefined;
      } catch (error) {
        console.error("gantry:", error);
        return undefined;
      }
    },
    /** 0 with credentials, 1: not a member, 2: an error. */
    async credentials() {
      try {
        const given = await login();
        if (given === null) return [1, "", ""];
        const text = (value) => (typeof value === "string" ? value : "");
        return [0, text(given?.token), text(given?.userId)];
      } catch (error) {
        if (error?.code === "not-a-member") return [1, "", ""];
        console.error("gantry:", error);
        return [2, "", ""];
      }
    },
  };
}
