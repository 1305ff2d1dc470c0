//! Reads a roster, and tells all that is wrong in it at once, with its rows.

mod check;
mod json;
mod tables;

use std::fmt;

pub use json::{json, json_from};
pub use tables::{CsvTexts, Records, csv, csv_from, table_reader};

use super::model::Place;

/// How many problems are told in words.
const SHOWN: usize = 20;

/// Something wrong in a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, and what would be right.
    pub text: String,
}

/// A roster that can't be used. Nothing of it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterError {
    /// At least one, in the order of the source.
    pub problems: Vec<Problem>,
}

impl RosterError {
    fn one(place: Place, text: impl Into<String>) -> Self {
        Self { problems: vec![Problem { place, text: text.into() }] }
    }
}

impl fmt::Display for RosterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.problems.len();
        write!(f, "the roster has {number} {}", if number == 1 { "mistake" } else { "mistakes" })?;
        for problem in self.problems.iter().take(SHOWN) {
            write!(f, "\n  {}: {}", problem.place, problem.text)?;
        }
        match number.checked_sub(SHOWN) {
            Some(more @ 1..) => write!(f, "\n  and {more} more"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for RosterError {}
