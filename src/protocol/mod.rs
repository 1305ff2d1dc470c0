//! What Rocket.Chat says and hears, byte for byte: origins, frame events, commands.
//!
//! Pure: no clock, no input or output, no browser. Facts and their sources are in `docs/protocol.md`.

pub mod origin;
pub mod version;

pub use origin::{Origin, OriginError, OriginNote, ServerUrl};
pub use version::{Release, Support};
