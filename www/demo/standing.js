// Words for where counts come from.

import { word } from "/demo/words.js";

export const roleOf = (role) => word(`standing.role.${role}`);
export const sourceOf = (source) => word(`standing.source.${source}`);

export function ageOf(age) {
  if (age === null) return word("standing.age.never");
  return age < 1000 ? word("standing.age.now") : `${Math.round(age / 1000)} s`;
}
