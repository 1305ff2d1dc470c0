//! Setting a Rocket.Chat server up: what the configuration wants, what the server has, and the way from one to the
//! other.
//!
//! Pure: whoever calls brings a [`Server`] that reads and writes.

mod observed;
mod plan;
mod server;

pub use observed::{Caller, Capabilities, Identity, Observed, Population};
pub use plan::{Change, Note, Plan};
pub use server::{Challenge, Server, ServerError};
