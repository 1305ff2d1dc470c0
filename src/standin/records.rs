//! Rooms, messages and subscriptions as Rocket.Chat writes them. Dates are `{"$date": ms}`; REST turns them into text.

use serde_json::{Map, Value, json};

use super::markup::{Piece, md, pieces};
use super::people::{self, Person};
use super::room::{Message, Room, Subscription};
use super::world::World;

/// A date as realtime carries it.
#[must_use]
pub fn date(ms: i64) -> Value {
    json!({ "$date": ms })
}

/// The short form of a person in messages.
#[must_use]
pub fn author(person: &Person) -> Value {
    json!({ "_id": person.id, "username": person.username, "name": person.name })
}

/// A message record.
#[must_use]
pub fn message(world: &World, message: &Message) -> Value {
    let mut record = Map::new();
    let mut set = |key: &str, value: Value| {
        record.insert(key.to_owned(), value);
    };
    set("_id", json!(message.id));
    set("rid", json!(message.rid));
    if let Some(root) = &message.thread {
        set("tmid", json!(root));
    }
    if let Some(kind) = &message.system {
        set("t", json!(kind));
        set("groupable", json!(false));
    }
    if message.posted {
        set("alias", json!(""));
        set("attachments", json!([]));
        set("parseUrls", json!(true));
        set("groupable", json!(false));
    }
    if let Some(emoji) = &message.emoji {
        set("emoji", json!(emoji));
    }
    set("msg", json!(message.text));
    set("ts", date(message.ts));
    set("u", author(message.author));
    set("_updatedAt", date(message.updated));
    set("urls", json!([]));
    let (users, channels) = mentions(world, &message.text);
    set("mentions", users);
    set("channels", channels);
    set("md", md(&message.text));
    if message.thread_count > 0 {
        set("replies", json!(message.replies));
        set("tlm", date(message.thread_last));
        set("tcount", json!(message.thread_count));
    }
    Value::Object(record)
}

fn mentions(world: &World, text: &str) -> (Value, Value) {
    let mut users = Vec::new();
    let mut channels = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::User(name @ ("all" | "here")) => users.push(json!({ "_id": name, "username": name })),
            Piece::User(name) => users.extend(people::by_username(name).map(
                |person| json!({ "_id": person.id, "username": person.username, "name": person.name, "type": "user" }),
            )),
            Piece::Channel(name) => {
                let room = world.rooms.iter().find(|room| room.kind == 'c' && room.name.as_deref() == Some(name));
                channels.extend(room.map(|room| json!({ "_id": room.id, "name": name })));
            }
            Piece::Plain(_) => {}
        }
    }
    (Value::Array(users), Value::Array(channels))
}

/// A room record, without usernames.
#[must_use]
pub fn room(world: &World, room: &Room) -> Value {
    let mut record = Map::new();
    let mut set = |key: &str, value: Value| {
        record.insert(key.to_owned(), value);
    };
    set("_id", json!(room.id));
    set("t", json!(room.kind.to_string()));
    set("ts", date(room.ts));
    set("_updatedAt", date(room.updated));
    set("msgs", json!(room.messages.len()));
    set("usersCount", json!(room.members.len()));
    if room.kind == 'd' {
        set("uids", json!(room.members));
        set("default", json!(false));
        set("ro", json!(false));
        set("sysMes", json!(true));
    } else {
        set("name", json!(room.name));
        set("u", author(room.owner));
        if let Some(fname) = &room.fname {
            set("fname", json!(fname));
            set("customFields", json!(room.custom_fields));
            set("ro", json!(false));
            set("sysMes", json!(true));
        }
        set("default", json!(room.fname.is_none()));
    }
    if let Some(last) = room.messages.iter().rev().find(|message| message.thread.is_none()) {
        set("lm", date(last.ts));
        set("lastMessage", message(world, last));
    }
    Value::Object(record)
}

