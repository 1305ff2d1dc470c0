//! The watch of one member's counts on one server, in one tab: what happened goes in, what is to be done comes out.

use super::input::Input;
use super::ledger::Ledger;
use super::link::{BLOCKED, Link, Step};
use super::notices::Notices;
use super::output::{Do, Output};
use super::snapshots::Snapshots;
use super::tabs::{Role, Tabs};
use super::{Millis, Source};
use crate::protocol::{Credentials, Packed, Tally};
use crate::unread::Book;

/// How long the page's own login may take.
const PAGE_PATIENCE: Millis = 30_000;

/// Why nothing is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The member was logged out, here or elsewhere.
    LoggedOut,
    /// Two tokens of the page in a row were refused.
    Refused,
    /// The page gave no credentials.
    NoCredentials,
    /// The page has gone.
    Left,
}

/// How it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// What this tab does for the others.
    pub role: Role,
    /// Where the counts come from.
    pub source: Source,
    /// For how long they have been the latest known, in milliseconds.
    pub age: Option<Millis>,
    /// Why nothing is watched.
    pub stop: Option<Stop>,
    /// The socket could not be opened several times in a row.
    pub socket_blocked: bool,
    /// The last call by REST failed.
    pub rest_failed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Idle,
    /// The page is asked for credentials, since.
    Asking(Millis),
    Running,
    Stopped(Stop),
}

/// The watch. After each [`Watch::handle`], [`Watch::take`].
#[derive(Debug)]
pub struct Watch {
    pub(super) tab: String,
    phase: Phase,
    pub(super) shared: bool,
    pub(super) credentials: Option<Credentials>,
    /// Who this tab has told the others is logged in.
    pub(super) announced: Option<String>,
    /// Who another tab has told is logged in, while that is news.
    elsewhere: Option<String>,
    /// The page was asked for other credentials, and those have not yet been good for anything.
    pub(super) renewed: bool,
    pub(super) role: Role,
    pub(super) leader_source: Source,
    pub(super) ledger: Ledger,
    pub(super) link: Link,
    pub(super) snapshots: Snapshots,
    /// A snapshot was taken since the socket stands: counts are right, and stay it.
    pub(super) synced: bool,
    pub(super) tabs: Tabs,
    pub(super) flush_whole: bool,
    pub(super) notices: Notices,
    pub(super) changed: bool,
    told: Status,
    pub(super) outputs: Vec<Output>,
}

impl Watch {
    /// A watch that has not begun, in the tab with this id, which no other has.
    #[must_use]
    pub fn new(tab: String) -> Self {
        Self {
            tab,
            phase: Phase::Idle,
            shared: false,
            credentials: None,
            announced: None,
            elsewhere: None,
            renewed: false,
            role: Role::None,
            leader_source: Source::None,
            ledger: Ledger::default(),
            link: Link::default(),
            snapshots: Snapshots::default(),
            synced: false,
            tabs: Tabs::default(),
            flush_whole: false,
            notices: Notices::default(),
            changed: false,
            told: Status::default(),
            outputs: Vec::new(),
        }
    }

