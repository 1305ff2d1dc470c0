//! Private rooms by `groups.*`: whose they are not, for them they are not there.

use serde_json::{Value, json};

use super::answer::{Answer, bad, coded, forbidden, ok, thrown, unauthorized};
use super::call::{Call, Caller};
use super::paging::Page;
use super::rooms::group;
use crate::standin::people::Person;
use crate::standin::room::Room;
use crate::standin::seed::room_id;
use crate::standin::world::World;

/// The room that a call names, by body or query. An archived one is refused unless `archived`.
pub fn named<'w>(call: &Call<'_>, world: &'w World, archived: bool) -> Result<(&'w Room, Caller), Answer> {
    let caller = call.caller.clone().ok_or_else(unauthorized)?;
    let given = |key: &str| {
        let query = call.query.get(key);
        call.text(key).map(str::to_owned).or(query).filter(|text| !text.is_empty())
    };
    let (id, name) = (given("roomId"), given("roomName"));
    if id.is_none() && name.is_none() {
        let reason = "The parameter \"roomId\" or \"roomName\" is required";
        return Err(thrown("error-room-param-not-provided", reason));
    }
    let found = world.rooms.iter().find(|room| {
        room.kind == 'p'
            && (id.as_ref() == Some(&room.id) || (id.is_none() && name == room.name))
            && room.members.iter().any(|member| member == caller.person.id)
    });
    let reason = "The required \"roomId\" or \"roomName\" param provided does not match any group";
    let room = found.ok_or_else(|| thrown("error-room-not-found", reason))?;
    if room.archived && !archived {
        let name = room.name.as_deref().unwrap_or_default();
        return Err(thrown("error-room-archived", &format!("The private group, {name}, is archived")));
    }
    Ok((room, caller))
}

/// The person that a call names.
pub fn person(call: &Call<'_>, world: &World) -> Result<&'static Person, Answer> {
    let account = match (call.text("userId"), call.text("username").or_else(|| call.text("user"))) {
        (Some(id), _) => world.accounts.get(id),
        (None, Some(name)) => world.accounts.named(name),
        (None, None) => {
            let reason = "The required \"userId\" or \"username\" param was not provided";
            return Err(thrown("error-user-param-not-provided", reason));
        }
    };
    let reason = "The required \"userId\" or \"username\" param provided does not match any users";
    account.map(|account| account.person).ok_or_else(|| thrown("error-invalid-user", reason))
}

/// `GET groups.info`.
pub fn info(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    match named(call, &world, true) {
        Ok((room, _)) => ok(json!({ "group": group(&world, room) })),
        Err(wrong) => wrong,
    }
}

/// Who may log in, by username: those who may not are not told.
fn visible(world: &World, room: &Room) -> Vec<&'static Person> {
    let active = |uid: &String| world.accounts.get(uid).filter(|account| account.active).map(|account| account.person);
    let mut people: Vec<&'static Person> = room.members.iter().filter_map(active).collect();
    people.sort_by_key(|person| person.username);
    people
}

fn listed(world: &World, person: &Person) -> Value {
    json!({
        "_id": person.id, "username": person.username, "name": person.name, "status": world.status(person),
        "utcOffset": 0,
    })
}

fn paged(call: &Call<'_>, world: &World, people: Vec<Value>) -> Answer {
    let (total, page) = (people.len(), Page::asked(world, &call.query));
    let part = page.of(people);
    ok(json!({ "members": part, "count": part.len(), "offset": page.offset, "total": total }))
}

/// `GET groups.members`.
pub fn members(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    match named(call, &world, false) {
        Ok((room, _)) => {
            let people = visible(&world, room).into_iter().map(|person| listed(&world, person)).collect();
            paged(call, &world, people)
        }
        Err(wrong) => wrong,
    }
}

/// `GET rooms.membersOrderedByRole`.
pub fn members_by_role(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let Some(caller) = &call.caller else { return unauthorized() };
    let Some(id) = call.query.get("roomId") else {
        return coded("invalid-params", "must have required property 'roomId' [invalid-params]");
    };
    let room = world.room(&id).filter(|room| room.members.iter().any(|member| member == caller.person.id));
    let Some(room) = room else { return thrown("error-not-allowed", "Not Allowed") };
    let mut people = visible(&world, room);
    let rank = |person: &Person| {
        let roles = room.roles.get(person.id);
        ["owner", "leader", "moderator"].iter().position(|role| roles.is_some_and(|roles| roles.contains(role)))
    };
    people.sort_by_key(|person| (rank(person).unwrap_or(usize::MAX), person.username));
    let told = people.into_iter().map(|person| {
        let mut told = listed(&world, person);
        if let (Some(object), Some(roles)) = (told.as_object_mut(), room.roles.get(person.id)) {
            object.insert("roles".to_owned(), json!(roles));
        }
        told
    });
    let told = told.collect();
    paged(call, &world, told)
}

