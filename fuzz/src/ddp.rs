//! Frames of the realtime, one JSON value a line; and records on their way between two tabs.

use gantry::protocol::ddp::{Incoming, News, Outgoing, Stream, read};
use gantry::protocol::record::{NUMBERS, TEXTS};
use gantry::protocol::{Packed, Record, Row};
use gantry::unread::Book;
use serde_json::Value;

use super::json::{Json, is_bounded, lines};

/// What is read is bounded; a record is the same after being packed and unpacked, up to the greatest number of threads;
/// a packed record from another tab is a record or nothing; what we say is JSON whatever text is in it.
pub fn check(data: &[u8]) {
    let mut book = Book::default();
    for value in lines(data) {
        match read(&Json(Some(&value))) {
            Incoming::News(user, News::Changed(record)) => {
                assert!(is_bounded(&user) && is_bounded(&record.id));
                packed(&record);
                book.take_subscription(&record.subscription);
            }
            Incoming::News(_, News::Notice(notice)) => {
                assert!(is_bounded(&notice.title) && is_bounded(&notice.text));
                assert!(!notice.message.is_empty() && !notice.room.is_empty());
            }
            Incoming::LoggedIn(user) => said(&Outgoing::Subscribe(&user, Stream::Subscriptions)),
            Incoming::Ping(id) => said(&Outgoing::Pong(id.as_deref())),
            _ => {}
        }
        if let Ok(Some(record)) = Record::read(&Json(Some(&value))) {
            packed(&record);
        }
        foreign_packed(&value);
        if let Some(since) = value.as_f64() {
            said(&Outgoing::Subscriptions(Some(since)));
        }
        if let Some(text) = value.as_str() {
            said(&Outgoing::Login(text));
            said(&Outgoing::Pong(Some(text)));
        }
    }
}

fn said(outgoing: &Outgoing<'_>) {
    let text = outgoing.text();
    let frame: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    match outgoing {
        Outgoing::Login(token) => assert_eq!(frame["params"][0]["resume"], **token),
        Outgoing::Pong(Some(id)) => assert_eq!(frame["id"], **id),
        Outgoing::Subscriptions(Some(since)) => {
            let sent = frame["params"][0]["$date"].as_f64();
            assert!(sent.is_some_and(|date| date >= 0.0));
            assert!(sent == Some(since.trunc()) || !(0.0..4.2e15).contains(since), "{text}");
        }
        _ => {}
    }
}

fn packed(record: &Record) {
    let mut packed = Packed::default();
    record.row().pack(&mut packed);
    assert_eq!((packed.texts.len(), packed.numbers.len()), (TEXTS, NUMBERS));
    let back = Row::unpack(&packed.texts, &packed.numbers).unwrap_or_else(|| panic!("{record:?} is lost"));
    let mut sent = record.row();
    sent.tally.threads = sent.tally.threads.map(|number| number.min(0xffff));
    // A record that tells no number is one without unread messages.
    sent.tally.unread = Some(sent.tally.unread.unwrap_or(0));
    assert_eq!(back, sent);
}

/// `{"texts": [...], "numbers": [...]}` as another tab may send them.
fn foreign_packed(value: &Value) {
    let list = |key: &str| value.get(key).and_then(Value::as_array);
    let (Some(texts), Some(numbers)) = (list("texts"), list("numbers")) else { return };
    let texts: Vec<String> = texts.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let numbers: Vec<f64> = numbers.iter().map(|number| number.as_f64().unwrap_or(f64::NAN)).collect();
    if let Some(row) = Row::unpack(&texts, &numbers) {
        assert!(!row.id.is_empty() && !row.room.is_empty());
        let mut again = Packed::default();
        row.pack(&mut again);
        assert_eq!(Row::unpack(&again.texts, &again.numbers), Some(row));
    }
}
