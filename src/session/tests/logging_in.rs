//! How a member is logged in, and who is not.

use super::*;

#[test]
fn a_member_is_logged_in_by_token_and_confirmed_by_the_script() {
    let mut story = Story::at_login_page(true);
    assert_eq!(story.asked, 1);
    story.credentials();
    assert_eq!(story.count("login-with-token"), 1);
    assert_eq!(story.count("logout"), 0);
    assert_eq!(story.state(), "logging-in");
    story.hear(Event::LoggedIn);
    story.here(Some(ALICE));
    assert_eq!(story.states, ["loading", "ready", "logging-in", "online"]);
    assert_eq!(story.texts.text(story.session.user()), ALICE);
    story.wait(200_000);
    assert_eq!(story.state(), "online");
    assert_eq!(story.count("login-with-token"), 1);
}

#[test]
fn without_startup_any_other_sign_will_do() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedOut);
    story.here(None);
    story.credentials();
    assert_eq!(story.count("login-with-token"), 1);
}

#[test]
fn the_last_reports_before_a_log_out_confirm_nothing() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::Startup);
    story.subscription();
    story.hear(Event::LoggedIn);
    story.credentials();
    story.wait(3_100);
    assert_eq!(story.count("logout"), 1);
    story.subscription();
    assert_eq!(story.count("login-with-token"), 0);
    story.hear(Event::OnLogout);
    assert_eq!(story.count("login-with-token"), 1);
    assert_eq!(story.state(), "logging-in");
}

#[test]
fn an_existing_session_of_the_same_member_needs_no_token() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedIn);
    story.here(Some(ALICE));
    story.credentials();
    assert_eq!(story.state(), "online");
    assert_eq!(story.count("login-with-token"), 0);
}

#[test]
fn somebody_elses_session_is_logged_out_first() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedIn);
    story.here(Some("mallory"));
    story.credentials();
    assert_eq!(story.count("logout"), 1);
    assert_eq!(story.count("login-with-token"), 0);
    assert_eq!(story.state(), "logging-in(other-user)");
    assert_eq!(story.resets, 1);
    story.hear(Event::OnLogout);
    story.hear(Event::LoggedOut);
    assert_eq!(story.count("login-with-token"), 1);
    story.hear(Event::LoggedIn);
    story.here(Some(ALICE));
    assert_eq!(story.state(), "online");
}

#[test]
fn somebody_else_who_comes_later_is_noticed_too() {
    let mut story = Story::online();
    story.hear(Event::LoggedIn);
    story.here(Some("mallory"));
    assert_eq!(story.state(), "logging-in(other-user)");
    assert!(story.resets > 0);
    story.credentials();
    assert_eq!(story.count("logout"), 1);
}

#[test]
fn somebody_else_who_stays_is_a_failure() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedIn);
    story.here(Some("mallory"));
    story.credentials();
    for _ in 0..30 {
        story.wait(3_000);
        story.here(Some("mallory"));
    }
    assert!(story.state().starts_with("failed("), "{}", story.state());
}

#[test]
fn a_token_that_is_never_confirmed_is_given_up_with_a_reason() {
    let mut story = Story::at_login_page(true);
    story.credentials();
    story.wait(120_000);
    assert_eq!(story.count("login-with-token"), 6);
    assert_eq!(story.state(), "failed(login-timeout)");
}

#[test]
fn empty_tokens_are_never_sent() {
    let mut story = Story::at_login_page(true);
    story.tell(Input::Credentials(Err(Denial::TokenMissing)));
    assert_eq!(story.state(), "failed(token-missing)");
    story.wait(120_000);
    assert_eq!(story.count("login-with-token"), 0);
}

#[test]
fn a_login_that_never_answers_is_given_up() {
    let mut story = Story::at_login_page(true);
    story.wait(31_000);
    assert_eq!(story.state(), "failed(login-unavailable)");
    story.credentials();
    assert_eq!(story.count("login-with-token"), 0);
}

#[test]
fn after_a_failure_the_member_may_log_in_by_hand() {
    let mut story = Story::at_login_page(true);
    story.tell(Input::Credentials(Err(Denial::Failed)));
    assert_eq!(story.state(), "failed(login-unavailable)");
    story.hear(Event::LoggedIn);
    assert_eq!(story.state(), "online");
}

#[test]
fn what_another_frame_has_put_into_the_storage_is_no_login_of_this_one() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedOut);
    story.here(Some(ALICE));
    story.credentials();
    assert_eq!(story.count("login-with-token"), 1);
    story.here(Some(ALICE));
    assert_eq!(story.state(), "logging-in");
    story.hear(Event::LoggedIn);
    story.here(Some(ALICE));
    assert_eq!(story.state(), "online");
}
