// comlink on the page, as its README says for windows, for the chat's exact origin in both directions.
import { expose, windowEndpoint } from "comlink";

export async function open({ place, chat, take }) {
  const frame = document.createElement("iframe");
  frame.src = `${chat}/frame?side=comlink`;
  place.append(frame);
  const taken = take(frame);
  expose({ take: taken.message }, windowEndpoint(frame.contentWindow, self, chat), [chat]);
  return { frame, taken: taken.count };
}
