//! What a server has, as far as a roster is about it.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};
use smol_str::SmolStr;

use super::names::Allowed;
use super::password::PasswordPolicy;

/// An account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// `_id`.
    pub id: SmolStr,
    /// As the server writes it; empty for who was never given one.
    pub username: SmolStr,
    /// As it is shown; may be empty.
    pub name: SmolStr,
    /// The first one is the account's own.
    pub emails: Vec<SmolStr>,
    /// May log in.
    pub active: bool,
    /// `bot`, `app` or another word; empty or `user` for people.
    pub kind: SmolStr,
    /// Ids of global roles, `user` or not.
    pub roles: Vec<SmolStr>,
}

impl Account {
    /// Whether somebody uses it, and no program.
    #[must_use]
    pub fn is_person(&self) -> bool {
        self.kind.is_empty() || self.kind == "user"
    }
}

/// A private room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// `_id`.
    pub id: String,
    /// In its address.
    pub name: String,
    /// As it is shown, where that is another one.
    pub fname: Option<String>,
    /// Empty if there is none.
    pub description: String,
    /// Nobody may write.
    pub archived: bool,
    /// All of them: writing replaces the whole.
    pub custom_fields: Map<String, Value>,
    /// Types of system messages that it hides.
    pub hidden: Vec<String>,
}

impl Room {
    /// The name that is shown.
    #[must_use]
    pub fn title(&self) -> &str {
        self.fname.as_deref().unwrap_or(&self.name)
    }
}

/// Somebody in a room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    /// User id.
    pub user: SmolStr,
    /// Has the role in this room.
    pub owner: bool,
    /// Has the role in this room.
    pub moderator: bool,
}

/// Who is in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members {
    /// All of them that may log in; those who may not are not told.
    Known(Box<[Seat]>),
    /// The room is not shown to the service account, which is no member of it.
    Closed,
}

/// What the server takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Characters of usernames.
    pub usernames: Allowed,
    /// Characters of names of rooms.
    pub rooms: Allowed,
    /// A room keeps its title as it is, and the server makes a name of it.
    pub titles: bool,
    /// In lower case, beside those that are always reserved.
    pub blocked: Vec<String>,
    /// Domains of mail addresses, in lower case; empty for all.
    pub domains: Vec<String>,
    /// Domains that it refuses, in lower case.
    pub refused_domains: Vec<String>,
    /// Of new passwords.
    pub password: PasswordPolicy,
}

/// A server's accounts, private rooms and memberships.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// `uniqueID`.
    pub unique_id: Option<String>,
    /// User id of the account that reads and writes.
    pub service: String,
    /// What the server takes.
    pub rules: Rules,
    /// Every account.
    pub accounts: Vec<Account>,
    /// Every private room, archived ones too.
    pub rooms: Vec<Room>,
    /// Names of public channels and teams: they are taken, too.
    pub channels: Vec<String>,
    /// Names of teams, public and private: no account can have them.
    pub teams: Vec<String>,
    /// By room id, of the rooms of [`super::rooms_to_read`].
    pub members: HashMap<String, Members>,
    /// How many more accounts the licence allows; none where it sets no limit or does not say.
    pub licence: Option<u64>,
    /// Making an account is guarded by the second factor, or may be.
    pub creating_is_guarded: bool,
    /// What could not be read as it should be, in sentences.
    pub notes: BTreeMap<&'static str, String>,
}
