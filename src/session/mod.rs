//! The life of a docked chat: loading, ready, logging in, online, lost, gone.
//!
//! Pure: [`Session::handle`] takes what happened and the time, [`Session::poll`] gives what is to be done,
//! [`Session::deadline`] says when to come back. After each `handle`, `poll` until `None`.
//!
//! Rocket.Chat answers no command and announces itself differently in each version, so nothing here waits for one
//! event alone (docs/protocol.md, "Readiness and login").

mod frame;
mod hearing;
mod logging_in;
mod login;
mod machine;
mod requests;
pub mod state;
#[cfg(test)]
mod tests;
mod troubles;
mod wishes;
pub mod words;

pub use login::Denial;
pub use machine::{Input, Output, Room, Say, Session, Setup};
pub use requests::{RequestId, Wish};
pub use state::{Change, Reason, State};

/// Milliseconds on any clock that only goes forward.
pub type Millis = u64;

/// So late that it never comes.
const NEVER: Millis = Millis::MAX;
