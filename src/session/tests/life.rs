//! How a frame comes, reloads, falls silent and goes.

use super::*;

#[test]
fn nothing_is_sent_before_the_frame_has_loaded() {
    let mut story = Story::new(true);
    story.wait(9_000);
    assert_eq!(story.posts, [] as [&str; 0]);
    story.tell(Input::FrameLoaded);
    assert_eq!(story.posts, ["hello"]);
}

#[test]
fn without_the_script_the_frame_is_logged_out_once_before_the_first_login() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::Startup);
    story.hear(Event::LoggedOut);
    story.credentials();
    assert_eq!(story.count("logout"), 0);
    story.wait(3_200);
    assert_eq!(story.session.script_missing(), Some(true));
    assert_eq!(story.count("logout"), 1);
    assert_eq!(story.count("login-with-token"), 0);
    story.wait(2_000);
    assert_eq!(story.count("login-with-token"), 1);
    story.hear(Event::LoggedIn);
    assert_eq!(story.state(), "online");
    // Rocket.Chat goes to its home on logging out: back to the room.
    assert_eq!(story.count("go /group/p1?layout=embedded"), 1);
    story.tell(Input::FrameLoaded);
    story.hear(Event::Startup);
    story.hear(Event::LoggedIn);
    story.subscription();
    story.wait(5_000);
    assert_eq!(story.state(), "online");
    assert_eq!(story.count("logout"), 1);
}

#[test]
fn a_dead_frame_is_tried_blindly_and_given_up() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.wait(10_500);
    story.credentials();
    story.wait(120_000);
    assert_eq!(story.state(), "failed(frame-silent)");
    let mut without = Story::new(false);
    without.tell(Input::FrameLoaded);
    without.wait(120_000);
    assert_eq!(without.state(), "failed(frame-silent)");
    without.hear(Event::Startup);
    assert_eq!(without.state(), "ready");
}

#[test]
fn a_frame_that_never_loads_is_given_up() {
    let mut story = Story::new(true);
    story.wait(120_000);
    assert_eq!(story.state(), "failed(frame-silent)");
    story.tell(Input::Retry);
    assert_eq!(story.loads, 2);
    assert_eq!(story.state(), "loading");
}

#[test]
fn who_is_no_member_is_logged_out_of_the_frame() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedIn);
    story.here(Some("yesterday"));
    story.tell(Input::Credentials(Err(Denial::NotAMember)));
    assert_eq!(story.state(), "failed(not-a-member)");
    assert_eq!(story.count("logout"), 1);
    story.hear(Event::LoggedIn);
    assert_eq!(story.state(), "failed(not-a-member)");
}

#[test]
fn a_lost_session_is_taken_up_again() {
    let mut story = Story::online();
    story.hear(Event::LoggedOut);
    assert_eq!(story.resets, 1);
    assert!(story.states.contains(&"degraded(session-lost)".to_owned()));
    assert_eq!(story.asked, 2);
    story.here(None);
    story.credentials();
    assert_eq!(story.count("login-with-token"), 2);
}

#[test]
fn a_session_lost_again_and_again_is_a_failure() {
    let mut story = Story::online();
    for _ in 0..8 {
        story.hear(Event::LoggedOut);
        story.here(None);
        story.wait(20_000);
        story.credentials();
        story.hear(Event::LoggedIn);
        story.here(Some(ALICE));
    }
    assert!(story.states.contains(&"failed(session-unstable)".to_owned()));
}

#[test]
fn a_frame_that_reloads_itself_keeps_its_session() {
    let mut story = Story::online();
    story.tell(Input::FrameLoaded);
    assert_eq!(story.state(), "loading");
    story.hear(Event::Startup);
    story.hear(Event::LoggedIn);
    story.here(Some(ALICE));
    assert_eq!(story.state(), "online");
    assert_eq!(story.asked, 1, "the page is not asked again");
    assert_eq!(story.count("login-with-token"), 1);
}

#[test]
fn a_frame_that_loses_its_session_by_reloading_is_logged_in_again() {
    let mut story = Story::online();
    story.hear(Event::Startup);
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedOut);
    story.here(None);
    story.credentials();
    assert_eq!(story.count("login-with-token"), 2);
}

#[test]
fn a_reload_in_the_middle_of_a_login_does_not_lose_it() {
    let mut story = Story::at_login_page(true);
    story.credentials();
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedOut);
    story.here(None);
    story.wait(2_000);
    assert_eq!(story.count("login-with-token"), 2);
}

#[test]
fn a_server_that_sends_no_events_is_told() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.here(None);
    story.credentials();
    story.here(Some(ALICE));
    assert_eq!(story.state(), "online");
    story.wait(16_000);
    assert_eq!(story.state(), "degraded(events-silent)");
    story.hear(Event::Unread(crate::protocol::Total::Number(1)));
    assert_eq!(story.state(), "online");
}

#[test]
fn without_a_login_whoever_is_in_the_frame_is_online() {
    let mut story = Story::new(false);
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedIn);
    assert_eq!(story.state(), "online");
    story.hear(Event::LoggedOut);
    assert_eq!(story.state(), "ready");
    assert_eq!(story.resets, 1);
    story.tell(Input::Wish(1, Wish::Login));
    assert_eq!(story.settled, [(1, false)]);
}
