//! Plans and outcomes of a roster as people and programs read them.

mod json;
mod markdown;
mod text;
mod words;

pub use json::{json, outcome_json};
pub use markdown::{markdown, outcome_markdown};
pub use text::{outcome, text};
pub use words::{Counts, subject, summary};
