//! One realtime connection: what a client says goes in, what the server says comes out.

use serde_json::{Value, json};

use super::manner::Manner;
use crate::standin::people::Person;
use crate::standin::room::{Message, Room};
use crate::standin::world::{Change, World};
use crate::standin::{people, records};

const STREAM: &str = "stream-notify-user";
/// The default of `Accounts_LoginExpiration`.
const LOGIN_LASTS: i64 = 90 * 24 * 60 * 60 * 1000;

/// A connection.
#[derive(Debug)]
pub struct Session {
    manner: &'static Manner,
    id: String,
    connected: bool,
    login: Option<(String, &'static Person)>,
    /// Ids of subscriptions to streams, and the events they are for.
    streams: Vec<(String, String)>,
}

/// What the server does.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Says this.
    Say(Value),
    /// Ends the connection.
    Close,
}

fn error(code: &Value, reason: Option<&str>) -> Value {
    let named = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
    let message = reason.map_or_else(|| format!("[{named}]"), |reason| format!("{reason} [{named}]"));
    let mut error = json!({ "isClientSafe": true, "error": code });
    if let Some(object) = error.as_object_mut() {
        if let Some(reason) = reason {
            object.insert("reason".to_owned(), json!(reason));
        }
        object.insert("message".to_owned(), json!(message));
        object.insert("errorType".to_owned(), json!("Meteor.Error"));
    }
    error
}

impl Session {
    /// A connection that has said nothing yet, and how it is greeted.
    #[must_use]
    pub fn new(manner: &'static Manner, world: &mut World) -> (Self, Vec<Step>) {
        let greeting = manner.server_id.is.then(|| Step::Say(json!({ "server_id": "0" })));
        let session = Self { manner, id: world.fresh_id(), connected: false, login: None, streams: Vec::new() };
        (session, greeting.into_iter().collect())
    }

