//! `[sync]`: how the roster and the server are brought together.

use std::collections::BTreeSet;

/// What `[sync]` says; every value has been checked but the templates, which whoever uses them reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncOptions {
    /// Template of a username.
    pub username: String,
    /// Template of a room's name.
    pub room: String,
    /// Key of the room's custom field that holds the project's id.
    pub field: String,
    /// What becomes of members that somebody added by hand.
    pub by_hand: ByHand,
    /// Usernames that are never touched, in lower case.
    pub protect: BTreeSet<String>,
    /// How many percent of accounts, memberships or rooms may go in one run.
    pub most_removals: u32,
    /// Types of system messages that the rooms hide, like `au` for "... was added by ...".
    pub hide_messages: Vec<String>,
    /// Whether a person who leaves may leave other rooms without an owner; the server then passes them on.
    pub relinquish: bool,
}

/// What becomes of members that the roster does not name and never named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByHand {
    /// They stay.
    Keep,
    /// They go.
    Remove,
}

impl Default for SyncOptions {
    fn default() -> Self {
        Self {
            username: "{login}_{population}".into(),
            room: "{name}".into(),
            field: "gantryProject".into(),
            by_hand: ByHand::Keep,
            protect: BTreeSet::new(),
            most_removals: 20,
            hide_messages: Vec::new(),
            relinquish: false,
        }
    }
}
