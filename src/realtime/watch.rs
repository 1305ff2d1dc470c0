//! The watch of one member's counts on one server, in one tab: what happened goes in, what is to be done comes out.

use super::input::Input;
use super::ledger::Ledger;
use super::link::{BLOCKED, Link, Step};
use super::notices::Notices;
use super::output::{Do, Outputs};
use super::snapshots::Snapshots;
use super::tabs::{Role, Tabs};
use super::{Millis, NEVER, Source};
use crate::protocol::{Tally, TextId};
use crate::unread::Book;

/// How long the page's own login may take.
const PAGE_PATIENCE: Millis = 30_000;

/// Why nothing is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Something is.
    Not,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// What this tab does for the others.
    pub role: Role,
    /// Where the counts come from.
    pub source: Source,
    /// When the counts were last known to be right, in milliseconds since 1970; 0: never. [`NEVER`]: they are now.
    pub right_at: Millis,
    /// Why nothing is watched.
    pub stop: Stop,
    /// The socket could not be opened several times in a row.
    pub socket_blocked: bool,
    /// The last call by REST failed.
    pub rest_failed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Idle,
    /// The page is asked for credentials.
    Asking,
    Running,
    Stopped,
}

/// The watch. After each [`Watch::handle`], [`Watch::take`].
#[derive(Debug)]
pub struct Watch {
    pub(super) tab: TextId,
    pub(super) phase: Phase,
    stop: Stop,
    /// Until when the page may take for its answer.
    patience: Millis,
    pub(super) shared: bool,
    /// Whose counts these are.
    pub(super) user: TextId,
    /// Who this tab has told the others is logged in.
    pub(super) announced: TextId,
    /// Who another tab has told is logged in, while that is news.
    elsewhere: TextId,
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
    pub(super) outputs: Outputs,
}

impl Watch {
    /// A watch that has not begun, in the tab with this id, which no other has.
    #[must_use]
    pub fn new(tab: TextId) -> Self {
        Self {
            tab,
            phase: Phase::Idle,
            stop: Stop::Not,
            patience: NEVER,
            shared: false,
            user: TextId::NONE,
            announced: TextId::NONE,
            elsewhere: TextId::NONE,
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
            outputs: Outputs::default(),
        }
    }

