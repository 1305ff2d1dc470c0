//! The settings as far as they are known.

use std::collections::BTreeMap;

use serde_json::Value;

use super::calls::{self, Calls};
use super::report::{Report, Topic, Why};

/// More pages than any server has: public settings are some 400, a page 50 or more.
const MOST_PAGES: usize = 9;
/// A value is shown up to here, in characters.
const SHOWN: usize = 160;

/// Settings by id: all of them, or those that everybody may read.
pub(super) struct Known {
    values: BTreeMap<String, Value>,
}

impl Known {
    pub(super) fn new(values: BTreeMap<String, Value>) -> Self {
        Self { values }
    }

    pub(super) fn value(&self, id: &str) -> Option<&Value> {
        self.values.get(id)
    }

    /// Whether a switch is on, as Rocket.Chat decides it: by JavaScript's idea of truth, so a text is on whatever it
    /// says.
    pub(super) fn is_on(&self, id: &str) -> Option<bool> {
        self.value(id).map(|value| match value {
            Value::Bool(on) => *on,
            Value::String(text) => !text.is_empty(),
            Value::Number(number) => number.as_f64() != Some(0.0),
            Value::Null => false,
            Value::Array(_) | Value::Object(_) => true,
        })
    }

    pub(super) fn text(&self, id: &str) -> Option<&str> {
        self.value(id).and_then(Value::as_str)
    }

    pub(super) fn number(&self, id: &str) -> Option<f64> {
        self.value(id).and_then(Value::as_f64)
    }

    /// `id = value`, cut where it is long.
    pub(super) fn shown(&self, id: &str) -> String {
        let value = self.value(id).map_or_else(|| "?".to_owned(), Value::to_string);
        let short: String = value.chars().take(SHOWN).collect();
        let more = if short.len() < value.len() { "..." } else { "" };
        format!("{id} = {short}{more}")
    }
}

/// Asks for the settings that everybody may read, page by page where the server clamps.
pub(super) fn public(calls: &mut Calls, report: &mut Report) -> Known {
    let mut values = BTreeMap::new();
    for _ in 0..MOST_PAGES {
        let answer = calls.get(&format!("/api/v1/settings.public?count=0&offset={}", values.len()));
        let (body, came) = match &answer {
            Ok(answer) => (calls::json(answer), calls::came("GET /api/v1/settings.public", answer)),
            Err(broken) => (None, calls::words(broken)),
        };
        let Some(page) = body.as_ref().and_then(|body| body.get("settings")).and_then(Value::as_array) else {
            report.skip(Topic::PublicSettings, Why::NoAnswer(came));
            break;
        };
        let before = values.len();
        for setting in page {
            if let (Some(id), Some(value)) = (setting.get("_id").and_then(Value::as_str), setting.get("value")) {
                values.insert(id.to_owned(), value.clone());
            }
        }
        let total = body.as_ref().and_then(|body| body.get("total")).and_then(Value::as_u64).unwrap_or(0);
        if values.len() == before || values.len() as u64 >= total {
            break;
        }
    }
    Known::new(values)
}
