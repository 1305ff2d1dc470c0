//! The socket: opened, greeted, logged in, subscribed; and opened again when it is lost.

use super::ledger::Way;
use super::output::Do;
use super::watch::{Phase, Watch};
use super::{Millis, NEVER, Role, Stop, part};
use crate::protocol::TextId;
use crate::protocol::ddp::{self, Incoming};
use crate::unread::Book;

/// How long each step may take before the socket is given up.
const STEP: Millis = 8_000;
/// After this long without a word a sign of life is asked for, as Rocket.Chat's own clients do.
const IDLE: Millis = 30_000;
/// After this long without a word the socket is dead, whatever the browser says.
const SILENCE: Millis = 60_000;
/// What lasted so long was no failure: the next try is a first one.
const STEADY: Millis = 30_000;
/// The longest time until the next try.
const FARTHEST: Millis = 60_000;
/// So many tries in a row have failed: whatever it is, it will last.
pub(super) const BLOCKED: u32 = 3;

/// How far the socket has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd)]
pub(super) enum Step {
    /// None is wanted.
    #[default]
    Off,
    /// Another is tried later.
    Waiting,
    /// The browser opens it.
    Opening,
    /// Greeted.
    Greeting,
    /// The token is sent.
    LoggingIn,
    /// The streams are asked for.
    Subscribing,
    /// Changes come as they happen.
    Live,
}

#[derive(Debug)]
pub(super) struct Link {
    pub step: Step,
    /// Since when.
    since: Millis,
    /// When something is to be done: another try, a sign of life asked for, the socket given up.
    pub due: Millis,
    /// When the server last said something.
    pub heard: Millis,
    /// Tries in a row that led to nothing lasting.
    pub attempts: u32,
    session: TextId,
}

impl Default for Link {
    fn default() -> Self {
        Self { step: Step::Off, since: 0, due: NEVER, heard: 0, attempts: 0, session: TextId::NONE }
    }
}

impl Link {
    fn enter(&mut self, step: Step, now: Millis, due: Millis) {
        self.step = step;
        self.since = now;
        self.due = now + due;
    }
}

impl Watch {
    /// Opens the socket; not in a tab that listens to another, nor while the page is asked for a token.
    pub(super) fn connect(&mut self, now: Millis) {
        if self.role == Role::Follower || self.phase != Phase::Running {
            return;
        }
        self.link.enter(Step::Opening, now, STEP);
        self.outputs.put(Do::Open, &[]);
    }

    /// The socket is not wanted any more.
    pub(super) fn disconnect(&mut self) {
        if self.link.step != Step::Off {
            self.outputs.put(Do::Close, &[]);
        }
        self.lost_touch();
        self.link = Link::default();
    }

    /// The socket led to nothing, or to no more.
    pub(super) fn lose(&mut self, now: Millis, random: u32) {
        let link = &mut self.link;
        if link.step <= Step::Waiting {
            return;
        }
        self.outputs.put(Do::Close, &[]);
        if link.step == Step::Live && now >= link.since + STEADY {
            link.attempts = 0;
        }
        let wait = (1_000 << link.attempts.min(6)).min(FARTHEST) / 2;
        link.attempts += 1;
        // Half of it by chance: after a restart of the server not everybody comes at once.
        link.enter(Step::Waiting, now, wait + part(wait, random));
        self.lost_touch();
    }

    /// A try that is far off is made soon: somebody is looking.
    pub(super) fn hurry(&mut self, now: Millis, random: u32) {
        if self.link.step == Step::Waiting {
            self.link.due = self.link.due.min(now + part(1_000, random));
        }
    }

    pub(super) fn opened(&mut self, now: Millis) {
        if self.link.step == Step::Opening {
            self.link.enter(Step::Greeting, now, STEP);
            self.outputs.put(Do::Connect, &[]);
        }
    }

    pub(super) fn tick_link(&mut self, now: Millis, random: u32) {
        let link = &mut self.link;
        if now < link.due {
            return;
        }
        match link.step {
            Step::Waiting => self.connect(now),
            Step::Live if now < link.heard + SILENCE => {
                link.due = link.heard + SILENCE;
                self.outputs.put(Do::Ping, &[]);
            }
            _ => self.lose(now, random),
        }
    }

    pub(super) fn hear(&mut self, frame: &[f64], book: &mut Book, now: Millis, random: u32) {
        let link = &mut self.link;
        link.heard = now;
        let step = link.step;
        if step == Step::Live {
            link.due = now + IDLE;
        }
        match ddp::read(frame) {
            Incoming::Ping(id) if step >= Step::Greeting => self.outputs.put(Do::Pong, &[id.listed()]),
            Incoming::Connected(session) if step == Step::Greeting => {
                link.session = session;
                link.enter(Step::LoggingIn, now, STEP);
                self.outputs.put(Do::Login, &[self.user.listed()]);
            }
            // A good token of somebody else would show somebody else's counts.
            Incoming::LoggedIn(user) if step == Step::LoggingIn && user == self.user => {
                for stream in [ddp::CHANGES, ddp::NOTIFICATIONS, ddp::LOGOUT] {
                    self.outputs.put(Do::Subscribe, &[user.listed(), TextId(stream).listed()]);
                }
                link.enter(Step::Subscribing, now, STEP);
            }
            Incoming::LoggedIn(_) | Incoming::NotLoggedIn(true) if step == Step::LoggingIn => self.refused(book, now),
            Incoming::Ready if step == Step::Subscribing => {
                link.enter(Step::Live, now, IDLE);
                self.snapshots.wanted = now;
            }
            Incoming::NoSubscriptions if step == Step::Live && self.snapshots.call => self.missed(now, random),
            Incoming::Changed(user, record) if step >= Step::Subscribing && user == self.user => {
                self.changed |= self.ledger.take(book, &record, Way::Change);
            }
            Incoming::Removed(user, id) if step >= Step::Subscribing && user == self.user => {
                self.changed |= self.ledger.remove(book, id);
            }
            Incoming::Notice(user, message, room) if step >= Step::Subscribing && user == self.user => {
                self.announce(message, room, now);
            }
            // Newer servers end one session of several and tell all of them which.
            Incoming::LoggedOut(user, session)
                if step >= Step::Subscribing
                    && user == self.user
                    && (!session.is_some() || session == link.session) =>
            {
                self.stop(Stop::LoggedOut, book);
                self.tell_user();
            }
            Incoming::NotLoggedIn(false) if step == Step::LoggingIn => self.lose(now, random),
            Incoming::Failed | Incoming::NoChanges => self.lose(now, random),
            _ => {}
        }
    }
}
