//! What applying tells while it runs.

use super::outcome::Fate;
use super::plan::Change;
use super::server::ServerError;

/// What has just happened.
#[derive(Clone, Debug)]
pub enum Event<'a> {
    /// The token may do all of it, and the server is as the plan saw it.
    Proved,
    /// A change is about to be written.
    Writing {
        /// Which.
        change: &'a Change,
        /// Counted from 1.
        number: usize,
        /// How many there are.
        of: usize,
    },
    /// A change has been written and read back, or not.
    Settled {
        /// Which.
        change: &'a Change,
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
