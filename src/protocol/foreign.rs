//! Values from outside, read field by field and never as a whole.
//!
//! A message may be cyclic, endlessly deep or ten megabytes long. Reading only the fields that a rule names keeps that
//! harmless, and is what makes a message cheap: a subscription has forty fields, a badge needs nine.

/// The longest text that is taken from a message, in UTF-16 units. Rocket.Chat's names and ids stay far below.
pub const LONGEST_TEXT: u32 = 1000;

/// What a foreign value turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Read {
    /// Absent, `undefined` or `null`.
    Nothing,
    /// A boolean.
    Truth(bool),
    /// A number, or a date as milliseconds since 1970.
    Number(f64),
    /// A text of at most [`LONGEST_TEXT`].
    Text(String),
    /// A longer text, not copied.
    TooLong,
    /// An array, by its length.
    List(u32),
    /// Any other object.
    Object,
    /// A function, symbol or whatever else no message should hold, or a getter that threw.
    Strange,
}

/// A value from outside: in the browser a JavaScript value, in tests a JSON value.
pub trait Foreign: Sized {
    /// The own or inherited field of that name; an absent one reads as [`Read::Nothing`]. The items of a
    /// list are fields named `0`, `1` and so on. Never throws.
    fn field(&self, name: &str) -> Self;

    /// What this value is. A text longer than [`LONGEST_TEXT`] is not copied.
    fn read(&self) -> Read;

    /// The text of a field; `None` if it is no text or empty.
    ///
    /// # Errors
    /// [`TooLong`] if it is a text beyond [`LONGEST_TEXT`].
    #[inline(never)]
    fn text(&self, name: &str) -> Result<Option<String>, TooLong> {
        self.field(name).as_text()
    }

    /// This value as a text; `None` if it is none or empty.
    ///
    /// # Errors
    /// [`TooLong`] if it is a text beyond [`LONGEST_TEXT`].
    fn as_text(&self) -> Result<Option<String>, TooLong> {
        match self.read() {
            Read::Text(text) if !text.is_empty() => Ok(Some(text)),
            Read::TooLong => Err(TooLong),
            _ => Ok(None),
        }
    }

    /// The texts of several fields, each as by [`Foreign::text`].
    ///
    /// # Errors
    /// [`TooLong`] if one of them is beyond [`LONGEST_TEXT`].
    fn texts<const COUNT: usize>(&self, names: [&str; COUNT]) -> Result<[Option<String>; COUNT], TooLong> {
        let mut texts = [const { None }; COUNT];
        fill(self, &names, &mut texts)?;
        Ok(texts)
    }

    /// The number of a field, if it is one and finite.
    #[inline(never)]
    fn number(&self, name: &str) -> Option<f64> {
        match self.field(name).read() {
            Read::Number(number) if number.is_finite() => Some(number),
            _ => None,
        }
    }

    /// The boolean of a field, if it is one.
    #[inline(never)]
    fn truth(&self, name: &str) -> Option<bool> {
        match self.field(name).read() {
            Read::Truth(truth) => Some(truth),
            _ => None,
        }
    }
}

/// One loop for all counts of fields: the WebAssembly holds it once.
fn fill<F: Foreign>(value: &F, names: &[&str], texts: &mut [Option<String>]) -> Result<(), TooLong> {
    for (name, text) in names.iter().zip(texts) {
        *text = value.text(name)?;
    }
    Ok(())
}

/// A text was longer than [`LONGEST_TEXT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Foreign for serde_json::Value {
    fn field(&self, name: &str) -> Self {
        let item = || self.get(name.parse::<usize>().ok()?);
        self.get(name).or_else(item).cloned().unwrap_or(Self::Null)
    }

    fn read(&self) -> Read {
        match self {
            Self::Null => Read::Nothing,
            Self::Bool(truth) => Read::Truth(*truth),
            Self::Number(number) => number.as_f64().map_or(Read::Strange, Read::Number),
            Self::String(text) if text.encode_utf16().count() > LONGEST_TEXT as usize => Read::TooLong,
            Self::String(text) => Read::Text(text.clone()),
            Self::Array(list) => Read::List(u32::try_from(list.len()).unwrap_or(u32::MAX)),
            Self::Object(_) => Read::Object,
        }
    }
}
