//! Rooms as administration sees them.

use serde_json::{Map, Value, json};

use super::answer::{Answer, ok, thrown, unauthorized};
use super::call::Call;
use super::paging::Page;
use crate::standin::records;
use crate::standin::room::Room;
use crate::standin::world::World;

/// `GET rooms.adminRooms`, of all types or of those asked for.
pub fn admin(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let Some(caller) = &call.caller else { return unauthorized() };
    if !world.allows(caller.person, "view-room-administration") {
        return thrown("error-not-authorized", "Not Authorized");
    }
    let types: Vec<String> = call.query.all("types").collect();
    let filter = call.query.get("filter").unwrap_or_default().to_lowercase();
    let found: Vec<&Room> = world
        .rooms
        .iter()
        .filter(|room| types.is_empty() || types.iter().any(|kind| *kind == room.kind.to_string()))
        .filter(|room| room.name.as_deref().unwrap_or("").to_lowercase().contains(&filter))
        .collect();
    let (total, page) = (found.len(), Page::asked(&world, &call.query));
    let rooms: Vec<Value> = page.of(found).into_iter().map(|room| administered(&world, room)).collect();
    ok(json!({ "count": rooms.len(), "offset": page.offset, "total": total, "rooms": rooms }))
}

pub(super) fn administered(world: &World, room: &Room) -> Value {
    let mut record = common(room);
    record.insert("broadcast".to_owned(), json!(false));
    record.insert("topic".to_owned(), json!(""));
    if world.surface().admin_rooms_custom_fields.is {
        record.insert("customFields".to_owned(), json!(room.custom_fields));
    }
    Value::Object(record)
}

fn common(room: &Room) -> Map<String, Value> {
    let mut record = Map::new();
    let mut set = |key: &str, value: Value| {
        record.insert(key.to_owned(), value);
    };
    set("_id", json!(room.id));
    if let Some(name) = &room.name {
        set("name", json!(name));
        set("fname", json!(room.fname.as_ref().unwrap_or(name)));
    }
    set("t", json!(room.kind.to_string()));
    set("msgs", json!(room.messages.len()));
    set("usersCount", json!(room.members.len()));
    set("u", records::author(room.owner));
    set("ro", json!(false));
    set("default", json!(room.id == crate::standin::people::GENERAL));
    if room.archived {
        set("archived", json!(true));
    }
    if !room.description.is_empty() {
        set("description", json!(room.description));
    }
    record
}

/// `GET groups.listAll`.
pub fn groups(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let found: Vec<&Room> = world.rooms.iter().filter(|room| room.kind == 'p').collect();
    let (total, page) = (found.len(), Page::asked(&world, &call.query));
    let groups: Vec<Value> = page.of(found).into_iter().map(|room| group(&world, room)).collect();
    ok(json!({ "groups": groups, "offset": page.offset, "count": groups.len(), "total": total }))
}

pub(super) fn group(world: &World, room: &Room) -> Value {
    let mut record = common(room);
    let mut set = |key: &str, value: Value| {
        record.insert(key.to_owned(), value);
    };
    set("customFields", json!(room.custom_fields));
    set("sysMes", if room.hidden.is_empty() { json!(true) } else { json!(room.hidden) });
    set("ts", records::date(room.ts));
    set("_updatedAt", records::date(room.updated));
    if let Some(last) = room.messages.last() {
        set("lm", records::date(last.ts));
        set("lastMessage", records::message(world, last));
    }
    Value::Object(record)
}
