//! JSON as what comes from outside, and the texts of a page.

use gantry::protocol::event::rules;
use gantry::protocol::foreign::LONGEST_TEXT;
use gantry::protocol::{TextId, Texts};
use serde_json::Value;

/// Texts and their numbers, as `www/texts.js` keeps them.
pub struct Table(Vec<String>);

impl Default for Table {
    fn default() -> Self {
        let names = rules().filter_map(|rule| rule.split(' ').next());
        Self(names.filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }
}

impl Texts for Table {
    fn number(&mut self, text: &str) -> TextId {
        if text.is_empty() || !is_bounded(text) {
            return TextId::NONE;
        }
        let at = self.0.iter().position(|known| known == text).unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        });
        TextId(at as u32 + 1)
    }

    fn text(&mut self, id: TextId) -> String {
        Self::text(self, id).to_owned()
    }
}

impl Table {
    /// The text of a number; empty where there is none.
    pub fn text(&self, id: TextId) -> &str {
        id.index().checked_sub(1).and_then(|at| self.0.get(at)).map_or("", String::as_str)
    }

    /// A list of texts and numbers, of which any may be anything.
    pub fn list(&mut self, value: &Value) -> Vec<f64> {
        let item = |value: &Value| match value {
            Value::String(text) => self.number(text).listed(),
            value => value.as_f64().unwrap_or(f64::NAN),
        };
        value.as_array().into_iter().flatten().map(item).collect()
    }
}

/// The values of a text of JSON lines; lines that are none are left out.
pub fn lines(data: &[u8]) -> Vec<Value> {
    data.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

/// A text of the length that is taken from outside at most.
pub fn is_bounded(text: &str) -> bool {
    text.encode_utf16().count() <= LONGEST_TEXT as usize
}
