//! Private rooms changed, and their members.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::answer::{Answer, bad, forbidden, ok, thrown, unauthorized};
use super::call::Call;
use super::groups::{named, person, valid_name};
use super::rooms::group;
use crate::standin::hub::Hub;
use crate::standin::people::Person;
use crate::standin::room::Room;
use crate::standin::world::{Change, World};

fn told(world: &World, rid: &str) -> Answer {
    ok(json!({ "group": world.room(rid).map(|room| group(world, room)) }))
}

fn not_allowed(method: &str) -> Answer {
    thrown("error-not-allowed", "Not allowed").detailed(json!({ "method": method }))
}

/// Changes the room that a call names, if the caller may.
fn change(
    call: &Call<'_>,
    permission: &str,
    archived: bool,
    refusal: Answer,
    act: impl FnOnce(&mut World, &str) -> Answer,
) -> Answer {
    let mut world = call.hub.world();
    let (rid, caller) = match named(call, &world, archived) {
        Ok((room, caller)) => (room.id.clone(), caller),
        Err(wrong) => return wrong,
    };
    if !world.allows_in(&rid, caller.person, permission) {
        return refusal;
    }
    let now = world.now;
    if let Some(room) = room_mut(&mut world, &rid) {
        room.updated = now;
    }
    let members = |world: &World| -> BTreeSet<String> {
        world.room(&rid).into_iter().flat_map(|room| room.members.iter().cloned()).collect()
    };
    let before = members(&world);
    let answer = act(&mut world, &rid);
    for uid in before.symmetric_difference(&members(&world)) {
        call.hub.tell(Change::Subscription { uid: uid.clone(), rid: rid.clone() });
    }
    answer
}

fn room_mut<'w>(world: &'w mut World, rid: &str) -> Option<&'w mut Room> {
    world.rooms.iter_mut().find(|room| room.id == rid)
}

/// `POST groups.invite`.
pub fn invite(call: &Call<'_>) -> Answer {
    let texts = |key: &str| call.body.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let (ids, names) = (texts("userIds"), texts("usernames"));
    let one = call.text("userId").or_else(|| call.text("username")).is_some();
    change(call, "add-user-to-joined-room", false, not_allowed("addUsersToRoom"), |world, rid| {
        let people: Vec<&'static Person> = if one {
            match person(call, world) {
                Ok(found) => vec![found],
                Err(wrong) => return wrong,
            }
        } else if ids.is_empty() && names.is_empty() {
            let reason = "Please provide \"userId\" or \"username\" or \"userIds\" or \"usernames\" as param";
            return thrown("error-users-params-not-provided", reason);
        } else {
            let by_id = ids.iter().filter_map(|id| world.accounts.get(id.as_str()?));
            let by_name = names.iter().filter_map(|name| world.accounts.named(name.as_str()?));
            by_id.chain(by_name).map(|account| account.person).collect()
        };
        let by = call.caller.as_ref().map(|caller| caller.person);
        people.into_iter().for_each(|person| world.join(rid, person, by));
        told(world, rid)
    })
}

fn is_last_owner(world: &World, rid: &str, uid: &str) -> bool {
    world.room(rid).is_some_and(|room| {
        let mut owners = room.roles.iter().filter(|(_, roles)| roles.contains("owner"));
        owners.next().is_some_and(|(owner, _)| owner == uid) && owners.next().is_none()
    })
}

/// `POST groups.kick`.
pub fn kick(call: &Call<'_>) -> Answer {
    change(call, "remove-user", true, not_allowed("removeUserFromRoom"), |world, rid| {
        let (found, by) = match (person(call, world), &call.caller) {
            (Ok(found), Some(caller)) => (found, caller.person),
            (Err(wrong), _) => return wrong,
            (_, None) => return unauthorized(),
        };
        let details = json!({ "method": "removeUserFromRoom" });
        if world.subscription(found.id, rid).is_none() {
            return thrown("error-user-not-in-room", "User is not in this room").detailed(details);
        }
        if is_last_owner(world, rid, found.id) {
            let reason = "You are the last owner. Please set new owner before leaving the room.";
            return thrown("error-you-are-last-owner", reason).detailed(details);
        }
        world.leave(rid, found, by);
        told(world, rid)
    })
}

fn set_role(call: &Call<'_>, role: &'static str, given: bool) -> Answer {
    let permission = if role == "owner" { "set-owner" } else { "set-moderator" };
    change(call, permission, true, not_allowed("addRoomRole"), |world, rid| {
        let found = match person(call, world) {
            Ok(found) => found,
            Err(wrong) => return wrong,
        };
        if world.subscription(found.id, rid).is_none() {
            return thrown("error-user-not-in-room", "User is not in this room");
        }
        let has = world.room(rid).and_then(|room| room.roles.get(found.id)).is_some_and(|roles| roles.contains(role));
        let article = if role == "owner" { "an" } else { "a" };
        if has && given {
            return thrown(&format!("error-user-already-{role}"), &format!("User is already {article} {role}"));
        }
        if !has && !given {
            return thrown(&format!("error-user-not-{role}"), &format!("User is not {article} {role}"));
        }
        if !given && role == "owner" && is_last_owner(world, rid, found.id) {
            let reason = "This is the last owner. Please set a new owner before removing this one.";
            return thrown("error-remove-last-owner", reason);
        }
        if let Some(room) = room_mut(world, rid) {
            let roles = room.roles.entry(found.id.to_owned()).or_default();
            if given {
                roles.insert(role)
            } else {
                roles.remove(role)
            };
        }
        ok(json!({}))
    })
}

