//! Plans and outcomes as people and programs read them.
//!
//! Text comes as lines of spans with roles, so that whoever writes it to a terminal colours them and this knows nothing
//! of terminals.

mod diff;
mod json;
mod markdown;
mod outcome;
mod text;
mod value;

pub use json::{json, outcome_json};
pub use markdown::markdown;
pub use outcome::outcome;
pub use text::{summary, text};
pub(super) use value::masked;

/// What a span is, for whoever colours it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Nothing in particular.
    Plain,
    /// A heading or the last line.
    Strong,
    /// `~` and what is replaced.
    Changed,
    /// `-` and what goes.
    Removed,
    /// `+` and what comes.
    Added,
    /// What can be skipped at first reading: reasons, unchanged lines.
    Faint,
    /// Warnings and risks.
    Warning,
    /// Failures.
    Failure,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub style: Style,
    /// The words, without line breaks or control characters.
    pub text: String,
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Vec<Span>);

impl Line {
    fn of(style: Style, text: impl AsRef<str>) -> Self {
        Self::default().and(style, text)
    }

    /// Text from the server stays text: control characters, which could move a terminal's cursor, are shown as marks.
    fn and(mut self, style: Style, text: impl AsRef<str>) -> Self {
        let text = text.as_ref().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        self.0.push(Span { style, text });
        self
    }

    /// The line without styles.
    #[must_use]
    pub fn plain(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect::<String>().trim_end().to_owned()
    }
}

/// Lines as one text without styles, each with its line feed.
#[must_use]
pub fn plain(lines: &[Line]) -> String {
    lines.iter().map(|line| line.plain() + "\n").collect()
}
