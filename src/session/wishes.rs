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
        self.requests.expire(now, &mut self.outputs);
        let waits = !self.frame.alive
            || (self.wants_login() && matches!(self.change.state, State::Loading | State::Ready | State::LoggingIn))
            || self.change.reason == Some(Reason::SessionLost);
        if self.change.state == State::Failed && !self.frame.alive {
            self.settle_all();
            return;
        }
        // A log-out need not wait for a login, only for somebody to hear it.
        while let Some(wish) = self.requests.next(waits, self.frame.alive, now) {
            match wish {
                Wish::Open(room) => {
                    self.setup.room = room;
                    self.post(Say::Go(room.address));
                }
                Wish::Status(status) => self.post(Say::Status(status)),
                Wish::Logout => {
                    self.log_out();
                    if self.frame.visitor == Visitor::Nobody {
                        self.settle(true, Effect::Logout);
                    }
                }
                Wish::Login => {}
            }
        }
    }

    fn log_out(&mut self) {
        self.wanted = false;
        self.login = Login::NONE;
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
        self.requests.settle(effect, done, &mut self.outputs);
    }

    pub(super) fn settle_all(&mut self) {
        self.requests.expire(NEVER, &mut self.outputs);
    }
}
