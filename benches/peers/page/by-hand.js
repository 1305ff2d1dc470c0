// No library: the hand-written reference, which checks and counts as Gantry does.
import { Reference } from "../../reference.js";

export async function open({ place, chat }) {
  const frame = document.createElement("iframe");
  frame.src = `${chat}/frame`;
  place.append(frame);
  const reference = new Reference({ frame, server: chat });
  reference.listen();
  return { frame, taken: () => reference.accepted };
}
