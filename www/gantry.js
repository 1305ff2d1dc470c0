// Gantry's entry: docks chats, and counts without one.
import { answers, loginBy } from "./answers.js";
import { Chat } from "./chat.js";
import { load, version as packageVersion } from "./companion.js";
import { receive } from "./gate.js";
import { counted, shared } from "./shared.js";
import { explain, told } from "./wording.js";

/** The version of this package. */
export async function version() {
  await load();
  return packageVersion();
}

/** The listener for messages, for benchmarks. */
export const receiver = () => receive;

/** The options, with the login that they only name. */
const withLogin = (options = {}) => {
  const login = options?.login;
  return { ...options, login: typeof login?.url === "string" ? loginBy(login.url) : login };
};

/** Docks a chat in an element, or in what a selector finds. */
export async function mount(target, options) {
  const given = withLogin(options);
  const chat = new Chat(target, given);
  return load().then(
    () => chat.dock(given),
    (problem) => chat.dock(given, problem),
  );
}

/** What never counts anything, and says why. */
function nothing(reason, problem, lang = document.documentElement.lang) {
  console.error("gantry:", problem);
  const status = { role: "none", source: "none", age: null, reason, hint: null };
  const diagnose = () => (explain(), { ...status, problem: String(problem), findings: [told(reason, lang)] });
  const unread = counted();
  return { status, unread, diagnose, on: () => () => {}, notify: async () => false, retry() {}, destroy() {} };
}

/** Counts what is unread on a server, without a chat. */
export async function watch(options) {
  const given = withLogin(options);
  let reason = "companion-missing";
  try {
    const [module] = await Promise.all([import("./watch.js"), load()]);
    reason = "options";
    return module.badges(shared, { ...given, credentials: answers(given).credentials });
  } catch (problem) {
    return nothing(reason, problem, given.lang);
  }
}
