//! What `www/fields.js` makes of a message, in Rust: for the tests of the rules, which begin behind it.

#![allow(clippy::indexing_slicing, reason = "what a message does not have is null")]

use super::event::rules;
use super::foreign::{LONGEST_TEXT, kind};
use super::texts::{Table, Texts};
use serde_json::Value;

/// A date is written `{"$date": milliseconds}`.
fn put(items: &mut Vec<f64>, value: &Value, texts: &mut Table) {
    let (kind, value) = match value {
        Value::Null => (kind::NOTHING, 0.0),
        Value::Bool(truth) => (kind::TRUTH, f64::from(u8::from(*truth))),
        Value::Number(number) => (kind::NUMBER, number.as_f64().unwrap_or(f64::NAN)),
        Value::String(text) if text.encode_utf16().count() > LONGEST_TEXT as usize => (kind::TOO_LONG, 0.0),
        Value::String(text) => (kind::TEXT, f64::from(texts.number(text).0)),
        Value::Array(list) => (kind::LIST, list.len() as f64),
        Value::Object(object) => match object.get("$date").and_then(Value::as_f64) {
            Some(date) => (kind::NUMBER, date),
            None => (kind::OBJECT, 0.0),
        },
    };
    items.extend([f64::from(kind), value]);
}

/// The fields of a message, for the rules.
pub fn read(message: &Value, texts: &mut Table) -> Vec<f64> {
    let (name, data) = (&message["eventName"], &message["data"]);
    let named = name.as_str().unwrap_or_default();
    let mut items = Vec::new();
    for value in [message, name, data] {
        put(&mut items, value, texts);
    }
    let rule = rules().find(|rule| rule.split(' ').next() == Some(named)).unwrap_or_default();
    let from = if named.is_empty() { message } else { data };
    for path in rule.split(' ').skip(1) {
        put(&mut items, path.split('.').fold(from, |value, step| &value[step]), texts);
    }
    items
}
