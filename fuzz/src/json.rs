//! JSON as a value from outside.

use gantry::protocol::foreign::{Foreign, LONGEST_TEXT, Read};
use serde_json::Value;

/// A JSON value or nothing, read as the browser's shell reads a JavaScript value.
#[derive(Clone, Copy, Debug)]
pub struct Json<'a>(pub Option<&'a Value>);

impl Foreign for Json<'_> {
    fn field(&self, name: &str) -> Self {
        let item = |list: &'_ Value| name.parse::<usize>().ok().is_some_and(|at| list.get(at).is_some());
        Self(self.0.and_then(|value| {
            if value.is_array() && item(value) { value.get(name.parse::<usize>().ok()?) } else { value.get(name) }
        }))
    }

    fn read(&self) -> Read {
        match self.0 {
            None | Some(Value::Null) => Read::Nothing,
            Some(Value::Bool(truth)) => Read::Truth(*truth),
            Some(Value::Number(number)) => number.as_f64().map_or(Read::Strange, Read::Number),
            Some(Value::String(text)) if text.encode_utf16().count() > LONGEST_TEXT as usize => Read::TooLong,
            Some(Value::String(text)) => Read::Text(text.clone()),
            Some(Value::Array(list)) => Read::List(u32::try_from(list.len()).unwrap_or(u32::MAX)),
            Some(Value::Object(_)) => Read::Object,
        }
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
