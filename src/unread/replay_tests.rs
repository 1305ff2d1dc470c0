//! What a real Rocket.Chat 6.5.3 said, replayed, and the laws that the counts keep.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::{Book, RoomUnread, Unread};
use crate::protocol::subscription::flag;
use crate::protocol::texts::{Table, Texts};
use crate::protocol::{Event, Fields, Refusal, Subscription, Tally, TextId, Total, fields_twin, judge};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;

const CAPTURE: &str = include_str!("../../tests/fixtures/6.5.3/iframe-events-6.5.3.jsonl");
const ORIGIN: &str = "http://127.0.0.1:3300";

/// Rooms, by the numbers of their ids.
const A: TextId = TextId(101);
const B: TextId = TextId(102);

/// The badge after a step, and the badges of the rooms that have one.
type Reading = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The steps of the capture in their order, with what a person would read off them.
const READINGS: &[Reading] = &[
    ("load", "", &[]),
    ("login-form", "3", &[("general", "1"), ("dev", "1"), ("secret", "•"), ("bob", "1")]),
    ("open #general (command go)", "2", &[("dev", "1"), ("secret", "•"), ("bob", "1")]),
    ("bob posts in #general (open room)", "2", &[("dev", "1"), ("secret", "•"), ("bob", "1")]),
    ("bob mentions alice in #dev (other room)", "3", &[("dev", "2"), ("secret", "•"), ("bob", "1")]),
    ("bob posts plain in #dev", "3", &[("dev", "2"), ("secret", "•"), ("bob", "1")]),
    ("bob @all in #secret", "4", &[("dev", "2"), ("secret", "1"), ("bob", "1")]),
    ("bob DM", "5", &[("dev", "2"), ("secret", "1"), ("bob", "2")]),
    ("open #dev (command go)", "3", &[("secret", "1"), ("bob", "2")]),
    ("open secret group (go)", "2", &[("bob", "2")]),
    ("open DM (go)", "", &[]),
    ("alice sends message from composer", "", &[]),
    ("bob replies in thread", "•", &[("bob", "•")]),
    ("mark dev unread", "1", &[("dev", "1"), ("bob", "•")]),
    ("mark dev read (REST)", "•", &[("bob", "•")]),
    ("logout command", "", &[]),
    ("login-with-token command", "•", &[("bob", "•")]),
    ("reload", "•", &[("bob", "•")]),
    ("embedded: load logged out", "", &[]),
    ("embedded: login-with-token", "•", &[("dev", "•"), ("bob", "•")]),
    ("full layout: status from menu", "•", &[("dev", "•"), ("bob", "•")]),
    ("embedded: load logged out", "", &[]),
    ("embedded: login-with-token", "•", &[("dev", "•"), ("bob", "•")]),
    ("embedded: click channel mention", "•", &[("dev", "•"), ("bob", "•")]),
];

/// A book with the letters of its texts, as a page has them.
#[derive(Default)]
struct Counts {
    book: Book,
    texts: Table,
}

impl Counts {
    fn hear(&mut self, origin: &str, data: &Value) -> Result<Event, Refusal> {
        let [origin, expected] = [origin, ORIGIN].map(|text| self.texts.number(text));
        let fields = fields_twin::read(data, &mut self.texts);
        let event = judge(true, origin, expected, Fields(&fields), &mut self.texts)?;
        self.book.take(0, &event);
        Ok(event)
    }

    /// Whether anything shown has changed.
    fn note(&mut self, record: &Subscription) -> bool {
        self.book.take_subscription(record).1
    }

    fn room(&self, key: TextId) -> RoomUnread {
        self.book.room(key).unwrap()
    }

    fn unread(&self) -> Unread {
        self.book.unread()
    }

    /// What it shows, whatever the order in which its rooms became known.
    fn shown(&self) -> (Unread, BTreeMap<TextId, RoomUnread>) {
        (self.book.unread(), self.book.rooms().map(|room| (room.id, room)).collect())
    }

    fn badges(&self) -> (String, Vec<(String, String)>) {
        let rooms = self.book.rooms().filter_map(|room| {
            let badge = super::badge(room.count, room.alert, false);
            (!badge.is_empty()).then(|| (self.texts.text(room.name).to_owned(), badge))
        });
        (self.book.unread().badge(), rooms.collect())
    }
}

