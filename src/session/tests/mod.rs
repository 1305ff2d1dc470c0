//! Stories of a session, told as what happens and what must come of it.

mod life;
mod logging_in;
mod properties;
mod wishes;

use super::*;
use crate::protocol::{Event, Here, RoomPath, Subscription};

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
