// What of a message the rules ask for: nothing else of it is looked at, however long, deep or cyclic it may be. The kinds are
// those of `src/protocol/foreign.rs`.
import { LONGEST, number } from "./texts.js";

/** Paths by the names of events; without a name, those of messages without one. */
const paths = new Map();

/** Takes the rules up; their names and words get the first numbers of all texts. */
export function learn(rules) {
  for (const rule of rules) {
    const [name, ...fields] = rule.split(" ");
    number(name);
    paths.set(
      name,
      fields.map((path) => path.split(".")),
    );
  }
}

/** Whether the rules may know an event of this name. */
export const knows = (name) => paths.has(name);

function put(items, value) {
  const type = typeof value;
  if (type === "boolean") items.push(1, +value);
  else if (type === "number" || value instanceof Date) items.push(2, +value);
  else if (type === "string") items.push(value.length > LONGEST ? 4 : 3, number(value));
  else if (Array.isArray(value)) items.push(5, value.length);
  else items.push(type === "object" && value ? 6 : 0, 0);
}

/** The fields of a message, for the rules. */
export function read(message) {
  const { eventName, data } = message ?? {};
  const named = typeof eventName === "string" && eventName !== "";
  const items = [];
  for (const value of [message, eventName, data]) put(items, value);
  for (const path of paths.get(named ? eventName : "") ?? []) {
    let value = named ? data : message;
    for (const step of path) value = value?.[step];
    put(items, value);
  }
  return items;
}
