//! What the realtime and REST say, one JSON value a line, read and taken in by a watch: a frame or an answer of the
//! server; or a list of texts and numbers, as the rules get it from the script before them.

use gantry::protocol::ddp::read;
use gantry::protocol::record::ITEMS;
use gantry::protocol::{Record, TextId, Texts};
use gantry::realtime::{Do, Input, Watch};
use gantry::unread::Book;

use super::json::{Table, lines};
use super::twins::wire;

/// A watch does a bounded number of things for one word, each a thing that there is, with as many items as it says; its
/// counts are those of its rooms; and a record is the same after it has been told to another tab.
pub fn check(data: &[u8]) {
    let mut texts = Table::default();
    let user = texts.number("alice");
    let tab = texts.number("tab");
    let mut watch = Watch::new(tab);
    let mut book = Book::default();
    let mut now = 1_000;
    for input in
        [Input::Begin { shared: true, visible: true }, Input::Credentials(user), Input::Lock(true), Input::Opened]
    {
        watch.handle(input, &mut book, now, 0);
        outputs(&watch.take());
    }
    for value in lines(data) {
        let [frame, answer] = if value.is_array() {
            [texts.list(&value), texts.list(&value)]
        } else {
            [wire::frame(&value, &mut texts), wire::answer(&value, &mut texts)]
        };
        let _ = read(&frame);
        if let Some(record) = frame.get(..ITEMS).and_then(Record::read) {
            let mut again = Vec::new();
            record.list(&mut again);
            assert_eq!(Record::read(&again), Some(record));
        }
        for input in [
            Input::Frame(&frame),
            Input::Snapshot(1, Ok(&answer)),
            Input::Snapshot(0, Ok(&answer)),
            Input::Told(&frame),
            Input::Tick,
        ] {
            now += 300;
            watch.handle(input, &mut book, now, 7);
            outputs(&watch.take());
        }
        let all = book.unread();
        if watch.complete() {
            let sum: u64 = book.rooms().map(|room| u64::from(room.count)).sum();
            assert_eq!(u64::from(all.total), sum.min(u64::from(u32::MAX)));
        }
        assert!(watch.user() == user || watch.user() == TextId::NONE);
    }
}

/// What is to be done, one by one: each by its number, with its items.
pub fn outputs(list: &[f64]) -> Vec<(u8, &[f64])> {
    let mut rest = list;
    let mut outputs = Vec::new();
    while let [what, length, after @ ..] = rest {
        assert!((0.0..=f64::from(Do::Notify as u8)).contains(what) && what.fract() == 0.0, "{list:?}");
        let (items, behind) =
            after.split_at_checked(*length as usize).unwrap_or_else(|| panic!("{list:?} ends too soon"));
        outputs.push((*what as u8, items));
        rest = behind;
    }
    assert!(rest.is_empty() && outputs.len() < 32, "{list:?}");
    outputs
}
