//! One docked chat: the session, and what joins it with its place in the page.

use super::effect::{Effects, Kind, Part, outgoing};
use super::options::Options;
use super::page::Account;
use super::visit::Visits;
use crate::session::words::Word;
use crate::session::{Change, Input, Output, Reason, Session, Setup, State};

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
    pub fn new(number: u32, account: usize, options: Options, setup: Setup) -> Self {
        Self {
            number,
            account,
            session: Session::new(setup),
            visits: Visits::default(),
            accepted: 0,
            refused: [0; 5],
            settled: false,
            vouched: !options.has_login,
            told: 0,
            options,
        }
    }

    /// Takes what happened to the session, and lays down what comes of it.
    pub fn feed(&mut self, input: Input<'_>, account: &mut Account, effects: &Effects) {
        let now = super::now();
        self.session.handle(input, now);
        while let Some(output) = self.session.poll() {
            self.perform(output, account, effects);
        }
        self.settled = self.session.settled();
        if self.session.state().state == State::Online && !std::mem::replace(&mut self.vouched, true) {
            account.touch_if(true);
        }
        let wait = self.session.deadline().map(|at| at.saturating_sub(now).max(SHORTEST_TICK) as f64);
        effects.add(Kind::Wake, self.number, &[wait.map_or(Part::Nothing, Part::Number)]);
    }

    fn perform(&mut self, output: Output, account: &mut Account, effects: &Effects) {
        let number = self.number;
        match output {
            Output::Load(path) => effects.add(Kind::Load, number, &[Part::Text(&path)]),
            Output::Post(command) => effects.add(Kind::Post, number, &[Part::Value(&outgoing(&*command))]),
            Output::AskCredentials => effects.add(Kind::Credentials, number, &[]),
            Output::Settle(id, done) => {
                effects.add(Kind::Settle, number, &[Part::Number(f64::from(id)), Part::Truth(done)]);
            }
            Output::State(change) => {
                self.show(change, effects);
                let reason = change.reason.map(Reason::code).into();
                effects.add(Kind::State, number, &[Part::Text(change.state.word()), reason]);
            }
            Output::ResetUnread => {
                self.vouched = !self.options.has_login;
                account.reset(number, effects);
            }
        }
    }

    /// Shows where the chat stands.
    pub fn show(&self, change: Change, effects: &Effects) {
        let word = match (change.state, change.reason) {
            (State::Loading, _) => Some(Word::Loading),
            (State::Degraded, Some(Reason::SessionLost)) => Some(Word::SessionLost),
            (State::Failed, Some(Reason::FrameSilent)) => Some(Word::Silent),
            (State::Failed, Some(Reason::NotAMember)) => Some(Word::NotAMember),
            (State::Failed, _) => Some(Word::LoginFailed),
            _ => None,
        };
        let text = word.map_or(String::new(), |word| self.options.word(word));
        let retry = Part::Truth(change.state == State::Failed);
        effects.add(Kind::Show, self.number, &[Part::Text(change.state.word()), Part::Text(&text), retry]);
    }
}
