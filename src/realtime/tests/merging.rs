//! What the server says, what a frame says, and which of it is shown.

use super::server::read;
use crate::protocol::Tally;
use crate::realtime::ledger::{Ledger, Way};
use crate::unread::Book;
use serde_json::{Value, json};

fn record(id: &str, unread: u32, at: i64) -> Value {
    json!({
        "_id": id, "rid": "r", "name": "r", "t": "p", "unread": unread, "alert": unread > 0, "open": true,
        "_updatedAt": { "$date": at },
    })
}

fn known(unread: u32) -> (Ledger, Book) {
    let (mut ledger, mut book) = (Ledger::default(), Book::default());
    ledger.ask();
    ledger.take(&mut book, &read(&record("s", unread, 100)).row(), Way::Whole);
    ledger.finish(&mut book, Way::Whole, 0);
    ledger.set_current(true);
    (ledger, book)
}

fn frame(unread: u32) -> Tally {
    Tally { unread: Some(unread), alert: unread > 0, ..Tally::default() }
}

#[test]
fn late_changes_lose_and_are_looked_into() {
    let (mut ledger, mut book) = known(2);
    assert!(!ledger.take(&mut book, &read(&record("s", 1, 99)).row(), Way::Change));
    assert_eq!((book.unread().total, ledger.doubt()), (2, true));
    let (mut ledger, mut book) = known(2);
    assert!(!ledger.take(&mut book, &read(&record("s", 2, 100)).row(), Way::Change));
    assert!(!ledger.doubt());
}

#[test]
fn a_snapshot_does_not_undo_what_came_while_it_was_on_its_way() {
    let (mut ledger, mut book) = known(0);
    ledger.ask();
    ledger.take(&mut book, &read(&record("s", 3, 120)).row(), Way::Change);
    ledger.take(&mut book, &read(&record("s", 2, 110)).row(), Way::Whole);
    ledger.finish(&mut book, Way::Whole, 0);
    assert_eq!(book.unread().total, 3);
}

#[test]
fn what_is_removed_stays_removed_and_a_room_joined_again_is_there() {
    let (mut ledger, mut book) = known(4);
    assert!(ledger.remove(&mut book, "s"));
    assert!(!ledger.take(&mut book, &read(&record("s", 5, 130)).row(), Way::Change));
    assert_eq!((book.unread().total, book.rooms().count()), (0, 0));
    assert!(ledger.take(&mut book, &read(&record("s2", 1, 140)).row(), Way::Change));
    assert_eq!((book.unread().total, book.rooms().count()), (1, 1));
}

#[test]
fn a_frame_is_quicker_about_reading_its_own_room_and_about_nothing_else() {
    let (mut ledger, mut book) = known(4);
    let slot = book.slot("r").unwrap();
    assert!(!ledger.frame(&mut book, slot, frame(0), false, 1_000), "another room");
    assert!(!ledger.frame(&mut book, slot, frame(5), true, 1_000), "an echo");
    assert!(ledger.frame(&mut book, slot, frame(0), true, 1_000));
    assert_eq!(book.unread().total, 0);
    // The server's word that was on its way makes nothing flicker.
    assert!(!ledger.take(&mut book, &read(&record("s", 5, 150)).row(), Way::Change));
    assert!(!ledger.take(&mut book, &read(&record("s", 0, 151)).row(), Way::Change));
    assert!(ledger.take(&mut book, &read(&record("s", 1, 152)).row(), Way::Change));
    assert_eq!(book.unread().total, 1);
}

#[test]
fn a_frame_that_is_wrong_is_believed_for_seconds_only() {
    let (mut ledger, mut book) = known(4);
    let slot = book.slot("r").unwrap();
    ledger.frame(&mut book, slot, frame(1), true, 1_000);
    assert_eq!((book.unread().total, ledger.deadline()), (1, Some(6_000)));
    assert!(ledger.tick(&mut book, 6_000));
    assert_eq!((book.unread().total, ledger.deadline()), (4, None));
}

#[test]
fn frames_are_believed_while_there_is_no_realtime_until_it_is_back() {
    let (mut ledger, mut book) = known(4);
    ledger.set_current(false);
    let slot = book.slot("r").unwrap();
    assert!(ledger.frame(&mut book, slot, frame(7), false, 1_000));
    let other = ("new", ["", "", ""]);
    ledger.frame_room(&mut book, other, frame(2), false, 1_000);
    assert_eq!(book.unread().total, 9);
    ledger.ask();
    ledger.finish(&mut book, Way::Since, 2_000);
    assert_eq!((book.unread().total, book.rooms().count()), (4, 1));
    ledger.set_current(true);
    assert_eq!(ledger.frame_room(&mut book, other, frame(3), true, 3_000), None);
}

#[test]
fn what_is_no_message_of_a_tab_changes_nothing() {
    let mut browser = super::browser::Browser::new(2);
    browser.open_tab(true);
    browser.open_tab(true);
    browser.live(500);
    let before = browser.shown(1);
    let text = || String::from(super::browser::USER);
    for (texts, numbers) in [
        (vec![], vec![]),
        (vec![text()], vec![]),
        (vec![text()], vec![9.0]),
        (vec![text()], vec![f64::NAN]),
        (vec![], vec![2.0]),
        (vec![text(); 2], vec![1.0, 7.0]),
        (vec![text(); 7], vec![1.0, 7.0, 1.0, 9.0, f64::INFINITY, -1.0, 0.0, f64::NAN]),
        (vec![text(); 4], vec![0.0, -1.0, f64::NAN]),
    ] {
        browser.handle(1, crate::realtime::Input::Told(&crate::protocol::Packed { texts, numbers }));
    }
    browser.live(10_000);
    assert_eq!((browser.shown(1), browser.sockets()), (before, 1));
}
