//! What a plan is about to touch, as it was: kept before applying, and the way back.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::compare::same;
use super::error::SetupError;
use super::memory::Memory;
use super::observed::Observed;
use super::plan::{Change, Plan};
use super::planning::finish;
use super::roles::{ADMINISTRATOR, MEMBER, ROOM_RIGHTS};
use crate::config::is_secret;

/// Settings and roles of a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// Version of the file's format, 1.
    pub version: u32,
    /// The server's `uniqueID`.
    pub server: Option<String>,
    /// Its release at that moment.
    pub release: String,
    /// Values by setting.
    pub settings: BTreeMap<String, Value>,
    /// Roles by permission.
    pub permissions: BTreeMap<String, BTreeSet<String>>,
    /// Settings that were left out because they are secrets.
    pub left_out: BTreeSet<String>,
}

impl Snapshot {
    /// Everything that the plan touches, as it is before.
    #[must_use]
    pub fn before(plan: &Plan) -> Self {
        let mut snapshot = Self {
            version: 1,
            server: plan.server.clone(),
            release: plan.release.to_string(),
            settings: BTreeMap::new(),
            permissions: BTreeMap::new(),
            left_out: BTreeSet::new(),
        };
        for change in &plan.changes {
            match change {
                Change::Setting { id, from, .. } if is_secret(id) && !from.is_boolean() && !from.is_number() => {
                    snapshot.left_out.insert(id.clone());
                }
                Change::Setting { id, from, .. } => {
                    snapshot.settings.insert(id.clone(), from.clone());
                }
                Change::Permission { id, from, .. } => {
                    snapshot.permissions.insert(id.clone(), from.clone());
                }
            }
        }
        snapshot
    }

    /// Reads the text of a snapshot.
    ///
    /// # Errors
    /// [`SetupError::File`].
    pub fn parse(text: &str) -> Result<Self, SetupError> {
        let file = |reason: String| SetupError::File { what: "the snapshot", reason };
        let snapshot: Self = serde_json::from_str(text).map_err(|error| file(error.to_string()))?;
        if snapshot.version == 1 { Ok(snapshot) } else { Err(file(format!("its version is {}", snapshot.version))) }
    }

    /// The text of a snapshot.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default()
    }
}

/// The way back to a snapshot, for what it holds and nothing else.
///
/// Settings get the value of then. Of a permission only the roles that Gantry ever writes go back (`user`, and `admin`
/// in the two rights on rooms): what somebody has given to or taken from other roles since stays.
///
/// # Errors
/// [`SetupError`] if it is another server's, or if going back would lock everybody out.
pub fn restore(snapshot: &Snapshot, observed: &Observed) -> Result<Plan, SetupError> {
    let memory = Memory { server: snapshot.server.clone(), ..Memory::default() };
    memory.recognise(&observed.identity)?;
    let mut plan = Plan::new(observed);
    let why = "As it was in the snapshot.";
    for (id, then) in &snapshot.settings {
        match observed.settings.get(id) {
            None => plan.note("setting-absent", true, format!("this server no longer shows the setting {id}")),
            Some(now) if same(id, plan.release, now, then) => {}
            Some(now) => plan.changes.push(Change::Setting {
                id: id.clone(),
                from: now.clone(),
                to: then.clone(),
                step: None,
                why: why.to_owned(),
                risk: None,
            }),
        }
    }
    for (id, then) in &snapshot.permissions {
        let Some(now) = observed.permissions.get(id) else {
            plan.note("permission-absent", false, format!("this server no longer has the permission {id}"));
            continue;
        };
        let mut to = now.clone();
        let ours = [Some(MEMBER), ROOM_RIGHTS.contains(&id.as_str()).then_some(ADMINISTRATOR)];
        for role in ours.into_iter().flatten() {
            if then.contains(role) {
                to.insert(role.to_owned());
            } else {
                to.remove(role);
            }
        }
        if to != *then {
            let others: Vec<&str> = then.symmetric_difference(&to).map(String::as_str).collect();
            let text = format!("{id}: {} changed since the snapshot, by somebody else; that stays", others.join(", "));
            plan.note("roles-changed-since", false, text);
        }
        if to != *now {
            plan.changes.push(Change::Permission {
                id: id.clone(),
                from: now.clone(),
                to,
                step: None,
                why: why.to_owned(),
                appeared: false,
            });
        }
    }
    for id in &snapshot.left_out {
        plan.note("secret-left-out", true, format!("{id} is a secret, so no snapshot holds it: set it by hand"));
    }
    finish(plan)
}
