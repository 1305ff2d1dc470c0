//! What the session makes of the frame's messages.

use super::frame::{Script, Visitor};
use super::login::{Login, Step};
use super::machine::{Output, Say, Session};
use super::requests::Effect;
use super::state::{Reason, State};
use super::{Millis, NEVER};
use crate::protocol::{Event, Here, TextId, Total};

/// Delays before a lost session is taken up again: the first, the second, …
const TAKE_UP_AFTER: [Millis; 5] = [0, 1_500, 4_000, 8_000, 15_000];
/// A session that has held this long was no failed attempt.
const HELD_LONG: Millis = 60_000;

impl Session {
    pub(super) fn event(&mut self, event: Event, now: Millis) {
        if self.change.state == State::Idle {
            return;
        }
        if !self.frame.alive {
            self.frame.live(now);
        }
        if !matches!(event, Event::Here(_) | Event::Person(_)) {
            self.frame.events = true;
        }
        match event {
            Event::Startup => {
                if self.frame.started {
                    self.frame.restart(now);
                    self.interrupted();
                }
                self.frame.started = true;
            }
            Event::LoggedIn => {
                self.frame.run_scripts(now);
                self.frame.hidden = false;
                self.somebody(true, now);
            }
            Event::LoggedOut | Event::OnLogout => {
                self.frame.shows_nobody = true;
                if matches!(event, Event::LoggedOut) {
                    self.frame.run_scripts(now);
                }
                self.nobody(now);
            }
            Event::Status(status) => {
                self.somebody(false, now);
                self.settle(true, Effect::Status(status));
            }
            Event::Subscription(_) | Event::Unread(Total::Number(_)) => self.somebody(false, now),
            Event::RoomOpened(room) => {
                // A server may show rooms to everybody: no proof against better knowledge.
                if self.frame.visitor != Visitor::Nobody || self.login.step == Step::Sent {
                    self.somebody(false, now);
                }
                self.settle(true, Effect::Opened(room));
            }
            Event::Link(link) => {
                if link.is_some() {
                    self.post(Say::Go(link));
                }
            }
            Event::LoginError => {
                if self.login.step == Step::Sent {
                    self.fail(Reason::LoginRefused);
                }
            }
            Event::Here(here) => {
                if here.nonce == self.setup.nonce {
                    self.here(here, now);
                }
            }
            Event::Unread(_) | Event::Spoke(..) | Event::Person(_) | Event::Other => {}
        }
    }

    /// Rocket.Chat shows that somebody is logged in; `anew` where it may be somebody else than before.
    fn somebody(&mut self, anew: bool, now: Millis) {
        // A log-out under way is preceded by a last report of every room.
        if self.login.step == Step::Clearing || self.requests.awaits_logout() {
            return;
        }
        self.frame.shows_nobody = false;
        let known = matches!(self.frame.visitor, Visitor::Somebody(_));
        if anew || !known {
            self.frame.visitor = Visitor::Somebody(TextId::NONE);
            if !anew {
                self.frame.ask(now);
            }
        }
        if self.login.step == Step::Sent && self.frame.script == Script::Missing {
            self.confirmed(now);
        } else if anew && self.change.state == State::Failed && self.by_hand() {
            self.online(now);
        }
    }

    /// Whether a login in the frame, after a failure, can only be one that the member made by hand.
    fn by_hand(&self) -> bool {
        !matches!(self.change.reason, Some(Reason::OtherUser | Reason::NotAMember))
    }

    /// Rocket.Chat shows that nobody is logged in.
    fn nobody(&mut self, now: Millis) {
        self.frame.visitor = Visitor::Nobody;
        self.settle(true, Effect::Logout);
        match self.login.step {
            Step::Clearing => self.send_token(now),
            Step::None if matches!(self.change.state, State::Online | State::Degraded) => self.lost(now),
            _ => {}
        }
    }

    fn lost(&mut self, now: Millis) {
        self.outputs.push(Output::ResetUnread);
        let held = now.saturating_sub(self.online_since) >= HELD_LONG;
        self.online_since = NEVER;
        if !self.wants_login() {
            self.enter(State::Ready, (!self.wanted && self.setup.has_login).then_some(Reason::LoggedOut));
            return;
        }
        self.losses = if held { 1 } else { self.losses + 1 };
        match TAKE_UP_AFTER.get(self.losses - 1) {
            Some(delay) => {
                self.login = Login::due(now + delay);
                self.enter(State::Degraded, Some(Reason::SessionLost));
            }
            None => self.fail(Reason::SessionUnstable),
        }
    }

    /// Gantry's script has answered.
    fn here(&mut self, Here { stamp, user_id: id, .. }: Here, now: Millis) {
        self.frame.answered(stamp);
        // Another frame of the server may have logged in meanwhile; this one has not.
        if !id.is_some() || self.frame.shows_nobody {
            if self.frame.visitor != Visitor::Nobody && self.login.step != Step::Sent {
                self.nobody(now);
            }
            return;
        }
        if self.login.step == Step::Clearing || self.requests.awaits_logout() {
            return;
        }
        let before = self.user();
        let right = self.expected == id || !self.expected.is_some();
        if before.is_some() && before != id {
            self.outputs.push(Output::ResetUnread);
        }
        self.frame.visitor = Visitor::Somebody(id);
        if right && self.login.step == Step::Sent {
            self.confirmed(now);
        } else if !right && self.wants_login() && !self.login.under_way() && self.change.state != State::Failed {
            self.online_since = NEVER;
            self.enter(State::LoggingIn, Some(Reason::OtherUser));
        }
    }
}
