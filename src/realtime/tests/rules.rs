//! The rules, one by one.

use super::browser::Browser;
use super::server::Shown;
use crate::protocol::texts::Texts;
use crate::realtime::{Input, Missed, Role, Source, Stop};
use serde_json::json;

pub fn message(browser: &mut Browser, room: u32) {
    let change = browser.server.change(room, |sub| (sub.unread, sub.alert) = (sub.unread + 1, true));
    browser.happen(change);
}

pub fn one_tab() -> Browser {
    let mut browser = Browser::new(3);
    browser.open_tab(true);
    browser.run();
    browser
}

pub fn agreed(browser: &Browser) -> bool {
    let tabs = 0..browser.tabs.len();
    let open: Vec<Shown> = tabs.filter(|at| browser.tabs[*at].open).map(|at| browser.shown(at)).collect();
    open.iter().all(|shown| *shown == browser.server.shown())
}

pub fn status(browser: &Browser, at: usize) -> (Role, Source, Stop) {
    let status = browser.tabs[at].watch.status();
    (status.role, status.source, status.stop)
}

#[test]
fn a_start_takes_one_login_one_socket_and_one_call() {
    let mut browser = one_tab();
    message(&mut browser, 1);
    browser.run();
    assert!(agreed(&browser));
    assert_eq!((browser.tabs[0].asked_page, browser.tabs[0].fetches, browser.sockets()), (1, 1, 1));
    assert_eq!(status(&browser, 0), (Role::Leader, Source::Realtime, Stop::Not));
}

#[test]
fn a_quiet_socket_is_pinged_and_a_dead_one_replaced() {
    let mut browser = one_tab();
    browser.live(300_000);
    assert_eq!((browser.sockets(), browser.tabs[0].fetches), (1, 1));
    browser.tabs[0].socket.as_mut().unwrap().half_open = true;
    message(&mut browser, 0);
    browser.live(59_000);
    assert!(!agreed(&browser));
    browser.live(4_000);
    assert!(agreed(&browser));
    assert_eq!(browser.tabs[0].fetches, 2);
}

#[test]
fn tries_are_ever_farther_apart() {
    let mut browser = one_tab();
    browser.sockets_blocked = true;
    browser.rest = Err(Missed::Failed);
    browser.cut(0);
    let mut opened = Vec::new();
    for _ in 0..400 {
        let before = browser.tabs[0].socket.is_some();
        browser.run();
        browser.pass(1_000);
        if browser.tabs[0].socket.is_some() && !before {
            opened.push(browser.now);
        }
    }
    let gaps: Vec<u64> = opened.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps.first().is_some_and(|gap| *gap <= 3_000), "{gaps:?}");
    assert!(gaps.iter().skip(6).all(|gap| (29_000..=62_000).contains(gap)), "{gaps:?}");
    browser.sockets_blocked = false;
    browser.rest = Ok(());
    message(&mut browser, 0);
    browser.live(61_000);
    assert!(agreed(&browser));
}

#[test]
fn without_sockets_counts_come_every_half_minute_and_not_while_nobody_looks() {
    let mut browser = Browser::new(2);
    browser.sockets_blocked = true;
    browser.open_tab(true);
    browser.open_tab(false);
    browser.live(1_000);
    assert!(agreed(&browser));
    message(&mut browser, 0);
    browser.live(300_000);
    assert!(agreed(&browser));
    let times = &browser.tabs[0].fetched_at;
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= 30_000) && (9..=11).contains(&times.len()), "{times:?}");
    assert_eq!((browser.tabs[1].fetches, status(&browser, 1).1), (0, Source::Polling));
    browser.handle(0, Input::Visible(false));
    browser.live(3_600_000);
    let count = browser.tabs[0].fetches;
    assert!(count <= 12, "{count}");
    message(&mut browser, 1);
    browser.handle(1, Input::Visible(true));
    browser.live(1_000);
    assert!(agreed(&browser));
}

#[test]
fn refusals_double_the_time_between_calls_up_to_ten_minutes() {
    let mut browser = Browser::new(1);
    browser.sockets_blocked = true;
    browser.rest = Err(Missed::Failed);
    browser.open_tab(true);
    browser.live(7_200_000);
    let times = &browser.tabs[0].fetched_at;
    let gaps: Vec<u64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!((60_000..=75_000).contains(&gaps[0]), "{gaps:?}");
    assert!(gaps.last().is_some_and(|gap| (600_000..=750_000).contains(gap)), "{gaps:?}");
}

