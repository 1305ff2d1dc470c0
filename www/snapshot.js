// The subscriptions of a member, by REST.

const PATIENCE_MILLIS = 30_000;

/**
 * Asks for those changed `since` (milliseconds since 1970; negative: all). Gives `answer`, or whether the token was
 * `refused`, or whether the browser kept the answer from the page, which is then `unreadable`.
 */
export async function subscriptions(address, userId, token, since) {
  try {
    const query = since < 0 ? "" : `?updatedSince=${new Date(since).toISOString()}`;
    const answer = await fetch(`${address}/api/v1/subscriptions.get${query}`, {
      headers: { "X-Auth-Token": token, "X-User-Id": userId },
      credentials: "omit",
      cache: "no-store",
      // Elsewhere the token has no business.
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MILLIS),
    });
    if (answer.status === 401) return { refused: true };
    return { answer: answer.ok ? await answer.json() : undefined };
  } catch (problem) {
    return { unreadable: problem instanceof TypeError && navigator.onLine };
  }
}