    /// Whether every room is known: before that there is no total to show.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.ledger.complete()
    }

    /// Whose counts these are.
    #[must_use]
    pub fn user(&self) -> TextId {
        self.user
    }

    /// How it stands.
    #[must_use]
    pub fn status(&self) -> Status {
        let (source, right_at) = if self.role == Role::Follower {
            (self.leader_source, self.tabs.right_at)
        } else if self.synced {
            (Source::Realtime, NEVER)
        } else if self.ledger.complete() {
            let polled = self.polls() && !self.snapshots.rest_failed;
            (if polled { Source::Polling } else { Source::Lost }, self.snapshots.right_at)
        } else {
            (Source::None, 0)
        };
        Status {
            role: self.role,
            source,
            right_at,
            stop: self.stop,
            socket_blocked: self.link.attempts >= BLOCKED && self.link.step != Step::Live,
            rest_failed: self.snapshots.rest_failed,
        }
    }

    /// What is to be done, in order: each a [`Do`], how many items go with it, and those.
    pub fn take(&mut self) -> Vec<f64> {
        self.outputs.take()
    }

    /// Whether anything shown has changed since this was last asked.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// When [`Input::Tick`] is due; [`NEVER`] if it is not.
    #[must_use]
    pub fn deadline(&self, now: Millis) -> Millis {
        let tabs = self.tabs.due.min(self.tabs.flush);
        self.patience.min(self.link.due).min(self.snapshot_due(now)).min(tabs).min(self.ledger.deadline())
    }

    /// Takes what happened. `random` is any number, all equally likely.
    pub fn handle(&mut self, input: Input<'_>, book: &mut Book, now: Millis, random: u32) {
        match input {
            Input::Begin { shared, visible } => {
                if self.is_idle() {
                    (self.shared, self.tabs.visible) = (shared, visible);
                    self.ask_page(now);
                }
            }
            // A late answer is one.
            Input::Credentials(user) => {
                if self.phase == Phase::Asking || self.stop == Stop::NoCredentials {
                    self.answered(user, book, now);
                }
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
            Input::Reading(room) => {
                if std::mem::replace(&mut self.notices.reading, room) != room {
                    self.show_self(now);
                }
            }
            Input::Noticed(message, room) => self.noticed(message, room, now),
            // An answer of the page's that is still on its way was given to whoever has left since.
            Input::SignedOut => {
                if self.user.is_some() || self.phase == Phase::Asking {
                    self.stop(Stop::LoggedOut, book);
                    self.tell_user();
                }
            }
            Input::Retry => {
                if self.phase == Phase::Stopped {
                    self.renewed = false;
                    self.ask_page(now);
                } else {
                    self.hurry(now, 0);
                }
            }
            Input::Leave => {
                self.part(Stop::Left);
                // It is old when the page is back, whatever the clock says then.
                self.changed |= self.ledger.settle(book, NEVER);
            }
            Input::Tick => {}
        }
        if now >= self.patience {
            self.stop(Stop::NoCredentials, book);
        }
        self.tick_link(now, random);
        self.tick_snapshots(now, random);
        self.tick_tabs(book, now);
        self.changed |= self.ledger.tick(book, now);
    }

    /// Takes what a frame of this tab says of the room in a slot of the book; `own` if it is the room that it shows.
    /// Whether anything shown has changed.
    pub fn frame(&mut self, book: &mut Book, slot: u32, tally: Tally, own: bool, now: Millis) -> bool {
        self.ledger.frame(book, slot, tally, own, now)
    }

    /// Whether a room that a frame names may be taken up: while changes come as they happen, only one that the server has
    /// told of.
    #[must_use]
    pub fn welcomes(&mut self, book: &Book, room: TextId) -> bool {
        self.ledger.welcomes(book, room)
    }

    fn is_idle(&self) -> bool {
        self.phase == Phase::Idle || self.stop == Stop::Left
    }

    fn ask_page(&mut self, now: Millis) {
        self.phase = Phase::Asking;
        self.stop = Stop::Not;
        self.patience = now + PAGE_PATIENCE;
        self.outputs.put(Do::AskCredentials, &[]);
    }

    fn answered(&mut self, user: TextId, book: &mut Book, now: Millis) {
        if !user.is_some() {
            return self.stop(Stop::NoCredentials, book);
        }
        // An answer that was on its way when somebody else logged in is asked for once more.
        let elsewhere = std::mem::take(&mut self.elsewhere);
        if elsewhere.is_some() && elsewhere != user {
            return self.ask_page(now);
        }
        if self.user.is_some() && self.user != user {
            self.stop(Stop::LoggedOut, book);
        }
        self.phase = Phase::Running;
        self.stop = Stop::Not;
        self.patience = NEVER;
        self.user = user;
        self.tell_user();
        if self.role == Role::None { self.join(now) } else { self.connect(now) }
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
    pub(super) fn user_elsewhere(&mut self, user: TextId, book: &mut Book, now: Millis) {
        if self.is_idle() || user == self.user {
            return;
        }
        // What this tab shows is of somebody who is gone. Who is there now, its own page knows.
        let first = self.phase == Phase::Asking && !self.user.is_some();
        if self.user.is_some() {
            self.stop(Stop::LoggedOut, book);
        }
        if !user.is_some() {
            self.announced = user;
        } else if !first {
            self.renewed = false;
            self.ask_page(now);
        }
        self.elsewhere = user;
    }

    /// Stops, and shows nothing any more.
    pub(super) fn stop(&mut self, stop: Stop, book: &mut Book) {
        self.part(stop);
        self.user = TextId::NONE;
        self.leader_source = Source::None;
        self.tabs.renew();
        self.changed |= self.ledger.reset(book);
    }

    /// Gives up socket and lock.
    fn part(&mut self, stop: Stop) {
        self.disconnect();
        if matches!(self.role, Role::Leader | Role::Follower) {
            self.outputs.put(Do::Unlock, &[]);
        }
        self.role = Role::None;
        self.tabs.due = NEVER;
        self.tabs.flush = NEVER;
        self.snapshots.renew();
        self.phase = Phase::Stopped;
        self.stop = stop;
        self.patience = NEVER;
    }
}
