//! The server's memory: rooms, messages, subscriptions, accounts, sessions, settings, permissions; and what happens to
//! them.
//!
//! No clock and no I/O of its own: the caller sets [`World::now`] before it lets something happen.

use std::collections::BTreeMap;

use serde_json::Value;

use super::accounts::Accounts;
use super::limits::Limits;
use super::people::{self, Person};
use super::permissions::Permissions;
use super::room::{Message, Removed, Room, Subscription};
use super::sessions::Sessions;
use super::settings::Catalogue;
use super::versions::surface::{Surface, surface};
use crate::protocol::Release;

/// Something that happened and that open frames learn of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A message was written.
    Said {
        /// Room id.
        rid: String,
        /// Message id.
        id: String,
        /// The thread's first message, which changed too.
        thread: Option<String>,
        /// Whose subscriptions changed by it.
        touched: Vec<String>,
    },
    /// A subscription changed without a message.
    Subscription {
        /// User id.
        uid: String,
        /// Room id.
        rid: String,
    },
    /// Somebody's status changed.
    Status {
        /// User id.
        uid: String,
    },
    /// Somebody's sessions ended.
    Forgotten {
        /// User id.
        uid: String,
    },
    /// Every frame reloads itself.
    Reload,
    /// Every frame goes to an address, as if by a click in it.
    Go {
        /// Path below the server's.
        path: String,
    },
    /// Settings changed.
    Settings,
}

/// All that the stand-in remembers.
#[derive(Debug)]
pub struct World {
    /// Milliseconds since 1970, set by the caller.
    pub now: i64,
    /// By creation.
    pub rooms: Vec<Room>,
    /// By creation.
    pub subscriptions: Vec<Subscription>,
    /// Those that are gone, oldest first.
    pub removed: Vec<Removed>,
    /// Which release this is to REST; an upgrade changes it.
    pub release: Release,
    /// What is known of each setting of this release.
    pub catalogue: Catalogue,
    /// Setting ids and values.
    pub settings: BTreeMap<String, Value>,
    /// Permissions and their roles.
    pub permissions: Permissions,
    /// Who has an account.
    pub accounts: Accounts,
    /// Session tokens and whose they are.
    pub sessions: Sessions,
    /// Calls that were counted.
    pub limits: Limits,
    statuses: BTreeMap<&'static str, String>,
    counter: u64,
}

impl World {
    /// A world without rooms, with everybody, and with the defaults of the newest release.
    #[must_use]
    pub fn new(now: i64) -> Self {
        Self::of(Release::NEWEST, now)
    }

    /// The same of another release.
    #[must_use]
    pub fn of(release: Release, now: i64) -> Self {
        let catalogue = Catalogue::of(release);
        Self {
            now,
            rooms: Vec::new(),
            subscriptions: Vec::new(),
            removed: Vec::new(),
            release,
            settings: catalogue.defaults(),
            permissions: Permissions::of(release, &catalogue, now),
            accounts: Accounts::everybody(now),
            sessions: Sessions::default(),
            limits: Limits::default(),
            catalogue,
            statuses: BTreeMap::new(),
            counter: 0,
        }
    }

    /// A new id of seventeen characters.
    pub fn fresh_id(&mut self) -> String {
        const LETTERS: &[u8; 55] = b"23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";
        self.counter += 1;
        let mut seed = self.counter.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (0..17)
            .map(|_| {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                let index = usize::try_from(seed % 55).unwrap_or(0);
                char::from(LETTERS.get(index).copied().unwrap_or(b'x'))
            })
            .collect()
    }

    /// Makes a room and subscribes its members.
    pub fn add_room(
        &mut self,
        id: &str,
        kind: char,
        name: Option<&str>,
        fname: Option<&str>,
        members: &[&'static str],
    ) {
        let owner = members.first().and_then(|name| people::by_username(name)).unwrap_or(&people::PEOPLE[0]);
        let people: Vec<&'static Person> = members.iter().filter_map(|name| people::by_username(name)).collect();
        for person in &people {
            self.subscribe(person.id, id);
        }
        self.rooms.push(Room {
            id: id.to_owned(),
            kind,
            name: name.map(str::to_owned),
            fname: fname.map(str::to_owned),
            description: String::new(),
            archived: false,
            custom_fields: serde_json::Map::new(),
            hidden: Vec::new(),
            roles: if kind == 'd' { BTreeMap::new() } else { [(owner.id.to_owned(), ["owner"].into())].into() },
            members: people.iter().map(|person| person.id.to_owned()).collect(),
            owner,
            ts: self.now,
            updated: self.now,
            messages: Vec::new(),
        });
    }

    /// Somebody with an account, or anybody of the demo.
    #[must_use]
    pub fn person(&self, uid: &str) -> Option<&'static Person> {
        self.accounts.get(uid).map(|account| account.person).or_else(|| people::by_id(uid))
    }

    /// The room of this id.
    #[must_use]
    pub fn room(&self, rid: &str) -> Option<&Room> {
        self.rooms.iter().find(|room| room.id == rid)
    }

    /// The room at `channel/<name>`, `group/<name>` or `direct/<id or username>`, seen by a person. Names and ids both
    /// work, as in Rocket.Chat's addresses.
    #[must_use]
    pub fn room_at(&self, kind: &str, name: &str, uid: &str) -> Option<&Room> {
        let letter = match kind {
            "channel" => 'c',
            "group" => 'p',
            "direct" => 'd',
            _ => return None,
        };
        self.rooms.iter().find(|room| {
            room.kind == letter
                && room.members.iter().any(|member| member == uid)
                && (room.id == name
                    || room.name.as_deref() == Some(name)
                    || (letter == 'd'
                        && people::by_username(name)
                            .is_some_and(|other| other.id != uid && room.members.iter().any(|m| m == other.id))))
        })
    }

