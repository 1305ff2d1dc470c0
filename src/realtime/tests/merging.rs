//! What the server says, what a frame says, and which of it is shown.

use crate::protocol::subscription::flag;
use crate::protocol::{Record, Tally, TextId};
use crate::realtime::NEVER;
use crate::realtime::ledger::{Ledger, Way};
use crate::unread::Book;
use serde_json::json;

const ROOM: TextId = TextId(1);
const OTHER_ROOM: TextId = TextId(2);
const ID: TextId = TextId(3);
const OTHER_ID: TextId = TextId(4);

fn record(id: TextId, unread: u32, at: f64) -> Record {
    let flags = flag::THREADS | (u32::from(unread > 0) * flag::ALERT);
    let names = [ROOM, TextId::NONE, TextId::NONE];
    Record { id, room: ROOM, names, tally: Tally { unread, flags, updated_at: at } }
}

fn known(unread: u32) -> (Ledger, Book) {
    let (mut ledger, mut book) = (Ledger::default(), Book::default());
    ledger.ask();
    ledger.take(&mut book, &record(ID, unread, 100.0), Way::Whole);
    ledger.finish(&mut book, Way::Whole, 0);
    ledger.set_current(true);
    (ledger, book)
}

fn frame(unread: u32) -> Tally {
    Tally { unread, flags: u32::from(unread > 0) * flag::ALERT, ..Tally::default() }
}

/// As a frame's word of a room comes to the ledger; whether it was taken.
fn frame_of(ledger: &mut Ledger, book: &mut Book, room: TextId, tally: Tally, own: bool, now: u64) -> bool {
    if !ledger.welcomes(book, room) {
        return false;
    }
    let (slot, _) = book.enter(room, [TextId::NONE; 3]).unwrap();
    ledger.frame(book, slot, tally, own, now)
}

#[test]
fn late_changes_lose_and_are_looked_into() {
    let (mut ledger, mut book) = known(2);
    assert!(!ledger.take(&mut book, &record(ID, 1, 99.0), Way::Change));
    assert_eq!((book.unread().total, ledger.doubt()), (2, true));
    let (mut ledger, mut book) = known(2);
    assert!(!ledger.take(&mut book, &record(ID, 2, 100.0), Way::Change));
    assert!(!ledger.doubt());
}

#[test]
fn two_changes_of_one_moment_are_looked_into() {
    let (mut ledger, mut book) = known(2);
    assert!(ledger.take(&mut book, &record(ID, 4, 110.0), Way::Change));
    assert!(!ledger.doubt());
    assert!(ledger.take(&mut book, &record(ID, 3, 110.0), Way::Change));
    assert!(ledger.doubt());
}

#[test]
fn a_snapshot_does_not_undo_what_came_while_it_was_on_its_way() {
    let (mut ledger, mut book) = known(0);
    ledger.ask();
    ledger.take(&mut book, &record(ID, 3, 120.0), Way::Change);
    ledger.take(&mut book, &record(ID, 2, 110.0), Way::Whole);
    ledger.finish(&mut book, Way::Whole, 0);
    assert_eq!(book.unread().total, 3);
}

#[test]
fn what_is_removed_stays_removed_and_a_room_joined_again_is_there() {
    let (mut ledger, mut book) = known(4);
    assert!(ledger.remove(&mut book, ID));
    assert!(!ledger.take(&mut book, &record(ID, 5, 130.0), Way::Change));
    assert_eq!((book.unread().total, book.rooms().count()), (0, 0));
    assert!(ledger.take(&mut book, &record(OTHER_ID, 1, 140.0), Way::Change));
    assert_eq!((book.unread().total, book.rooms().count()), (1, 1));
}

#[test]
fn a_frame_is_quicker_about_reading_its_own_room_and_about_nothing_else() {
    let (mut ledger, mut book) = known(4);
    let slot = book.slot(ROOM).unwrap();
    assert!(!ledger.frame(&mut book, slot, frame(0), false, 1_000), "another room");
    assert!(!ledger.frame(&mut book, slot, frame(5), true, 1_000), "an echo");
    assert!(ledger.frame(&mut book, slot, frame(0), true, 1_000));
    assert_eq!(book.unread().total, 0);
    // The server's word that was on its way makes nothing flicker.
    assert!(!ledger.take(&mut book, &record(ID, 5, 150.0), Way::Change));
    assert!(!ledger.take(&mut book, &record(ID, 0, 151.0), Way::Change));
    assert!(ledger.take(&mut book, &record(ID, 1, 152.0), Way::Change));
    assert_eq!(book.unread().total, 1);
}

