//! Leadership: of all tabs that show one member's counts, one has the socket.
//!
//! The browser's lock says which, and hands over when that tab goes. It says nothing of a leader that is frozen, so a
//! visible tab asks for a sign of life now and then, and takes the lock where none comes.

use super::ledger::Way;
use super::message::{ASK, COUNTS, Source, TOLD, USER};
use super::output::Do;
use super::watch::Watch;
use super::{Millis, NEVER};
use crate::protocol::TextId;
use crate::unread::Book;

/// A visible tab asks the leader this often.
const ASK_EVERY: Millis = 5_000;
/// How long a leader may take to answer. Hidden tabs hear messages at once; only their timers are slow.
const ANSWER: Millis = 1_500;
/// So many asks without an answer are enough.
const ASKS: u32 = 2;
/// How long a tab's word counts that it is visible.
const SEEN_FOR: Millis = 12_000;
/// Changes wait this long for others, so that a flood is one message.
const GATHER: Millis = 50;

/// What this tab does for the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Nothing yet.
    #[default]
    None,
    /// There are no locks or channels here: it has its own socket.
    Alone,
    /// It has the socket and tells the others.
    Leader,
    /// It listens.
    Follower,
}

/// What is known of the other tabs.
#[derive(Debug)]
pub(super) struct Tabs {
    pub visible: bool,
    /// Until when another tab is taken for visible.
    seen_until: Millis,
    /// Whether there was ever another tab.
    company: bool,
    /// The leader that was last heard, and how far.
    lead: TextId,
    edition: u32,
    /// When the leader is asked next, or its answer is overdue.
    pub due: Millis,
    asks: u32,
    /// When what is new is told.
    pub flush: Millis,
    /// When what was last heard from the leader was right.
    pub right_at: Millis,
}

impl Default for Tabs {
    fn default() -> Self {
        Self {
            visible: false,
            seen_until: 0,
            company: false,
            lead: TextId::NONE,
            edition: 0,
            due: NEVER,
            asks: 0,
            flush: NEVER,
            right_at: 0,
        }
    }
}

impl Tabs {
    /// As at the beginning.
    pub fn renew(&mut self) {
        *self = Self { visible: self.visible, ..Self::default() };
    }

    pub fn flush_soon(&mut self, now: Millis) {
        self.flush = self.flush.min(now + GATHER);
    }
}

impl Watch {
    /// Whether any tab can be seen.
    pub(super) fn seen(&self, now: Millis) -> bool {
        self.tabs.visible || self.tabs.seen_until > now
    }

    pub(super) fn tell(&mut self, message: &[f64]) {
        if self.shared {
            self.outputs.put(Do::Tell, message);
        }
    }

    /// Tells the others who is logged in, if that is another than they were told.
    pub(super) fn tell_user(&mut self) {
        if self.user != self.announced {
            self.announced = self.user;
            self.tell(&[f64::from(USER), self.user.listed()]);
        }
    }

    /// There are credentials, and this tab has no part yet.
    pub(super) fn join(&mut self, now: Millis) {
        if self.shared {
            self.lock(0.0);
            self.follow(now);
        } else {
            self.role = Role::Alone;
            self.connect(now);
        }
    }

    fn lock(&mut self, steal: f64) {
        self.outputs.put(Do::Lock, &[self.user.listed(), steal]);
    }

    fn follow(&mut self, now: Millis) {
        self.role = Role::Follower;
        self.tabs.flush = NEVER;
        self.flush_whole = false;
        self.show_self(now);
    }

    fn ask(&mut self, now: Millis) {
        let tabs = &mut self.tabs;
        tabs.asks += 1;
        tabs.due = if tabs.visible { now + ANSWER } else { NEVER };
        let message = [
            f64::from(ASK),
            self.user.listed(),
            self.tab.listed(),
            tabs.lead.listed(),
            self.notices.reading.listed(),
            f64::from(tabs.edition),
            f64::from(u8::from(tabs.visible)),
        ];
        self.tell(&message);
    }

    /// What others should know of this tab has changed.
    pub(super) fn show_self(&mut self, now: Millis) {
        if self.role == Role::Follower {
            self.tabs.asks = 0;
            self.ask(now);
        }
    }

    /// The lock is ours, or is no longer.
    pub(super) fn locked(&mut self, ours: bool, now: Millis) {
        if ours && self.role == Role::Follower {
            self.role = Role::Leader;
            self.tabs.lead = self.tab;
            self.tabs.edition = 0;
            self.tabs.due = NEVER;
            self.flush_whole = true;
            self.connect(now);
        } else if !ours && self.role == Role::Leader {
            self.disconnect();
            self.lock(0.0);
            self.follow(now);
        }
    }

