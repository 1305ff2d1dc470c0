//! Stories of a session, told as what happens and what must come of it.

use super::*;
use crate::protocol::{Command, Event, Here, OpenedRoom, RoomPath, Status, Subscription};

/// A session with its clock, its log and the answers a page would give.
struct Story {
    session: Session,
    now: Millis,
    posts: Vec<String>,
    states: Vec<String>,
    settled: Vec<(RequestId, bool)>,
    asked: usize,
    resets: usize,
    loads: usize,
}

const ALICE: &str = "alice-id";

impl Story {
    fn new(has_login: bool) -> Self {
        Self::with(Setup {
            room: RoomPath::parse("group/p1").unwrap(),
            server_path: String::new(),
            has_login,
            hide: Vec::new(),
            nonce: "n".into(),
        })
    }

    fn with(setup: Setup) -> Self {
        let mut story = Self {
            session: Session::new(setup),
            now: 0,
            posts: Vec::new(),
            states: Vec::new(),
            settled: Vec::new(),
            asked: 0,
            resets: 0,
            loads: 0,
        };
        story.tell(Input::Begin);
        story
    }

    fn tell(&mut self, input: Input<'_>) {
        self.session.handle(input, self.now);
        while let Some(output) = self.session.poll() {
            match output {
                Output::Load(path) => {
                    assert_eq!(path, self.session.room().embedded());
                    self.loads += 1;
                }
                Output::Post(command) => self.posts.push(format!("{command:?}")),
                Output::AskCredentials => self.asked += 1,
                Output::Settle(id, done) => self.settled.push((id, done)),
                Output::State(change) => self.states.push(match change.reason {
                    Some(reason) => format!("{}({})", change.state.word(), reason.code()),
                    None => change.state.word().to_owned(),
                }),
                Output::ResetUnread => self.resets += 1,
            }
        }
    }

    /// Lets time pass, doing what is due when it is due.
    fn wait(&mut self, millis: Millis) {
        let end = self.now + millis;
        while let Some(at) = self.session.deadline().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            self.tell(Input::Tick);
            assert!(self.session.deadline().is_none_or(|next| next > self.now), "a deadline that never passes");
        }
        self.now = end;
    }

    fn hear(&mut self, event: Event) {
        self.tell(Input::Event(&event));
    }

    fn here(&mut self, user: Option<&str>) {
        let user_id = user.map(str::to_owned);
        self.hear(Event::Here(Box::new(Here { nonce: "n".into(), stamp: Some("s1".into()), user_id })));
    }

    fn credentials(&mut self) {
        self.tell(Input::Credentials(Ok(Credentials { token: "t".into(), user_id: ALICE.into() })));
    }

    fn subscription(&mut self) {
        self.hear(Event::Subscription(Box::new(Subscription { room: "r".into(), ..Subscription::default() })));
    }

    fn count(&self, command: &str) -> usize {
        self.posts.iter().filter(|post| post.as_str() == command).count()
    }

    fn state(&self) -> &str {
        self.states.last().unwrap()
    }

    /// Loaded, at Rocket.Chat's login page, with the script there.
    fn at_login_page(has_login: bool) -> Self {
        let mut story = Self::new(has_login);
        story.tell(Input::FrameLoaded);
        story.hear(Event::Startup);
        story.hear(Event::LoggedOut);
        story.here(None);
        story
    }

    fn online() -> Self {
        let mut story = Self::at_login_page(true);
        story.credentials();
        story.hear(Event::LoggedIn);
        story.here(Some(ALICE));
        assert_eq!(story.state(), "online");
        story
    }
}

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
    assert_eq!(story.session.user(), Some(ALICE));
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
    story.wait(1_200);
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
fn the_last_reports_before_a_log_out_confirm_nothing() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::Startup);
    story.subscription();
    story.hear(Event::LoggedIn);
    story.credentials();
    story.wait(1_100);
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
fn empty_tokens_are_never_sent() {
    for token in ["", "  "] {
        let mut story = Story::at_login_page(true);
        story.tell(Input::Credentials(Ok(Credentials { token: token.into(), user_id: ALICE.into() })));
        assert_eq!(story.state(), "failed(token-missing)");
        assert_eq!(story.count("login-with-token"), 0);
    }
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
    let room = RoomPath::parse("channel/x").unwrap();
    story.tell(Input::Wish(1, Wish::Open(room)));
    story.tell(Input::Wish(2, Wish::Status(Status::Away)));
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedOut);
    story.here(None);
    story.credentials();
    assert_eq!(story.settled, []);
    story.hear(Event::LoggedIn);
    story.here(Some(ALICE));
    assert!(story.posts.ends_with(&["go /channel/x?layout=embedded".into(), "set-user-status away".into()]));
    story.hear(Event::RoomOpened(Box::new(OpenedRoom {
        id: "r9".into(),
        name: Some("x".into()),
        label: None,
        kind: None,
    })));
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
    story.wait(5_000);
    assert_eq!(story.settled, [(1, false)]);
}

