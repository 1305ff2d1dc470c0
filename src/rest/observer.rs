//! What a person may be told while calls go on. An event has no room for a header, a body or a secret.

use std::time::Duration;

use crate::setup::Challenge;

/// Something that happened on the way to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// An answer came.
    Answered {
        /// Method and path.
        call: String,
        /// HTTP status.
        status: u16,
        /// How long it took.
        took: Duration,
        /// Bytes of the answer's body.
        size: usize,
    },
    /// No whole answer came.
    Broken {
        /// Method and path.
        call: String,
        /// In words.
        reason: String,
    },
    /// Too many requests: a wait until the server takes them again.
    Limited {
        /// Method and path.
        call: String,
        /// How long.
        wait: Duration,
    },
    /// The call is tried again.
    Again {
        /// Method and path.
        call: String,
        /// Which try comes, counted from 2.
        attempt: u32,
    },
    /// A second proof is asked for.
    Challenged {
        /// Method and path.
        call: String,
        /// The kind of proof.
        challenge: Challenge,
    },
    /// A write of unknown effect is looked up.
    ReadBack {
        /// Method and path of the write.
        call: String,
    },
}

/// Hears what happens.
pub trait Observer {
    /// Something happened.
    fn hear(&mut self, event: &Event);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Observer for Silent {
    fn hear(&mut self, _: &Event) {}
}
