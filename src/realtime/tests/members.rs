//! Who is logged in, and with what: tokens that are refused, members that come and go, pages that are left.

use super::browser::{ALICE, BOB, Browser};
use super::carrier::Login;
use super::rules::{agreed, message, one_tab, status};
use super::tab::Event;
use crate::realtime::{Input, Role, Source, Stop};
use serde_json::json;

/// Alice with another token.
const NEWER: Login = Login { user: "alice", token: "newer-secret-token" };

#[test]
fn a_refused_token_is_asked_for_once_more_and_once_only() {
    let mut browser = Browser::new(2);
    browser.logins = vec![NEWER];
    browser.open_tab(true);
    browser.run();
    assert_eq!((browser.tabs[0].asked_page, status(&browser, 0).2), (2, Stop::Refused));
    assert_eq!(browser.shown(0), (0, false, [].into()));
    browser.live(3_600_000);
    assert_eq!((browser.tabs[0].asked_page, browser.sockets()), (2, 0));
    browser.login = Some(NEWER);
    browser.handle(0, Input::Retry);
    browser.run();
    assert!(agreed(&browser));
}

#[test]
fn a_token_that_has_been_ended_is_replaced_without_a_wrong_number() {
    let mut browser = one_tab();
    message(&mut browser, 0);
    browser.run();
    browser.logins = vec![NEWER];
    browser.login = Some(NEWER);
    browser.cut(0);
    for _ in 0..50 {
        browser.step(0);
        browser.pass(100);
        assert!(agreed(&browser));
    }
    assert_eq!((browser.tabs[0].asked_page, status(&browser, 0).1), (2, Source::Realtime));
}

#[test]
fn somebody_elses_token_is_refused() {
    let mut browser = Browser::new(2);
    browser.login = Some(Login { user: "bob", ..ALICE });
    browser.open_tab(true);
    browser.run();
    assert_eq!((status(&browser, 0).2, browser.tabs[0].fetches), (Stop::Refused, 0));
}

#[test]
fn a_forced_log_out_clears_every_tab() {
    let mut browser = one_tab();
    browser.open_tab(true);
    message(&mut browser, 0);
    browser.live(200);
    assert!(agreed(&browser));
    browser.publish("alice", "force_logout", &json!(["another-session"]));
    browser.live(200);
    assert!(agreed(&browser));
    browser.publish("alice", "force_logout", &json!([]));
    browser.live(60_000);
    for at in 0..2 {
        assert_eq!((browser.shown(at), status(&browser, at).2), ((0, false, [].into()), Stop::LoggedOut));
    }
    assert_eq!(browser.sockets(), 0);
}

#[test]
fn another_user_in_one_tab_clears_the_others() {
    let mut browser = one_tab();
    message(&mut browser, 0);
    browser.open_tab(true);
    browser.live(500);
    assert!(agreed(&browser));
    browser.login = Some(Login { token: "of nobody", ..BOB });
    browser.open_tab(true);
    browser.live(500);
    for at in 0..3 {
        assert_eq!(browser.shown(at), (0, false, [].into()), "tab {at}");
        assert_eq!(browser.tabs[at].user(), "");
    }
    browser.login = Some(BOB);
    for at in 0..3 {
        browser.handle(at, Input::Retry);
    }
    browser.live(500);
    for at in 0..3 {
        assert_eq!(browser.shown(at), browser.other.shown(), "tab {at}");
    }
}

#[test]
fn an_answer_that_was_on_its_way_when_another_member_came_is_asked_for_once_more() {
    let mut browser = one_tab();
    browser.open_tab(true);
    browser.tabs[1].events.clear();
    browser.tabs[1].events.push_back(Event::Told(vec![json!(2), json!("bob")]));
    browser.tabs[1].events.push_back(Event::Credentials(Some(ALICE)));
    browser.login = Some(BOB);
    browser.live(500);
    assert_eq!((browser.tabs[1].user(), browser.tabs[1].asked_page), ("bob", 2));
    assert_eq!(browser.shown(1), browser.other.shown());
}

