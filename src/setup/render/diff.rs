//! Texts of several lines as a line diff.

use similar::{ChangeTag, TextDiff};

use super::{Line, Style};
use crate::setup::block::without_returns;

/// Unchanged lines shown around a change.
const CONTEXT: usize = 2;
/// Lines that come or go at once of which only the first and last are shown.
const LONG_RUN: usize = 12;
const SHOWN: usize = 4;

/// `-`, `+` and unchanged lines; a long run of one kind is cut in its middle.
pub(super) fn lines(from: &str, to: &str) -> Vec<(char, String)> {
    // A last line without its line feed is no other line.
    let whole = |text: &str| without_returns(text.trim_end_matches(['\r', '\n'])) + "\n";
    let (from, to) = (if from.is_empty() { String::new() } else { whole(from) }, whole(to));
    let diff = TextDiff::from_lines(from.as_str(), to.as_str());
    let mut all: Vec<(char, String)> = Vec::new();
    for (index, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if index > 0 {
            all.push((' ', "\u{2026}".to_owned()));
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let mark = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            let text = change.value().trim_end_matches('\n').replace('\t', "    ");
            all.push((mark, text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()));
        }
    }
    cut(all)
}

fn cut(all: Vec<(char, String)>) -> Vec<(char, String)> {
    let mut short = Vec::new();
    for run in all.chunk_by(|one, other| one.0 == other.0) {
        let Some((mark, _)) = run.first() else { continue };
        if run.len() <= LONG_RUN {
            short.extend_from_slice(run);
            continue;
        }
        short.extend(run.iter().take(SHOWN).cloned());
        short.push((*mark, format!("\u{2026} {} more lines", run.len() - 2 * SHOWN)));
        short.extend(run.iter().skip(run.len() - SHOWN).cloned());
    }
    short
}

/// The same with styles, `indent` blanks from the edge.
pub(super) fn styled(from: &str, to: &str, indent: usize) -> Vec<Line> {
    let blanks = " ".repeat(indent);
    lines(from, to)
        .into_iter()
        .map(|(mark, text)| {
            let style = match mark {
                '-' => Style::Removed,
                '+' => Style::Added,
                _ => Style::Faint,
            };
            Line::of(Style::Plain, &blanks).and(style, format!("{mark} {text}"))
        })
        .collect()
}
