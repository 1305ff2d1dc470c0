//! Prose in the width of a terminal, which would break words in two.

use super::{Line, Span, Style};

/// Narrower than this, breaking lines helps nobody.
const NARROWEST: usize = 40;

/// The lines, those of prose broken between words where they are wider than `width` characters. What goes and comes stays
/// in one piece: a break in it could be taken for a part of it.
#[must_use]
pub fn wrapped(lines: &[Line], width: usize) -> Vec<Line> {
    let is_prose =
        |line: &Line| !line.0.iter().any(|span| matches!(span.style, Style::Changed | Style::Added | Style::Removed));
    let wide = |line: &Line| line.plain().chars().count() > width;
    let wrap = |line: &Line| match width >= NARROWEST && is_prose(line) && wide(line) {
        true => broken(line, width),
        false => vec![line.clone()],
    };
    lines.iter().flat_map(wrap).collect()
}

/// Further lines begin where the first one's words do: after its blanks, and after the mark of a note.
fn indent(line: &Line) -> usize {
    let text = line.plain();
    let blanks = text.chars().take_while(|c| *c == ' ').count();
    let marked =
        text.get(blanks..).is_some_and(|rest| ["! ", "i ", "x ", "? ", "- "].iter().any(|m| rest.starts_with(m)));
    if marked { blanks + 2 } else { blanks }
}

fn broken(line: &Line, width: usize) -> Vec<Line> {
    let indent = indent(line);
    let mut done = Vec::new();
    let (mut current, mut length) = (Line::default(), 0);
    for span in &line.0 {
        for word in span.text.split_inclusive(' ') {
            let needs = word.trim_end().chars().count();
            if length > indent && length + needs > width {
                done.push(without_end_blank(std::mem::replace(
                    &mut current,
                    Line::of(Style::Plain, " ".repeat(indent)),
                )));
                length = indent;
            }
            length += word.chars().count();
            match current.0.last_mut() {
                Some(last) if last.style == span.style => last.text.push_str(word),
                _ => current.0.push(Span { style: span.style, text: word.to_owned() }),
            }
        }
    }
    done.push(current);
    done
}

fn without_end_blank(mut line: Line) -> Line {
    if let Some(last) = line.0.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_note_is_broken_between_words_and_hangs() {
        let words = "one two three four five six seven eight nine ten eleven twelve";
        let line = Line::of(Style::Warning, "  ! ").and(Style::Plain, words);
        let lines = wrapped(&[line], 40);
        let plain: Vec<String> = lines.iter().map(Line::plain).collect();
        assert_eq!(plain, ["  ! one two three four five six seven", "    eight nine ten eleven twelve"]);
        let ends = lines.iter().filter_map(|line| line.0.last());
        assert!(ends.clone().all(|span| !span.text.ends_with(' ')), "no blank at an end");
    }

    #[test]
    fn what_changes_and_what_is_short_stays_in_one_piece() {
        let change = Line::of(Style::Changed, "  ~ ").and(Style::Plain, "word ".repeat(30));
        let short = Line::of(Style::Plain, "short");
        let lines = [change, short];
        assert_eq!(wrapped(&lines, 60), lines);
        assert_eq!(wrapped(&lines, 5), lines, "too narrow for words");
    }

    #[test]
    fn a_word_wider_than_the_terminal_is_left_whole() {
        let line = Line::of(Style::Plain, format!("  i {} end", "x".repeat(60)));
        let plain: Vec<String> = wrapped(&[line], 40).iter().map(Line::plain).collect();
        assert_eq!(plain, [format!("  i {}", "x".repeat(60)), "    end".to_owned()]);
    }
}
