//! The realtime of a real 6.5.3, frame by frame, with its snapshot: what is said, and what a member sees.

use super::carrier;
use crate::protocol::texts::{Table, Texts};
use crate::protocol::wire_twin;
use crate::realtime::{Input, Source, Stop, Watch};
use crate::unread::Book;
use serde_json::Value;

const FRAMES: &str = include_str!("../../../tests/fixtures/6.5.3/ddp-6.5.3.jsonl");
const REST: &str = include_str!("../../../tests/fixtures/6.5.3/rest-6.5.3.jsonl");
const ALICE: &str = "SWnKNZdL4xE9B7DCx";

/// The answer to `subscriptions.get`.
pub fn snapshot() -> Value {
    let line = REST.lines().find(|line| line.contains("\"name\": \"subscriptions-get\"")).unwrap();
    serde_json::from_str::<Value>(line).unwrap()["body"].clone()
}

/// Our ids for the recording's.
pub fn frames() -> Vec<(bool, Value)> {
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
    let (mut texts, mut book) = (Table::default(), Book::default());
    let user = texts.number(ALICE);
    let mut watch = Watch::new(texts.number("tab"));
    let mut now = 0;
    let mut sent = Vec::new();
    let mut said = |input: Input<'_>, watch: &mut Watch, book: &mut Book, texts: &Table| {
        now += 10;
        watch.handle(input, book, now, 0);
        let mut told = Vec::new();
        for (what, items) in carrier::outputs(&watch.take()) {
            if let Some(frame) = carrier::frame(what, &items, "RESUME-TOKEN", texts) {
                told.push(frame["method"].as_str().or(frame["msg"].as_str()).unwrap().to_owned());
                sent.push(frame);
            } else {
                told.push(format!("{what:?}"));
            }
        }
        told.join(", ")
    };
    let begun = said(Input::Begin { shared: false, visible: true }, &mut watch, &mut book, &texts);
    assert_eq!(begun, "AskCredentials");
    assert_eq!(said(Input::Credentials(user), &mut watch, &mut book, &texts), "Open");
    assert!(said(Input::Opened, &mut watch, &mut book, &texts).contains("connect"));
    for ((_, frame), (message, expected)) in frames().iter().filter(|(incoming, _)| *incoming).zip(STEPS) {
        assert_eq!(frame["msg"], message);
        let items = wire_twin::frame(frame, &mut texts);
        let mut told = said(Input::Frame(&items), &mut watch, &mut book, &texts);
        if watch.complete() {
            told = format!("{} {}", book.unread().badge(), book.room_badge(texts.number("dev")).unwrap());
        }
        assert_eq!(told, expected, "after {frame}");
        if expected.starts_with("Fetch") {
            let answer = wire_twin::answer(&snapshot(), &mut texts);
            said(Input::Snapshot(1, Ok(&answer)), &mut watch, &mut book, &texts);
            assert_eq!((book.rooms().count(), book.unread().badge().as_str()), (8, "•"));
        }
    }
    let status = watch.status();
    assert_eq!((status.source, status.stop), (Source::Realtime, Stop::Not));
    // What a real client said, but for its asking for somebody else's stream, and for trying a bad token later.
    let recorded = frames().into_iter().filter(|(incoming, _)| !incoming).map(|(_, frame)| frame);
    for (ours, theirs) in sent.iter().zip(recorded).take(4) {
        let mut ours = ours.clone();
        if let (Some(ours), Some(theirs)) = (ours.get_mut("id"), theirs.get("id")) {
            ours.clone_from(theirs);
        }
        assert_eq!(ours, theirs);
    }
    assert_eq!(sent.len(), 5);
}
