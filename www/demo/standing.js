// Words for where counts come from.

export const ROLES = {
  none: "counts nothing yet",
  alone: "has a connection of its own",
  leader: "holds the connection for all tabs",
  follower: "listens to the tab that holds the connection",
};

export const SOURCES = {
  none: "nothing yet",
  realtime: "Rocket.Chat's realtime",
  polling: "asked now and then",
  lost: "what was known before the connection was lost",
};

export const ageOf = (age) => (age === null ? "never right so far" : age < 1000 ? "right now" : `${Math.round(age / 1000)} s`);
