//! A plan kept in a file, to be applied exactly as it was shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::compare::same;
use super::error::SetupError;
use super::memory::Memory;
use super::observed::{Observed, Population};
use super::plan::{Change, Note, Plan};
use super::planning::finish;

/// A plan in a file. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedPlan {
    version: u32,
    server: Option<String>,
    release: String,
    /// SHA-256 of all the rest, so that a plan that was edited after somebody read it is noticed.
    fingerprint: String,
    people: Option<u64>,
    rooms: Option<u64>,
    changes: Vec<Change>,
    notes: Vec<Note>,
}

impl SavedPlan {
    /// The plan as a file keeps it.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let mut saved = Self {
            version: 1,
            server: plan.server.clone(),
            release: plan.release.to_string(),
            fingerprint: String::new(),
            people: plan.occupied.map(|population| population.people),
            rooms: plan.occupied.map(|population| population.rooms),
            changes: plan.changes.clone(),
            notes: plan.notes.clone(),
        };
        saved.fingerprint = saved.digest();
        saved
    }

    fn digest(&self) -> String {
        let bare = Self { fingerprint: String::new(), ..self.clone() };
        let text = serde_json::to_string(&bare).unwrap_or_default();
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// [`SetupError::File`] if it is none, or was changed by hand.
    pub fn parse(text: &str) -> Result<Self, SetupError> {
        let file = |reason: String| SetupError::File { what: "the saved plan", reason };
        let saved: Self = serde_json::from_str(text).map_err(|error| file(error.to_string()))?;
        if saved.version != 1 {
            return Err(file(format!("its version is {}", saved.version)));
        }
        if saved.fingerprint != saved.digest() {
            return Err(file("it was changed after it was saved".to_owned()));
        }
        Ok(saved)
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default()
    }

    /// The plan for the server as it is now. What has its value already is left out, so that an interrupted plan can be
    /// gone on with.
    ///
    /// # Errors
    /// [`SetupError`] if it is another server, or anything that the plan touches has changed since.
    pub fn against(&self, observed: &Observed) -> Result<Plan, SetupError> {
        let memory = Memory { server: self.server.clone(), ..Memory::default() };
        memory.recognise(&observed.identity)?;
        let mut plan = Plan::new(observed);
        let mut changed = Vec::new();
        if self.release != plan.release.to_string() {
            changed.push(format!("the release, from {} to {}", self.release, plan.release));
        }
        for change in &self.changes {
            let (done, untouched) = match change {
                Change::Setting { id, from, to, .. } => {
                    let now = observed.settings.get(id).unwrap_or(&Value::Null);
                    (same(id, plan.release, now, to), same(id, plan.release, now, from))
                }
                Change::Permission { id, from, to, .. } => {
                    let now = observed.permissions.get(id);
                    (now == Some(to), now == Some(from))
                }
            };
            if !done && !untouched {
                changed.push(change.id().to_owned());
            } else if !done {
                plan.changes.push(change.clone());
            }
        }
        if !changed.is_empty() {
            return Err(SetupError::Changed(changed));
        }
        plan.notes.clone_from(&self.notes);
        plan.occupied = self.people.zip(self.rooms).map(|(people, rooms)| Population { people, rooms });
        finish(plan)
    }
}
