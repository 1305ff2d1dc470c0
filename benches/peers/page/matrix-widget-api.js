// matrix-widget-api on the page, as its README says for clients. Its `strictOriginCheck` knows the page's own origin
// alone, so that a chat on another one can't have it.
import { ClientWidgetApi, Widget, WidgetDriver } from "matrix-widget-api";

const ACTION = "com.example.take";

export async function open({ place, chat, take }) {
  const frame = document.createElement("iframe");
  frame.src = `${chat}/frame?side=matrix-widget-api`;
  place.append(frame);
  const about = { id: "chat", creatorUserId: "@alice:example.org", type: "m.custom", url: frame.src };
  const widget = new Widget({ ...about, waitForIframeLoad: false });
  const api = new ClientWidgetApi(widget, frame, new WidgetDriver());
  const taken = take(frame);
  api.on(`action:${ACTION}`, (event) => {
    event.preventDefault();
    taken.message(event.detail.data);
    api.transport.reply(event.detail, {});
  });
  return { frame, taken: taken.count };
}
