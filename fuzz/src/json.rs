//! JSON as what comes from outside, handed to the rules as a browser's page hands it on (`www/fields.js`, `www/wire.js`).

use gantry::protocol::event::rules;
use gantry::protocol::foreign::{LONGEST_TEXT, kind};
use gantry::protocol::{TextId, Texts};
use serde_json::Value;

/// Texts and their numbers.
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
        id.index().checked_sub(1).and_then(|at| self.0.get(at)).cloned().unwrap_or_default()
    }
}

impl Table {
    /// The fields of a message that the rules ask for.
    pub fn fields(&mut self, message: &Value) -> Vec<f64> {
        let (name, data) = (&message["eventName"], &message["data"]);
        let named = name.as_str().filter(|name| !name.is_empty());
        let mut items = Vec::new();
        for value in [message, name, data] {
            self.put(value, &mut items);
        }
        let rule = rules().find(|rule| rule.split(' ').next() == Some(named.unwrap_or_default()));
        for path in rule.into_iter().flat_map(|rule| rule.split(' ').skip(1)) {
            let base = if named.is_some() { data } else { message };
            self.put(path.split('.').fold(base, |value, step| &value[step]), &mut items);
        }
        items
    }

    fn put(&mut self, value: &Value, items: &mut Vec<f64>) {
        let (kind, value) = match value {
            Value::Null => (kind::NOTHING, 0.0),
            Value::Bool(truth) => (kind::TRUTH, f64::from(u8::from(*truth))),
            Value::Number(number) => (kind::NUMBER, number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) if is_bounded(text) => (kind::TEXT, f64::from(self.number(text).0)),
            Value::String(_) => (kind::TOO_LONG, 0.0),
            Value::Array(list) => (kind::LIST, list.len() as f64),
            Value::Object(_) => (kind::OBJECT, 0.0),
        };
        items.extend([f64::from(kind), value]);
    }

    /// A list of texts and numbers.
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
