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

/// What became of each step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// In the order of the plan.
    pub items: Vec<(Step, Fate)>,
    /// What ended the run before its end.
    pub stopped: Option<ServerError>,
}

impl Outcome {
    /// Whether everything was done.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.stopped.is_none() && self.items.iter().all(|(_, fate)| *fate == Fate::Done)
    }

    /// How many steps were done.
    #[must_use]
    pub fn done(&self) -> usize {
        self.items.iter().filter(|(_, fate)| *fate == Fate::Done).count()
    }

    /// The steps that were not done, and why.
    pub fn not_done(&self) -> impl Iterator<Item = (&Step, &Fate)> {
        self.items.iter().filter(|(_, fate)| *fate != Fate::Done).map(|(step, fate)| (step, fate))
    }
}
