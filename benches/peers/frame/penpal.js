// penpal in the frame.
import { WindowMessenger, connect } from "penpal";

export async function open({ page }) {
  const messenger = new WindowMessenger({ remoteWindow: window.parent, allowedOrigins: [page] });
  const remote = await connect({ messenger }).promise;
  return (message) => void remote.take(message);
}
