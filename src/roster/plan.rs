//! What there is to do.

use std::sync::Arc;

use smol_str::SmolStr;

use super::collision::Collision;
use super::guard::Guard;
use super::model::Role;
use super::state::{Record, State};

/// A person or an account in a step; every step that is about somebody holds the same one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Who {
    /// Id of the person; none for somebody whom the roster never knew.
    pub person: Option<SmolStr>,
    /// User id; none before the account is made.
    pub user: Option<SmolStr>,
    /// Username.
    pub username: SmolStr,
}

/// A room in a step; every step that is about a room holds the same one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RoomRef {
    /// Id of the project.
    pub project: SmolStr,
    /// Room id; none before the room is made.
    pub room: Option<SmolStr>,
    /// The name that is shown.
    pub title: String,
}

/// Why an account is deactivated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Leaving {
    /// The roster does not name the person any more.
    Gone,
    /// The roster says that the person is not active.
    Inactive,
}

/// One write, or for invitations one write of several people.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Makes an account.
    CreatePerson {
        /// Whose.
        who: Arc<Who>,
        /// As it is shown.
        name: SmolStr,
        /// Verified from the start.
        email: SmolStr,
    },
    /// Changes an account's name or address.
    UpdatePerson {
        /// Whose.
        who: Arc<Who>,
        /// From and to.
        name: Option<Box<(SmolStr, SmolStr)>>,
        /// From and to.
        email: Option<Box<(SmolStr, SmolStr)>>,
    },
    /// Lets somebody in again.
    Reactivate {
        /// Whom.
        who: Arc<Who>,
    },
    /// Sets a picture.
    SetAvatar {
        /// Whose.
        who: Arc<Who>,
        /// URL that the server fetches.
        avatar: SmolStr,
    },
    /// Makes a room with its members.
    CreateRoom {
        /// Which.
        room: Arc<RoomRef>,
        /// Its description.
        description: Option<String>,
        /// Everybody but the service account.
        members: Vec<Arc<Who>>,
        /// Types of system messages that it hides.
        hidden: Vec<String>,
    },
    /// Brings a room back.
    Unarchive {
        /// Which.
        room: Arc<RoomRef>,
    },
    /// Writes the project's id to a room.
    Tag {
        /// Which.
        room: Arc<RoomRef>,
    },
    /// Gives a room another name.
    Rename {
        /// Which; its title is the new one.
        room: Arc<RoomRef>,
        /// The old one.
        from: String,
    },
    /// Gives a room another description.
    Describe {
        /// Which.
        room: Arc<RoomRef>,
        /// The new one.
        description: String,
    },
    /// Lets a room hide system messages.
    Hide {
        /// Which.
        room: Arc<RoomRef>,
        /// All types that it then hides.
        hidden: Vec<String>,
    },
    /// Adds members.
    Invite {
        /// To which room.
        room: Arc<RoomRef>,
        /// Whom.
        people: Vec<Arc<Who>>,
    },
    /// Gives a role in a room.
    Grant {
        /// In which.
        room: Arc<RoomRef>,
        /// To whom.
        who: Arc<Who>,
        /// Owner or moderator.
        role: Role,
    },
    /// Takes a role in a room.
    Revoke {
        /// In which.
        room: Arc<RoomRef>,
        /// From whom.
        who: Arc<Who>,
        /// Owner or moderator.
        role: Role,
    },
    /// Takes a member out of a room.
    Remove {
        /// From which.
        room: Arc<RoomRef>,
        /// Whom.
        who: Arc<Who>,
    },
    /// Closes a room to writing.
    Archive {
        /// Which.
        room: Arc<RoomRef>,
    },
    /// Locks somebody out.
    Deactivate {
        /// Whom.
        who: Arc<Who>,
        /// Why.
        leaving: Leaving,
    },
}

/// Something to know that needs no decision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// Stable word for programs.
    pub code: &'static str,
    /// A sentence.
    pub text: String,
}

/// All there is to do, and what stands against it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// `uniqueID` of the server that it was made for.
    pub server: Option<String>,
    /// In the order of doing.
    pub steps: Vec<Step>,
    /// What the operator has to decide first; what they concern is in no step.
    pub collisions: Vec<Collision>,
    /// Why nothing may be done without a further word.
    pub guards: Vec<Guard>,
    /// Sorted.
    pub notes: Vec<Note>,
    /// What was found on the server and is to be remembered, whether there is anything to do or not.
    pub found: Vec<Record>,
}

impl Plan {
    /// Whether the server is as the roster says.
    #[must_use]
    pub fn is_in_sync(&self) -> bool {
        self.steps.is_empty() && self.collisions.is_empty() && self.guards.is_empty()
    }

    /// Whether the server may ask for a second proof at one of the steps. Changing an account is guarded, and making one is in
    /// some releases.
    #[must_use]
    pub fn asks_for_proof(&self, creating_is_guarded: bool) -> bool {
        self.steps.iter().any(|step| match step {
            Step::UpdatePerson { .. } => true,
            Step::CreatePerson { .. } => creating_is_guarded,
            _ => false,
        })
    }

    /// Takes what was found into a state.
    pub fn remember(&self, state: &mut State) {
        state.server.clone_from(&self.server);
        self.found.iter().for_each(|record| state.record(record));
    }
}

impl Step {
    /// Stable word for programs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CreatePerson { .. } => "create-person",
            Self::UpdatePerson { .. } => "update-person",
            Self::Reactivate { .. } => "reactivate",
            Self::SetAvatar { .. } => "set-avatar",
            Self::CreateRoom { .. } => "create-room",
            Self::Unarchive { .. } => "unarchive",
            Self::Tag { .. } => "tag",
            Self::Rename { .. } => "rename",
            Self::Describe { .. } => "describe",
            Self::Hide { .. } => "hide",
            Self::Invite { .. } => "invite",
            Self::Grant { .. } => "grant",
            Self::Revoke { .. } => "revoke",
            Self::Remove { .. } => "remove",
            Self::Archive { .. } => "archive",
            Self::Deactivate { .. } => "deactivate",
        }
    }

    /// The room that it is about.
    #[must_use]
    pub fn room(&self) -> Option<&RoomRef> {
        match self {
            Self::CreateRoom { room, .. }
            | Self::Unarchive { room }
            | Self::Tag { room }
            | Self::Rename { room, .. }
            | Self::Describe { room, .. }
            | Self::Hide { room, .. }
            | Self::Invite { room, .. }
            | Self::Grant { room, .. }
            | Self::Revoke { room, .. }
            | Self::Remove { room, .. }
            | Self::Archive { room } => Some(room),
            _ => None,
        }
    }

    /// The one person that it is about.
    #[must_use]
    pub fn who(&self) -> Option<&Who> {
        match self {
            Self::CreatePerson { who, .. }
            | Self::UpdatePerson { who, .. }
            | Self::Reactivate { who }
            | Self::SetAvatar { who, .. }
            | Self::Grant { who, .. }
            | Self::Revoke { who, .. }
            | Self::Remove { who, .. }
            | Self::Deactivate { who, .. } => Some(who),
            _ => None,
        }
    }
}
