// postmate in the frame.
import Postmate from "postmate";

export async function open() {
  const parent = await new Postmate.Model({});
  return (message) => parent.emit("take", message);
}
