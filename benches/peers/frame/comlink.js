// comlink in the frame.
import { windowEndpoint, wrap } from "comlink";

export async function open({ page }) {
  const remote = wrap(windowEndpoint(window.parent, self, page));
  return (message) => void remote.take(message);
}
