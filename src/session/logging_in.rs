//! How a login is brought about, whatever is met in the frame.

use super::Millis;
use super::frame::{Script, Visitor};
use super::login::{Denial, Login, Step};
use super::machine::{Output, Say, Session};
use super::requests::{Effect, RequestId};
use super::state::{Reason, State};
use crate::protocol::TextId;

/// How often somebody else is logged out before it is called a failure.
const MOST_OTHERS: u32 = 3;

impl Session {
    pub(super) fn credentials(&mut self, answer: Result<TextId, Denial>) {
        if self.login.step != Step::Asked {
            return;
        }
        match answer {
            Ok(user) => {
                self.expected = user;
                self.login = Login::held();
            }
            Err(denial) => {
                if denial == Denial::NotAMember && self.frame.visitor != Visitor::Nobody {
                    // The session in the frame is somebody's who has left the page since.
                    self.strayed = true;
                    self.post(Say::Logout);
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
        self.requests.login(id);
        if self.is_in() && self.change.state == State::Online {
            self.settle(true, Effect::Login);
        } else if !self.login.under_way() {
            self.login = Login::due(now);
            // Whoever asks for a login believes in the frame: it gets its time once more.
            self.frame.began = now;
            if self.change.state == State::Failed && self.frame.alive {
                self.enter(State::Ready, None);
            }
        }
    }

    /// The right member is logged in.
    pub(super) fn confirmed(&mut self, now: Millis) {
        self.login = Login::NONE;
        self.others = 0;
        self.online_since = now;
        self.settle(true, Effect::Login);
        self.enter(State::Online, None);
        if std::mem::take(&mut self.strayed) {
            self.post(Say::Go(self.setup.room.address));
        }
    }

    pub(super) fn wants_login(&self) -> bool {
        self.wanted && self.setup.has_login
    }

    pub(super) fn send_token(&mut self, now: Millis) {
        self.post(Say::Login);
        self.login = self.login.sent(now);
    }

    fn log_out_first(&mut self, surely_somebody: bool, now: Millis) {
        self.strayed = true;
        self.post(Say::Logout);
        self.login = Login::clearing(surely_somebody, now);
    }

    pub(super) fn advance_login(&mut self, now: Millis) {
        let due = match self.login.step {
            Step::None if !self.wants_login() || self.is_in() => false,
            Step::None if self.change.state == State::Failed => false,
            Step::None if self.outlived() => {
                self.confirmed(now);
                false
            }
            // After a reload the session is likely still there: that is seen before the page is asked again.
            Step::None if self.expected.is_some() && self.frame.script == Script::Unknown => self.frame.blind(now),
            Step::None => self.frame.alive || self.frame.blind(now),
            Step::Due => self.login.at <= now && (self.frame.alive || self.frame.blind(now)),
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
        match self.login.step {
            Step::None | Step::Due => {}
            Step::Asked => self.fail(Reason::LoginSilent),
            Step::Held => self.settle_visitor(now),
            Step::Clearing => self.send_token(now),
            Step::Sent => {
                if let Visitor::Somebody(id) = self.frame.visitor {
                    if id.is_some() { self.settle_visitor(now) } else { self.confirmed(now) }
                } else if self.login.exhausted() {
                    let silent = !self.frame.alive;
                    self.fail(if silent { Reason::FrameSilent } else { Reason::LoginTimeout });
                } else {
                    self.send_token(now);
                    self.frame.ask(now);
                }
            }
        }
    }

    /// Whether the session that we began has outlived a reload of the frame.
    fn outlived(&self) -> bool {
        match (self.frame.script, self.frame.visitor) {
            (Script::Present(_), Visitor::Somebody(id)) => self.expected.is_some() && self.expected == id,
            (Script::Missing, Visitor::Somebody(_)) => self.expected.is_some() && self.cleared,
            _ => false,
        }
    }

    /// Credentials are there: what they meet in the frame decides what to do with them.
    fn settle_visitor(&mut self, now: Millis) {
        let user = self.expected;
        self.login = Login::held();
        let somebody = matches!(self.frame.visitor, Visitor::Somebody(_));
        let id = if let Visitor::Somebody(id) = self.frame.visitor { id } else { TextId::NONE };
        if self.frame.script == Script::Unknown && !self.frame.blind(now) {
            // It is about to show.
        } else if id.is_some() && (id == user || !user.is_some()) {
            self.confirmed(now);
        } else if id.is_some() {
            self.others += 1;
            if self.others > MOST_OTHERS {
                self.fail(Reason::OtherUser);
            } else {
                self.outputs.push(Output::ResetUnread);
                self.enter(State::LoggingIn, Some(Reason::OtherUser));
                self.log_out_first(true, now);
            }
        } else if matches!(self.frame.script, Script::Present(_)) {
            if self.frame.visitor != Visitor::Nobody && self.frame.asking() {
                // The script is about to say who that is.
            } else if somebody {
                self.log_out_first(true, now);
            } else {
                self.send_token(now);
            }
        } else if !self.cleared {
            self.cleared = true;
            self.log_out_first(somebody, now);
        } else if somebody {
            // Logged out once and logged in by us since: the session has outlived a reload.
            self.confirmed(now);
        } else {
            self.send_token(now);
        }
    }
}