/// `POST groups.addOwner`.
pub fn add_owner(call: &Call<'_>) -> Answer {
    set_role(call, "owner", true)
}

/// `POST groups.removeOwner`.
pub fn remove_owner(call: &Call<'_>) -> Answer {
    set_role(call, "owner", false)
}

/// `POST groups.addModerator`.
pub fn add_moderator(call: &Call<'_>) -> Answer {
    set_role(call, "moderator", true)
}

/// `POST groups.removeModerator`.
pub fn remove_moderator(call: &Call<'_>) -> Answer {
    set_role(call, "moderator", false)
}

/// `POST groups.setCustomFields`: the whole object is replaced.
pub fn set_custom_fields(call: &Call<'_>) -> Answer {
    let Some(fields) = call.body.get("customFields").and_then(Value::as_object).cloned() else {
        return bad("The bodyParam \"customFields\" is required with a type like object.");
    };
    change(call, "edit-room", false, not_allowed("saveRoomSettings"), |world, rid| {
        if let Some(room) = room_mut(world, rid) {
            room.custom_fields = fields;
        }
        told(world, rid)
    })
}

/// `POST groups.rename`.
pub fn rename(call: &Call<'_>) -> Answer {
    let Some(title) = call.text("name").map(str::trim).filter(|name| !name.is_empty()) else {
        return bad("The bodyParam \"name\" is required");
    };
    change(call, "edit-room", false, not_allowed("saveRoomSettings"), |world, rid| {
        if world.room(rid).is_some_and(|room| room.fname.as_deref().or(room.name.as_deref()) == Some(title)) {
            return bad("The room name is the same as what it would be renamed to.");
        }
        let name = match valid_name(world, title, Some(rid)) {
            Ok(name) => name,
            Err(wrong) => return wrong,
        };
        if let Some(room) = room_mut(world, rid) {
            (room.name, room.fname) = (Some(name), Some(title.to_owned()));
        }
        told(world, rid)
    })
}

/// `POST groups.setDescription`.
pub fn set_description(call: &Call<'_>) -> Answer {
    let Some(text) = call.text("description") else { return bad("The bodyParam \"description\" is required") };
    change(call, "edit-room", false, not_allowed("saveRoomSettings"), |world, rid| {
        if let Some(room) = room_mut(world, rid) {
            text.clone_into(&mut room.description);
        }
        ok(json!({ "description": text }))
    })
}

fn set_archived(call: &Call<'_>, archived: bool) -> Answer {
    let permission = if archived { "archive-room" } else { "unarchive-room" };
    let method = if archived { "archiveRoom" } else { "unarchiveRoom" };
    let refusal = thrown("error-not-authorized", "Not authorized").detailed(json!({ "method": method }));
    change(call, permission, !archived, refusal, |world, rid| {
        if let Some(room) = room_mut(world, rid) {
            room.archived = archived;
        }
        world.subscriptions.iter_mut().filter(|sub| sub.rid == rid).for_each(|sub| sub.archived = archived);
        ok(json!({}))
    })
}

/// `POST groups.archive`.
pub fn archive(call: &Call<'_>) -> Answer {
    set_archived(call, true)
}

/// `POST groups.unarchive`.
pub fn unarchive(call: &Call<'_>) -> Answer {
    set_archived(call, false)
}

/// `POST rooms.saveRoomSettings`, as far as the roster writes it: `systemMessages`.
pub fn save_settings(call: &Call<'_>) -> Answer {
    let hub: &Hub = call.hub;
    let (Some(caller), Some(rid)) = (&call.caller, call.text("rid")) else { return unauthorized() };
    let mut world = hub.world();
    if world.room(rid).is_none() {
        return thrown("error-invalid-room", "Invalid room").detailed(json!({ "method": "saveRoomSettings" }));
    }
    if !world.allows_in(rid, caller.person, "edit-room") {
        return forbidden("unauthorized");
    }
    let types = call.body.get("systemMessages").and_then(Value::as_array);
    let types = types.map(|types| types.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    if let (Some(types), Some(room)) = (types, room_mut(&mut world, rid)) {
        room.hidden = types;
    }
    ok(json!({ "rid": rid }))
}

/// `GET rooms.adminRooms.getRoom`: any room, without being a member.
pub fn administered(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let Some(caller) = &call.caller else { return unauthorized() };
    if !world.allows(caller.person, "view-room-administration") {
        return thrown("error-not-authorized", "Not Authorized");
    }
    match call.query.get("rid").and_then(|rid| world.room(&rid)) {
        Some(room) => {
            let record = super::rooms::administered(&world, room);
            let mut record = record.as_object().cloned().unwrap_or_default();
            record.insert("success".to_owned(), json!(true));
            super::answer::Answer(axum::http::StatusCode::OK, Value::Object(record))
        }
        None => thrown("error-invalid-room", "Invalid room"),
    }
}
