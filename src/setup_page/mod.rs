//! The set-up page: from what somebody types to everything that is installed, in words that they read.
//!
//! Owns the page's fields, what is said of each, and what is shown. The state of the page is one text, the query of a
//! form, which is also the fragment of its address: what goes in is that text, what comes out is data that only has to
//! be put in its place. No field is a secret.

mod address;
mod back_end;
mod facts;
mod fields;
mod folder;
mod problems;
mod release;
mod remedies;
mod room;
mod space;
mod steps;
mod toml;
pub mod trial;
mod view;
mod visitor;
mod words;

pub use fields::{Fields, Profile};
pub use problems::{Checked, Problem, check};
pub use steps::{ItemView, PartView, StepView};
pub use toml::gantry_toml;
pub use view::{Choices, File, Made, Proxy, Remark, Snippet, View, choices, view};
