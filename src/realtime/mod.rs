//! Unread counts without a frame: one tab of the browser holds a socket to Rocket.Chat, all of them show the counts.
//!
//! Pure: [`Watch::handle`] takes what happened, the time and a random number, [`Watch::take`] gives what is to be done,
//! [`Watch::deadline`] says when to come back. The counts are in the
//! [`Book`](crate::unread::Book), where those of frames are too.
//!
//! Texts are numbers here ([`TextId`](crate::protocol::TextId)), and tokens are not here at all: `www/watch.js` has the
//! letters and the tokens, and carries both where they are wanted.
//!
//! The order of a start: credentials, lock, socket, login, subscription to the changes, and only then the snapshot: what
//! changes meanwhile is newer than it, and is told from it by `_updatedAt` (docs/protocol.md, "Realtime").

mod input;
pub mod ledger;
mod link;
mod message;
mod notices;
mod output;
mod snapshots;
mod tabs;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod watch;

pub use input::Input;
pub use message::Source;
pub use output::Do;
pub use snapshots::Missed;
pub use tabs::Role;
pub use watch::{Status, Stop, Watch};

/// Milliseconds since 1970 by this machine's clock.
pub type Millis = u64;

/// A time that does not come.
pub const NEVER: Millis = Millis::MAX;

/// A part of `most`, by a random number.
fn part(most: Millis, random: u32) -> Millis {
    (most * Millis::from(random)) >> 32
}
