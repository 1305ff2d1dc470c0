//! Why there is no plan, or why one is not applied.

use super::block::BlockError;
use super::observed::Population;
use crate::protocol::Release;

/// Why there is no plan, or why one is not applied. Nothing has been changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// Not the server of the first apply.
    #[error(
        "this is not the server that was set up first: its uniqueID is {found}, and {expected} is recorded; if the server \
         was installed anew, remove .gantry/state.json"
    )]
    OtherServer {
        /// The recorded `uniqueID`.
        expected: String,
        /// What this server says, or `unknown`.
        found: String,
    },
    /// A release that Gantry does not support.
    #[error("Rocket.Chat {0} is older than {oldest}, the oldest that is supported; upgrade it first", oldest = Release::OLDEST)]
    Older(Release),
    /// A script or style sheet whose markers are broken.
    #[error("{id}: {error}; mend it in Rocket.Chat's administration (Layout), then run again")]
    Markers {
        /// The setting.
        id: String,
        /// What is wrong.
        error: BlockError,
    },
    /// The plan takes from a role what the tool itself needs.
    #[error(
        "the plan takes {permission} from {role}, and without it nobody could set this server up again; {}",
        remedy(.role)
    )]
    LocksOut {
        /// The permission.
        permission: String,
        /// The role that must keep it.
        role: String,
    },
    /// The token's account may not do what the plan needs.
    #[error("{username} may not do this: it lacks {permission}; use a token of an account with the role admin")]
    MayNot {
        /// The account.
        username: String,
        /// The permission it lacks.
        permission: String,
    },
    /// People or rooms that are not ours, and nobody has said yes.
    #[error(
        "this server already has {people} people and {rooms} rooms; it must serve the project spaces alone, because rights \
         change for everybody: say so explicitly if it does", people = .0.people, rooms = .0.rooms
    )]
    Occupied(Population),
    /// A saved plan whose server has changed since.
    #[error("the server has changed since the plan was saved: {}; make a new plan", .0.join(", "))]
    Changed(
        /// Ids of what changed.
        Vec<String>,
    ),
    /// A file that cannot be used.
    #[error("{what} can't be used: {reason}")]
    File {
        /// What it is, like `the saved plan`.
        what: &'static str,
        /// Why not.
        reason: String,
    },
}

fn remedy(role: &str) -> String {
    if role == "admin" {
        "admin keeps it".to_owned()
    } else {
        "list it under [permissions.user] keep, or give the account the role admin".to_owned()
    }
}

impl SetupError {
    /// The stable code of this error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherServer { .. } => "setup-other-server",
            Self::Older(_) => "setup-older",
            Self::Markers { .. } => "setup-markers",
            Self::LocksOut { .. } => "setup-locks-out",
            Self::MayNot { .. } => "setup-may-not",
            Self::Occupied(_) => "setup-occupied",
            Self::Changed(_) => "setup-changed",
            Self::File { .. } => "setup-file",
        }
    }
}
