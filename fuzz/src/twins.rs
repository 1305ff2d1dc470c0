//! What `www/wire.js` and `www/fields.js` make of what comes from outside, in Rust: the files with which the rules are
//! tested, and which `wire.json` and `fields.json` of `tests/fixtures` hold against the scripts.

use gantry::protocol::{event, foreign, record, subscription, text};

mod texts {
    pub use super::super::json::Table;
    pub use gantry::protocol::{TextId, Texts};
}

#[path = "../../src/protocol/fields_twin.rs"]
pub mod fields;
#[path = "../../src/protocol/wire_twin.rs"]
pub mod wire;
