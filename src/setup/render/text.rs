//! A plan for a terminal.

use serde_json::Value;

use super::value::short;
use super::{Line, Style, diff};
use crate::config::catalog;
use crate::setup::order::SCRIPT_AND_STYLE;
use crate::setup::plan::{Change, Note, Plan};

/// The plan: settings, script and CSS, permissions, notes, and a sum in the last line.
#[must_use]
pub fn text(plan: &Plan) -> Vec<Line> {
    let mut lines = Vec::new();
    let [settings, texts, permissions] = parts(plan);
    let blocks = [
        (settings.0, of_settings(&settings.1)),
        (texts.0, of_texts(&texts.1)),
        (permissions.0, of_permissions(&permissions.1)),
        ("Notes", plan.notes.iter().map(note).collect()),
    ];
    for (title, block) in blocks.into_iter().filter(|(_, block)| !block.is_empty()) {
        lines.push(Line::of(Style::Strong, title));
        lines.extend(block);
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

const INDENT: &str = "      ";

fn reason(change: &Change, why: &str) -> String {
    change.step().map_or_else(|| why.to_owned(), |step| format!("{why} ({})", step.in_words()))
}

fn reasons(change: &Change) -> Vec<Line> {
    let mut lines = vec![Line::of(Style::Plain, INDENT).and(Style::Faint, reason(change, change.why()))];
    if let Some(risk) = change.risk() {
        lines.push(Line::of(Style::Plain, INDENT).and(Style::Warning, format!("Risk: {risk}.")));
    }
    lines
}

/// `~` and the id, as wide as the widest of its part.
fn start(change: &Change, part: &[&Change]) -> Line {
    let width = part.iter().map(|change| change.id().chars().count()).max().unwrap_or(0);
    Line::of(Style::Changed, "  ~ ").and(Style::Plain, format!("{:width$}  ", change.id()))
}

fn of_settings(part: &[&Change]) -> Vec<Line> {
    let mut lines = Vec::new();
    for change in part {
        let Change::Setting { id, from, to, .. } = change else { continue };
        let line = start(change, part).and(Style::Removed, short(id, from)).and(Style::Plain, " \u{2192} ");
        lines.push(line.and(Style::Added, short(id, to)));
        lines.extend(reasons(change));
    }
    lines
}

fn of_texts(part: &[&Change]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut shown: Vec<(&str, &Value, &Value)> = Vec::new();
    for change in part {
        let Change::Setting { id, from, to, .. } = change else { continue };
        lines.push(start(change, part));
        match (shown.iter().find(|other| (other.1, other.2) == (from, to)), text_of(from), text_of(to)) {
            (Some((other, ..)), ..) => {
                lines.push(Line::of(Style::Plain, INDENT).and(Style::Faint, format!("the same change as in {other}")));
            }
            (None, Some(from), Some(to)) => lines.extend(diff::styled(from, to, INDENT.len())),
            (None, ..) => {
                let line = Line::of(Style::Plain, INDENT).and(Style::Removed, short(id, from));
                lines.push(line.and(Style::Plain, " \u{2192} ").and(Style::Added, short(id, to)));
            }
        }
        shown.push((id, from, to));
        lines.extend(reasons(change));
    }
    lines
}

/// Permissions by reason, each reason once: there are many of them, and few reasons.
fn of_permissions(part: &[&Change]) -> Vec<Line> {
    let mut by_reason: Vec<(String, Vec<&Change>)> = Vec::new();
    for change in part {
        let reason = reason(change, change.why().trim_end_matches('.'));
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, changes)) => changes.push(change),
            None => by_reason.push((reason, vec![change])),
        }
    }
    let mut lines = Vec::new();
    for (reason, changes) in by_reason {
        // Else a reason seems to belong to the line above it, as it does with settings.
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::of(Style::Plain, "  ").and(Style::Faint, format!("{reason}:")));
        for change in changes {
            let Change::Permission { id, from, to, appeared, .. } = change else { continue };
            let mut line = start(change, part);
            for role in from.difference(to) {
                line = line.and(Style::Removed, format!("-{role} "));
            }
            for role in to.difference(from) {
                line = line.and(Style::Added, format!("+{role} "));
            }
            if let Some(label) = catalog::permission(id).and_then(|known| known.en) {
                line = line.and(Style::Faint, format!(" {label}"));
            }
            if *appeared {
                line = line.and(Style::Warning, "  (new since the last apply)");
            }
            lines.push(line);
        }
    }
    lines
}

/// A text, or nothing as an empty one.
fn text_of(value: &Value) -> Option<&str> {
    if value.is_null() { Some("") } else { value.as_str() }
}

fn note(note: &Note) -> Line {
    let (mark, style) = if note.warning { ("  ! ", Style::Warning) } else { ("  i ", Style::Faint) };
    Line::of(style, mark).and(Style::Plain, &note.text)
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
        count(texts, "text of script and CSS", "texts of script and CSS"),
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