#[test]
fn a_log_out_while_the_page_is_asked_stands_and_the_answer_that_comes_later_is_none() {
    let mut browser = one_tab();
    browser.open_tab(true);
    browser.live(500);
    browser.handle(0, Input::SignedOut);
    browser.live(500);
    browser.handle(0, Input::Retry);
    browser.handle(0, Input::SignedOut);
    browser.live(5_000);
    for at in 0..2 {
        assert_eq!(status(&browser, at), (Role::None, Source::None, Stop::LoggedOut), "tab {at}");
        assert!(browser.shown(at).2.is_empty());
    }
    browser.handle(0, Input::Retry);
    browser.live(500);
    for at in 0..2 {
        assert_eq!(browser.shown(at), browser.server.shown(), "tab {at}");
    }
}

#[test]
fn who_comes_back_knows_nothing_of_the_leader_that_was() {
    let mut browser = one_tab();
    browser.open_tab(true);
    browser.live(500);
    assert_eq!(status(&browser, 1), (Role::Follower, Source::Realtime, Stop::Not));
    browser.handle(1, Input::SignedOut);
    browser.live(500);
    browser.handle(1, Input::Retry);
    assert!(browser.step(1), "the page's answer");
    assert_eq!(status(&browser, 1), (Role::Follower, Source::None, Stop::Not));
}

#[test]
fn a_page_without_credentials_is_told_and_a_late_answer_is_one() {
    let mut browser = Browser::new(2);
    browser.open_tab(true);
    browser.tabs[0].frozen = true;
    browser.pass(30_000);
    browser.handle(0, Input::Tick);
    assert_eq!(status(&browser, 0).2, Stop::NoCredentials);
    browser.tabs[0].frozen = false;
    browser.live(500);
    assert!(agreed(&browser));
    browser.login = None;
    browser.open_tab(true);
    browser.live(500);
    assert_eq!((status(&browser, 1).2, browser.tabs[1].fetches), (Stop::NoCredentials, 0));
    assert!(browser.shown(0) == browser.server.shown());
}

#[test]
fn a_page_that_is_left_lets_another_lead_and_is_right_when_it_is_back() {
    let mut browser = one_tab();
    browser.open_tab(true);
    browser.live(500);
    browser.leave_tab(0);
    assert_eq!(status(&browser, 0).2, Stop::Left);
    browser.live(2_000);
    assert_eq!((status(&browser, 1).0, browser.sockets()), (Role::Leader, 1));
    message(&mut browser, 1);
    browser.live(500);
    browser.return_to_tab(0);
    browser.live(500);
    assert!(agreed(&browser));
    assert_eq!((status(&browser, 0).0, browser.sockets()), (Role::Follower, 1));
}

#[test]
fn a_leader_whose_token_was_refused_and_whose_lock_was_taken_opens_no_second_socket() {
    let mut browser = one_tab();
    browser.open_tab(true);
    browser.live(1_000);
    browser.login = Some(NEWER);
    browser.logins = vec![NEWER];
    browser.cut(0);
    while browser.tabs[0].asked_page < 2 {
        browser.live(0);
        browser.pass(1_000);
        browser.step(0);
    }
    browser.handle(0, Input::Lock(false));
    browser.live(1_000);
    assert_eq!(status(&browser, 0).0, Role::Follower);
    assert!(browser.tabs[0].socket.is_none());
}

#[test]
fn each_token_that_was_good_for_something_may_be_replaced() {
    let mut browser = one_tab();
    for _ in 0..3 {
        let login = browser.new_token("alice");
        browser.login = Some(login);
        browser.logins = vec![login];
        browser.cut(0);
        browser.live(5_000);
        message(&mut browser, 1);
        browser.live(500);
        assert!(agreed(&browser));
    }
    assert_eq!((browser.tabs[0].asked_page, status(&browser, 0).2), (4, Stop::Not));
}
