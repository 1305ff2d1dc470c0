//! What is to change, as data.

use std::collections::BTreeSet;

use serde_json::Value;

/// One difference between what is wanted and what the server has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A setting, script and CSS included.
    Setting {
        /// Rocket.Chat's id.
        id: String,
        /// What the server has.
        from: Value,
        /// What it is to have.
        to: Value,
        /// The manual's step, like `5c`, or none where the wish is Gantry's or the configuration's own.
        step: Option<&'static str>,
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
        step: Option<&'static str>,
        /// Why, in a sentence.
        why: String,
        /// Whether this permission was not there at the last apply.
        appeared: bool,
    },
}

/// Something worth knowing that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Stable code.
    pub code: &'static str,
    /// Whether it may keep the chat from working.
    pub warning: bool,
    /// The words.
    pub text: String,
}

/// All that is to change, in the order in which it is applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The server's `uniqueID`.
    pub server: Option<String>,
    /// In the order of applying.
    pub changes: Vec<Change>,
    /// By weight.
    pub notes: Vec<Note>,
}
