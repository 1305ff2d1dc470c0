// penpal on the page, as its README says, for the chat's exact origin.
import { WindowMessenger, connect } from "penpal";

export async function open({ place, chat, take }) {
  const frame = document.createElement("iframe");
  frame.src = `${chat}/frame?side=penpal`;
  place.append(frame);
  const messenger = new WindowMessenger({ remoteWindow: frame.contentWindow, allowedOrigins: [chat] });
  const taken = take(frame);
  await connect({ messenger, methods: { take: taken.message } }).promise;
  return { frame, taken: taken.count };
}
