//! Texts of several lines as a line diff.

use similar::{ChangeTag, TextDiff};

use super::{Line, Style, visible};
use crate::setup::block::without_returns;

/// Unchanged lines shown around a change.
const CONTEXT: usize = 2;
/// Lines that come or go at once of which only the first and last are shown.
const LONG_RUN: usize = 12;
const SHOWN: usize = 4;
/// Characters of a line that are shown: a script on one line may have any number.
const LONGEST_LINE: usize = 400;

/// `-`, `+` and unchanged lines; a long run of one kind is cut in its middle.
pub(super) fn lines(from: &str, to: &str) -> Vec<(char, String)> {
    // A last line without its line feed is no other line.
    let whole = |text: &str| without_returns(text.trim_end_matches(['\r', '\n'])) + "\n";
    let [from, to] = [from, to].map(|text| if text.is_empty() { String::new() } else { whole(text) });
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
            all.push((mark, cut_line(&text)));
        }
    }
    cut(all)
}

/// The line as text, its end left out where it is very long.
fn cut_line(line: &str) -> String {
    let length = line.chars().count();
    if length <= LONGEST_LINE {
        return visible(line);
    }
    let start: String = line.chars().take(LONGEST_LINE).collect();
    format!("{}\u{2026} {} more characters", visible(&start), length - LONGEST_LINE)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_goes_leaves_no_empty_line_behind() {
        assert_eq!(lines("a\nb\n", ""), [('-', "a".to_owned()), ('-', "b".to_owned())]);
        assert_eq!(lines("", "a"), [('+', "a".to_owned())]);
    }

    #[test]
    fn a_very_long_line_is_cut_and_nothing_in_it_steers() {
        let long = format!("\u{202e}{}", "x".repeat(100_000));
        let shown = lines(&long, &format!("{long}\nmore"));
        let first = shown.first().map(|(_, text)| text.clone()).unwrap_or_default();
        assert!(first.starts_with("\u{fffd}xxx") && first.ends_with("\u{2026} 99601 more characters"), "{first}");
    }
}
