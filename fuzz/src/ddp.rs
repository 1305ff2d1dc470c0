//! What the realtime and other tabs say, one list of texts and numbers a line: read, and taken in by a watch.

use gantry::protocol::ddp::read;
use gantry::protocol::record::ITEMS;
use gantry::protocol::{Record, TextId, Texts};
use gantry::realtime::{Do, Input, Watch};
use gantry::unread::Book;

use super::json::{Table, lines};

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
        let list = texts.list(&value);
        let _ = read(&list);
        if let Some(record) = list.get(..ITEMS).and_then(Record::read) {
            let mut again = Vec::new();
            record.list(&mut again);
            assert_eq!(Record::read(&again), Some(record));
        }
        for input in [
            Input::Frame(&list),
            Input::Snapshot(1, Ok(&list)),
            Input::Snapshot(0, Ok(&list)),
            Input::Told(&list),
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

fn outputs(list: &[f64]) {
    let mut rest = list;
    let mut count = 0;
    while let [what, length, after @ ..] = rest {
        assert!((0.0..=f64::from(Do::Notify as u8)).contains(what) && what.fract() == 0.0, "{list:?}");
        rest = after.get(*length as usize..).unwrap_or_else(|| panic!("{list:?} ends too soon"));
        count += 1;
    }
    assert!(rest.is_empty() && count < 32, "{list:?}");
}
