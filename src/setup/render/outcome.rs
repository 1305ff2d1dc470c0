//! What became of a plan, for a terminal.

use super::{Line, Style};
use crate::setup::outcome::{Fate, Outcome};

/// What is not done and why, then a sum, then what to do next. `command` is the one that goes on.
#[must_use]
pub fn outcome(outcome: &Outcome, command: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    for item in &outcome.items {
        let id = item.change.id();
        match &item.fate {
            Fate::Done => {}
            Fate::NotDone(cause) => lines.push(
                Line::of(Style::Failure, "  x ").and(Style::Plain, format!("{id}: not done: {}", cause.in_words(id))),
            ),
            Fate::Unknown(error) => lines.push(
                Line::of(Style::Warning, "  ? ")
                    .and(Style::Plain, format!("{id}: sent, and whether it took effect could not be told: {error}")),
            ),
        }
    }
    if let Some(error) = &outcome.stopped {
        lines.push(Line::of(Style::Failure, format!("Stopped: {error}.")));
    }
    if outcome.refused.is_none() {
        let (done, all) = (outcome.done().count(), outcome.items.len());
        lines.push(Line::of(Style::Strong, format!("Done: {done} of {all}.")));
    }
    if let Some(next) = outcome.next(command) {
        lines.push(Line::of(Style::Plain, format!("Next: {next}.")));
    }
    lines
}