    /// Who is logged in.
    #[must_use]
    pub fn person(&self) -> Option<&'static Person> {
        self.login.as_ref().map(|(_, person)| *person)
    }

    /// The events that are listened to.
    #[must_use]
    pub fn streams(&self) -> Vec<&str> {
        self.streams.iter().map(|(_, event)| event.as_str()).collect()
    }

    /// What the client says.
    pub fn hear(&mut self, text: &str, world: &World) -> Vec<Step> {
        let Ok(frame) = serde_json::from_str::<Value>(text) else {
            return vec![Step::Say(json!({ "msg": "error", "reason": "Parse error" }))];
        };
        let word = |key: &str| frame.get(key).and_then(Value::as_str).unwrap_or("");
        let params = frame.get("params").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        match word("msg") {
            "connect" if self.connected => bad(&frame, "Already connected"),
            "connect" if word("version") != "1" => {
                vec![Step::Say(json!({ "msg": "failed", "version": "1" })), Step::Close]
            }
            "connect" => {
                self.connected = true;
                vec![Step::Say(json!({ "msg": "connected", "session": self.id }))]
            }
            _ if !self.connected => bad(&frame, "Must connect first"),
            "ping" => {
                let mut pong = json!({ "msg": "pong" });
                if let (Some(id), Some(object)) = (frame.get("id"), pong.as_object_mut()) {
                    object.insert("id".to_owned(), id.clone());
                }
                vec![Step::Say(pong)]
            }
            "pong" => Vec::new(),
            "method" => self.call(word("method"), word("id"), params, world),
            "sub" => vec![Step::Say(self.subscribe(word("name"), word("id"), params))],
            "unsub" => {
                self.streams.retain(|(id, _)| id != word("id"));
                vec![Step::Say(json!({ "msg": "nosub", "id": word("id") }))]
            }
            _ => bad(&frame, "Bad request"),
        }
    }

    fn call(&mut self, method: &str, id: &str, params: &[Value], world: &World) -> Vec<Step> {
        let mut steps = Vec::new();
        let result = match method {
            "login" => {
                let token = params.first().and_then(|way| way.get("resume")).and_then(Value::as_str).unwrap_or("");
                let person = world.session(token);
                if let Some(person) = person {
                    self.login = Some((token.to_owned(), person));
                    let emails = json!([{ "address": format!("{}@example.test", person.username), "verified": true }]);
                    let fields = json!({ "username": person.username, "emails": emails });
                    let added = json!({ "msg": "added", "collection": "users", "id": person.id, "fields": fields });
                    steps.push(Step::Say(added));
                }
                person.map_or_else(
                    || Err(error(&json!(403), Some("You've been logged out by the server. Please log in again."))),
                    |person| {
                        let expires = records::date(world.now + LOGIN_LASTS);
                        Ok(json!({ "id": person.id, "token": token, "tokenExpires": expires, "type": "resume" }))
                    },
                )
            }
            "subscriptions/get" => Ok(self.subscriptions(params, world)),
            _ => Err(error(&json!(404), Some(&format!("Method '{method}' not found")))),
        };
        steps.push(Step::Say(json!({ "msg": "updated", "methods": [id] })));
        steps.push(Step::Say(match result {
            Ok(result) => json!({ "msg": "result", "id": id, "result": result }),
            Err(error) => json!({ "msg": "result", "id": id, "error": error }),
        }));
        steps
    }

    fn subscriptions(&self, params: &[Value], world: &World) -> Value {
        let Some(person) = self.person() else { return json!([]) };
        let since = params.first().and_then(|since| since.get("$date")).and_then(Value::as_i64);
        let newer = |at: i64| since.is_none_or(|since| at > since);
        let update: Vec<Value> = world
            .subscriptions_of(person.id)
            .filter(|sub| newer(sub.updated))
            .map(|sub| records::subscription(world, sub))
            .collect();
        if since.is_none() {
            return json!(update);
        }
        let gone = world.removed.iter().filter(|gone| gone.uid == person.id && newer(gone.at));
        let remove: Vec<Value> =
            gone.map(|gone| json!({ "_id": gone.id, "_deletedAt": records::date(gone.at) })).collect();
        json!({ "update": update, "remove": remove })
    }

    fn subscribe(&mut self, name: &str, id: &str, params: &[Value]) -> Value {
        if name != STREAM {
            let reason = format!("Subscription '{name}' not found");
            return json!({ "msg": "nosub", "id": id, "error": error(&json!(404), Some(&reason)) });
        }
        let event = params.first().and_then(Value::as_str).unwrap_or("");
        let own = self.person().is_some_and(|person| event.split('/').next() == Some(person.id));
        if !own {
            return json!({ "msg": "nosub", "id": id, "error": error(&json!("not-allowed"), None) });
        }
        self.streams.push((id.to_owned(), event.to_owned()));
        json!({ "msg": "ready", "subs": [id] })
    }

    /// Something has happened on the server.
    pub fn learn(&self, change: &Change, world: &World) -> Vec<Step> {
        let Some((token, person)) = &self.login else { return Vec::new() };
        match change {
            Change::Said { rid, id, thread, touched } => {
                let mut steps = Vec::new();
                if touched.iter().any(|uid| uid == person.id) {
                    steps.extend(self.changed(person, rid, world));
                }
                let (room, message) = (world.room(rid), world.message(rid, id));
                let follows = thread.as_deref().is_none_or(|root| {
                    world.message(rid, root).is_some_and(|root| root.replies.iter().any(|uid| uid == person.id))
                });
                let member = world.subscription(person.id, rid).is_some();
                if let (Some(room), Some(message)) = (room, message)
                    && follows
                    && member
                    && message.author.id != person.id
                {
                    steps.extend(self.tell(person, "notification", vec![notification(world, room, message)]));
                }
                steps
            }
            Change::Subscription { uid, rid } if uid == person.id => self.changed(person, rid, world),
            // A connection ends with the token that it was logged in with.
            Change::Forgotten { uid } if uid == person.id && world.session(token).is_none() => vec![Step::Close],
            _ => Vec::new(),
        }
    }

    /// The member is logged out by an administrator; `own` if it is this session that is meant.
    #[must_use]
    pub fn log_out(&self, own: bool) -> Vec<Step> {
        let Some(person) = self.person() else { return Vec::new() };
        let named = self.manner.logout_names_session.is;
        let id = if own { self.id.as_str() } else { "another-session" };
        let mut steps = if own || named {
            self.tell(person, "force_logout", if named { vec![json!(id)] } else { Vec::new() })
        } else {
            Vec::new()
        };
        if own {
            steps.push(Step::Close);
        }
        steps
    }

    fn changed(&self, person: &Person, rid: &str, world: &World) -> Vec<Step> {
        let arguments = match world.subscription(person.id, rid) {
            Some(sub) => {
                let kind = if sub.ts == sub.updated { "inserted" } else { "updated" };
                vec![json!(kind), records::subscription(world, sub)]
            }
            None => {
                let gone = world.removed.iter().rev().find(|gone| gone.uid == person.id && gone.rid == rid);
                let Some(gone) = gone else { return Vec::new() };
                let mut record = json!({ "_id": gone.id });
                if let (true, Some(object)) = (self.manner.removed_tells_room.is, record.as_object_mut()) {
                    object.insert("u".to_owned(), json!({ "_id": person.id, "username": person.username }));
                    object.insert("rid".to_owned(), json!(rid));
                    object.insert("t".to_owned(), json!(world.room(rid).map_or('c', |room| room.kind).to_string()));
                }
                vec![json!("removed"), record]
            }
        };
        self.tell(person, "subscriptions-changed", arguments)
    }

    /// Everything again that this member may be told of: what a flood is made of.
    #[must_use]
    pub fn repeat(&self, world: &World) -> Vec<Step> {
        let Some(person) = self.person() else { return Vec::new() };
        world.subscriptions_of(person.id).flat_map(|sub| self.changed(person, &sub.rid, world)).collect()
    }

    fn tell(&self, person: &Person, event: &str, arguments: Vec<Value>) -> Vec<Step> {
        let event = format!("{}/{event}", person.id);
        if !self.streams.iter().any(|(_, listened)| *listened == event) {
            return Vec::new();
        }
        let fields = json!({ "eventName": event, "args": arguments });
        vec![Step::Say(json!({ "msg": "changed", "collection": STREAM, "id": "id", "fields": fields }))]
    }
}

fn bad(frame: &Value, reason: &str) -> Vec<Step> {
    vec![Step::Say(json!({ "msg": "error", "reason": reason, "offendingMessage": frame }))]
}

fn notification(world: &World, room: &Room, message: &Message) -> Value {
    let (name, _) = records::names(world, room, message.author.id);
    let direct = room.kind == 'd';
    let author = people::by_id(message.author.id).map_or("", |person| person.username);
    let author = if world.switch("UI_Use_Real_Name") { message.author.name } else { author };
    let mut payload = json!({
        "_id": message.id, "rid": room.id, "sender": records::author(message.author), "type": room.kind.to_string(),
        "message": { "msg": message.text }, "name": if direct { author } else { name.as_str() },
    });
    if let (Some(thread), Some(object)) = (&message.thread, payload.as_object_mut()) {
        object.insert("tmid".to_owned(), json!(thread));
    }
    if direct {
        json!({ "title": author, "text": message.text, "payload": payload })
    } else {
        json!({ "title": format!("#{name}"), "text": format!("{author}: {}", message.text), "payload": payload })
    }
}
