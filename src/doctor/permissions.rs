//! What the role `user` may: enough to see its rooms, and nothing that leads out of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::findings::server::{PERMISSIONS_MISSING, PERMISSIONS_WIDE};

use crate::setup::roles::MEMBER;

use super::report::{Found, Report};

/// Without these a private room cannot be shown; the second is gone from 7.0 on.
const NEEDED: [&str; 2] = ["view-p-room", "view-history"];
/// What leads members out of their rooms. The plan tells every other one.
const WIDE: [&str; 7] = [
    "create-c",
    "create-p",
    "create-team",
    "create-personal-access-tokens",
    "preview-c-room",
    "view-c-room",
    "view-outside-room",
];

/// `kept` are those that the configuration leaves to members.
pub(super) fn look(permissions: &BTreeMap<String, BTreeSet<String>>, kept: &[String], report: &mut Report) {
    let has = |id: &str| permissions.get(id).map(|roles| roles.contains(MEMBER));
    let missing: Vec<&str> = NEEDED.into_iter().filter(|id| has(id) == Some(false)).collect();
    if !missing.is_empty() {
        report.add(Found::new(&PERMISSIONS_MISSING, missing.join(", ")));
    }
    let wide: Vec<&str> =
        WIDE.into_iter().filter(|id| has(id) == Some(true) && !kept.iter().any(|kept| kept == id)).collect();
    if !wide.is_empty() {
        report.add(Found::new(&PERMISSIONS_WIDE, wide.join(", ")));
    }
}
