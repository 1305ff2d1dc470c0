// Elements from names, attributes and children; text from outside stays text.

export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "style") node.style.cssText = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// Fuselage's box, which most of the React client is made of.
export const box = (name, classes, attributes, ...children) =>
  element(name, { class: `rcx-box rcx-box--full ${classes}`.trim(), ...attributes }, ...children);

export const icon = (name) =>
  box("i", `rcx-icon--name-${name} rcx-icon`, { "aria-hidden": "true" });

export const time = (date) =>
  date.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });

export const dateAndTime = (date) =>
  `${date.toLocaleDateString("en-US", { year: "numeric", month: "long", day: "numeric" })} ${time(date)}`;
