//! What is remembered of a server between runs: the state file as data.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::error::SetupError;
use super::observed::{Identity, Observed};

/// What is remembered of the server that a configuration sets up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// Version of the file's format, 1.
    pub version: u32,
    /// `uniqueID` of the server of the first apply; none before it.
    pub server: Option<String>,
    /// Its release at the last apply.
    pub release: Option<String>,
    /// Ids of the permissions that it had at the last apply.
    pub permissions: BTreeSet<String>,
    /// File names of snapshots, oldest first; the first is from before the first apply.
    pub snapshots: Vec<String>,
}

impl Memory {
    /// Reads the text of a state file.
    ///
    /// # Errors
    /// [`SetupError::File`].
    pub fn parse(text: &str) -> Result<Self, SetupError> {
        let file = |reason: String| SetupError::File { what: "the state file", reason };
        let memory: Self = serde_json::from_str(text).map_err(|error| file(error.to_string()))?;
        if memory.version == 1 { Ok(memory) } else { Err(file(format!("its version is {}", memory.version))) }
    }

    /// The text of a state file.
    #[must_use]
    pub fn text(&self) -> String {
        let memory = Self { version: 1, ..self.clone() };
        serde_json::to_string_pretty(&memory).map(|text| text + "\n").unwrap_or_default()
    }

    /// Refuses another server than the recorded one.
    ///
    /// # Errors
    /// [`SetupError::OtherServer`].
    pub fn recognise(&self, identity: &Identity) -> Result<(), SetupError> {
        match (&self.server, &identity.unique_id) {
            (Some(expected), found) if Some(expected) != found.as_ref() => Err(SetupError::OtherServer {
                expected: expected.clone(),
                found: found.clone().unwrap_or_else(|| "unknown".to_owned()),
            }),
            _ => Ok(()),
        }
    }

    /// Whether a permission was not there at the last apply; never before the first.
    #[must_use]
    pub fn has_not_seen(&self, permission: &str) -> bool {
        !self.permissions.is_empty() && !self.permissions.contains(permission)
    }

    /// Records a server before the first write to it, so that an interrupted apply is remembered too.
    pub fn record_server(&mut self, observed: &Observed) {
        self.server.clone_from(&observed.identity.unique_id);
    }

    /// Records what a finished apply saw. Only then are permissions seen: of an interrupted one they stay new.
    pub fn record_applied(&mut self, observed: &Observed) {
        self.record_server(observed);
        self.release = Some(observed.identity.release.to_string());
        self.permissions = observed.permissions.keys().cloned().collect();
    }

    /// The snapshot from before the first apply.
    #[must_use]
    pub fn first_snapshot(&self) -> Option<&str> {
        self.snapshots.first().map(String::as_str)
    }
}
