//! What a frame tells when somebody writes.

use serde_json::{Value, json};

use super::{Frame, Input, Step, delay};
use crate::standin::records;
use crate::standin::room::{Message, Room};
use crate::standin::world::World;

impl Frame {
    pub(super) fn said(
        &mut self,
        rid: &str,
        id: &str,
        thread: Option<&str>,
        touched: &[String],
        out: &mut Vec<Step>,
        world: &World,
    ) {
        let Some(person) = self.person() else { return };
        let (Some(room), Some(message)) = (world.room(rid), world.message(rid, id)) else { return };
        if world.subscription(person.id, rid).is_none() {
            return;
        }
        let kept_open = self.ever_opened.iter().any(|open| open == rid);
        if kept_open {
            self.new_message(id, rid, out, world);
        }
        let follows = thread.is_none()
            || thread
                .and_then(|root| world.message(rid, root))
                .is_some_and(|root| root.replies.iter().any(|uid| uid == person.id));
        let notified = message.author.id != person.id && follows && self.is_loaded(rid);
        let notification = notified.then(|| notification(world, room, message));
        let from_opened = self.opened.as_deref() == Some(rid);
        let data = notification.map(|notification| {
            json!({ "notification": notification, "fromOpenedRoom": from_opened, "hasFocus": self.focused })
        });
        // As recorded: in the opened room the notification overtakes the subscription, elsewhere it follows.
        let first = from_opened && thread.is_none();
        if let Some(data) = data.clone().filter(|_| first) {
            self.emit(out, world, "notification", Some(data));
        }
        if touched.iter().any(|uid| uid == person.id) && self.is_loaded(rid) {
            self.list_changed(out, world);
        }
        if let Some(data) = data.filter(|_| !first) {
            self.emit(out, world, "notification", Some(data));
        }
        if let Some(root) = thread.filter(|_| kept_open) {
            self.new_message(root, rid, out, world);
        }
        if from_opened && (self.focused || message.author.id == person.id) {
            out.push(Step::After(delay::READ, Input::Read { rid: rid.to_owned() }));
        }
    }

    pub(super) fn new_message(&mut self, id: &str, rid: &str, out: &mut Vec<Step>, world: &World) {
        let (Some(room), Some(message)) = (world.room(rid), world.message(rid, id)) else { return };
        let record = records::message(world, message);
        out.push(Step::Tell(json!({ "type": "message", "message": record })));
        let mut data = record;
        let name = room.name.clone().unwrap_or_default();
        if let Some(object) = data.as_object_mut() {
            let room_name = room.name.as_deref().unwrap_or(&room.id);
            object.insert("name".to_owned(), json!(name));
            object.insert("room".to_owned(), json!({ "type": room.kind.to_string(), "name": room_name }));
        }
        self.emit(out, world, "new-message", Some(data));
    }
}

fn notification(world: &World, room: &Room, message: &Message) -> Value {
    let real_names = world.switch("UI_Use_Real_Name");
    let author = if real_names { message.author.name } else { message.author.username };
    let name = room.name.as_deref();
    let mut payload = json!({
        "_id": message.id, "rid": room.id, "sender": records::author(message.author), "type": room.kind.to_string(),
        "message": { "msg": message.text }, "name": name.unwrap_or(message.author.username),
    });
    if let (Some(thread), Some(object)) = (&message.thread, payload.as_object_mut()) {
        object.insert("tmid".to_owned(), json!(thread));
    }
    match name {
        Some(name) => {
            json!({ "title": format!("#{name}"), "text": format!("{author}: {}", message.text), "payload": payload })
        }
        None => json!({ "title": author, "text": message.text, "payload": payload }),
    }
}
