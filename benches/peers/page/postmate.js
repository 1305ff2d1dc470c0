// postmate on the page, as its README says: it takes the exact origin from the address.
import Postmate from "postmate";

export async function open({ place, chat, take }) {
  const child = await new Postmate({ container: place, url: `${chat}/frame?side=postmate`, name: "chat" });
  const taken = take(child.frame);
  child.on("take", taken.message);
  return { frame: child.frame, taken: taken.count };
}
