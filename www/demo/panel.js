// What the companion sees, shown beside the chat, and a button for each thing it does.

import { ageOf, roleOf, sourceOf } from "/demo/standing.js";
import { word } from "/demo/words.js";

const LOG_LENGTH = 200;

export class Panel {
  #root;
  #page;
  #chat = null;
  #tally = { accepted: 0, refused: 0 };

  /** `root` holds the chat and the panel; `page` mounts and destroys the chat. */
  constructor(root, page) {
    this.#root = root;
    this.#page = page;
    root.addEventListener("click", (event) => this.#press(event.target.closest("button[type=button]")));
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(event.target.id);
    });
  }

  show() {
    this.#find("others").hidden = this.#root.dataset.standin !== "yes";
    for (const section of this.#root.querySelectorAll(".panel")) section.hidden = false;
    this.#buttons();
    this.#count();
    setInterval(() => this.#showStanding(), 1000);
  }

  /** Shows what `chat` tells, until it is destroyed. */
  watch(chat) {
    this.#chat = chat;
    chat.on("state", (state) => this.#showState(state));
    chat.on("unread", (unread) => this.#showUnread(unread));
    chat.on("message", (message) => this.#log(message));
    chat.on("person", (person) => this.tell(word("panel.person", { name: person.username ?? person.userId ?? word("panel.person.unknown") })));
    this.#showState({ state: chat.state });
    if (chat.unread) this.#showUnread(chat.unread);
    this.#buttons();
  }

  /** One line about what was just done. */
  tell(text) {
    this.#find("answer").textContent = text;
  }

  #find(id) {
    return this.#root.querySelector(`#${id}`);
  }

  #buttons() {
    const mounted = this.#chat !== null;
    for (const button of this.#root.querySelectorAll("[data-do=destroy], [data-do=login], [data-do=logout], #open-form button, #status-form button")) {
      button.disabled = !mounted;
    }
    this.#root.querySelector("[data-do=mount]").disabled = mounted;
    const inFrame = this.#root.dataset.login === "in-frame";
    if (inFrame) this.#root.querySelector("[data-do=login]").disabled = true;
  }

  async #press(button) {
    if (!button) return;
    if (button.dataset.ask) return this.#ask(button.dataset.ask, {});
    const name = button.dataset.do;
    const actions = {
      mount: () => this.#page.mount(),
      destroy: () => this.#destroy(),
      login: () => this.#chat.login(),
      logout: () => this.#chat.logout(),
      // The right shape from the wrong window: what any other frame or page could send.
      forge: () => window.postMessage({ eventName: "unread-changed", data: 99 }, location.origin),
      clear: () => this.#clear(),
      diagnose: () => this.#diagnose(),
    };
    await this.#settle(name, actions[name]);
  }

  async #submit(form) {
    const value = (id) => this.#find(id).value;
    if (form === "open-form") await this.#settle("open", () => this.#chat.open(value("open-room")));
    if (form === "status-form") await this.#settle("setStatus", () => this.#chat.setStatus(value("status")));
    if (form === "say-form") {
      await this.#ask("say", { user: value("say-user"), room: value("say-room"), text: value("say-text") });
    }
  }

  async #settle(name, action) {
    this.tell(word("panel.does", { name }));
    try {
      await action();
      this.tell(word("panel.done", { name }));
    } catch (error) {
      this.tell(word("panel.failed", { name, why: [error?.code, error?.message ?? error].filter(Boolean).join(" ") }));
    }
    this.#diagnose();
  }

  async #ask(action, body) {
    const response = await fetch(`/demo/${action}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({}));
    this.tell(response.ok ? word("panel.done", { name: action }) : word("panel.failed", { name: action, why: answer.error ?? response.status }));
  }

  #destroy() {
    this.#page.destroy();
    this.#chat = null;
    this.#showState({ state: "destroyed" });
    this.#showUnread({ label: "", rooms: [] });
    this.#showStanding();
    this.#buttons();
  }

  #showState({ state, reason, hint }) {
    const pill = this.#find("state");
    pill.textContent = word(`panel.state.${state}`);
    pill.dataset.state = state;
    this.#find("reason").textContent = reason ?? "";
    this.#find("hint").textContent = hint ?? "";
    this.#find("hint").hidden = !hint;
    this.#diagnose();
  }

  #showUnread({ total, alert, label, rooms }) {
    this.#find("unread-label").textContent = label || (total ? String(total) : alert ? "•" : word("panel.unread.none"));
    const rows = rooms.map((room) => {
      const row = document.createElement("tr");
      for (const text of [room.label ?? room.name ?? room.id, room.count, room.alert ? "•" : "", room.threads]) {
        const cell = document.createElement("td");
        cell.textContent = Array.isArray(text) ? text.length : (text ?? "");
        row.append(cell);
      }
      return row;
    });
    this.#find("unread").tBodies[0].replaceChildren(...rows);
    this.#find("unread").hidden = rows.length === 0;
  }

  /** Who counts for this tab besides the frame, from what, and how old that is. */
  #showStanding() {
    const counts = this.#chat?.diagnose().counts ?? null;
    const place = this.#find("standing");
    place.hidden = counts === null;
    if (counts === null) return;
    const text = word("standing.line", { role: roleOf(counts.role), source: sourceOf(counts.source), age: ageOf(counts.age) });
    if (place.textContent !== text) place.textContent = text;
  }

  #log({ verdict, reason, event }) {
    const accepted = verdict === "accepted";
    this.#tally[accepted ? "accepted" : "refused"] += 1;
    const line = document.createElement("li");
    line.className = accepted ? "accepted" : "refused";
    const time = document.createElement("time");
    time.textContent = new Date().toLocaleTimeString("en-GB");
    const what = document.createElement("b");
    what.textContent = word(accepted ? "panel.accepted" : "panel.refused");
    const name = document.createElement("span");
    name.textContent = [eventName(event), reason].filter(Boolean).join(" – ");
    line.append(time, what, name);
    const data = summary(event);
    if (data) {
      const code = document.createElement("code");
      code.textContent = data;
      line.append(code);
    }
    const log = this.#find("log");
    log.prepend(line);
    while (log.childElementCount > LOG_LENGTH) log.lastElementChild.remove();
    this.#count();
  }

  #clear() {
    this.#tally = { accepted: 0, refused: 0 };
    this.#find("log").replaceChildren();
    this.#count();
  }

  #count() {
    this.#find("tally").textContent = word("panel.tally", this.#tally);
    this.#find("log-empty").hidden = this.#find("log").childElementCount > 0;
  }

  #diagnose() {
    const diagnosis = this.#chat ? this.#chat.diagnose() : { state: "destroyed" };
    this.#find("diagnosis").textContent = JSON.stringify(diagnosis, null, 2);
  }
}

/** The name of what a message tells, for either of the shapes that a frame sends. */
function eventName(event) {
  if (typeof event === "string") return event;
  return String(event?.eventName ?? event?.evtname ?? event?.kind ?? word("panel.shapeless"));
}

/** The first characters of what a message carries; a message may hold anything, so none can break the panel. */
function summary(event) {
  if (event === null || typeof event !== "object") return "";
  try {
    const { eventName: _, evtname: __, ...rest } = event;
    const text = JSON.stringify("data" in rest ? rest.data : rest) ?? "";
    return text.length > 160 ? `${text.slice(0, 160)}…` : text;
  } catch {
    return word("panel.hidden");
  }
}
