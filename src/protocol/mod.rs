//! What Rocket.Chat says and hears, byte for byte: origins, frame events, commands.
//!
//! Pure: no clock, no input or output, no browser. Facts and their sources are in `docs/protocol.md`.

pub mod command;
pub mod ddp;
pub mod encode;
pub mod event;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod fields_table;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub mod fields_twin;
pub mod foreign;
pub mod origin;
pub mod person;
pub mod record;
pub mod room;
pub mod sorted;
pub mod subscription;
pub mod text;
pub mod texts;
pub mod version;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub mod wire_twin;

pub use command::{Command, Status};
pub use event::{Event, Here, OpenedRoom, Refusal, Total, judge};
pub use foreign::Fields;
pub use origin::{Origin, OriginError, OriginNote, ServerUrl};
pub use person::{Modifiers, Person};
pub use record::Record;
pub use room::{RoomKind, RoomPath};
pub use subscription::{Subscription, Tally};
pub use texts::{TextId, Texts};
pub use version::{Release, Support};
