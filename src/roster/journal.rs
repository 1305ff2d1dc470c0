//! What applying tells while it runs.

use super::outcome::Fate;
use super::plan::Step;
use super::state::Record;
use crate::setup::ServerError;

/// What has just happened.
#[derive(Clone, Debug)]
pub enum Event<'a> {
    /// A step is about to be taken.
    Writing {
        /// Which.
        step: &'a Step,
        /// Counted from 1.
        number: usize,
        /// How many there are.
        of: usize,
    },
    /// Something was done that the next run has to know of.
    Remember(&'a Record),
    /// A step has been taken, or not.
    Settled {
        /// Which.
        step: &'a Step,
        /// What became of it.
        fate: &'a Fate,
    },
    /// Nothing more is tried.
    Stopped {
        /// Why.
        error: &'a ServerError,
    },
}

/// Hears what happens; for progress, and for a record that outlives a crash.
pub trait Journal {
    /// Something has happened.
    fn record(&mut self, event: &Event<'_>);
}

/// A journal for whoever needs none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Journal for Silent {
    fn record(&mut self, _event: &Event<'_>) {}
}
