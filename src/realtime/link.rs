//! The socket: opened, greeted, logged in, subscribed; and opened again when it is lost.

use super::message::message;
use super::output::Do;
use super::watch::Watch;
use super::{Millis, part};
use crate::protocol::ddp::{Incoming, News, Outgoing, Stream};
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Step {
    /// None is wanted.
    #[default]
    Off,
    /// Another is tried later.
    Waiting(Millis),
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

#[derive(Debug, Default)]
pub(super) struct Link {
    pub step: Step,
    /// Since when.
    since: Millis,
    heard: Millis,
    pinged: bool,
    /// Tries in a row that led to nothing lasting.
    pub attempts: u32,
    session: Option<String>,
}

impl Link {
    pub fn deadline(&self) -> Option<Millis> {
        Some(match self.step {
            Step::Off => return None,
            Step::Waiting(until) => until,
            Step::Live => self.heard + if self.pinged { SILENCE } else { IDLE },
            _ => self.since + STEP,
        })
    }

    /// When the server last said something.
    pub fn heard(&self) -> Millis {
        self.heard
    }

    fn enter(&mut self, step: Step, now: Millis) {
        self.step = step;
        self.since = now;
    }
}

impl Watch {
    fn send(&mut self, outgoing: Outgoing<'_>) {
        self.put(Do::Send, message(&[&outgoing.text()], &[]));
    }

    pub(super) fn connect(&mut self, now: Millis) {
        self.link.enter(Step::Opening, now);
        self.link.session = None;
        self.order(Do::Open);
    }

    /// The socket is not wanted any more.
    pub(super) fn disconnect(&mut self) {
        if self.link.step != Step::Off {
            self.order(Do::Close);
        }
        self.lost_touch();
        self.link = Link::default();
    }

    /// The socket led to nothing, or to no more.
    pub(super) fn lose(&mut self, now: Millis, random: u32) {
        if matches!(self.link.step, Step::Off | Step::Waiting(_)) {
            return;
        }
        self.order(Do::Close);
        if self.link.step == Step::Live && now >= self.link.since + STEADY {
            self.link.attempts = 0;
        }
        let wait = (1_000 << self.link.attempts.min(6)).min(FARTHEST) / 2;
        self.link.attempts += 1;
        // Half of it by chance: after a restart of the server not everybody comes at once.
        self.link.enter(Step::Waiting(now + wait + part(wait, random)), now);
        self.lost_touch();
    }

    /// A try that is far off is made soon: somebody is looking.
    pub(super) fn hurry(&mut self, now: Millis, random: u32) {
        if let Step::Waiting(until) = &mut self.link.step {
            *until = (*until).min(now + part(1_000, random));
        }
    }

    pub(super) fn opened(&mut self, now: Millis) {
        if self.link.step == Step::Opening {
            self.link.enter(Step::Greeting, now);
            self.send(Outgoing::Connect);
        }
    }

    pub(super) fn tick_link(&mut self, now: Millis, random: u32) {
        if self.link.deadline().is_none_or(|due| now < due) {
            return;
        }
        match self.link.step {
            Step::Waiting(_) => self.connect(now),
            Step::Live if now < self.link.heard + SILENCE => {
                self.link.pinged = true;
                self.send(Outgoing::Ping);
            }
            _ => self.lose(now, random),
        }
    }

    pub(super) fn hear(&mut self, frame: &Incoming, book: &mut Book, now: Millis, random: u32) {
        self.link.heard = now;
        self.link.pinged = false;
        let user = self.credentials.as_ref().map_or("", |credentials| credentials.user_id.as_str());
        match (frame, self.link.step) {
            (Incoming::Ping(id), Step::Greeting | Step::LoggingIn | Step::Subscribing | Step::Live) => {
                self.send(Outgoing::Pong(id.as_deref()));
            }
            (Incoming::Connected(session), Step::Greeting) => {
                self.link.session.clone_from(session);
                self.link.enter(Step::LoggingIn, now);
                let token = self.credentials.as_ref().map_or("", |credentials| credentials.token.as_str());
                let login = Outgoing::Login(token).text();
                self.put(Do::Send, message(&[&login], &[]));
            }
            // A good token of somebody else would show somebody else's counts.
            (Incoming::LoggedIn(id), Step::LoggingIn) if *id == user => {
                for stream in Stream::ALL {
                    self.send(Outgoing::Subscribe(id, stream));
                }
                self.link.enter(Step::Subscribing, now);
            }
            (Incoming::LoggedIn(_) | Incoming::NotLoggedIn(true), Step::LoggingIn) => self.refused(book, now),
            (Incoming::Ready(Stream::Subscriptions), Step::Subscribing) => {
                self.link.enter(Step::Live, now);
                self.snapshots.want(now);
            }
            (Incoming::NoSubscriptions, Step::Live) => self.call_failed(now, random),
            (Incoming::News(of, news), Step::Subscribing | Step::Live) if *of == user => self.learn(news, book, now),
            (Incoming::NotLoggedIn(false), Step::LoggingIn)
            | (Incoming::Failed | Incoming::NoStream(Stream::Subscriptions), _) => self.lose(now, random),
            _ => {}
        }
    }

    fn learn(&mut self, news: &News, book: &mut Book, now: Millis) {
        self.changed |= match news {
            News::Changed(record) => self.ledger.take(book, &record.row(), super::ledger::Way::Change),
            News::Removed(id) => self.ledger.remove(book, id),
            News::Notice(notice) => {
                self.announce(notice, now);
                false
            }
            News::LoggedOut(session) => {
                // Newer servers end one session of several and tell all of them which.
                if session.is_none() || *session == self.link.session {
                    self.stop(super::Stop::LoggedOut, book);
                    self.tell_user();
                }
                false
            }
        };
    }
}
