// What the demo's scripts say. The page brings the texts in its language, as it does with its own.

const { attributes } = document.querySelector("#words");

/** The text of a key such as `panel.done`, with `{name}` filled in from `values`. */
export const word = (key, values = {}) =>
  attributes.getNamedItem(`data-${key.replaceAll(".", "-")}`).value.replace(/\{(\w+)\}/g, (_, name) => values[name]);
