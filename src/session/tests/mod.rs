//! Stories of a session, told as what happens and what must come of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod life;
mod logging_in;
mod properties;
mod wishes;

use super::*;
use crate::protocol::texts::Table;
use crate::protocol::{Event, Here, RoomPath, Subscription, TextId, Texts};

/// A session with its clock, its log and the answers a page would give.
struct Story {
    session: Session,
    texts: Table,
    now: Millis,
    posts: Vec<String>,
    states: Vec<String>,
    settled: Vec<(RequestId, bool)>,
    asked: usize,
    resets: usize,
    loads: usize,
}

const ALICE: &str = "alice-id";

/// A room as a page names it.
fn room(texts: &mut Table, path: &str) -> Room {
    let path = RoomPath::parse(path).unwrap();
    Room { address: texts.number(&path.embedded()), name: texts.number(path.name()) }
}

impl Story {
    fn new(has_login: bool) -> Self {
        Self::with(has_login, false)
    }

    fn with(has_login: bool, hides: bool) -> Self {
        let mut texts = Table::default();
        let (room, nonce) = (room(&mut texts, "group/p1"), texts.number("n"));
        let mut story = Self {
            session: Session::new(Setup { room, has_login, hides, unlisted: false, nonce }),
            texts,
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

    fn tell(&mut self, input: Input) {
        self.session.handle(input, self.now);
        for output in self.session.take() {
            match output {
                Output::Load(path) => {
                    assert_eq!(path, self.session.room().address);
                    self.loads += 1;
                }
                Output::Post(say) => self.posts.push(match say {
                    Say::Go(path) => format!("go {}", self.texts.text(path)),
                    Say::Login => "login-with-token".into(),
                    Say::Logout => "logout".into(),
                    Say::Status(status) => format!("set-user-status {}", status.word()),
                    Say::Hide => "overrideUi".into(),
                    Say::Hello => "hello".into(),
                }),
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

    fn open(&mut self, id: RequestId, path: &str) {
        let room = room(&mut self.texts, path);
        self.tell(Input::Wish(id, Wish::Open(room)));
    }

    fn troubles(&mut self, expected: &str) -> Vec<&'static str> {
        let expected = self.texts.number(expected);
        self.session.troubles(expected)
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
        self.tell(Input::Event(event));
    }

    fn here(&mut self, user: Option<&str>) {
        self.answer("n", user);
    }

    fn answer(&mut self, nonce: &str, user: Option<&str>) {
        let [nonce, stamp, user_id] = [nonce, "s1", user.unwrap_or_default()].map(|text| self.texts.number(text));
        self.hear(Event::Here(Here { nonce, stamp, user_id }));
    }

    fn credentials(&mut self) {
        let alice = self.texts.number(ALICE);
        self.tell(Input::Credentials(Ok(alice)));
    }

    fn subscription(&mut self) {
        let room = self.texts.number("r");
        self.hear(Event::Subscription(Subscription { room, ..Subscription::default() }));
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
