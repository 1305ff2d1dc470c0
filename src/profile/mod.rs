//! From a person in the chat to a page of the host.
//!
//! Pure: whoever drives a [`Search`] looks things up and asks; nothing here does.

pub mod address;
pub mod names;
pub mod recent;
pub mod search;
pub mod template;

pub use address::{Address, may_visit};
pub use names::Memory;
pub use recent::RecentClick;
pub use search::{Question, Search, Ways};
pub use template::{Template, TemplateError};
