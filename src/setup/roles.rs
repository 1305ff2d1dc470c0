//! What the role `user` keeps and loses, and what the CMS's administrator needs besides.
//!
//! Computed from the permissions that the server has, because each release brings new ones, and Rocket.Chat grants many
//! of them to `user`.

use std::collections::{BTreeMap, BTreeSet};

use super::observed::Observed;
use super::plan::Note;
use crate::bundle::manual::Step;
use crate::config::{Config, catalog};

/// The role that every member has.
pub const MEMBER: &str = "user";
/// The role of the CMS's account.
pub const ADMINISTRATOR: &str = "admin";

/// Permissions that nobody has by default and that `admin` needs to keep members in and out of private rooms it did not
/// make.
pub const ROOM_RIGHTS: [&str; 2] = ["add-user-to-any-p-room", "kick-user-from-any-p-room"];

/// Roles that a permission is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// All of them.
    pub roles: BTreeSet<String>,
    /// The manual's step, or none.
    pub step: Option<Step>,
    /// Why, in a sentence.
    pub why: String,
}

/// The roles that each permission is to have, where something is wanted of them.
pub(super) fn wishes(config: &Config, observed: &Observed, notes: &mut Vec<Note>) -> BTreeMap<String, Wish> {
    let mut wishes = BTreeMap::new();
    for (id, roles) in &observed.permissions {
        let mut wanted = roles.clone();
        let kept = config.keep.contains(id);
        let why = if kept {
            wanted.insert(MEMBER.to_owned());
            "Members keep this."
        } else {
            wanted.remove(MEMBER);
            "Members talk in their project's rooms and do nothing else."
        };
        let mut wish = Wish { roles: wanted, step: Some(Step::Permissions), why: why.to_owned() };
        if ROOM_RIGHTS.contains(&id.as_str()) {
            wish.roles.insert(ADMINISTRATOR.to_owned());
            if !roles.contains(ADMINISTRATOR) {
                wish.step = None;
                wish.why =
                    "Nobody has it by default; the CMS needs it in private rooms that it did not make.".to_owned();
            }
        }
        wishes.insert(id.clone(), wish);
    }
    for id in &config.keep {
        if observed.permissions.contains_key(id) {
            continue;
        }
        let release = observed.identity.release;
        let known = catalog::permission(id).is_some();
        let text = if known {
            format!(
                "Rocket.Chat {release} has no permission {id}, so there is nothing to keep (the Ametys manual's step 7)"
            )
        } else {
            format!("[permissions.user] keep: this server has no permission {id}")
        };
        notes.push(Note::new("permission-absent", !known, text));
    }
    wishes
}