    /// Whether every room is known: before that there is no total to show.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.ledger.complete()
    }

    /// Whose counts these are, with the token for calls by REST.
    #[must_use]
    pub fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// How it stands.
    #[must_use]
    pub fn status(&self, now: Millis) -> Status {
        let right_at = self.snapshots.right_at;
        let (source, since) = if self.role == Role::Follower {
            (self.leader_source, self.tabs.heard)
        } else if self.synced {
            (Source::Realtime, Some(now))
        } else if !self.ledger.complete() {
            (Source::None, None)
        } else {
            let polled = self.polls() && !self.snapshots.rest_failed;
            (if polled { Source::Polling } else { Source::Lost }, right_at)
        };
        Status {
            role: self.role,
            source,
            age: since.map(|since| now.saturating_sub(since)),
            stop: if let Phase::Stopped(stop) = self.phase { Some(stop) } else { None },
            socket_blocked: self.link.attempts >= BLOCKED && self.link.step != Step::Live,
            rest_failed: self.snapshots.rest_failed,
        }
    }

    /// What is to be done, in order.
    pub fn take(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.outputs)
    }

    pub(super) fn put(&mut self, what: Do, words: Packed) {
        self.outputs.push(Output { what, words });
    }

    pub(super) fn order(&mut self, what: Do) {
        self.put(what, Packed::default());
    }

    /// When [`Input::Tick`] is due.
    #[must_use]
    pub fn deadline(&self, now: Millis) -> Option<Millis> {
        let asking = if let Phase::Asking(since) = self.phase { Some(since + PAGE_PATIENCE) } else { None };
        let all = [asking, self.link.deadline(), self.snapshot_due(now), self.tabs.deadline(), self.ledger.deadline()];
        all.into_iter().flatten().min()
    }

    /// Takes what happened. `random` is any number, all equally likely.
    pub fn handle(&mut self, input: Input<'_>, book: &mut Book, now: Millis, random: u32) {
        match input {
            Input::Begin { shared, visible } if matches!(self.phase, Phase::Idle | Phase::Stopped(Stop::Left)) => {
                (self.shared, self.tabs.visible) = (shared, visible);
                self.ask_page(now);
            }
            // A late answer is one.
            Input::Credentials(answer)
                if matches!(self.phase, Phase::Asking(_) | Phase::Stopped(Stop::NoCredentials)) =>
            {
                self.answered(answer, book, now);
            }
            Input::Opened => self.opened(now),
            Input::Closed => self.lose(now, random),
            Input::Frame(frame) => self.hear(frame, book, now, random),
            Input::Snapshot(ask, answer) => self.snapshot(ask, answer, book, now, random),
            Input::Lock(ours) => self.locked(ours, now),
            Input::Told(message) => self.told(message, book, now),
            Input::Visible(visible) => {
                self.tabs.visible = visible;
                self.show_self(now);
                if visible {
                    self.hurry(now, random);
                }
            }
            Input::Reading(room) if room != self.notices.reading => {
                room.clone_into(&mut self.notices.reading);
                self.show_self(now);
            }
            Input::Noticed(notice) => self.noticed(notice, now),
            Input::SignedOut if self.credentials.is_some() => {
                self.stop(Stop::LoggedOut, book);
                self.tell_user();
            }
            Input::Retry if matches!(self.phase, Phase::Stopped(_)) => {
                self.renewed = false;
                self.ask_page(now);
            }
            Input::Retry => self.hurry(now, 0),
            Input::Leave => {
                self.part(Stop::Left);
            }
            _ => {}
        }
        self.advance(book, now, random);
    }

    /// Takes what a frame of this tab says of the room in a slot of the book; `own` if it is the room that it shows.
    /// Whether anything shown has changed.
    pub fn frame(&mut self, book: &mut Book, slot: u32, tally: Tally, own: bool, now: Millis) -> bool {
        self.ledger.frame(book, slot, tally, own, now)
    }

    /// As [`Watch::frame`], for a room by its id and names, which may have no slot yet; the slot, where it has one.
    pub fn frame_room(
        &mut self,
        book: &mut Book,
        room: (&str, [&str; 3]),
        tally: Tally,
        own: bool,
        now: Millis,
    ) -> Option<(u32, bool)> {
        self.ledger.frame_room(book, room, tally, own, now)
    }

    fn advance(&mut self, book: &mut Book, now: Millis, random: u32) {
        if matches!(self.phase, Phase::Asking(since) if now >= since + PAGE_PATIENCE) {
            self.stop(Stop::NoCredentials, book);
        }
        self.tick_link(now, random);
        self.tick_snapshots(now, random);
        self.tick_tabs(book, now);
        self.changed |= self.ledger.tick(book, now);
        if std::mem::take(&mut self.changed) {
            self.order(Do::Changed);
        }
        let status = Status { age: None, ..self.status(now) };
        if status != self.told {
            self.told = status;
            self.order(Do::Status);
        }
    }

    fn ask_page(&mut self, now: Millis) {
        self.phase = Phase::Asking(now);
        self.order(Do::AskCredentials);
    }

    fn answered(&mut self, answer: Option<&Credentials>, book: &mut Book, now: Millis) {
        let Some(credentials) = answer else { return self.stop(Stop::NoCredentials, book) };
        // An answer that was on its way when somebody else logged in is asked for once more.
        if self.elsewhere.take().is_some_and(|user| user != credentials.user_id) {
            return self.ask_page(now);
        }
        let same = self.user_known() == Some(credentials.user_id.as_str());
        if !same && self.credentials.is_some() {
            self.stop(Stop::LoggedOut, book);
        }
        self.phase = Phase::Running;
        self.credentials = Some(credentials.clone());
        self.tell_user();
        if self.role == Role::None { self.join(now) } else { self.connect(now) }
    }

    fn user_known(&self) -> Option<&str> {
        self.credentials.as_ref().map(|credentials| credentials.user_id.as_str())
    }

    /// The token is no good: the page is asked for another, once.
    pub(super) fn refused(&mut self, book: &mut Book, now: Millis) {
        if std::mem::replace(&mut self.renewed, true) {
            return self.stop(Stop::Refused, book);
        }
        self.disconnect();
        self.snapshots.renew();
        self.ask_page(now);
    }

    /// Who is logged in with the page is another, as another tab says.
    pub(super) fn user_elsewhere(&mut self, user: &str, book: &mut Book, now: Millis) {
        let idle = matches!(self.phase, Phase::Idle | Phase::Stopped(Stop::Left));
        if idle || user == self.user_known().unwrap_or_default() {
            return;
        }
        // What this tab shows is of somebody who is gone. Who is there now, its own page knows.
        let first = matches!(self.phase, Phase::Asking(_)) && self.credentials.is_none();
        let nobody = user.is_empty();
        if nobody {
            self.announced = None;
        }
        if self.credentials.is_some() {
            self.stop(Stop::LoggedOut, book);
        }
        if !nobody && !first {
            self.renewed = false;
            self.ask_page(now);
        }
        self.elsewhere = (!nobody).then(|| user.to_owned());
    }

    /// Stops, and shows nothing any more.
    pub(super) fn stop(&mut self, stop: Stop, book: &mut Book) {
        self.part(stop);
        self.forget(book);
    }

    /// Gives up socket and lock.
    fn part(&mut self, stop: Stop) {
        self.disconnect();
        if matches!(self.role, Role::Leader | Role::Follower) {
            self.order(Do::Unlock);
        }
        self.role = Role::None;
        self.tabs.rest();
        self.snapshots.renew();
        self.phase = Phase::Stopped(stop);
    }

    fn forget(&mut self, book: &mut Book) {
        self.credentials = None;
        self.leader_source = Source::None;
        self.tabs.renew();
        self.changed |= self.ledger.reset(book);
    }
}
