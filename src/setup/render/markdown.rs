//! A plan for a merge request or a wiki.

use super::text::{parts, summary};
use super::{diff, value::short};
use crate::setup::order::SCRIPT_AND_STYLE;
use crate::setup::plan::{Change, Plan};

/// The plan as Markdown: tables, diffs in fences, notes as a list.
#[must_use]
pub fn markdown(plan: &Plan) -> String {
    let mut out = format!("# Plan for Rocket.Chat {}\n\n{}\n", plan.release, summary(plan));
    for (title, part) in parts(plan) {
        if part.is_empty() {
            continue;
        }
        out.push_str(&format!("\n## {title}\n"));
        if part.iter().any(|change| !SCRIPT_AND_STYLE.contains(&change.id())) {
            out.push_str("\n| id | now | then | step | why |\n| --- | --- | --- | --- | --- |\n");
        }
        for change in part {
            out.push_str(&one(change));
        }
    }
    if !plan.notes.is_empty() {
        out.push_str("\n## Notes\n\n");
        for note in &plan.notes {
            let mark = if note.warning { "**Warning:** " } else { "" };
            out.push_str(&format!("- {mark}{}\n", cell(&note.text)));
        }
    }
    out
}

/// Text from the server stays text: nothing in it can end a cell or begin markup.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '|' | '<' | '>' | '[' | ']' | '*' | '_' | '\\' | '&' | '#' | '~' => {
                out.push('\\');
                out.push(character);
            }
            '`' => out.push('\''),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// As code in a cell.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("`{}`", text.replace('`', "'").replace('|', "\\|"))
}

fn one(change: &Change) -> String {
    let id = change.id();
    let step = change.step().map(|step| step.name()).unwrap_or_default();
    let risk = change.risk().map(|risk| format!(" **Risk:** {}.", cell(risk))).unwrap_or_default();
    let why = cell(change.why()) + &risk;
    match change {
        Change::Setting { from, to, .. } if SCRIPT_AND_STYLE.contains(&id) => {
            let (from, to) = (from.as_str().unwrap_or_default(), to.as_str().unwrap_or_default());
            let lines: String = diff::lines(from, to).iter().map(|(mark, text)| format!("{mark} {text}\n")).collect();
            let longest = lines.lines().map(fence).max().unwrap_or(0).max(2) + 1;
            let ticks = "`".repeat(longest);
            format!("\n{} (step {step}): {why}\n\n{ticks}diff\n{lines}{ticks}\n", code(id))
        }
        Change::Setting { from, to, .. } => {
            format!("| {} | {} | {} | {step} | {why} |\n", code(id), code(&short(id, from)), code(&short(id, to)))
        }
        Change::Permission { from, to, appeared, .. } => {
            let names =
                |roles: &std::collections::BTreeSet<String>| roles.iter().cloned().collect::<Vec<_>>().join(", ");
            let new = if *appeared { " New since the last apply." } else { "" };
            format!("| {} | {} | {} | {step} | {why}{new} |\n", code(id), cell(&names(from)), cell(&names(to)))
        }
    }
}

/// The longest run of back quotes in a line, which a fence must be longer than.
fn fence(line: &str) -> usize {
    line.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}
