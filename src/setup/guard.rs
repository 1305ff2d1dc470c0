//! What no plan may take away, and what a token must be allowed before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use super::error::SetupError;
use super::observed::Caller;
use super::plan::Change;

/// Permissions without which nobody can set the server up again or make a token for it.
pub const NEEDED: [&str; 5] = [
    "access-permissions",
    "access-setting-permissions",
    "create-personal-access-tokens",
    "edit-privileged-setting",
    "view-privileged-setting",
];

/// Refuses changes that take from `admin`, or from all roles of the caller, what the tool needs to go on.
///
/// # Errors
/// [`SetupError::LocksOut`].
pub fn keeps_access(changes: &[Change], caller: &Caller) -> Result<(), SetupError> {
    for change in changes {
        let Change::Permission { id, from, to, .. } = change else { continue };
        if !NEEDED.contains(&id.as_str()) {
            continue;
        }
        let refuse = |role: &str| Err(SetupError::LocksOut { permission: id.clone(), role: role.to_owned() });
        if from.contains("admin") && !to.contains("admin") {
            return refuse("admin");
        }
        let holds = |roles: &BTreeSet<String>| caller.roles.iter().any(|role| roles.contains(role));
        if holds(from) && !holds(to) {
            let role = caller.roles.iter().find(|role| from.contains(*role));
            return refuse(role.map_or("user", String::as_str));
        }
    }
    Ok(())
}

/// Whether the caller has all permissions that applying these changes takes, from the roles that have them now. A
/// permission that the server does not list can't be lacked.
///
/// # Errors
/// [`SetupError::MayNot`].
pub fn may_apply(
    changes: &[Change],
    caller: &Caller,
    permissions: &BTreeMap<String, BTreeSet<String>>,
) -> Result<(), SetupError> {
    let settings = changes.iter().any(|change| matches!(change, Change::Setting { .. }));
    let roles = changes.iter().any(|change| matches!(change, Change::Permission { .. }));
    let needed =
        [("view-privileged-setting", settings), ("edit-privileged-setting", settings), ("access-permissions", roles)];
    for (permission, needed) in needed {
        let lacks = permissions.get(permission).is_some_and(|roles| roles.is_disjoint(&caller.roles));
        if needed && lacks {
            return Err(SetupError::MayNot { username: caller.username.clone(), permission: permission.to_owned() });
        }
    }
    Ok(())
}
