//! A plan for a terminal.

use super::value::short;
use super::{Line, Style, diff};
use crate::setup::order::SCRIPT_AND_STYLE;
use crate::setup::plan::{Change, Note, Plan};

/// The plan: settings, script and CSS, permissions, notes, and a sum in the last line.
#[must_use]
pub fn text(plan: &Plan) -> Vec<Line> {
    let mut lines = Vec::new();
    let width = plan.changes.iter().map(|change| change.id().chars().count()).max().unwrap_or(0);
    for (title, part) in parts(plan) {
        if part.is_empty() {
            continue;
        }
        lines.push(Line::of(Style::Strong, title));
        for change in part {
            lines.extend(one(change, width));
        }
        lines.push(Line::default());
    }
    if !plan.notes.is_empty() {
        lines.push(Line::of(Style::Strong, "Notes"));
        lines.extend(plan.notes.iter().flat_map(note));
        lines.push(Line::default());
    }
    lines.push(Line::of(Style::Strong, summary(plan)));
    lines
}

/// The changes by kind, in the order of the plan.
pub(super) fn parts(plan: &Plan) -> [(&'static str, Vec<&Change>); 3] {
    let is_text = |change: &&Change| SCRIPT_AND_STYLE.contains(&change.id());
    let setting = |change: &&Change| matches!(change, Change::Setting { .. });
    [
        ("Settings", plan.changes.iter().filter(setting).filter(|change| !is_text(change)).collect()),
        ("Script and CSS", plan.changes.iter().filter(is_text).collect()),
        ("Permissions", plan.changes.iter().filter(|change| !setting(change)).collect()),
    ]
}

fn reason(change: &Change) -> String {
    let why = change.why();
    change.step().map_or_else(|| why.to_owned(), |step| format!("{why} (manual step {step})"))
}

fn one(change: &Change, width: usize) -> Vec<Line> {
    let id = format!("{:width$}", change.id());
    let mut lines = match change {
        Change::Setting { id: name, from, to, .. } => {
            let start = Line::of(Style::Changed, "  ~ ").and(Style::Plain, &id);
            if let (true, Some(from), Some(to)) = (SCRIPT_AND_STYLE.contains(&name.as_str()), texts(from), texts(to)) {
                let mut lines = vec![start];
                lines.extend(diff::styled(from, to, 6));
                lines
            } else {
                let start = start.and(Style::Plain, "  ").and(Style::Removed, short(name, from));
                vec![start.and(Style::Plain, " \u{2192} ").and(Style::Added, short(name, to))]
            }
        }
        Change::Permission { from, to, appeared, .. } => {
            let mut line = Line::of(Style::Changed, "  ~ ").and(Style::Plain, &id).and(Style::Plain, "  ");
            for role in from.difference(to) {
                line = line.and(Style::Removed, format!("-{role} "));
            }
            for role in to.difference(from) {
                line = line.and(Style::Added, format!("+{role} "));
            }
            if *appeared {
                line = line.and(Style::Warning, "new since the last apply");
            }
            vec![line]
        }
    };
    lines.push(Line::of(Style::Plain, "      ").and(Style::Faint, reason(change)));
    if let Some(risk) = change.risk() {
        lines.push(Line::of(Style::Plain, "      ").and(Style::Warning, format!("Risk: {risk}")));
    }
    lines
}

/// A text, or nothing as an empty one.
fn texts(value: &serde_json::Value) -> Option<&str> {
    if value.is_null() { Some("") } else { value.as_str() }
}

fn note(note: &Note) -> Vec<Line> {
    let (mark, style) = if note.warning { ("  ! ", Style::Warning) } else { ("  i ", Style::Faint) };
    vec![Line::of(style, mark).and(Style::Plain, &note.text)]
}

/// One line: how much is to change.
#[must_use]
pub fn summary(plan: &Plan) -> String {
    let server = format!("Rocket.Chat {}", plan.release);
    if plan.changes.is_empty() {
        return format!("In sync: nothing to change on {server}.");
    }
    let [settings, texts, permissions] = parts(plan).map(|(_, part)| part.len());
    let appeared =
        plan.changes.iter().filter(|change| matches!(change, Change::Permission { appeared: true, .. })).count();
    let count = |number: usize, one: &str, many: &str| {
        (number > 0).then(|| format!("{number} {}", if number == 1 { one } else { many }))
    };
    let counts: Vec<String> = [
        count(settings, "setting", "settings"),
        count(texts, "text", "texts"),
        count(permissions, "permission", "permissions"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let new = if appeared > 0 { format!(" ({appeared} new since the last apply)") } else { String::new() };
    let warnings = plan.notes.iter().filter(|note| note.warning).count();
    let warned = count(warnings, "warning", "warnings").map(|text| format!("; {text}")).unwrap_or_default();
    format!("To change on {server}: {}{new}{warned}.", counts.join(", "))
}
