// What the client page knows; drawn again by whoever listens.

const data = JSON.parse(document.getElementById("standin").textContent);

export const store = {
  version: data.version,
  path: data.path,
  siteName: data.siteName,
  features: data.features,
  settings: null,
  session: null,
  status: "online",
  embedded: false,
  room: null,
  label: "",
  missing: null,
  members: [],
  messages: [],
  subscriptions: [],
  hidden: { messageToolbox: [], roomToolbox: [], composerToolbox: [], userToolbox: [] },
};

export const setting = (id) => store.settings?.[id];

export const address = (path) => `${store.path}${path}`;

export const avatar = (username) => address(`/avatar/${encodeURIComponent(username)}`);

// The name shown for a person, and the extra username where real names are shown.
export function names(person) {
  const real = setting("UI_Use_Real_Name") === true;
  const same = !person.name || person.name === person.username;
  return {
    shown: real && person.name ? person.name : person.username,
    extra: real && !same ? person.username : null,
    title: !real && !same ? `@${person.username}` : null,
  };
}

export const personOf = (username) => store.members.find((person) => person.username === username);
