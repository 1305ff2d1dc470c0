// Values like those that are expected, but strange somewhere: the same each time, so that what was found once is found again.

/** As a function's text it also goes into pages. `next()` gives another variant of one of these samples each time. */
export function variants(samples, seed) {
  let state = seed;
  /** A whole number below `most`. */
  const below = (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
  const names = ["constructor", "__proto__", "toString", "length", "", "hasOwnProperty", "then"];
  const pick = (list) => list[below(list.length)];
  const strange = () =>
    pick([
      () => null,
      () => true,
      () => pick([-1, 0, 0.5, 1e21, 2 ** 31, 2 ** 53, Number.MAX_VALUE]),
      () => pick(names),
      () => "x".repeat(pick([1000, 1001, 70_000])),
      () => pick(["\u0000", "\ud800", "<img src=x>", "../..", "//evil.example", "javascript:alert(1)", "\u202e"]),
      () => ({ toString: 1, valueOf: 1 }),
      () => ({ [pick(names)]: pick([1, "x", null, {}]) }),
      () => ({ $date: pick([1, -1, "x", null, 1e300]) }),
      () => [],
      () => [[[null]]],
      () => Array(below(50)).fill("x"),
      () => {
        let deep = {};
        for (let level = 0; level < 200; level += 1) deep = { data: deep };
        return deep;
      },
    ])();
  const change = (value, depth) => {
    const inner = value !== null && typeof value === "object" ? Object.keys(value) : [];
    if (inner.length === 0 || below(6) === 0) return depth === 0 && below(4) > 0 ? value : strange();
    const copy = Array.isArray(value) ? [...value] : { ...value };
    const key = pick(inner);
    if (below(8) === 0) delete copy[key];
    else if (below(8) === 0 && !Array.isArray(copy)) copy[pick(names)] = strange();
    else copy[key] = change(copy[key], depth + 1);
    return copy;
  };
  return { below, pick, next: () => Array.from({ length: 1 + below(2) }).reduce((value) => change(value, 0), pick(samples)) };
}
