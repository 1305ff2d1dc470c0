//! What a page wishes, what it is told, and what it is never told.

use super::*;
use crate::protocol::{OpenedRoom, Status};
use crate::session::state::State;
use crate::session::words::Word;

#[test]
fn after_the_pages_own_log_out_nobody_is_logged_in_again() {
    let mut story = Story::online();
    story.tell(Input::Wish(7, Wish::Logout));
    assert_eq!(story.state(), "ready(logged-out)");
    assert_eq!(story.resets, 1);
    story.subscription();
    story.hear(Event::OnLogout);
    story.hear(Event::LoggedOut);
    story.here(None);
    assert_eq!(story.settled, [(7, true)]);
    story.tell(Input::FrameLoaded);
    story.hear(Event::Startup);
    story.hear(Event::LoggedOut);
    story.here(None);
    story.wait(100_000);
    assert_eq!(story.count("login-with-token"), 1);
    assert_eq!(story.state(), "ready");
    story.tell(Input::Wish(8, Wish::Login));
    story.credentials();
    story.hear(Event::LoggedIn);
    story.here(Some(ALICE));
    assert_eq!(story.settled, [(7, true), (8, true)]);
    assert_eq!(story.count("go /group/p1?layout=embedded"), 1);
}

#[test]
fn wishes_wait_for_the_frame_in_their_order() {
    let mut story = Story::new(true);
    story.open(1, "channel/x");
    story.tell(Input::Wish(2, Wish::Status(Status::Away)));
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedOut);
    story.here(None);
    story.credentials();
    assert_eq!(story.settled, []);
    story.hear(Event::LoggedIn);
    story.here(Some(ALICE));
    assert!(story.posts.ends_with(&["go /channel/x?layout=embedded".into(), "set-user-status away".into()]));
    let [id, name] = ["r9", "x"].map(|text| story.texts.number(text));
    story.hear(Event::RoomOpened(OpenedRoom { id, name, label: TextId::NONE }));
    story.hear(Event::Status(Some(Status::Away)));
    assert_eq!(story.settled, [(1, true), (2, true)]);
}

#[test]
fn every_wish_is_answered() {
    let mut story = Story::new(true);
    for id in 0..40 {
        story.tell(Input::Wish(id, Wish::Status(Status::Busy)));
    }
    assert_eq!(story.settled.len(), 8, "what the queue can't hold is answered at once");
    story.tell(Input::Destroy);
    assert_eq!(story.settled.len(), 40);
    story.tell(Input::Wish(99, Wish::Login));
    assert_eq!(story.settled.last(), Some(&(99, false)));
    assert_eq!(story.session.deadline(), None);
}

#[test]
fn a_wish_without_effect_is_answered_after_a_while() {
    let mut story = Story::online();
    story.tell(Input::Wish(1, Wish::Status(Status::Busy)));
    story.wait(11_000);
    assert_eq!(story.settled, [(1, false)]);
}

#[test]
fn actions_are_hidden_again_after_each_load() {
    let mut story = Story::with(false, true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::Startup);
    assert_eq!(story.count("overrideUi"), 0, "the layout is not there yet");
    story.hear(Event::LoggedIn);
    assert_eq!(story.count("overrideUi"), 1);
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedIn);
    assert_eq!(story.count("overrideUi"), 2);
}

#[test]
fn links_are_followed() {
    let mut story = Story::at_login_page(false);
    let link = story.texts.number("/channel/dev?layout=embedded");
    story.hear(Event::Link(link));
    // What `embedded_link` has refused.
    story.hear(Event::Link(TextId::NONE));
    let links: Vec<_> = story.posts.iter().filter(|post| post.starts_with("go ")).collect();
    assert_eq!(links, ["go /channel/dev?layout=embedded"]);
}

#[test]
fn a_foreign_answer_to_a_hello_is_not_listened_to() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.answer("other", Some(ALICE));
    assert_eq!(story.session.script_missing(), None);
}

#[test]
fn what_is_wrong_is_told_by_its_code() {
    assert_eq!(Story::online().troubles("s1"), [] as [&str; 0]);
    assert_eq!(Story::online().troubles(""), [] as [&str; 0]);
    assert_eq!(Story::online().troubles("s2"), ["bundle-other"]);
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedOut);
    story.wait(4_000);
    assert_eq!(story.troubles(""), ["bundle-missing"]);
    story.tell(Input::Credentials(Err(Denial::NotAMember)));
    assert_eq!(story.troubles(""), ["not-a-member", "bundle-missing"]);
    story.session.setup.unlisted = true;
    assert_eq!(story.troubles(""), ["page-unlisted", "not-a-member", "bundle-missing"]);
}

#[test]
fn a_frame_that_stays_quiet_is_told_of_long_before_it_is_given_up() {
    let mut story = Story::new(false);
    story.tell(Input::FrameLoaded);
    story.wait(5_000);
    assert_eq!(story.troubles(""), [] as [&str; 0]);
    story.wait(10_000);
    assert_eq!(story.state(), "loading");
    assert_eq!(story.troubles(""), ["frame-silent"]);
    story.wait(60_000);
    assert_eq!(story.state(), "failed(frame-silent)");
    assert_eq!(story.troubles(""), ["frame-silent"]);
    story.hear(Event::Startup);
    assert_eq!(story.troubles(""), [] as [&str; 0]);
}

#[test]
fn a_member_is_told_that_a_login_is_under_way_and_not_when_it_is_done() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    assert_eq!(story.session.state().word(), Some(Word::Loading));
    story.hear(Event::LoggedOut);
    assert_eq!(story.session.state().state, State::LoggingIn);
    assert_eq!(story.session.state().word(), Some(Word::LoggingIn));
    assert_eq!(Story::online().session.state().word(), None);
}