#[test]
fn the_capture_gives_the_counts_a_person_would_read_off_it() {
    let mut counts = Counts::default();
    let mut readings = READINGS.iter();
    let mut step = String::new();
    let mut lines = CAPTURE.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).peekable();
    while let Some(line) = lines.next() {
        step = line["step"].as_str().unwrap_or(&step).to_owned();
        counts.hear(line["origin"].as_str().unwrap(), &line["data"]).expect("a real event");
        if lines.peek().is_some_and(|next| next["step"].as_str() == Some(&step)) {
            continue;
        }
        let (named, total, rooms) = readings.next().expect("a reading for each step");
        assert_eq!(step, *named);
        let rooms: Vec<_> = rooms.iter().map(|(room, badge)| ((*room).to_owned(), (*badge).to_owned())).collect();
        let (told, mut told_rooms) = counts.badges();
        told_rooms.sort();
        let mut rooms = rooms;
        rooms.sort();
        assert_eq!((told.as_str(), told_rooms), (*total, rooms), "after {step}");
    }
    assert!(readings.next().is_none());
}

#[test]
fn every_captured_message_is_a_known_event() {
    for line in CAPTURE.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let heard = Counts::default().hear(ORIGIN, &line["data"]);
        heard.unwrap_or_else(|refusal| panic!("{refusal:?}: {line}"));
    }
}

#[test]
fn both_generations_of_totals_are_understood() {
    let told = |value: Value| {
        let data = serde_json::json!({"eventName": "unread-changed", "data": value});
        let mut counts = Counts::default();
        counts.hear(ORIGIN, &data).ok()?;
        Some(counts.unread())
    };
    let unread = |total, alert, overflow| Some(Unread { total, alert, overflow });
    assert_eq!(told("".into()), unread(0, false, false));
    assert_eq!(told("•".into()), unread(0, true, false));
    assert_eq!(told(3.into()), unread(3, false, false));
    assert_eq!(told("999+".into()), unread(999, false, true));
    assert_eq!(told(0.into()), unread(0, false, false));
    assert_eq!(told(1500.into()), unread(1500, false, false));
    assert_eq!(told(1500.into()).unwrap().badge(), "999+");
    for strange in [Value::Null, (-1).into(), 1.5.into(), "7".into(), "(3) ".into(), true.into(), serde_json::json!([])]
    {
        assert_eq!(told(strange), None);
    }
}

fn record(room: TextId, unread: u32, alert: bool) -> Subscription {
    let tally = Tally { unread, flags: u32::from(alert) * flag::ALERT, ..Tally::default() };
    Subscription { room, names: [room, TextId::NONE, TextId::NONE], tally }
}

#[test]
fn muted_hidden_and_archived_rooms_do_not_count() {
    for uncounted in [flag::MUTED, flag::ARCHIVED, flag::CLOSED] {
        let mut counts = Counts::default();
        let mut record = record(A, 5, true);
        counts.note(&record);
        assert_eq!(counts.unread().total, 5);
        record.tally = Tally { unread: 6, flags: flag::ALERT | uncounted, ..Tally::default() };
        counts.note(&record);
        assert_eq!(counts.unread(), Unread::default());
        record.tally = Tally { unread: 7, flags: flag::ALERT, ..Tally::default() };
        counts.note(&record);
        assert_eq!(counts.unread().total, 7);
    }
}

#[test]
fn a_room_that_is_to_show_no_dot_shows_none() {
    let mut counts = Counts::default();
    let mut silent = record(A, 0, true);
    silent.tally.flags |= flag::NO_DOT;
    counts.note(&silent);
    assert_eq!(counts.unread(), Unread::default());
}

#[test]
fn threads_stand_apart() {
    let mut counts = Counts::default();
    let mut threads = record(A, 0, true);
    threads.tally.flags |= flag::THREADS | 3 << flag::THREADS_SHIFT;
    counts.note(&threads);
    assert_eq!(counts.unread(), Unread { total: 0, alert: true, overflow: false });
    assert_eq!(counts.room(A).threads, 3);
    // Up to 7.7 a frame's record leaves them out.
    counts.note(&record(A, 1, true));
    assert_eq!((counts.room(A).threads, counts.unread().total), (3, 1));
}