/// `GET groups.roles`: those who have one.
pub fn roles(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    match named(call, &world, false) {
        Ok((room, _)) => {
            let told = room.roles.iter().filter(|(_, roles)| !roles.is_empty()).filter_map(|(uid, roles)| {
                let (person, sub) = (world.person(uid)?, world.subscription(uid, &room.id)?);
                let u = json!({ "_id": uid, "username": person.username, "name": person.name });
                Some(json!({ "rid": room.id, "u": u, "roles": roles, "_id": sub.id }))
            });
            ok(json!({ "roles": told.collect::<Vec<_>>() }))
        }
        Err(wrong) => wrong,
    }
}

/// `POST groups.create`.
pub fn create(call: &Call<'_>) -> Answer {
    let Some(caller) = &call.caller else { return unauthorized() };
    let mut world = call.hub.world();
    if !world.allows(caller.person, "create-p") {
        return forbidden("unauthorized");
    }
    let Some(title) = call.text("name").filter(|name| !name.is_empty()) else {
        return bad("Body param \"name\" is required");
    };
    if call.body.get("members").is_some_and(|members| !members.is_array()) {
        return bad("Body param \"members\" must be an array if provided");
    }
    let name = match valid_name(&world, title, None) {
        Ok(name) => name,
        Err(wrong) => return wrong,
    };
    let id = world.fresh_id();
    let known = room_id(&name).filter(|id| world.room(id).is_none());
    let id = known.map_or(id, str::to_owned);
    world.add_room(&id, 'p', Some(&name), Some(title), &[]);
    let alone = call.body.get("excludeSelf").and_then(Value::as_bool) == Some(true);
    let wanted: Vec<&'static Person> = call
        .body
        .get("members")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        // Names that nobody has are dropped without a word.
        .filter_map(|name| world.accounts.named(name.as_str()?).map(|account| account.person))
        .collect();
    let owner = caller.person;
    if let Some(room) = world.rooms.iter_mut().find(|room| room.id == id) {
        room.owner = owner;
        room.roles = if alone { Default::default() } else { [(owner.id.to_owned(), ["owner"].into())].into() };
        if let Some(fields) = call.body.get("customFields").and_then(Value::as_object) {
            room.custom_fields.clone_from(fields);
        }
    }
    for person in (!alone).then_some(owner).into_iter().chain(wanted) {
        world.join(&id, person, None);
    }
    match world.room(&id) {
        Some(room) => ok(json!({ "group": group(&world, room) })),
        None => bad("Not found"),
    }
}

/// The name in the address for a title, or why the room can't be called so.
pub fn valid_name(world: &World, title: &str, but: Option<&str>) -> Result<String, Answer> {
    let details = json!({ "function": "RocketChat.getValidRoomName", "channel_name": title });
    let held = |name: &str| {
        let same = |other: &Option<String>| other.as_deref() == Some(name);
        world.rooms.iter().find(|room| Some(room.id.as_str()) != but && (same(&room.name) || same(&room.fname)))
    };
    let special = world.switch("UI_Allow_room_names_with_special_chars");
    if !special && !world.is_valid_name("UTF8_Channel_Names_Validation", title) {
        let reason = format!("{title} is not a valid room name.");
        return Err(thrown("error-invalid-room-name", &reason).detailed(details));
    }
    match held(title) {
        Some(room) if room.archived => {
            let reason = format!("There's an archived channel with name '{title}'");
            Err(thrown("error-archived-duplicate-name", &reason).detailed(details))
        }
        Some(_) => {
            let reason = format!("A channel with name '{title}' exists");
            Err(thrown("error-duplicate-channel-name", &reason).detailed(details))
        }
        None if special => {
            let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
            let slug: String = title.to_lowercase().chars().map(plain).collect();
            let forms = std::iter::once(slug.clone()).chain((1..).map(|number| format!("{slug}-{number}")));
            Ok(forms.into_iter().find(|form| held(form).is_none()).unwrap_or(slug))
        }
        None => Ok(title.to_owned()),
    }
}
