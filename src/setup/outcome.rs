//! What became of a plan.

use serde_json::Value;

use super::error::SetupError;
use super::plan::Change;
use super::server::ServerError;

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Written, read back and right; or found so.
    Done,
    /// Not written, or without effect.
    NotDone(Cause),
    /// Sent, and whether it took effect could not be told.
    Unknown(ServerError),
}

/// Why a change is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The server refused it.
    Server(ServerError),
    /// It was taken, and something else came back.
    CameBack {
        /// What is there now; a secret is masked.
        value: Value,
        /// Whether the server's environment sets it.
        pinned: bool,
    },
    /// Somebody changed it after the plan was made.
    ChangedMeanwhile,
    /// It was not tried any more.
    NotReached,
}

/// A change and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The change.
    pub change: Change,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Why nothing was tried at all.
    pub refused: Option<SetupError>,
    /// Why it stopped before the end.
    pub stopped: Option<ServerError>,
    /// Every change of the plan, in its order.
    pub items: Vec<Item>,
}

impl Outcome {
    /// Whether all is done.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.refused.is_none() && self.stopped.is_none() && self.items.iter().all(|item| item.fate == Fate::Done)
    }

    /// Changes that are done.
    pub fn done(&self) -> impl Iterator<Item = &Change> {
        self.items.iter().filter(|item| item.fate == Fate::Done).map(|item| &item.change)
    }

    /// Changes that are not done, each with its cause.
    pub fn not_done(&self) -> impl Iterator<Item = (&Change, &Cause)> {
        self.items.iter().filter_map(|item| match &item.fate {
            Fate::NotDone(cause) => Some((&item.change, cause)),
            _ => None,
        })
    }

    /// Changes that were sent and may or may not have taken effect.
    pub fn unknown(&self) -> impl Iterator<Item = &Change> {
        self.items.iter().filter(|item| matches!(item.fate, Fate::Unknown(_))).map(|item| &item.change)
    }

    /// What to do next, in a sentence; none if all is done. `command` is the one that goes on, like `gantry apply`.
    #[must_use]
    pub fn next(&self, command: &str) -> Option<String> {
        if self.is_complete() {
            return None;
        }
        if let Some(error) = &self.refused {
            return Some(format!("nothing was changed: {error}"));
        }
        let again = format!("run `{command}` again: it finishes the rest and changes nothing twice");
        Some(match &self.stopped {
            Some(ServerError::NotLoggedIn { .. }) => {
                format!("the token is no longer valid: make one with `gantry token create`, then {again}")
            }
            Some(ServerError::SecondFactorMissing { .. } | ServerError::SecondFactorWrong { .. }) => {
                format!("have the second proof ready, or use a token that is free of it, then {again}")
            }
            Some(_) => format!("when the server answers again, {again}"),
            None if self.not_done().any(|(_, cause)| matches!(cause, Cause::CameBack { pinned: true, .. })) => {
                format!("change what the server's environment sets (OVERWRITE_SETTING_...), restart it, then {again}")
            }
            None => format!("see the causes above, then {again}"),
        })
    }
}
