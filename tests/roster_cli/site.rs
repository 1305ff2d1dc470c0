//! A roster, and a server that `gantry sync` keeps as it says.

use std::collections::BTreeSet;

use gantry::standin::room::Room;
use serde_json::{Value, json};

use crate::setup_cli_server::{Ran, Served};

pub const PEOPLE: [(&str, &str); 4] = [("1", "ann"), ("2", "bea"), ("3", "cat"), ("4", "dan")];

pub fn person((id, name): (&str, &str)) -> Value {
    json!({ "id": id, "login": name, "population": "staff", "email": format!("{name}@example.test"), "name": name.to_uppercase(),
        "profile": format!("/people/{name}.html") })
}

pub fn roster(people: &[(&str, &str)], projects: &Value) -> Value {
    let people: Vec<Value> = people.iter().map(|one| person(*one)).collect();
    json!({ "version": 1, "people": people, "projects": projects })
}

pub fn projects() -> Value {
    json!([
        { "id": "a", "name": "Projet Alpha", "description": "All of it", "members": [{ "person": "1", "role": "owner" }, "2", "3"] },
        { "id": "b", "name": "B\u{ea}ta", "members": [{ "person": "2", "role": "moderator" }, "4"] },
    ])
}

/// A server that is kept as a roster says.
pub struct Synced(pub Served);

impl Synced {
    pub fn write(&self, roster: &Value) {
        std::fs::write(self.0.path("roster.json"), roster.to_string()).unwrap();
    }

    pub fn sync(&self, what: &str, more: &[&str]) -> Ran {
        self.0.gantry(&[&["sync", what, "roster.json"], more].concat())
    }

    pub fn apply(&self) -> Ran {
        self.sync("apply", &["--yes"]).comes_to(0)
    }

    /// Usernames in a room, and roles.
    pub fn room(&self, name: &str) -> BTreeSet<String> {
        let world = self.0.hub.world();
        let room = world.rooms.iter().find(|room| room.name.as_deref() == Some(name)).unwrap();
        let told = room.members.iter().map(|uid| {
            let roles: String = room.roles.get(uid).into_iter().flatten().map(|role| format!(" {role}")).collect();
            format!("{}{roles}", world.person(uid).unwrap().username)
        });
        told.collect()
    }

    /// A private room that somebody made by hand.
    pub fn own_a_room(&self, name: &str, owner: &str, others: &[&str]) {
        add_room(&self.0, name, owner, others);
    }

    pub fn usernames(&self) -> Vec<String> {
        self.0.hub.world().accounts.iter().map(|account| account.person.username.to_owned()).collect()
    }
}

/// A private room that somebody made by hand.
pub fn add_room(served: &Served, name: &str, owner: &str, others: &[&str]) {
    let mut world = served.hub.world();
    let now = world.now;
    let person = |username: &str| world.accounts.named(username).unwrap().person;
    let owner = person(owner);
    let members: Vec<_> = std::iter::once(owner).chain(others.iter().map(|name| person(name))).collect();
    let id = format!("by-hand-{name}");
    world.rooms.push(Room {
        id: id.clone(),
        kind: 'p',
        name: Some(name.to_owned()),
        fname: Some(name.to_owned()),
        description: String::new(),
        archived: false,
        custom_fields: serde_json::Map::new(),
        hidden: Vec::new(),
        roles: [(owner.id.to_owned(), ["owner"].into())].into(),
        members: Vec::new(),
        owner,
        ts: now,
        updated: now,
        messages: Vec::new(),
    });
    for member in members {
        world.join(&id, member, None);
    }
}

pub fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
