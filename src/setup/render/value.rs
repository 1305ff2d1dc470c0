//! Values, short enough for a line.

use serde_json::Value;

use crate::config::is_secret;

/// What stands for a secret.
pub(super) const MASK: &str = "(secret)";

const LONGEST: usize = 60;

/// A secret's value as it may be shown; anything else as it is.
pub(in crate::setup) fn masked(id: &str, value: &Value) -> Value {
    let empty = value.is_boolean() || value.is_number() || value.is_null() || value.as_str() == Some("");
    if is_secret(id) && !empty { Value::String(MASK.to_owned()) } else { value.clone() }
}

/// A value on one line: texts in quotation marks, long ones cut.
pub(super) fn short(id: &str, value: &Value) -> String {
    let text = match masked(id, value) {
        Value::Null => "nothing".to_owned(),
        Value::String(text) if text == MASK => text,
        other => other.to_string(),
    };
    if text.chars().count() <= LONGEST {
        return text;
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    start + "\u{2026}"
}
