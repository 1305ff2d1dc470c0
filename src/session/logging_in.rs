//! How a login is brought about, whatever is met in the frame.

use super::Millis;
use super::frame::{Script, Visitor};
use super::login::{Credentials, Denial, Login};
use super::machine::{Output, Session};
use super::requests::{Effect, RequestId, Wish};
use super::state::{Reason, State};
use crate::protocol::Command;

/// How often somebody else is logged out before it is called a failure.
const MOST_OTHERS: u32 = 3;

impl Session {
    pub(super) fn credentials(&mut self, answer: Result<Credentials, Denial>) {
        if !matches!(self.login, Login::Asked { .. }) {
            return;
        }
        match answer {
            Ok(credentials) if credentials.token.trim_ascii().is_empty() => self.fail(Reason::TokenMissing),
            Ok(credentials) => {
                self.expected = (!credentials.user_id.is_empty()).then(|| credentials.user_id.clone());
                self.login = Login::Held(Box::new(credentials));
            }
            Err(denial) => {
                if denial == Denial::NotAMember && self.frame.visitor != Visitor::Nobody {
                    // The session in the frame is somebody's who has left the page since.
                    self.strayed = true;
                    self.post(Command::logout());
                    self.outputs.push(Output::ResetUnread);
                }
                self.fail(denial.into());
            }
        }
    }

    pub(super) fn wish_login(&mut self, id: RequestId, now: Millis) {
        if !self.setup.has_login {
            self.outputs.push(Output::Settle(id, false));
            return;
        }
        self.wanted = true;
        self.requests.sent(id, Wish::Login, now);
        if self.is_in() && self.change.state == State::Online {
            self.settle(true, Effect::Login);
        } else if !self.login.under_way() {
            self.login = Login::Due(now);
            // Whoever asks for a login believes in the frame: it gets its time once more.
            self.frame.began = now;
            if self.change.state == State::Failed && self.frame.alive {
                self.enter(State::Ready, None);
            }
        }
    }

    /// The right member is logged in.
    pub(super) fn confirmed(&mut self, now: Millis) {
        self.login = Login::None;
        self.others = 0;
        self.online_since = now;
        self.settle(true, Effect::Login);
        self.enter(State::Online, None);
        if std::mem::take(&mut self.strayed) {
            self.post(Command::go(self.setup.room.embedded()));
        }
    }

    pub(super) fn wants_login(&self) -> bool {
        self.wanted && self.setup.has_login
    }

    pub(super) fn send_token(&mut self, credentials: Box<Credentials>, times: usize, now: Millis) {
        self.post(Command::login(credentials.token.clone()));
        self.login = Login::sent(credentials, times, now);
    }

    fn log_out_first(&mut self, credentials: Box<Credentials>, surely_somebody: bool, now: Millis) {
        self.strayed = true;
        self.post(Command::logout());
        self.login = Login::clearing(credentials, surely_somebody, now);
    }

    pub(super) fn advance_login(&mut self, now: Millis) {
        let due = match self.login {
            Login::None if !self.wants_login() || self.is_in() => false,
            Login::None if self.change.state == State::Failed => false,
            Login::None if self.outlived() => {
                self.confirmed(now);
                false
            }
            // After a reload the session is likely still there: that is seen before the page is asked again.
            Login::None if self.expected.is_some() && self.frame.script == Script::Unknown => self.frame.blind(now),
            Login::None => self.frame.alive || self.frame.blind(now),
            Login::Due(at) => at <= now && (self.frame.alive || self.frame.blind(now)),
            _ => false,
        };
        if due {
            self.login = Login::asked(now);
            let reason = self.change.reason.filter(|reason| matches!(reason, Reason::SessionLost | Reason::OtherUser));
            self.enter(State::LoggingIn, reason);
            self.outputs.push(Output::AskCredentials);
        }
        if self.login.rests(now) {
            return;
        }
        match std::mem::take(&mut self.login) {
            Login::None | Login::Due(_) => {}
            Login::Asked { .. } => self.fail(Reason::LoginSilent),
            Login::Held(credentials) => self.settle_visitor(credentials, now),
            Login::Clearing { credentials, .. } => self.send_token(credentials, 1, now),
            Login::Sent { credentials, times, .. } => {
                if matches!(self.frame.visitor, Visitor::Somebody(None)) {
                    self.confirmed(now);
                } else if matches!(self.frame.visitor, Visitor::Somebody(Some(_))) {
                    self.settle_visitor(credentials, now);
                } else if Login::exhausted(times) {
                    let silent = !self.frame.alive;
                    self.fail(if silent { Reason::FrameSilent } else { Reason::LoginTimeout });
                } else {
                    self.send_token(credentials, times + 1, now);
                    self.frame.ask(now);
                }
            }
        }
    }

    /// Whether the session that we began has outlived a reload of the frame.
    fn outlived(&self) -> bool {
        match (&self.expected, &self.frame.script, &self.frame.visitor) {
            (Some(expected), Script::Present(_), Visitor::Somebody(Some(id))) => expected == id,
            (Some(_), Script::Missing, Visitor::Somebody(_)) => self.cleared,
            _ => false,
        }
    }

    /// Credentials are there: what they meet in the frame decides what to do with them.
    fn settle_visitor(&mut self, credentials: Box<Credentials>, now: Millis) {
        let right = |id: &String| credentials.user_id.is_empty() || *id == credentials.user_id;
        match (&self.frame.script, &self.frame.visitor) {
            (Script::Unknown, _) if !self.frame.blind(now) => self.login = Login::Held(credentials),
            (_, Visitor::Somebody(Some(id))) if right(id) => self.confirmed(now),
            (_, Visitor::Somebody(Some(_))) => {
                self.others += 1;
                if self.others > MOST_OTHERS {
                    self.fail(Reason::OtherUser);
                } else {
                    self.outputs.push(Output::ResetUnread);
                    self.enter(State::LoggingIn, Some(Reason::OtherUser));
                    self.log_out_first(credentials, true, now);
                }
            }
            (Script::Present(_), Visitor::Somebody(None) | Visitor::Unknown) if self.frame.asking() => {
                self.login = Login::Held(credentials);
            }
            (Script::Present(_), Visitor::Nobody | Visitor::Unknown) => self.send_token(credentials, 1, now),
            (Script::Present(_), Visitor::Somebody(None)) => self.log_out_first(credentials, true, now),
            (Script::Missing | Script::Unknown, visitor) => {
                let surely_somebody = matches!(visitor, Visitor::Somebody(_));
                if !self.cleared {
                    self.cleared = true;
                    self.log_out_first(credentials, surely_somebody, now);
                } else if surely_somebody {
                    // Logged out once and logged in by us since: the session has outlived a reload.
                    self.confirmed(now);
                } else {
                    self.send_token(credentials, 1, now);
                }
            }
        }
    }
}
