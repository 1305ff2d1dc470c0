//! Setting a Rocket.Chat server up: what the configuration wants, what the server has, and the way from one to the
//! other.
//!
//! Pure: whoever calls brings a [`Server`] that reads and writes.

mod advice;
mod apply;
pub mod block;
pub mod compare;
mod desired;
mod error;
mod export;
pub mod guard;
mod journal;
mod memory;
mod observed;
pub mod order;
mod outcome;
mod plan;
mod planning;
pub mod render;
pub mod roles;
mod saved;
mod server;
mod snapshot;
mod uninstall;

pub use apply::apply;
pub use desired::{Desired, Wanted, Wish};
pub use error::SetupError;
pub use export::export;
pub use journal::{Event, Journal, Silent};
pub use memory::Memory;
pub use observed::{Caller, Capabilities, Identity, Observed, Population};
pub use outcome::{Cause, Fate, Item, Outcome};
pub use plan::{Change, Note, Plan};
pub use planning::plan;
pub use saved::SavedPlan;
pub use server::{Challenge, Server, ServerError};
pub use snapshot::{Snapshot, restore};
pub use uninstall::uninstall;