#[test]
fn a_frame_that_is_wrong_is_believed_for_seconds_only() {
    let (mut ledger, mut book) = known(4);
    let slot = book.slot(ROOM).unwrap();
    ledger.frame(&mut book, slot, frame(1), true, 1_000);
    assert_eq!((book.unread().total, ledger.deadline()), (1, 6_000));
    assert!(ledger.tick(&mut book, 6_000));
    assert_eq!((book.unread().total, ledger.deadline()), (4, NEVER));
}

#[test]
fn frames_are_believed_while_there_is_no_realtime_until_it_is_back() {
    let (mut ledger, mut book) = known(4);
    ledger.set_current(false);
    let slot = book.slot(ROOM).unwrap();
    assert!(ledger.frame(&mut book, slot, frame(7), false, 1_000));
    frame_of(&mut ledger, &mut book, OTHER_ROOM, frame(2), false, 1_000);
    assert_eq!(book.unread().total, 9);
    ledger.ask();
    ledger.finish(&mut book, Way::Since, 2_000);
    assert_eq!((book.unread().total, book.rooms().count()), (4, 1));
    ledger.set_current(true);
    assert!(!frame_of(&mut ledger, &mut book, OTHER_ROOM, frame(3), true, 3_000));
    assert_eq!((book.unread().total, book.rooms().count()), (4, 1));
}

#[test]
fn what_is_no_message_of_a_tab_changes_nothing() {
    let mut browser = super::browser::Browser::new(2);
    browser.open_tab(true);
    browser.open_tab(true);
    browser.live(500);
    let before = browser.shown(1);
    let user = super::browser::ALICE.user;
    for message in [
        json!([]),
        json!([user]),
        json!([null]),
        json!([9, user]),
        json!([null, user]),
        json!([2]),
        json!([1, user, "tab0"]),
        json!([1, user, "tab0", 7, 1, 1]),
        json!([1, user, "tab0", 7, 1, 9, 1e300, 40, "s", "r", 0, 0, 0, -1, 0, null]),
        json!([1, user, "tab0", 7, 0, 1, 5, 1, "", "r", 0, 0, 0, 4, 0, null]),
        json!([1, "somebody else", "tab0", 7, 1, 1, 5, 0]),
        json!([0, user, "tab0", "tab0", "r0", -1, null]),
        json!([0, user, 0, 0, 0, 0, 0, 0]),
        json!([3]),
        json!([3, 0]),
        json!(["0", user]),
    ] {
        let tab = &mut browser.tabs[1];
        let items = crate::protocol::wire_twin::numbers(message.as_array().unwrap(), &mut tab.texts);
        browser.handle(1, crate::realtime::Input::Told(&items));
    }
    browser.live(10_000);
    assert_eq!((browser.shown(1), browser.sockets()), (before, 1));
}

#[test]
fn what_still_comes_of_a_subscription_that_another_has_replaced_is_late() {
    let (mut ledger, mut book) = known(4);
    assert!(ledger.take(&mut book, &record(OTHER_ID, 1, 140.0), Way::Change));
    assert!(!ledger.take(&mut book, &record(ID, 5, 150.0), Way::Change));
    assert_eq!(book.unread().total, 1);
}

#[test]
fn a_whole_record_that_tells_of_no_threads_has_none() {
    let (mut ledger, mut book) = known(0);
    let threads = |book: &Book| book.room(ROOM).unwrap().threads;
    let mut told = record(ID, 0, 110.0);
    told.tally.flags |= 2 << flag::THREADS_SHIFT;
    ledger.take(&mut book, &told, Way::Change);
    assert_eq!(threads(&book), 2);
    let mut items = Vec::new();
    record(ID, 0, 120.0).list(&mut items);
    items[6] = 0.0;
    ledger.take(&mut book, &Record::read(&items).unwrap(), Way::Change);
    assert_eq!(threads(&book), 0);
}
