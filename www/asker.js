// Where a chat's questions go: to answers.js, fetched when there is first something to ask.

/** Asks; where the answers can't be fetched there is none, and the next question tries again. */
export function asker(options) {
  let answers;
  const fetched = () =>
    (answers ??= import("./answers.js").then(
      (module) => module.answers(options),
      (problem) => {
        answers = undefined;
        console.error("gantry:", problem);
      },
    ));
  // A login is asked for while the member waits.
  if (options.login) fetched();
  return {
    ask: async (kind, detail) => (await fetched())?.ask(kind, detail),
    credentials: async () => (await fetched())?.credentials() ?? [2],
  };
}
