//! Lines for a terminal.

use super::words::{deed, ended, subject, summary};
use crate::roster::outcome::{Fate, Outcome};
use crate::roster::plan::{Plan, Step};
use crate::setup::render::{Line, Span, Style};

/// How many steps of a kind are told one by one.
const SHOWN: usize = 200;
/// The widest column of names.
const WIDEST: usize = 32;

fn span(style: Style, text: &str) -> Span {
    // Names come from outside and must not move a terminal's cursor.
    Span { style, text: text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect() }
}

fn line(spans: &[(Style, &str)]) -> Line {
    Line(spans.iter().map(|(style, text)| span(*style, text)).collect())
}

fn part(step: &Step) -> usize {
    match step {
        Step::CreatePerson { .. }
        | Step::UpdatePerson { .. }
        | Step::Reactivate { .. }
        | Step::SetAvatar { .. }
        | Step::Deactivate { .. } => 0,
        Step::Invite { .. } | Step::Grant { .. } | Step::Revoke { .. } | Step::Remove { .. } => 2,
        _ => 1,
    }
}

/// The plan: accounts, rooms, members; what has to be decided; what stops it; what is to be known.
#[must_use]
pub fn text(plan: &Plan) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, title) in ["Accounts", "Rooms", "Members"].into_iter().enumerate() {
        let steps: Vec<&Step> = plan.steps.iter().filter(|step| part(step) == at).collect();
        if steps.is_empty() {
            continue;
        }
        lines.push(line(&[(Style::Strong, title)]));
        let shown = steps.iter().take(SHOWN);
        let width = shown.clone().map(|step| subject(step).chars().count()).max().unwrap_or(0).min(WIDEST);
        for step in shown {
            let (sign, words) = deed(step);
            let style = match sign {
                '+' => Style::Added,
                '-' => Style::Removed,
                _ => Style::Changed,
            };
            let name = format!("  {sign} {:width$}", subject(step));
            lines.push(line(&[(style, &name), (Style::Plain, "  "), (Style::Plain, &words)]));
        }
        if let Some(more @ 1..) = steps.len().checked_sub(SHOWN) {
            lines.push(line(&[(Style::Faint, &format!("  and {more} more; --json tells all"))]));
        }
        lines.push(Line::default());
    }
    let told = |lines: &mut Vec<Line>, title: &str, style: Style, texts: Vec<String>| {
        if texts.is_empty() {
            return;
        }
        lines.push(line(&[(Style::Strong, title)]));
        lines.extend(texts.iter().map(|text| line(&[(style, "  ! "), (Style::Plain, text)])));
        lines.push(Line::default());
    };
    let collisions = plan.collisions.iter().map(ToString::to_string).collect();
    told(&mut lines, "To decide; --skip-conflicts leaves these out", Style::Warning, collisions);
    told(&mut lines, "Stopped", Style::Failure, plan.guards.iter().map(ToString::to_string).collect());
    told(&mut lines, "To know", Style::Faint, plan.notes.iter().map(|note| note.text.clone()).collect());
    lines.push(line(&[(Style::Strong, &summary(plan))]));
    lines
}

/// What became of a plan: what was not done and why, and how to go on.
#[must_use]
pub fn outcome(outcome: &Outcome, command: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    for (step, fate) in outcome.left.iter().take(SHOWN) {
        let (style, sign, why) = match fate {
            Fate::Unknown(error) => (Style::Warning, "? ", error.to_string()),
            Fate::NotDone(cause) => (Style::Failure, "x ", cause.to_string()),
            Fate::Done => continue,
        };
        let what = format!("{} {}: {}", step.kind(), subject(step), deed(step).1);
        lines.push(line(&[(style, sign), (Style::Plain, &what)]));
        lines.push(line(&[(Style::Faint, "    "), (Style::Faint, &why)]));
    }
    if let Some(more @ 1..) = outcome.left.len().checked_sub(SHOWN) {
        lines.push(line(&[(Style::Faint, &format!("  and {more} more; --json tells all"))]));
    }
    if let Some(error) = &outcome.stopped {
        lines.push(line(&[(Style::Failure, "Stopped: "), (Style::Plain, &error.to_string())]));
    }
    lines.push(line(&[(Style::Strong, &ended(outcome))]));
    if !outcome.is_complete() {
        lines.push(line(&[(Style::Plain, "To go on: "), (Style::Plain, command)]));
    }
    lines
}
