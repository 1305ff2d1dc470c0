//! What the server said, as one value that plans are made from.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::protocol::Release;

/// Which server it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Setting `uniqueID`: stable for the life of the server's database.
    pub unique_id: Option<String>,
    /// Setting `Site_Url`: what the server takes for its own address.
    pub site_url: Option<String>,
    /// From `/api/info`.
    pub release: Release,
}

/// Whose token it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// User id.
    pub id: String,
    /// Username.
    pub username: String,
    /// Ids of global roles.
    pub roles: BTreeSet<String>,
}

/// What this server can, found by asking and not by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Capabilities {
    /// `POST /settings`: several settings in one call (8.6 and later).
    pub bulk_settings: bool,
    /// `permissions.addRole` and `permissions.removeRole` (8.7 and later).
    pub single_roles: bool,
    /// `users.info?email=` (8.4 and later).
    pub users_by_email: bool,
    /// `/readyz` (7.11 and later).
    pub readiness: bool,
}

/// The state of a server at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// Which server.
    pub identity: Identity,
    /// Whose token.
    pub caller: Caller,
    /// What it can.
    pub capabilities: Capabilities,
    /// Every setting that the caller may read, by id.
    pub settings: BTreeMap<String, Value>,
    /// Roles by permission, without the permissions that stand for single settings.
    pub permissions: BTreeMap<String, BTreeSet<String>>,
    /// Ids of settings that the server's environment sets at each start, as far as the server tells.
    pub pinned: BTreeSet<String>,
    /// How many people and rooms there are, the server's own bot and its first channel included; none where it was
    /// not asked for.
    pub population: Option<Population>,
}

/// How many people and rooms a server has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Population {
    /// Accounts of type user, the caller's included.
    pub people: u64,
    /// Rooms of any kind that administration sees, direct messages left out.
    pub rooms: u64,
}
