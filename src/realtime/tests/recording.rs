//! The realtime of a real 6.5.3, frame by frame, with its snapshot: what is said, and what a member sees.

use crate::protocol::record::flag;
use crate::protocol::{Credentials, Packed, ddp};
use crate::realtime::{Do, Input, Source, Stop, Watch};
use crate::unread::Book;
use serde_json::Value;

const FRAMES: &str = include_str!("../../../tests/fixtures/6.5.3/ddp-6.5.3.jsonl");
const REST: &str = include_str!("../../../tests/fixtures/6.5.3/rest-6.5.3.jsonl");
const ALICE: &str = "SWnKNZdL4xE9B7DCx";

/// Records as the browser's half packs them.
fn snapshot() -> Packed {
    let line = REST.lines().find(|line| line.contains("\"name\": \"subscriptions-get\"")).unwrap();
    let line: Value = serde_json::from_str(line).unwrap();
    let mut packed = Packed::default();
    for record in line["body"]["update"].as_array().unwrap() {
        for name in ["_id", "rid", "name", "fname", "t"] {
            packed.texts.push(record[name].as_str().unwrap_or_default().to_owned());
        }
        let mut flags = u32::from(record["alert"] == true) * flag::ALERT;
        if let Some(threads) = record["tunread"].as_array() {
            flags |= flag::THREADS | (threads.len() as u32) << flag::THREADS_SHIFT;
        }
        packed.numbers.extend([record["unread"].as_f64().unwrap(), f64::from(flags), 1_795_357_456_885.0]);
    }
    packed
}

/// Our ids for the recording's.
fn frames() -> Vec<(bool, Value)> {
    let ids = [("\"1\"", "\"login\""), ("\"2\"", "\"login\""), ("\"s1\"", "\"subscriptions-changed\"")];
    let mut text = FRAMES.to_owned();
    for (theirs, ours) in ids {
        text = text.replace(&format!("\"id\":{theirs}"), &format!("\"id\":{ours}"));
        text = text.replace(&format!("[{theirs}]"), &format!("[{ours}]"));
    }
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|line| (line["dir"] == "in", line["frame"].clone())).collect()
}

/// What each frame of the server led to: what we said, and the badges of all rooms and of `dev`.
const STEPS: [(&str, &str); 11] = [
    ("connected", "login"),
    ("added", ""),
    ("updated", ""),
    ("result", "sub, sub, sub"),
    ("ready", "Fetch"),
    ("ready", "• •"),
    ("nosub", "• •"),
    ("changed", "1 1"),
    ("changed", "• •"),
    ("updated", "• •"),
    ("result", "• •"),
];

#[test]
fn the_recording_is_answered_and_counted_as_a_member_would_see_it() {
    let mut book = Book::default();
    let mut watch = Watch::new("tab".into());
    let mut now = 0;
    let mut said = |input: Input<'_>, watch: &mut Watch, book: &mut Book| {
        now += 10;
        watch.handle(input, book, now, 0);
        let mut told = Vec::new();
        for output in watch.take() {
            match output.what {
                Do::Send => {
                    let frame: Value = serde_json::from_str(&output.words.texts[0]).unwrap();
                    told.push(frame["method"].as_str().or(frame["msg"].as_str()).unwrap().to_owned());
                }
                Do::Changed | Do::Status => {}
                other => told.push(format!("{other:?}")),
            }
        }
        told.join(", ")
    };
    let begun = said(Input::Begin { shared: false, visible: true }, &mut watch, &mut book);
    assert_eq!(begun, "AskCredentials");
    let credentials = Credentials { token: "RESUME-TOKEN".into(), user_id: ALICE.into() };
    assert_eq!(said(Input::Credentials(Some(&credentials)), &mut watch, &mut book), "Open");
    assert!(said(Input::Opened, &mut watch, &mut book).contains("connect"));
    for ((_, frame), (message, expected)) in frames().iter().filter(|(incoming, _)| *incoming).zip(STEPS) {
        assert_eq!(frame["msg"], message);
        let mut told = said(Input::Frame(&ddp::read(frame)), &mut watch, &mut book);
        if watch.complete() {
            told = format!("{} {}", book.unread().badge(), book.room_badge("dev").unwrap());
        }
        assert_eq!(told, expected, "after {frame}");
        if expected.starts_with("Fetch") {
            said(Input::Snapshot(1, Ok(&snapshot())), &mut watch, &mut book);
            assert_eq!((book.rooms().count(), book.unread().badge().as_str()), (8, "•"));
        }
    }
    let status = watch.status(now);
    assert_eq!((status.source, status.stop), (Source::Realtime, None::<Stop>));
}
