//! What became of a plan.

use super::plan::Step;
use crate::setup::ServerError;

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is as it is to be.
    Done,
    /// It is not.
    NotDone(Cause),
    /// Nobody knows; the next run finds out.
    Unknown(ServerError),
}

/// Why a step was not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// The server would not.
    #[error("{0}")]
    Server(ServerError),
    /// It builds on a step that was not done.
    #[error("not tried: {0}")]
    Waits(&'static str),
    /// The run ended before.
    #[error("not tried")]
    NotReached,
}

/// What became of the steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many steps there were.
    pub of: usize,
    /// How many were done.
    pub done: usize,
    /// Those that were not, in the order of the plan.
    pub left: Vec<(Step, Fate)>,
    /// What ended the run before its end.
    pub stopped: Option<ServerError>,
}

impl Outcome {
    /// Whether everything was done.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.stopped.is_none() && self.left.is_empty()
    }

    /// Adds what became of the steps that came after.
    pub fn extend(&mut self, after: Self) {
        self.of += after.of;
        self.done += after.done;
        self.left.extend(after.left);
        self.stopped = after.stopped;
    }
}