    /// The message of this id in this room.
    #[must_use]
    pub fn message(&self, rid: &str, id: &str) -> Option<&Message> {
        self.room(rid)?.messages.iter().find(|message| message.id == id)
    }

    /// The subscription of a person to a room.
    #[must_use]
    pub fn subscription(&self, uid: &str, rid: &str) -> Option<&Subscription> {
        self.subscriptions.iter().find(|sub| sub.uid == uid && sub.rid == rid)
    }

    /// For the caller's own preparations; tells nobody.
    pub fn subscription_mut(&mut self, uid: &str, rid: &str) -> Option<&mut Subscription> {
        self.subscriptions.iter_mut().find(|sub| sub.uid == uid && sub.rid == rid)
    }

    /// All subscriptions of a person, in order of creation.
    pub fn subscriptions_of<'a>(&'a self, uid: &'a str) -> impl Iterator<Item = &'a Subscription> {
        self.subscriptions.iter().filter(move |sub| sub.uid == uid)
    }

    /// A setting's value.
    #[must_use]
    pub fn setting(&self, id: &str) -> &Value {
        self.settings.get(id).unwrap_or(&Value::Null)
    }

    /// A setting's text; empty if it is none.
    #[must_use]
    pub fn text_setting(&self, id: &str) -> &str {
        self.setting(id).as_str().unwrap_or("")
    }

    /// Whether a setting is `true`.
    #[must_use]
    pub fn switch(&self, id: &str) -> bool {
        self.setting(id) == &Value::Bool(true)
    }

    /// Writes a message. With `thread` it is a reply that shows in the thread only.
    ///
    /// `None` if there is no such room, or if the thread's first message is not in it.
    pub fn say(
        &mut self,
        rid: &str,
        author: &'static Person,
        text: &str,
        thread: Option<&str>,
        posted: bool,
    ) -> Option<(String, Change)> {
        self.room(rid)?;
        if let Some(root) = thread {
            self.message(rid, root)?;
        }
        let id = self.fresh_id();
        self.put(Message {
            id: id.clone(),
            rid: rid.to_owned(),
            author,
            text: text.to_owned(),
            ts: self.now,
            updated: self.now,
            system: None,
            thread: thread.map(str::to_owned),
            replies: Vec::new(),
            thread_count: 0,
            thread_last: 0,
            posted: posted && thread.is_none(),
            emoji: None,
        });
        let touched = self.count(rid, author, text, thread);
        let change = Change::Said { rid: rid.to_owned(), id: id.clone(), thread: thread.map(str::to_owned), touched };
        Some((id, change))
    }

    /// Puts a message into its room and keeps its thread's account; counts nothing.
    pub fn put(&mut self, message: Message) {
        let now = message.ts;
        let Some(room) = self.rooms.iter_mut().find(|room| room.id == message.rid) else { return };
        room.updated = now;
        if let Some(root) = &message.thread
            && let Some(root) = room.messages.iter_mut().find(|other| &other.id == root)
        {
            for uid in [root.author.id, message.author.id] {
                if !root.replies.iter().any(|follower| follower == uid) {
                    root.replies.push(uid.to_owned());
                }
            }
            root.thread_count += 1;
            root.thread_last = now;
            root.updated = now;
        }
        room.messages.push(message);
    }

    /// A setting's number, or another if it is none.
    #[must_use]
    pub fn number_setting(&self, id: &str, otherwise: i64) -> i64 {
        self.setting(id).as_i64().unwrap_or(otherwise)
    }

    /// What REST is like in this release.
    #[must_use]
    pub fn surface(&self) -> &'static Surface {
        surface(self.release)
    }

    /// Whether a person has a permission by a role of the account.
    #[must_use]
    pub fn allows(&self, person: &Person, permission: &str) -> bool {
        self.accounts.get(person.id).is_some_and(|account| self.permissions.allow(&account.roles, permission))
    }

    /// A new session of a person.
    pub fn open_session(&mut self, person: &'static Person) -> String {
        self.sessions.open(person, None)
    }

    /// Whose session a token is.
    #[must_use]
    pub fn session(&self, token: &str) -> Option<&'static Person> {
        let session = self.sessions.get(token)?;
        self.accounts.get(session.uid).map(|account| account.person)
    }

    /// Ends one session.
    pub fn close_session(&mut self, token: &str) {
        self.sessions.close(token);
    }

    /// Ends all sessions of a person.
    pub fn forget(&mut self, person: &'static Person) -> Change {
        self.sessions.forget(person.id);
        Change::Forgotten { uid: person.id.to_owned() }
    }

    /// How many sessions a person has.
    #[must_use]
    pub fn session_count(&self, person: &Person) -> usize {
        self.sessions.count(person.id)
    }

    /// `online`, `away`, `busy` or `offline`.
    #[must_use]
    pub fn status(&self, person: &Person) -> &str {
        self.statuses.get(person.id).map_or("online", String::as_str)
    }

    /// Sets a person's status.
    pub fn set_status(&mut self, person: &'static Person, status: &str) -> Change {
        self.statuses.insert(person.id, status.to_owned());
        Change::Status { uid: person.id.to_owned() }
    }
}

#[cfg(test)]
mod tests {

    use crate::standin::people::PEOPLE;
    use crate::standin::seed;

    #[test]
    fn a_forgotten_session_is_nobodys() {
        let mut world = seed::world(1_000);
        let token = world.open_session(&PEOPLE[0]);
        assert_eq!(world.session(&token), Some(&PEOPLE[0]));
        assert_eq!(token.len(), 43);
        world.forget(&PEOPLE[0]);
        assert_eq!(world.session(&token), None);
    }
}
