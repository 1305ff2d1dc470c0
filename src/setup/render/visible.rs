//! Text from outside, made fit for a terminal.
//!
//! Control characters move a terminal's cursor, and Unicode's direction marks make a line read otherwise than it is: a
//! script in a diff could hide what it does behind either.

/// What stands for a character that is not shown.
const MARK: char = '\u{fffd}';

/// Whether a character steers what shows it, in place of being shown.
#[must_use]
pub fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text as one line, with a mark in place of each character that steers.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars().map(|character| if steers(character) { MARK } else { character }).collect()
}

/// The same for text of several lines.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    text.chars().map(|c| if steers(c) && c != '\n' { MARK } else { c }).collect()
}

/// JSON, or a text in quotation marks of a format that knows `\uXXXX`, with escapes in place of what steers: the same
/// value for whoever reads it back.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if steers(character) && !matches!(character, '\n' | '\r' | '\t') {
            out.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_shown_as_a_mark() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\u{9b}d\ne"), "a\u{fffd}[31mb\u{fffd}c\u{fffd}d\u{fffd}e");
        assert_eq!(visible_lines("a\nb\r\u{2066}"), "a\nb\u{fffd}\u{fffd}");
        assert_eq!(visible("Équipe « Été » ✓ – 日本"), "Équipe « Été » ✓ – 日本");
    }

    #[test]
    fn an_escaped_text_is_read_back_as_it_was() {
        let text = "a\u{202e}b\u{9b}\u{7f}c\nd";
        let json = serde_json::to_string(text).unwrap();
        let escaped = escaped(&json);
        assert!(!escaped.chars().any(steers), "{escaped}");
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), text);
    }
}