/// What a room is called for one of its members: name and display name.
#[must_use]
pub fn names(world: &World, room: &Room, uid: &str) -> (String, Option<String>) {
    if room.kind == 'd' {
        let other = room.members.iter().find(|member| *member != uid).and_then(|id| world.person(id));
        return other.map_or((String::new(), None), |p| (p.username.to_owned(), Some(p.name.to_owned())));
    }
    (room.name.clone().unwrap_or_default(), room.fname.clone())
}

/// A subscription with all its fields.
#[must_use]
pub fn subscription(world: &World, sub: &Subscription) -> Value {
    let mut record = Map::new();
    let mut set = |key: &str, value: Value| {
        record.insert(key.to_owned(), value);
    };
    set("_id", json!(sub.id));
    set("open", json!(sub.open));
    set("alert", json!(sub.alert));
    set("unread", json!(sub.unread));
    set("userMentions", json!(sub.user_mentions));
    set("groupMentions", json!(sub.group_mentions));
    set("ts", date(sub.ts));
    set("rid", json!(sub.rid));
    if let Some(room) = world.room(&sub.rid) {
        let (name, fname) = names(world, room, &sub.uid);
        set("name", json!(name));
        if let Some(fname) = fname {
            set("fname", json!(fname));
        }
        set("t", json!(room.kind.to_string()));
    }
    let username = world.person(&sub.uid).map(|person| person.username);
    set("u", json!({ "_id": sub.uid, "username": username }));
    set("_updatedAt", date(sub.updated));
    if let Some(ls) = sub.ls {
        set("ls", date(ls));
    }
    if !sub.tunread.is_empty() {
        set("tunread", json!(sub.tunread));
    }
    if sub.archived {
        set("archived", json!(true));
    }
    if sub.hide_unread_status {
        set("hideUnreadStatus", json!(true));
    }
    if let Some(choice) = &sub.unread_alert {
        set("unreadAlert", json!(choice));
    }
    Value::Object(record)
}

/// A subscription as `unread-changed-by-subscription` carries it where the client projects it.
#[must_use]
pub fn projection(whole: &Value, users_count: Option<usize>) -> Value {
    const FIELDS: [&str; 10] = ["alert", "fname", "ls", "name", "prid", "rid", "t", "unread", "unreadAlert", "_id"];
    let mut record: Map<String, Value> =
        FIELDS.iter().filter_map(|field| whole.get(field).map(|value| ((*field).to_owned(), value.clone()))).collect();
    if let Some(count) = users_count {
        record.insert("usersCount".to_owned(), json!(count));
    }
    Value::Object(record)
}

/// Dates as REST writes them.
#[must_use]
pub fn with_text_dates(value: Value) -> Value {
    match value {
        Value::Object(object) => match (object.len(), object.get("$date").and_then(Value::as_i64)) {
            (1, Some(ms)) => Value::String(text_date(ms)),
            _ => Value::Object(object.into_iter().map(|(key, value)| (key, with_text_dates(value))).collect()),
        },
        Value::Array(values) => Value::Array(values.into_iter().map(with_text_dates).collect()),
        other => other,
    }
}

/// `2026-11-22T13:47:42.516Z` from milliseconds since 1970. The calendar is Howard Hinnant's `civil_from_days`.
#[must_use]
pub fn text_date(ms: i64) -> String {
    let (days, rest) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000));
    let shifted = days + 719_468;
    let (era, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let date = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let (hours, minutes, seconds) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60);
    format!("{year:04}-{month:02}-{date:02}T{hours:02}:{minutes:02}:{seconds:02}.{:03}Z", rest % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rest_writes_dates_as_text() {
        assert_eq!(text_date(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(text_date(951_827_696_789), "2000-02-29T12:34:56.789Z");
        assert_eq!(
            with_text_dates(json!([{ "ls": { "$date": 1_795_355_262_516_i64 } }])),
            json!([{ "ls": "2026-11-22T13:47:42.516Z" }])
        );
    }
}
