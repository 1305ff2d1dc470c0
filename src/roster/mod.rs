//! The roster: who there is and who works in which project, and the way from a server's accounts, private rooms and
//! memberships to that.
//!
//! Pure: whoever calls brings a [`Directory`] that writes, and an [`Observed`] that was read. Facts about what Rocket.Chat
//! accepts and refuses: `docs/protocol.md`, section 13. The roster's own format: `docs/roster.md`.

mod apply;
mod codes;
mod collision;
mod directory;
mod guard;
mod index;
mod journal;
mod matching;
mod model;
pub mod names;
mod observed;
mod outcome;
mod password;
mod people_map;
mod plan;
mod planning;
mod read;
pub mod render;
mod state;

pub use apply::{Applying, Failed, Job, Random, Remember, apply};
pub use collision::Collision;
pub use directory::{Directory, MadeRoom, NewPerson, NewRoom, PersonChange};
pub use guard::Guard;
pub use journal::{Event, Journal, Silent};
pub use matching::{rooms_to_read, waiting_for};
pub use model::{Member, Person, Place, Project, Role, Roster, Table};
pub use observed::{Account, Members, Observed, Room, Rules, Seat};
pub use outcome::{Cause, Fate, Outcome};
pub use password::{PasswordPolicy, RANDOM_BYTES, password};
pub use people_map::people_map;
pub use plan::{Leaving, Note, Plan, RoomRef, Step, Who};
pub use planning::plan;
pub use read::{CsvTexts, Problem, Records, RosterError, csv, csv_from, json, json_from, table_reader};
pub use state::{PersonState, ProjectState, Record, State, StateError};

/// The JSON Schema of a roster, as `gantry sync schema` writes it.
pub const SCHEMA: &str = include_str!("../../docs/roster.schema.json");
