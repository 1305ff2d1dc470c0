//! Going to a room, and reading it.

use serde_json::{Value, json};

use super::{Frame, Input, Loaded, Step, delay};
use crate::standin::records;
use crate::standin::versions::RoomOpened;
use crate::standin::world::World;

/// How many rooms a client keeps open at a time.
const MAX_ROOMS_OPEN: usize = 5;

impl Frame {
    pub(super) fn open(&mut self, out: &mut Vec<Step>, world: &World) {
        let Some(person) = self.person() else { return };
        let Some((kind, name)) = self.route.clone() else {
            self.opened = None;
            out.push(Step::Tell(json!({ "type": "room", "room": null })));
            return;
        };
        let Some(room) = world.room_at(&kind, &name, person.id) else {
            self.opened = None;
            out.push(Step::Tell(json!({ "type": "room", "room": null, "missing": format!("{kind}/{name}") })));
            return;
        };
        let record = records::room(world, room);
        let members: Vec<Value> = room
            .members
            .iter()
            .filter_map(|id| world.person(id))
            .map(|p| json!({ "_id": p.id, "username": p.username, "name": p.name, "status": world.status(p) }))
            .collect();
        let messages: Vec<Value> = room.messages.iter().map(|message| records::message(world, message)).collect();
        let label = records::names(world, room, person.id);
        out.push(Step::Tell(json!({
            "type": "room", "room": record, "label": label.1.unwrap_or(label.0), "members": members, "messages": messages,
        })));
        let same = self.opened.as_deref() == Some(room.id.as_str());
        let known = self.ever_opened.contains(&room.id);
        self.opened = Some(room.id.clone());
        self.ever_opened.retain(|rid| rid != &room.id);
        self.ever_opened.push(room.id.clone());
        if self.ever_opened.len() > MAX_ROOMS_OPEN {
            self.ever_opened.remove(0);
        }
        let rid = room.id.clone();
        let silent = match self.features.room_opened.is {
            RoomOpened::FirstTime => known,
            RoomOpened::WhenOther | RoomOpened::EachMount => same,
        };
        if let Loaded::Rooms(rooms) = &mut self.loaded
            && !rooms.contains(&rid)
        {
            rooms.push(rid.clone());
            self.list_changed(out, world);
        }
        if !silent {
            self.emit(out, world, "room-opened", Some(record));
        }
        if !same {
            out.push(Step::After(delay::READ, Input::Read { rid }));
        }
    }

    pub(super) fn has_news(&self, rid: &str, world: &World) -> bool {
        let sub = self.person().and_then(|person| world.subscription(person.id, rid));
        sub.is_some_and(|sub| sub.unread > 0 || sub.alert)
    }

    pub(super) fn read(&mut self, rid: &str, out: &mut Vec<Step>, world: &mut World) {
        if let Some(person) = self.person().filter(|_| self.opened.as_deref() == Some(rid)) {
            out.extend(world.read(person.id, rid).map(Step::Share));
        }
    }
}
