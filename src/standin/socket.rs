//! The connection of an open frame: what the client page says goes into its [`Frame`], the steps come back.

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use super::frame::{Frame, Input, Step};
use super::hub::Hub;
use super::people;

/// Upgrades to the frame's connection.
pub async fn connect(State(hub): State<Hub>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| run(hub, socket))
}

async fn run(hub: Hub, mut socket: WebSocket) {
    let mut connection = Connection {
        number: hub.record().next_connection(),
        frame: Frame::new(hub.features),
        timers: Vec::new(),
        hub: hub.clone(),
    };
    let mut changes = hub.listen();
    loop {
        let next = connection.timers.iter().map(|(at, _)| *at).min();
        let due = async {
            match next {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        let told = tokio::select! {
            biased;
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => connection.hear(&text),
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => Vec::new(),
            },
            change = changes.recv() => match change {
                Ok(change) => connection.handle(Input::Change(change)),
                Err(RecvError::Lagged(_) | RecvError::Closed) => break,
            },
            () = due => connection.timer(),
        };
        for message in told {
            if socket.send(Message::text(message.to_string())).await.is_err() {
                break;
            }
        }
    }
    hub.record().frames.remove(&connection.number);
}

struct Connection {
    number: u64,
    frame: Frame,
    timers: Vec<(Instant, Input)>,
    hub: Hub,
}

impl Connection {
    fn timer(&mut self) -> Vec<Value> {
        let first = self.timers.iter().enumerate().min_by_key(|(_, (at, _))| *at).map(|(index, _)| index);
        match first {
            Some(index) => {
                let (_, input) = self.timers.remove(index);
                self.handle(input)
            }
            None => Vec::new(),
        }
    }

    fn handle(&mut self, input: Input) -> Vec<Value> {
        let steps = self.frame.handle(input, &mut self.hub.world());
        let mut told = Vec::new();
        for step in steps {
            match step {
                Step::Emit { name, data, in_page, target } => {
                    self.hub.record().send(json!({
                        "frame": self.number, "eventName": name, "data": data, "posted": target.is_some(),
                    }));
                    let mut message = json!({ "type": "emit", "name": name, "inPage": in_page, "target": target });
                    if let (Some(data), Some(object)) = (data, message.as_object_mut()) {
                        object.insert("data".to_owned(), data);
                    }
                    told.push(message);
                }
                Step::Tell(message) => told.push(message),
                Step::After(wait, input) => self.timers.push((Instant::now() + wait, input)),
                Step::Share(change) => self.hub.tell(change),
            }
        }
        let state = json!({
            "user": self.frame.person().map(|person| person.username),
            "room": self.frame.opened(),
            "embedded": self.frame.embedded(),
        });
        self.hub.record().frames.insert(self.number, state);
        told
    }

    /// What the client page says. Anything else than its own words is left alone.
    fn hear(&mut self, text: &str) -> Vec<Value> {
        let Ok(message) = serde_json::from_str::<Value>(text) else { return Vec::new() };
        let word = |key: &str| message.get(key).and_then(Value::as_str).map(str::to_owned);
        match message.get("type").and_then(Value::as_str).unwrap_or("") {
            "boot" => self.handle(Input::Boot {
                token: word("token"),
                embedded: message.get("embedded") == Some(&Value::Bool(true)),
                room: word("kind").zip(word("name")),
            }),
            "open" => self.handle(Input::Open(word("kind").zip(word("name")))),
            "login" => self.login(&message),
            "logout" => self.handle(Input::LogOut),
            "focus" => self.handle(Input::Focus(message.get("focused") == Some(&Value::Bool(true)))),
            "pick-status" => self.handle(Input::PickStatus(word("status").unwrap_or_default())),
            "mention" => self.handle(Input::ClickMention { rid: word("rid").unwrap_or_default() }),
            "heard" => {
                let mut heard = message.clone();
                if let Some(object) = heard.as_object_mut() {
                    object.remove("type");
                    object.insert("frame".to_owned(), json!(self.number));
                }
                self.hub.record().hear(heard);
                Vec::new()
            }
            other => {
                self.act(other, &word);
                Vec::new()
            }
        }
    }

    /// What changes the world and comes back to this frame as to all others.
    fn act(&mut self, action: &str, word: &dyn Fn(&str) -> Option<String>) {
        let Some(person) = self.frame.person() else { return };
        let rid = word("rid").or_else(|| self.frame.opened().map(str::to_owned)).unwrap_or_default();
        let change = {
            let mut world = self.hub.world();
            match action {
                "say" if world.subscription(person.id, &rid).is_some() => world
                    .say(&rid, person, &word("text").unwrap_or_default(), word("thread").as_deref(), false)
                    .map(|(_, change)| change),
                "read-thread" => world.read_thread(person.id, &rid, &word("thread").unwrap_or_default()),
                "mark-unread" => world.mark_unread(person.id, &rid),
                "set-status" => Some(world.set_status(person, &word("status").unwrap_or_default())),
                _ => None,
            }
        };
        change.into_iter().for_each(|change| self.hub.tell(change));
    }

    fn login(&mut self, message: &Value) -> Vec<Value> {
        let text = |key: &str| message.get(key).and_then(Value::as_str).unwrap_or("");
        let session = {
            let mut world = self.hub.world();
            if let Some(person) = people::by_username(text("user")).filter(|_| text("password") == people::PASSWORD) {
                Some((world.open_session(person), person))
            } else {
                world.session(text("token")).map(|person| (text("token").to_owned(), person))
            }
        };
        match session {
            Some((token, person)) if self.frame.person() != Some(person) => {
                // A second login in the same document ends the first one's view, as Meteor does.
                self.handle(Input::LoggedIn { token, person })
            }
            Some(_) => Vec::new(),
            None => vec![json!({
                "type": "login-failed", "way": text("way"), "reason": "You've been logged out by the server. Please log in again.",
            })],
        }
    }
}
