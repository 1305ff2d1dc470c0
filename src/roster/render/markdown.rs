//! The plan and its outcome for a ticket or a review.

use super::words::{deed, ended, subject, summary};
use crate::roster::outcome::{Fate, Outcome};
use crate::roster::plan::Plan;

/// The plan as a table of steps, with what is to be decided before it.
#[must_use]
pub fn markdown(plan: &Plan) -> String {
    let server = plan.server.as_deref().unwrap_or("unknown");
    let mut text = format!("# Roster\n\nServer `{}`. {}\n", cell(server), cell(&summary(plan)));
    let mut list = |title: &str, items: Vec<String>| {
        if !items.is_empty() {
            text.push_str(&format!("\n## {title}\n\n"));
            items.iter().for_each(|item| text.push_str(&format!("- {}\n", cell(item))));
        }
    };
    list("Stopped", plan.guards.iter().map(ToString::to_string).collect());
    list("To decide", plan.collisions.iter().map(ToString::to_string).collect());
    list("To know", plan.notes.iter().map(|note| note.text.clone()).collect());
    if !plan.steps.is_empty() {
        text.push_str("\n## Steps\n\n| | What | Of | How |\n| --- | --- | --- | --- |\n");
        for step in &plan.steps {
            let (sign, words) = deed(step);
            text.push_str(&format!("| {sign} | {} | {} | {} |\n", step.kind(), cell(subject(step)), cell(&words)));
        }
    }
    text
}

/// What became of a plan, as a table of what was not done and why.
#[must_use]
pub fn outcome_markdown(outcome: &Outcome, command: &str) -> String {
    let mut text = format!("## Outcome\n\n{}\n", cell(&ended(outcome)));
    if let Some(error) = &outcome.stopped {
        text.push_str(&format!("\nStopped: {}\n", cell(&error.to_string())));
    }
    if !outcome.left.is_empty() {
        text.push_str("\n| | What | Of | How | Why |\n| --- | --- | --- | --- | --- |\n");
    }
    for (step, fate) in &outcome.left {
        let (sign, why) = match fate {
            Fate::Unknown(error) => ("unknown", error.to_string()),
            Fate::NotDone(cause) => ("not done", cause.to_string()),
            Fate::Done => continue,
        };
        let (of, how, why) = (cell(subject(step)), cell(&deed(step).1), cell(&why));
        text.push_str(&format!("| {sign} | {} | {of} | {how} | {why} |\n", step.kind()));
    }
    if !outcome.is_complete() {
        text.push_str(&format!("\nTo go on:\n\n```sh\n{command}\n```\n"));
    }
    text
}

/// Text from outside that stays in its cell, and stays text.
fn cell(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '!' => safe.extend(['\\', character]),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            other if other.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}
