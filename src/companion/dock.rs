//! One docked chat: the session, and what joins it with its place in the page.

use super::effect::{Effects, Kind, outgoing};
use super::page::Account;
use super::prompts::Prompts;
use super::visit::Visits;
use super::watching::happening::RETRY;
use crate::options::Options;
use crate::protocol::{Command, TextId, Texts};
use crate::session::words::Word;
use crate::session::{Change, Input, Output, Reason, Say, Session, Setup, State};

/// The shortest time to the next tick: a safety net against a session that never rests.
const SHORTEST_TICK: u64 = 20;

/// A docked chat.
pub struct Dock {
    pub number: u32,
    /// Index of its account.
    pub account: usize,
    pub options: Options,
    pub session: Session,
    pub visits: Visits,
    pub prompts: Prompts,
    /// The id of the room that the frame shows.
    pub shows: TextId,
    pub accepted: u32,
    /// By reason, in the order of [`crate::protocol::Refusal`].
    pub refused: [u32; 5],
    /// Whether the session learns nothing from yet another count: then counts go the shortest way.
    pub settled: bool,
    /// Whether the counts are known to be the visitor's: a frame with a kept session tells them before it is known
    /// whose session that is.
    pub vouched: bool,
    /// The edition of the counts that the page was last told.
    pub told: u32,
}

impl Dock {
    /// A chat that has not begun.
    pub fn new(number: u32, account: usize, options: Options, setup: Setup, prompts: Prompts) -> Self {
        Self {
            number,
            account,
            session: Session::new(setup),
            visits: Visits::default(),
            prompts,
            shows: TextId::NONE,
            accepted: 0,
            refused: [0; 5],
            settled: false,
            vouched: !options.has_login,
            told: 0,
            options,
        }
    }

    /// Takes what happened to the session, and lays down what comes of it.
    pub fn feed(&mut self, input: Input, account: &mut Account, effects: &Effects) {
        let now = super::now();
        self.session.handle(input, now);
        for output in self.session.take() {
            self.perform(output, account, effects);
        }
        self.settled = self.session.settled();
        if self.session.state().state == State::Online && !std::mem::replace(&mut self.vouched, true) {
            account.touch_if(true);
            // Whoever was logged out is there again.
            if account.watch.is_some() {
                effects.add(Kind::Watch, account.number).count(RETRY);
            }
        }
        let wait = self.session.deadline().map(|at| at.saturating_sub(now).max(SHORTEST_TICK) as u32);
        self.prompts.wake(wait);
    }

    fn perform(&mut self, output: Output, account: &mut Account, effects: &Effects) {
        let number = self.number;
        match output {
            Output::Load(path) => drop(effects.add(Kind::Load, number).count(path.0)),
            Output::Post(say) => self.post(say, effects),
            Output::AskCredentials => drop(effects.add(Kind::Credentials, number)),
            Output::Settle(id, done) => drop(effects.add(Kind::Settle, number).count(id).truth(done)),
            Output::State(change) => {
                self.show(change, effects);
                let told = effects.add(Kind::State, number).text(change.state.word());
                told.maybe(change.reason.map(Reason::code));
            }
            Output::ResetUnread => {
                self.vouched = !self.options.has_login;
                account.reset(number, effects);
            }
        }
    }

    fn post(&mut self, say: Say, effects: &Effects) {
        let number = self.number;
        let command = match say {
            Say::Login => return drop(effects.add(Kind::Login, number)),
            Say::Hide => return drop(effects.add(Kind::Hide, number)),
            Say::Hello => return drop(effects.add(Kind::Hello, number)),
            Say::Go(path) => Command::go(self.prompts.texts().text(path)),
            Say::Logout => Command::logout(),
            Say::Status(status) => Command::status(status),
        };
        effects.add(Kind::Post, number).value(&outgoing(&command));
    }

    /// Shows where the chat stands.
    pub fn show(&self, change: Change, effects: &Effects) {
        let shown = effects.add(Kind::Show, self.number).text(change.state.word());
        shown.maybe(change.word().map(Word::key)).truth(change.state == State::Failed);
    }
}
