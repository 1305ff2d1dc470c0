//! Values from outside, of which only the fields are read that a rule names.
//!
//! A message may be cyclic, endlessly deep or ten megabytes long. Reading only named fields keeps that harmless, and is
//! what makes a message cheap: a subscription has forty fields, a badge needs nine. A rule names fields by their paths
//! (`data.rid`); whoever carries the message here (`www/fields.js`) makes a list of what it finds there: two items for
//! each, its [`kind`] and its value.

use super::texts::TextId;

/// The longest text that is taken from a message, in UTF-16 units. Rocket.Chat's names and ids stay far below.
pub const LONGEST_TEXT: u32 = 1000;

/// What a foreign value can be; the numbers are those of `www/fields.js`.
pub mod kind {
    /// Absent, `undefined` or `null`, or whatever else no message should hold.
    pub const NOTHING: u32 = 0;
    /// A boolean: 0 or 1.
    pub const TRUTH: u32 = 1;
    /// A number, or a date as milliseconds since 1970.
    pub const NUMBER: u32 = 2;
    /// A text of at most [`super::LONGEST_TEXT`]: its number, 0 for an empty one.
    pub const TEXT: u32 = 3;
    /// A longer text, not copied.
    pub const TOO_LONG: u32 = 4;
    /// An array: its length.
    pub const LIST: u32 = 5;
    /// Any other object.
    pub const OBJECT: u32 = 6;
}

/// A text was longer than [`LONGEST_TEXT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// The fields of a message, by their places in the rule's list of paths.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a>(pub &'a [f64]);

impl Fields<'_> {
    /// What a field is, and its value.
    #[must_use]
    pub fn read(&self, at: usize) -> (u32, f64) {
        match self.0.get(at * 2..).unwrap_or_default() {
            [kind, value, ..] => (*kind as u32, *value),
            _ => (kind::NOTHING, 0.0),
        }
    }

    /// The value of a field, if it is of this kind.
    #[must_use]
    pub fn value(&self, at: usize, kind: u32) -> Option<f64> {
        let (known, value) = self.read(at);
        (known == kind).then_some(value)
    }

    /// The text of a field; none if it is no text or empty.
    ///
    /// # Errors
    /// [`TooLong`] if it is a text beyond [`LONGEST_TEXT`].
    pub fn text(&self, at: usize) -> Result<TextId, TooLong> {
        match self.read(at) {
            (kind::TEXT, value) => Ok(TextId(value as u32)),
            (kind::TOO_LONG, _) => Err(TooLong),
            _ => Ok(TextId::NONE),
        }
    }

    /// The texts of several fields that stand together, each as by [`Fields::text`].
    ///
    /// # Errors
    /// [`TooLong`] if one of them is beyond [`LONGEST_TEXT`].
    pub fn texts<const COUNT: usize>(&self, at: usize) -> Result<[TextId; COUNT], TooLong> {
        let mut texts = [TextId::NONE; COUNT];
        for (offset, text) in texts.iter_mut().enumerate() {
            *text = self.text(at + offset)?;
        }
        Ok(texts)
    }

    /// Whether a field is this boolean.
    #[must_use]
    pub fn is(&self, at: usize, truth: bool) -> bool {
        self.value(at, kind::TRUTH) == Some(f64::from(u8::from(truth)))
    }
}
