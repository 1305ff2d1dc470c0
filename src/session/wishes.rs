//! How the page's wishes are carried out, in their order.

use super::frame::Visitor;
use super::login::Login;
use super::machine::{Output, Say, Session};
use super::requests::{Effect, Wish};
use super::state::{Reason, State};
use super::{Millis, NEVER};
use crate::protocol::TextId;

impl Session {
    pub(super) fn advance_requests(&mut self, now: Millis) {
        while let Some(id) = self.requests.settled(None, now) {
            self.outputs.push(Output::Settle(id, false));
        }
        let waits = !self.frame.alive
            || (self.wants_login() && matches!(self.change.state, State::Loading | State::Ready | State::LoggingIn))
            || self.change.reason == Some(Reason::SessionLost);
        if self.change.state == State::Failed && !self.frame.alive {
            self.settle_all();
            return;
        }
        // A log-out need not wait for a login, only for somebody to hear it.
        while self.requests.is_ready(waits, self.frame.alive) {
            let Some((id, wish)) = self.requests.next() else { return };
            match wish {
                Wish::Open(room) => {
                    self.setup.room = room;
                    self.post(Say::Go(room.address));
                }
                Wish::Status(status) => self.post(Say::Status(status)),
                Wish::Logout => {
                    self.log_out();
                    if self.frame.visitor == Visitor::Nobody {
                        self.outputs.push(Output::Settle(id, true));
                        continue;
                    }
                }
                Wish::Login => {}
            }
            self.requests.sent(id, wish, now);
        }
    }

    fn log_out(&mut self) {
        self.wanted = false;
        self.login = Login::None;
        self.expected = TextId::NONE;
        self.online_since = NEVER;
        self.strayed = true;
        self.post(Say::Logout);
        self.settle(false, Effect::Login);
        self.outputs.push(Output::ResetUnread);
        self.enter(State::Ready, Some(Reason::LoggedOut));
        if self.frame.visitor != Visitor::Nobody {
            self.frame.visitor = Visitor::Unknown;
        }
    }

    pub(super) fn settle(&mut self, done: bool, effect: Effect) {
        while let Some(id) = self.requests.settled(Some(effect), 0) {
            self.outputs.push(Output::Settle(id, done));
        }
    }

    pub(super) fn settle_all(&mut self) {
        while let Some(id) = self.requests.drain() {
            self.outputs.push(Output::Settle(id, false));
        }
    }
}