#[test]
fn a_room_that_has_gone_from_the_list_leaves_the_total() {
    let mut counts = Counts::default();
    counts.note(&record(A, 2, true));
    counts.book.take_total(0, Total::Number(2));
    counts.book.take_total(0, Total::Empty);
    assert_eq!(counts.unread(), Unread::default());
    assert_eq!(counts.room(A).count, 0);
    counts.note(&record(A, 1, true));
    counts.book.take_total(0, Total::Number(1));
    assert_eq!((counts.unread().total, counts.room(A).count), (1, 1));
}

#[test]
fn frames_that_know_different_rooms_are_added_up() {
    let mut counts = Counts::default();
    counts.note(&record(A, 2, true));
    counts.book.take_total(0, Total::Number(2));
    counts.note(&record(B, 3, true));
    counts.book.take_total(1, Total::Number(3));
    assert_eq!(counts.unread().total, 5);
    counts.book.leave(1);
    assert_eq!(counts.unread().total, 2);
}

#[test]
fn a_log_out_forgets_everything() {
    let mut counts = Counts::default();
    counts.note(&record(A, 2, true));
    counts.book.take_total(0, Total::Number(2));
    assert!(counts.book.reset());
    assert_eq!((counts.unread(), counts.book.rooms().count()), (Unread::default(), 0));
}

fn tally() -> impl Strategy<Value = Tally> {
    let unread = prop_oneof![1 => Just(Tally::UNTOLD), 4 => 0..20_u32];
    let threads = proptest::option::of(0..4_u32);
    (unread, 0..flag::THREADS, threads).prop_map(|(unread, flags, threads)| {
        let threads = threads.map_or(0, |threads| flag::THREADS | threads << flag::THREADS_SHIFT);
        Tally { unread, flags: flags | threads, ..Tally::default() }
    })
}

fn subscription() -> impl Strategy<Value = Subscription> {
    (101..106_u32, tally()).prop_map(|(room, tally)| Subscription {
        room: TextId(room),
        tally,
        ..Subscription::default()
    })
}

proptest! {
    #[test]
    fn repeating_the_last_record_of_a_room_changes_nothing(records in proptest::collection::vec(subscription(), 1..30)) {
        let mut counts = Counts::default();
        for record in &records {
            counts.note(record);
        }
        let before = counts.shown();
        let mut last = BTreeMap::new();
        for record in &records {
            last.insert(&record.room, record);
        }
        for record in last.values() {
            prop_assert!(!counts.note(record));
        }
        prop_assert_eq!(counts.shown(), before);
    }

    #[test]
    fn records_of_different_rooms_commute(
        records in proptest::collection::vec(subscription(), 1..30),
        swaps in proptest::collection::vec(0..29_usize, 0..40),
    ) {
        let mut swapped = records.clone();
        for at in swaps {
            if at + 1 < swapped.len() && swapped[at].room != swapped[at + 1].room {
                swapped.swap(at, at + 1);
            }
        }
        let take = |records: &[Subscription]| {
            let mut counts = Counts::default();
            for record in records {
                counts.note(record);
            }
            counts.shown()
        };
        prop_assert_eq!(take(&records), take(&swapped));
    }

    #[test]
    fn dated_records_give_the_same_counts_in_any_order(
        records in proptest::collection::vec((subscription(), 0..10_u32, 0..20_u32), 1..20).prop_flat_map(|records| {
            let records: Vec<_> = records.into_iter().map(|(mut record, at, unread)| {
                // A record that carries a date is a whole one.
                record.tally.unread = unread;
                record.tally.flags |= flag::THREADS;
                record.tally.updated_at = f64::from(at);
                record
            }).collect();
            (Just(records.clone()), Just(records).prop_shuffle())
        }),
    ) {
        let take = |records: &[Subscription]| {
            let mut counts = Counts::default();
            for record in records {
                counts.note(record);
            }
            counts.shown()
        };
        prop_assert_eq!(take(&records.0), take(&records.1));
    }

    #[test]
    fn sums_are_what_the_rooms_add_up_to(records in proptest::collection::vec(subscription(), 0..40)) {
        let mut counts = Counts::default();
        for record in &records {
            counts.note(record);
            let rooms: Vec<_> = counts.book.rooms().collect();
            prop_assert_eq!(counts.unread().total, rooms.iter().map(|room| room.count).sum::<u32>());
            prop_assert_eq!(counts.unread().alert, rooms.iter().any(|room| room.alert));
        }
    }
}
