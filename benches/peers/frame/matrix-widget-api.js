// matrix-widget-api in the frame.
import { WidgetApi } from "matrix-widget-api";

const ACTION = "com.example.take";

export async function open({ page }) {
  const api = new WidgetApi("chat", page);
  const ready = new Promise((resolve) => api.once("ready", resolve));
  api.start();
  await api.sendContentLoaded();
  await ready;
  return (message) => void api.transport.send(ACTION, message);
}