#[test]
fn actions_are_hidden_again_after_each_load() {
    let mut story = Story::with(Setup {
        room: RoomPath::parse("group/p1").unwrap(),
        server_path: String::new(),
        has_login: false,
        hide: vec!["reply-directly".into()],
        nonce: "n".into(),
    });
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
fn links_are_followed_in_the_embedded_layout() {
    let mut story = Story::at_login_page(false);
    story.hear(Event::Link("/channel/dev".into()));
    story.hear(Event::Link("//evil.example".into()));
    assert_eq!(story.count("go /channel/dev?layout=embedded"), 1);
    assert!(!story.posts.iter().any(|post| post.contains("evil")));
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

#[test]
fn a_foreign_answer_to_a_hello_is_not_listened_to() {
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::Here(Box::new(Here { nonce: "other".into(), stamp: None, user_id: Some(ALICE.into()) })));
    assert_eq!(story.session.script_missing(), None);
}

#[test]
fn no_token_is_ever_shown() {
    let story = Story::online();
    let credentials = Credentials { token: "secret".into(), user_id: ALICE.into() };
    assert!(!format!("{credentials:?} {:?}", story.session).contains("secret"));
    assert_eq!(format!("{:?}", Command::login("secret".into())), "login-with-token");
}

#[test]
fn what_is_wrong_is_told_by_its_code() {
    assert_eq!(Story::online().session.troubles(Some("s1")), [] as [&str; 0]);
    assert_eq!(Story::online().session.troubles(None), [] as [&str; 0]);
    assert_eq!(Story::online().session.troubles(Some("s2")), ["bundle-other"]);
    let mut story = Story::new(true);
    story.tell(Input::FrameLoaded);
    story.hear(Event::LoggedOut);
    story.wait(2_000);
    assert_eq!(story.session.troubles(None), ["bundle-missing"]);
    story.tell(Input::Credentials(Err(Denial::NotAMember)));
    assert_eq!(story.session.troubles(None), ["not-a-member", "bundle-missing"]);
}

#[test]
fn every_reason_is_a_finding() {
    for reason in [
        Reason::SessionLost,
        Reason::OtherUser,
        Reason::EventsSilent,
        Reason::FrameSilent,
        Reason::LoginTimeout,
        Reason::LoginRefused,
        Reason::TokenMissing,
        Reason::NotAMember,
        Reason::LoginFailed,
        Reason::LoginSilent,
        Reason::SessionUnstable,
        Reason::Options,
    ] {
        assert!(crate::findings::find(reason.code()).is_some(), "{}", reason.code());
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::*;
    use proptest::prelude::*;

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            Just(Event::Startup),
            Just(Event::LoggedIn),
            Just(Event::LoggedOut),
            Just(Event::OnLogout),
            Just(Event::Status(None)),
            Just(Event::LoginError),
            Just(Event::Unread(crate::protocol::Total::Number(1))),
            (any::<bool>(), any::<bool>()).prop_map(|(somebody, right)| Event::Here(Box::new(Here {
                nonce: "n".into(),
                stamp: None,
                user_id: somebody.then(|| if right { ALICE.to_owned() } else { "other".to_owned() })
            }))),
        ]
    }

    #[derive(Clone, Debug)]
    enum Happening {
        Event(Event),
        Loaded,
        Credentials,
        Denied,
        Wait(u64),
        Wish(u8),
        Retry,
    }

    fn happening() -> impl Strategy<Value = Happening> {
        prop_oneof![
            6 => event().prop_map(Happening::Event),
            1 => Just(Happening::Loaded),
            2 => Just(Happening::Credentials),
            1 => Just(Happening::Denied),
            2 => (0..20_000_u64).prop_map(Happening::Wait),
            2 => (0..4_u8).prop_map(Happening::Wish),
            1 => Just(Happening::Retry),
        ]
    }

    proptest! {
        #[test]
        fn whatever_happens_every_wish_is_answered_and_time_goes_on(
            has_login: bool,
            happenings in proptest::collection::vec(happening(), 0..60),
        ) {
            let mut story = Story::new(has_login);
            let mut wishes = 0;
            for happening in happenings {
                match happening {
                    Happening::Event(event) => story.hear(event),
                    Happening::Loaded => story.tell(Input::FrameLoaded),
                    Happening::Credentials => story.credentials(),
                    Happening::Denied => story.tell(Input::Credentials(Err(Denial::Failed))),
                    Happening::Wait(millis) => story.wait(millis),
                    Happening::Retry => story.tell(Input::Retry),
                    Happening::Wish(kind) => {
                        wishes += 1;
                        story.tell(Input::Wish(wishes, match kind {
                            0 => Wish::Login,
                            1 => Wish::Logout,
                            2 => Wish::Status(Status::Away),
                            _ => Wish::Open(RoomPath::parse("group/x").unwrap()),
                        }));
                    }
                }
            }
            story.tell(Input::Destroy);
            let mut answered: Vec<_> = story.settled.iter().map(|(id, _)| *id).collect();
            answered.sort_unstable();
            prop_assert_eq!(answered, (1..=wishes).collect::<Vec<_>>());
            let tokens = story.count("login-with-token");
            prop_assert!(has_login || tokens == 0);
        }
    }
}
