//! The plan for a ticket or a review.

use super::words::{deed, subject, summary};
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
