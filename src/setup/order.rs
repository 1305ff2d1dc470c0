//! The order in which a plan is applied, and why.
//!
//! 1. Switching two-factor off, where that is wanted: after it nothing asks for a second proof any more.
//! 2. Settings.
//! 3. Script and CSS: they work only when the settings they speak through are there, and a refusal of scripts (a hosted
//!    workspace forbids them) must not keep the settings from being made.
//! 4. Permissions: members lose what they could do only when the rest is in place.
//! 5. Permissions that the tool itself needs, whatever is changed in them.
//! 6. Settings that could take the tool's own access away: should that happen, all else is done.

use super::guard;
use super::plan::Change;

/// Where in the order a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Two-factor authentication goes off.
    SecondProofOff,
    /// Any setting.
    Setting,
    /// Custom script and custom CSS.
    ScriptAndStyle,
    /// Any permission.
    Permission,
    /// A permission that the tool itself needs.
    NeededPermission,
    /// A setting that could take the tool's own access away.
    OwnAccess,
}

/// Settings of texts that browsers load.
pub const SCRIPT_AND_STYLE: [&str; 3] = ["theme-custom-css", "Custom_Script_Logged_In", "Custom_Script_Logged_Out"];

/// The start of the ids of settings about how one gets in; a change of theirs can end the session, move the server's
/// address or ask for more proofs.
const OWN_ACCESS: [&str; 7] = [
    "Accounts_TwoFactorAuthentication_",
    "Accounts_LoginExpiration",
    "Accounts_ShowFormLogin",
    "API_Enable_Rate_Limiter",
    "API_Enable_Personal_Access_Tokens",
    "Force_SSL",
    "Site_Url",
];

/// The rank of a change.
#[must_use]
pub fn rank(change: &Change) -> Rank {
    match change {
        Change::Setting { id, to, .. } => {
            let off = to.as_bool() == Some(false);
            if id == "Accounts_TwoFactorAuthentication_Enabled" && off {
                Rank::SecondProofOff
            } else if SCRIPT_AND_STYLE.contains(&id.as_str()) {
                Rank::ScriptAndStyle
            } else if OWN_ACCESS.iter().any(|start| id.starts_with(start)) && !(off && id.ends_with("_Auto_Opt_In")) {
                Rank::OwnAccess
            } else {
                Rank::Setting
            }
        }
        Change::Permission { id, .. } if guard::NEEDED.contains(&id.as_str()) => Rank::NeededPermission,
        Change::Permission { .. } => Rank::Permission,
    }
}

/// Sorts changes into the order of applying; within a rank the order stays.
pub fn sort(changes: &mut [Change]) {
    changes.sort_by_key(rank);
}
