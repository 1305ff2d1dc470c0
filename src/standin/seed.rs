//! The demo's history: one private room that offers every kind of place for a person, and three more rooms.

use super::accounts::Accounts;
use super::people::{ALPHA, DIRECT, GENERAL, OTHER, PASSWORD, PEOPLE, by_username, message};
use super::room::Message;
use super::world::World;
use crate::protocol::Release;

const MINUTE: i64 = 60_000;

/// Older than any account that a new server spares the second factor.
const DAY: i64 = 24 * 60 * MINUTE;

/// A world with people, rooms and history, at this time (milliseconds since 1970).
#[must_use]
pub fn world(now: i64) -> World {
    world_of(Release::NEWEST, now)
}

/// The same on a server of another release.
#[must_use]
pub fn world_of(release: Release, now: i64) -> World {
    let mut world = World::of(release, now - 90 * MINUTE);
    let everybody = ["admin", "alice", "bob", "chloe", "raf_utilisateur-local", "rocket.cat"];
    world.add_room(
        GENERAL,
        'c',
        Some("general"),
        None,
        &["rocket.cat", "alice", "bob", "chloe", "raf_utilisateur-local", "admin"],
    );
    world.add_room(ALPHA, 'p', Some("projet-alpha"), Some("Projet Alpha"), &everybody);
    world.add_room(OTHER, 'p', Some("autre-projet"), Some("Autre projet"), &["admin", "alice", "bob", "chloe"]);
    world.add_room(DIRECT, 'd', None, None, &["alice", "bob"]);
    history(&mut world, now);
    world
}

/// The id that a room of the demo has, whoever makes it.
#[must_use]
pub fn room_id(name: &str) -> Option<&'static str> {
    [("projet-alpha", ALPHA), ("autre-projet", OTHER)].iter().find(|(known, _)| *known == name).map(|(_, id)| *id)
}

/// Lets the demo's people have used, for an hour and a half, the accounts and private rooms that somebody else made for them:
/// they have set their passwords, are in the channel of everybody, and have talked.
pub fn live(world: &mut World) {
    let (now, began) = (world.now, world.now - 90 * MINUTE);
    for person in &PEOPLE {
        if let Some(account) = world.accounts.get_mut(person.id) {
            PASSWORD.clone_into(&mut account.password);
            (account.created, account.updated) = (began, began);
            world.join(GENERAL, person, None);
        }
    }
    // The robot was added by hand.
    if let Some(robot) = by_username("rocket.cat") {
        world.join(ALPHA, robot, None);
    }
    world.add_room(DIRECT, 'd', None, None, &["alice", "bob"]);
    let order: Vec<String> = world.rooms.iter().map(|room| room.id.clone()).collect();
    world.subscriptions.sort_by_key(|sub| order.iter().position(|id| *id == sub.rid));
    world.rooms.iter_mut().for_each(|room| (room.ts, room.updated) = (began, began));
    world.subscriptions.iter_mut().for_each(|sub| (sub.ts, sub.updated) = (began, began));
    history(world, now);
}

/// What was said in the hour before.
fn history(world: &mut World, now: i64) {
    let mut at = now - 60 * MINUTE;
    let mut add = |line: Line<'_>| {
        at += if line.follows { 5_000 } else { 6 * MINUTE };
        if let Some(author) = by_username(line.author) {
            world.put(Message {
                id: line.id.to_owned(),
                rid: line.room.to_owned(),
                author,
                text: line.text.to_owned(),
                ts: at,
                updated: at,
                system: line.system.map(str::to_owned),
                thread: line.thread.map(str::to_owned),
                replies: Vec::new(),
                thread_count: 0,
                thread_last: 0,
                posted: false,
                emoji: line.emoji.map(str::to_owned),
            });
        }
    };
    let line = |id, author, text| Line { id, author, text, ..Line::default() };
    add(line(message::BOB, "bob", "Good morning, the first draft of the report is in the project space."));
    add(Line { follows: true, ..line(message::SEQUENTIAL, "bob", "Comments are welcome until Friday.") });
    add(line(message::CHLOE, "chloe", "Thanks! @bob can you also post it in #general please?"));
    add(line(message::RAF, "raf_utilisateur-local", "I read it. @alice what do you think of chapter two?"));
    add(Line { system: Some("room_changed_topic"), ..line(message::TOPIC, "admin", "Report, due Friday") });
    add(line(message::ROOT, "alice", "Chapter two needs a figure."));
    add(Line {
        thread: Some(message::ROOT),
        ..line(message::REPLY, "chloe", "I can draw one, @raf_utilisateur-local has the data.")
    });
    add(Line {
        thread: Some(message::ROOT),
        ..line(message::SECOND_REPLY, "bob", "Please in the colours of the project.")
    });
    add(Line {
        emoji: Some(":robot:"),
        ..line(message::BOT, "rocket.cat", "Build 128 of the project space is green.")
    });
    add(Line { room: GENERAL, ..line("mGeneral00000001a", "admin", "Welcome to the chat of the project space.") });
    add(Line { room: GENERAL, ..line("mGeneral00000002b", "chloe", "Lunch at noon?") });
    add(Line { room: OTHER, ..line("mOther0000000001a", "chloe", "Who takes the minutes today?") });
    add(Line { room: DIRECT, ..line("mDirect000000001a", "bob", "Can I call you at three?") });
    world.now = now;
}

/// A server as its first start leaves it: one administrator, the server's own bot, one channel.
#[must_use]
pub fn fresh(release: Release, now: i64) -> World {
    let mut world = World::of(release, now - DAY);
    let first = ["admin", "rocket.cat"];
    world.accounts = Accounts::of(first.into_iter().filter_map(by_username), now - DAY);
    world.add_room(GENERAL, 'c', Some("general"), None, &first);
    world.now = now;
    world
}

struct Line<'a> {
    id: &'a str,
    room: &'a str,
    author: &'a str,
    text: &'a str,
    system: Option<&'a str>,
    thread: Option<&'a str>,
    emoji: Option<&'a str>,
    follows: bool,
}

impl Default for Line<'_> {
    fn default() -> Self {
        Self { id: "", room: ALPHA, author: "", text: "", system: None, thread: None, emoji: None, follows: false }
    }
}
