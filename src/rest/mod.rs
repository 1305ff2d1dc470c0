//! Rocket.Chat's REST API: requests and answers as data, and how they are to be understood.
//!
//! No I/O: whoever calls brings a [`Transport`] that carries bytes, a [`Prompt`] that knows second proofs and an
//! [`Observer`] that tells people what is going on. Facts: `docs/protocol.md`.

mod answer;
mod connection;
mod credentials;
mod directory;
mod licence;
mod lists;
mod login;
pub mod member;
mod observe;
mod observer;
mod pacing;
mod proof;
mod roster;
mod server;
#[cfg(test)]
mod tests;
pub mod tokens;
mod transport;

pub use connection::{Connection, Proven, USER_AGENT};
pub use credentials::{Credentials, CredentialsError};
pub use observe::{defaults, observe};
pub use observer::{Event, Observer, Silent};
pub use pacing::Pacing;
pub use proof::{Asked, Nobody, Prompt};
pub use roster::{Reads, Take, observe_roster};
pub use transport::{Answer, Broken, Method, Request, Transport};
