//! What is to change, as data.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::observed::{Caller, Capabilities, Observed, Population};
use crate::bundle::manual::Step;
use crate::protocol::Release;

/// One difference between what is wanted and what the server has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Change {
    /// A setting, script and CSS included.
    Setting {
        /// Rocket.Chat's id.
        id: String,
        /// What the server has; null where it has nothing.
        from: Value,
        /// What it is to have.
        to: Value,
        /// The manual's step, or none where the wish is Gantry's or the configuration's own.
        #[serde(with = "step_name")]
        step: Option<Step>,
        /// Why, in a sentence.
        why: String,
        /// What it costs, where it costs something.
        risk: Option<String>,
    },
    /// The roles of a permission.
    Permission {
        /// Rocket.Chat's id.
        id: String,
        /// Roles that have it.
        from: BTreeSet<String>,
        /// Roles that are to have it.
        to: BTreeSet<String>,
        /// The manual's step, or none.
        #[serde(with = "step_name")]
        step: Option<Step>,
        /// Why, in a sentence.
        why: String,
        /// Whether this permission was not there at the last apply.
        appeared: bool,
    },
}

impl Change {
    /// Rocket.Chat's id of the setting or permission.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Setting { id, .. } | Self::Permission { id, .. } => id,
        }
    }

    /// The manual's step.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        match self {
            Self::Setting { step, .. } | Self::Permission { step, .. } => *step,
        }
    }

    /// Why, in a sentence.
    #[must_use]
    pub fn why(&self) -> &str {
        match self {
            Self::Setting { why, .. } | Self::Permission { why, .. } => why,
        }
    }

    /// What it costs, where it costs something.
    #[must_use]
    pub fn risk(&self) -> Option<&str> {
        match self {
            Self::Setting { risk, .. } => risk.as_deref(),
            Self::Permission { .. } => None,
        }
    }
}

/// Something worth knowing that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Stable code, in kebab case.
    pub code: Cow<'static, str>,
    /// Whether it may keep the chat from working, or leaves something of the manual undone.
    pub warning: bool,
    /// The words.
    pub text: String,
}

impl Note {
    pub(super) fn new(code: &'static str, warning: bool, text: impl Into<String>) -> Self {
        Self { code: Cow::Borrowed(code), warning, text: text.into() }
    }
}

/// All that is to change, in the order in which it is applied, with what applying must know of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The server's `uniqueID`.
    pub server: Option<String>,
    /// The server's release.
    pub release: Release,
    /// Whose token applies it.
    pub caller: Caller,
    /// What the server can.
    pub capabilities: Capabilities,
    /// Ids of settings that the server's environment sets at each start.
    pub pinned: BTreeSet<String>,
    /// Set where the server has people or rooms that no apply of ours has seen: somebody must say yes to that first, see
    /// [`Plan::accept_occupied`].
    pub occupied: Option<Population>,
    /// In the order of applying, see [`super::order`].
    pub changes: Vec<Change>,
    /// Warnings first.
    pub notes: Vec<Note>,
}

impl Plan {
    pub(super) fn new(observed: &Observed) -> Self {
        Self {
            server: observed.identity.unique_id.clone(),
            release: observed.identity.release,
            caller: observed.caller.clone(),
            capabilities: observed.capabilities,
            pinned: observed.pinned.clone(),
            occupied: None,
            changes: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Whether the server has all that is wanted.
    #[must_use]
    pub fn is_in_sync(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether script or CSS change, and with them the stamp that the page's side must have, too.
    #[must_use]
    pub fn changes_bundle(&self) -> bool {
        self.changes.iter().any(|change| super::order::SCRIPT_AND_STYLE.contains(&change.id()))
    }

    /// Somebody has said that this server, with its people and rooms, is meant.
    pub fn accept_occupied(&mut self) {
        self.occupied = None;
    }

    pub(super) fn note(&mut self, code: &'static str, warning: bool, text: impl Into<String>) {
        self.notes.push(Note::new(code, warning, text));
    }

    /// Puts changes into the order of applying and warnings before other notes.
    pub(super) fn ordered(mut self) -> Self {
        super::order::sort(&mut self.changes);
        self.notes.sort_by_key(|note| !note.warning);
        self
    }
}

/// A step as its name, like `"5c"`, or null.
pub(super) mod step_name {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::bundle::manual::Step;

    #[allow(clippy::ref_option, reason = "serde calls it with a reference to the field")]
    pub(in crate::setup) fn serialize<S: Serializer>(step: &Option<Step>, serializer: S) -> Result<S::Ok, S::Error> {
        step.map(Step::name).serialize(serializer)
    }

    pub(in crate::setup) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Step>, D::Error> {
        let name = Option::<String>::deserialize(deserializer)?;
        name.map(|name| name.parse().map_err(D::Error::custom)).transpose()
    }
}