#[test]
fn where_rest_refuses_the_socket_is_asked() {
    let mut browser = Browser::new(2);
    browser.rest = Err(Missed::Failed);
    browser.open_tab(true);
    browser.run();
    assert!(agreed(&browser));
    let status = browser.tabs[0].watch.status();
    assert!(status.rest_failed && status.source == Source::Realtime);
    browser.cut(0);
    browser.live(5_000);
    assert_eq!((agreed(&browser), browser.tabs[0].fetches), (true, 1));
}

#[test]
fn five_tabs_have_one_socket_and_the_next_takes_over_without_a_wrong_number() {
    let mut browser = Browser::new(3);
    for _ in 0..5 {
        browser.open_tab(true);
    }
    browser.live(500);
    message(&mut browser, 2);
    browser.live(500);
    assert!(agreed(&browser));
    assert_eq!((browser.sockets(), browser.tabs.iter().map(|tab| tab.fetches).sum::<u32>()), (1, 1));
    browser.close_tab(0);
    for _ in 0..20 {
        browser.pass(100);
        for at in 0..5 {
            browser.step(at);
        }
        assert!(agreed(&browser));
    }
    assert_eq!((status(&browser, 1), browser.sockets()), ((Role::Leader, Source::Realtime, Stop::Not), 1));
    message(&mut browser, 0);
    browser.live(200);
    assert!(agreed(&browser));
}

#[test]
fn a_frozen_leader_is_overtaken_by_a_tab_that_is_seen() {
    let mut browser = one_tab();
    browser.open_tab(false);
    browser.live(1_000);
    browser.handle(0, Input::Visible(false));
    browser.tabs[0].frozen = true;
    message(&mut browser, 0);
    browser.live(60_000);
    assert_eq!(status(&browser, 1).0, Role::Follower);
    browser.handle(1, Input::Visible(true));
    browser.live(4_000);
    assert_eq!(status(&browser, 1).0, Role::Leader);
    assert_eq!(browser.shown(1), browser.server.shown());
    browser.tabs[0].frozen = false;
    browser.live(1_000);
    assert_eq!((status(&browser, 0).0, browser.sockets()), (Role::Follower, 1));
    assert!(agreed(&browser));
}

#[test]
fn a_leader_that_is_hidden_but_alive_stays() {
    let mut browser = one_tab();
    browser.open_tab(true);
    browser.handle(0, Input::Visible(false));
    browser.live(600_000);
    assert_eq!((status(&browser, 0).0, status(&browser, 1).0), (Role::Leader, Role::Follower));
}

#[test]
fn without_locks_and_channels_each_tab_works_alone() {
    let mut browser = Browser::new(2);
    browser.shared = false;
    browser.open_tab(true);
    browser.open_tab(true);
    message(&mut browser, 0);
    browser.live(1_000);
    assert!(agreed(&browser));
    assert_eq!((status(&browser, 0).0, browser.sockets()), (Role::Alone, 2));
}

#[test]
fn a_notification_is_shown_once_and_not_for_the_room_being_read() {
    let mut browser = one_tab();
    browser.open_tab(true);
    browser.live(500);
    let notice = |id: &str, room: &str| json!([{ "title": "t", "text": "x", "payload": { "_id": id, "rid": room } }]);
    for _ in 0..3 {
        browser.publish("alice", "notification", &notice("m1", "r1"));
        browser.handle_texts(1, |[message, room]| Input::Noticed(message, room), ["m1", "r1"]);
    }
    browser.live(500);
    browser.handle_texts(1, |[room]| Input::Reading(room), ["r2"]);
    browser.live(500);
    browser.publish("alice", "notification", &notice("m2", "r2"));
    browser.live(500);
    browser.handle_texts(1, |[room]| Input::Reading(room), [""]);
    browser.live(500);
    browser.publish("alice", "notification", &notice("m3", "r2"));
    browser.live(500);
    assert_eq!(
        (browser.tabs[0].notified.join(" "), browser.tabs[1].notified.join(" ")),
        ("m1 m3".into(), String::new())
    );
}