    pub(super) fn tick_tabs(&mut self, book: &Book, now: Millis) {
        if self.role == Role::Leader {
            if self.ledger.untold() || self.flush_whole {
                self.tabs.flush_soon(now);
            }
            if now >= self.tabs.flush {
                self.flush(book);
            }
        }
        if self.role == Role::Follower && now >= self.tabs.due {
            if self.tabs.asks > ASKS {
                self.tabs.asks = 0;
            }
            if self.tabs.asks == ASKS && self.tabs.visible {
                self.lock(1.0);
                self.tabs.due = now + ASK_EVERY;
                self.tabs.asks += 1;
            } else {
                self.ask(now);
            }
        }
    }

    /// Tells the others what is new, or everything, or only that this tab is alive.
    fn flush(&mut self, book: &Book) {
        self.tabs.flush = NEVER;
        let complete = self.ledger.complete();
        let whole = std::mem::take(&mut self.flush_whole) && complete && self.tabs.company;
        let mut records = Vec::new();
        let any = self.ledger.list(book, whole, &mut records);
        if !self.tabs.company {
            return;
        }
        // Before everything is known there is nothing to tell but that this tab is alive.
        if !complete {
            records.clear();
        }
        self.tabs.edition += u32::from(whole || (any && complete));
        let status = self.status();
        let mut message = vec![
            f64::from(COUNTS),
            self.user.listed(),
            self.tab.listed(),
            f64::from(self.tabs.edition),
            f64::from(u8::from(whole)),
            f64::from(status.source as u8),
            status.right_at as f64,
        ];
        message.append(&mut records);
        self.tell(&message);
    }

    /// Another tab says something.
    pub(super) fn told(&mut self, message: &[f64], book: &mut Book, now: Millis) {
        self.tabs.company = true;
        let Some((kind, message)) = message.split_first() else { return };
        let kind = *kind as u32;
        let mine = message.first().is_some_and(|user| TextId::from_list(*user) == self.user) && self.user.is_some();
        match *message {
            [_, tab, lead, reading, edition, visible] if kind == ASK && mine => {
                self.notices.read_elsewhere(TextId::from_list(tab), TextId::from_list(reading), now);
                if visible > 0.0 {
                    self.tabs.seen_until = now + SEEN_FOR;
                }
                if self.role == Role::Leader {
                    self.flush_whole |= TextId::from_list(lead) != self.tab || edition as u32 != self.tabs.edition;
                    self.tabs.flush_soon(now);
                }
            }
            [_, lead, edition, whole, source, right_at, ref records @ ..]
                if kind == COUNTS && mine && self.role == Role::Follower =>
            {
                let (edition, whole, lead) = (edition as u32, whole > 0.0, TextId::from_list(lead));
                let source = Source::from_number(source);
                let known = lead == self.tabs.lead;
                let next = known && edition == self.tabs.edition.wrapping_add(1) && self.ledger.complete();
                let same = known && edition == self.tabs.edition;
                let right_at = (right_at as Millis).min(now);
                if whole || next {
                    self.ledger.ask();
                    // The leader has judged already.
                    let way = if whole { Way::Whole } else { Way::Since };
                    self.take_list(records, way, book);
                    if whole {
                        self.changed |= self.ledger.finish(book, way, 0);
                    }
                }
                self.tabs.asks = 0;
                self.tabs.due = if self.tabs.visible { now + ASK_EVERY } else { NEVER };
                self.tabs.lead = lead;
                if whole || next || same {
                    self.tabs.edition = edition;
                    self.leader_source = source;
                    self.tabs.right_at = right_at;
                    self.snapshots.right_at = right_at;
                    if source == Source::Polling {
                        self.snapshots.asked_elsewhere(right_at);
                        self.changed |= self.ledger.settle(book, right_at);
                    }
                } else {
                    self.leader_source = if self.ledger.complete() { Source::Lost } else { Source::None };
                    self.tabs.edition = 0;
                    // At edition 0 a leader has nothing yet.
                    if edition > 0 {
                        self.ask(now);
                    }
                }
                self.ledger.set_current(self.leader_source == Source::Realtime);
            }
            [user] if kind == USER => self.user_elsewhere(TextId::from_list(user), book, now),
            [message] if kind == TOLD => {
                self.notices.first(TextId::from_list(message));
            }
            _ => {}
        }
    }
}
