//! Rooms, their messages, and who is subscribed to them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::people::Person;

/// A room.
#[derive(Clone, Debug)]
pub struct Room {
    /// Room id; a direct room's is made of its people's ids.
    pub id: String,
    /// `c`, `p` or `d`.
    pub kind: char,
    /// Name in the address; none for direct rooms.
    pub name: Option<String>,
    /// Display name, where the server keeps one.
    pub fname: Option<String>,
    /// Empty if there is none.
    pub description: String,
    /// Nobody may write.
    pub archived: bool,
    /// Nobody sees them in the client.
    pub custom_fields: Map<String, Value>,
    /// Types of system messages that it hides.
    pub hidden: Vec<String>,
    /// `owner`, `moderator` and the like, by user id.
    pub roles: BTreeMap<String, BTreeSet<&'static str>>,
    /// User ids.
    pub members: Vec<String>,
    /// Who made it.
    pub owner: &'static Person,
    /// When it was made, milliseconds since 1970.
    pub ts: i64,
    /// Last change.
    pub updated: i64,
    /// Oldest first.
    pub messages: Vec<Message>,
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Message id.
    pub id: String,
    /// Room id.
    pub rid: String,
    /// Author.
    pub author: &'static Person,
    /// The text as written.
    pub text: String,
    /// When it was written.
    pub ts: i64,
    /// Last change.
    pub updated: i64,
    /// Type of a system message.
    pub system: Option<String>,
    /// The message whose thread this replies in.
    pub thread: Option<String>,
    /// Who follows the thread of this message; empty without one.
    pub replies: Vec<String>,
    /// How many replies its thread has.
    pub thread_count: usize,
    /// When the last reply came.
    pub thread_last: i64,
    /// Came by `chat.postMessage`, which adds fields and forbids grouping.
    pub posted: bool,
    /// Emoji in place of the avatar.
    pub emoji: Option<String>,
}

/// A subscription that is gone: all that is kept of it, for those who ask what has changed since.
#[derive(Clone, Debug)]
pub struct Removed {
    /// Its id.
    pub id: String,
    /// Whose it was.
    pub uid: String,
    /// Of which room.
    pub rid: String,
    /// When it went, milliseconds since 1970.
    pub at: i64,
}

/// One person's relation to one room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Subscription id.
    pub id: String,
    /// Room id.
    pub rid: String,
    /// User id.
    pub uid: String,
    /// Counted messages.
    pub unread: u32,
    /// Of those, mentions of the person.
    pub user_mentions: u32,
    /// Of those, `@all` and `@here`.
    pub group_mentions: u32,
    /// Something is new, counted or not.
    pub alert: bool,
    /// Shown in the sidebar.
    pub open: bool,
    /// The room is archived.
    pub archived: bool,
    /// Muted for badges.
    pub hide_unread_status: bool,
    /// `default`, `all`, `mentions` or `nothing`, where it was chosen.
    pub unread_alert: Option<String>,
    /// Threads with something new.
    pub tunread: Vec<String>,
    /// When the room was last seen.
    pub ls: Option<i64>,
    /// When it began.
    pub ts: i64,
    /// Last change.
    pub updated: i64,
}
