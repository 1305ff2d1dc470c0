//! What `www/wire.js` makes of what comes from outside, in Rust: for the tests of the rules, which begin behind it. That both
//! make the same of the same is in `tests/fixtures/wire.json`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::foreign::LONGEST_TEXT;
use super::record::ITEMS;
use super::subscription::flag;
use super::text::split_at_mark;
use super::texts::{Table, TextId, Texts};
use serde_json::{Value, json};

/// More threads than that are not told apart.
const MOST_THREADS: usize = 0xffff;

/// A text that is there and of some measure, by its negative number; 0 for whatever else.
fn text(value: &Value, texts: &mut Table) -> f64 {
    let text = value.as_str().filter(|text| text.encode_utf16().count() <= LONGEST_TEXT as usize);
    0.0 - f64::from(texts.number(text.unwrap_or_default()).0)
}

/// A count or a date. What is below 0 would be a text.
fn number(value: &Value) -> f64 {
    value.as_f64().filter(|number| number.is_finite() && *number >= 0.0).unwrap_or(f64::NAN)
}

fn date(value: &Value) -> f64 {
    match value {
        Value::String(text) => parsed(text).filter(|date| *date >= 0.0).unwrap_or(f64::NAN),
        Value::Object(_) => number(&value["$date"]),
        value => number(value),
    }
}

/// Milliseconds since 1970 of a date as REST writes it: `2026-11-22T14:24:08.193Z`.
fn parsed(text: &str) -> Option<f64> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    if shape != "0000-00-00T00:00:00.000Z" {
        return None;
    }
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    // Years begin with March, so that the day that is not always there is the last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468;
    let seconds = ((days * 24 + part(11, 13)?) * 60 + part(14, 16)?) * 60 + part(17, 19)?;
    Some((seconds * 1_000 + part(20, 23)?) as f64)
}

/// A subscription: `_id`, room id, name, display name, kind; unread, flags, `_updatedAt`.
pub fn record(record: &Value, texts: &mut Table) -> [f64; ITEMS] {
    let mut flags = 0;
    for (name, truth, bit) in [
        ("alert", true, flag::ALERT),
        ("hideUnreadStatus", true, flag::MUTED),
        ("archived", true, flag::ARCHIVED),
        ("open", false, flag::CLOSED),
    ] {
        flags |= if record[name] == truth { bit } else { 0 };
    }
    flags |= if record["unreadAlert"] == "nothing" { flag::NO_DOT } else { 0 };
    if let Some(threads) = record["tunread"].as_array() {
        flags |= flag::THREADS | (threads.len().min(MOST_THREADS) as u32) << flag::THREADS_SHIFT;
    }
    let [id, room, name, label, kind] = ["_id", "rid", "name", "fname", "t"].map(|name| text(&record[name], texts));
    let unread = if record["unread"].is_null() { 0.0 } else { number(&record["unread"]) };
    [id, room, name, label, kind, unread, f64::from(flags), date(&record["_updatedAt"])]
}

/// A frame: the items of [`super::ddp`].
pub fn frame(frame: &Value, texts: &mut Table) -> Vec<f64> {
    let (fields, error) = (&frame["fields"], &frame["error"]);
    let (user, event) = split_at_mark(fields["eventName"].as_str().unwrap_or_default(), b'/').unwrap_or_default();
    let mut items: Vec<f64> = ["msg", "id", "session", "collection"].map(|name| text(&frame[name], texts)).to_vec();
    items.extend([user, event].map(|part| text(&json!(part), texts)));
    items.push(text(&frame["result"]["id"], texts));
    items.push(f64::from(u8::from(!error.is_null())));
    let reason = &error["error"];
    items.push(if reason.is_number() { number(reason) } else { text(reason, texts) });
    let arguments = &fields["args"];
    items.push(text(&arguments[0], texts));
    items.extend(["_id", "rid"].map(|name| text(&arguments[0]["payload"][name], texts)));
    items.extend(record(&arguments[1], texts));
    items.extend(frame["subs"].as_array().into_iter().flatten().map(|id| text(id, texts)));
    items
}

/// The answer to a call for the subscriptions, by REST or over the socket: the number of records, those, and the ids of
/// subscriptions that are gone. Over the socket all of them come as a plain list.
pub fn answer(answer: &Value, texts: &mut Table) -> Vec<f64> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let records = list(if answer.is_array() { answer } else { &answer["update"] });
    let mut items = vec![records.len() as f64];
    for one in records {
        items.extend(record(&one, texts));
    }
    items.extend(list(&answer["remove"]).iter().map(|gone| text(&gone["_id"], texts)));
    items
}

/// A list with the letters of its texts, as it leaves a tab.
pub fn letters(items: &[f64], texts: &Table) -> Vec<Value> {
    let item = |item: &f64| match *item {
        item if item < 0.0 => json!(texts.text(TextId::from_list(item))),
        item if item.fract() == 0.0 && item < 9e15 => json!(item as u64),
        item => json!(item),
    };
    items.iter().map(item).collect()
}

/// A list with letters in the numbers of a tab.
pub fn numbers(items: &[Value], texts: &mut Table) -> Vec<f64> {
    items.iter().map(|item| if item.is_string() { text(item, texts) } else { number(item) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_milliseconds_since_1970() {
        for (text, millis) in [
            ("1970-01-01T00:00:00.000Z", 0.0),
            ("2000-02-29T23:59:59.999Z", 951_868_799_999.0),
            ("2026-11-22T14:24:08.193Z", 1_795_357_448_193.0),
        ] {
            assert_eq!(date(&json!(text)), millis, "{text}");
        }
        assert!(date(&json!("yesterday")).is_nan() && date(&json!("2026-11-22T14:24:08.1Z")).is_nan());
    }

    #[test]
    fn a_list_comes_to_another_tab_as_it_left() {
        let (mut here, mut there) = (Table::default(), Table::default());
        there.number("something that the other does not know");
        let items = frame(&json!({ "msg": "ping", "id": "x", "subs": ["y"] }), &mut here);
        let message = letters(&items, &here);
        assert_eq!(letters(&numbers(&message, &mut there), &there), message);
        assert_ne!(numbers(&message, &mut there)[1], items[1]);
    }
}