#[test]
fn a_flood_is_a_few_messages_to_the_other_tabs() {
    let mut browser = one_tab();
    browser.open_tab(true);
    browser.live(500);
    for _ in 0..1_000 {
        message(&mut browser, 0);
        browser.step(0);
    }
    browser.pass(60);
    assert!(browser.tabs[1].events.len() < 5);
    browser.live(100);
    assert!(agreed(&browser));
}

#[test]
fn a_notification_without_a_message_or_a_room_is_none_however_many_there_were() {
    let mut browser = one_tab();
    let notice = |id: &str, room: &str| json!([{ "payload": { "_id": id, "rid": room } }]);
    for message in 0..200 {
        browser.publish("alice", "notification", &notice(&format!("m{message}"), "r1"));
        browser.publish("alice", "notification", &notice("", "r1"));
        browser.publish("alice", "notification", &notice(&format!("n{message}"), ""));
        browser.run();
    }
    assert_eq!(browser.tabs[0].notified.len(), 200);
    assert!(browser.tabs[0].notified.iter().all(|message| message.starts_with('m')));
}

#[test]
fn a_frame_tells_of_a_message_only_where_the_realtime_does_not() {
    let mut browser = one_tab();
    browser.handle_texts(0, |[message, room]| Input::Noticed(message, room), ["m1", "r1"]);
    assert!(browser.tabs[0].notified.is_empty());
    browser.sockets_blocked = true;
    browser.cut(0);
    browser.live(1_000);
    for _ in 0..2 {
        browser.handle_texts(0, |[message, room]| Input::Noticed(message, room), ["m2", "r1"]);
    }
    assert_eq!(browser.tabs[0].notified, ["m2"]);
}

#[test]
fn a_clock_that_is_set_back_holds_nothing_up() {
    let mut browser = one_tab();
    browser.open_tab(true);
    browser.live(1_000);
    browser.set_back(7_200_000);
    browser.tabs[0].socket.as_mut().unwrap().half_open = true;
    message(&mut browser, 0);
    browser.live(65_000);
    assert!(agreed(&browser));
    assert_eq!((status(&browser, 0).1, browser.tabs[0].fetches), (Source::Realtime, 2));
}

#[test]
fn calls_that_fail_everywhere_are_tried_ever_less_often() {
    let mut browser = Browser::new(1);
    (browser.rest, browser.calls_fail) = (Err(Missed::Failed), true);
    browser.open_tab(true);
    browser.live(3_600_000);
    let times = &browser.tabs[0].fetched_at;
    assert!((5..=12).contains(&times.len()), "{times:?}");
    assert_eq!((status(&browser, 0).1, browser.sockets()), (Source::None, 1));
    (browser.rest, browser.calls_fail) = (Ok(()), false);
    browser.live(750_000);
    assert!(agreed(&browser));
}

#[test]
fn a_hidden_tab_does_not_keep_what_its_frame_said_while_another_asks_by_rest() {
    let mut browser = Browser::new(2);
    browser.sockets_blocked = true;
    browser.open_tab(true);
    browser.open_tab(false);
    browser.live(60_000);
    let (room, tally) = browser.server.frame_tally(0, Some((5, true)));
    let now = browser.now;
    let tab = &mut browser.tabs[1];
    let slot = tab.book.slot(tab.texts.number(&room)).unwrap();
    tab.watch.frame(&mut tab.book, slot, tally, false, now);
    assert!(!agreed(&browser));
    browser.live(35_000);
    assert!(agreed(&browser));
}

#[test]
fn a_tab_that_has_missed_something_of_the_leader_is_told_everything() {
    let mut browser = one_tab();
    browser.open_tab(false);
    browser.live(1_000);
    message(&mut browser, 0);
    browser.step(0);
    browser.pass(100);
    browser.tabs[1].events.clear();
    message(&mut browser, 1);
    browser.live(500);
    assert!(agreed(&browser));
}

#[test]
fn no_notification_is_shown_for_the_room_that_is_read_in_the_tab_itself() {
    let mut browser = one_tab();
    browser.handle_texts(0, |[room]| Input::Reading(room), ["r1"]);
    for (message, room) in [("m1", "r1"), ("m2", "r2")] {
        browser.publish("alice", "notification", &json!([{ "payload": { "_id": message, "rid": room } }]));
    }
    browser.run();
    assert_eq!(browser.tabs[0].notified, ["m2"]);
}
