//! One docked chat: the session, and what joins it with its place in the page.

use super::effect::{Effects, Kind, outgoing, text_or_null};
use super::options::Options;
use super::page::Account;
use super::visit::Visits;
use crate::session::words::Word;
use crate::session::{Change, Input, Output, Reason, Session, State};
use wasm_bindgen::JsValue;

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
    /// The edition of the counts that the page was last told.
    pub told: u32,
}

impl Dock {
    /// A chat that has not begun.
    pub fn new(number: u32, account: usize, options: Options) -> Self {
        Self {
            number,
            account,
            session: Session::new(options.setup()),
            visits: Visits::default(),
            accepted: 0,
            refused: [0; 5],
            settled: false,
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
        let wait = self.session.deadline().map(|at| at.saturating_sub(now).max(SHORTEST_TICK) as f64);
        effects.add(Kind::Wake, self.number, &[wait.map_or(JsValue::NULL, JsValue::from)]);
    }

    fn perform(&mut self, output: Output, account: &mut Account, effects: &Effects) {
        let (kind, part) = match output {
            Output::Load(path) => (Kind::Load, JsValue::from(path)),
            Output::Post(command) => (Kind::Post, outgoing(&*command)),
            Output::AskCredentials => (Kind::Credentials, JsValue::NULL),
            Output::Settle(id, done) => {
                return effects.add(Kind::Settle, self.number, &[JsValue::from(id), JsValue::from(done)]);
            }
            Output::State(change) => {
                self.show(change, effects);
                let reason = text_or_null(change.reason.map(Reason::code));
                return effects.add(Kind::State, self.number, &[JsValue::from_str(change.state.word()), reason]);
            }
            Output::ResetUnread => return account.reset(self.number, effects),
        };
        effects.add(kind, self.number, &[part]);
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
        let text = word.map_or(JsValue::from_str(""), |word| JsValue::from(self.options.word(word)));
        let retry = JsValue::from(change.state == State::Failed);
        effects.add(Kind::Show, self.number, &[JsValue::from_str(change.state.word()), text, retry]);
    }
}
