//! Unread counts, from what frames and the realtime say: per room, together, and what is told of them.
//!
//! Pure: events in, counts out. How Rocket.Chat counts is in docs/protocol.md, "Unread".

pub mod announcer;
pub mod book;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod replay_tests;

pub use announcer::{Announcer, Millis};
pub use book::{Book, RoomUnread, Source, Unread, badge};
