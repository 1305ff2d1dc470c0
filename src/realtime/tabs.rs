//! Leadership: of all tabs that show one member's counts, one has the socket.
//!
//! The browser's lock says which, and hands over when that tab goes. It says nothing of a leader that is frozen, so a
//! visible tab asks for a sign of life now and then, and takes the lock where none comes.

use super::Millis;
use super::ledger::Way;
use super::message::{ASK, COUNTS, Source, TOLD, USER, message};
use super::output::Do;
use super::watch::Watch;
use crate::protocol::Packed;
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

impl Role {
    /// The word for it, as in `diagnose()`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Alone => "alone",
            Self::Leader => "leader",
            Self::Follower => "follower",
        }
    }
}

/// What is known of the other tabs.
#[derive(Debug, Default)]
pub(super) struct Tabs {
    pub visible: bool,
    /// Until when another tab is taken for visible.
    seen_until: Millis,
    /// Whether there was ever another tab.
    company: bool,
    /// The leader that was last heard, and how far.
    lead: String,
    edition: u32,
    /// When the leader is asked next, or its answer is overdue.
    due: Option<Millis>,
    asks: u32,
    /// When what is new is told.
    flush: Option<Millis>,
    /// When this was last heard from the leader, and how old it was then.
    pub heard: Option<Millis>,
}

impl Tabs {
    /// As at the beginning.
    pub fn renew(&mut self) {
        *self = Self { visible: self.visible, ..Self::default() };
    }

    /// There is nothing to tell and nobody to ask.
    pub fn rest(&mut self) {
        (self.due, self.flush) = (None, None);
    }

    pub fn deadline(&self) -> Option<Millis> {
        [self.due, self.flush].into_iter().flatten().min()
    }
}

impl Watch {
    /// Whether any tab can be seen.
    pub(super) fn seen(&self, now: Millis) -> bool {
        self.tabs.visible || self.tabs.seen_until > now
    }

    fn user(&self) -> Option<&str> {
        self.credentials.as_ref().map(|credentials| credentials.user_id.as_str())
    }

    fn is_mine(&self, user: &str) -> bool {
        self.user() == Some(user)
    }

    pub(super) fn tell(&mut self, message: Packed) {
        if self.shared {
            self.put(Do::Tell, message);
        }
    }

    /// Tells the others who is logged in, if that is another than they were told.
    pub(super) fn tell_user(&mut self) {
        let user = self.user().map(str::to_owned);
        if user != self.announced {
            self.tell(message(&[user.as_deref().unwrap_or_default()], &[USER]));
            self.announced = user;
        }
    }

    /// There are credentials, and this tab has no part yet.
    pub(super) fn join(&mut self, now: Millis) {
        if !self.shared {
            self.role = Role::Alone;
            return self.connect(now);
        }
        self.lock(false);
        self.follow(now);
    }

    fn lock(&mut self, steal: bool) {
        let words = message(&[self.user().unwrap_or_default()], &[f64::from(u8::from(steal))]);
        self.put(Do::Lock, words);
    }

    fn follow(&mut self, now: Millis) {
        self.role = Role::Follower;
        self.tabs.flush = None;
        self.flush_whole = false;
        self.tabs.asks = 0;
        self.ask(now);
    }

    fn ask(&mut self, now: Millis) {
        let visible = self.tabs.visible;
        self.tabs.asks += 1;
        self.tabs.due = visible.then_some(now + ANSWER);
        let texts = [self.user().unwrap_or_default(), &self.tab, &self.tabs.lead, &self.notices.reading];
        let words = message(&texts, &[ASK, f64::from(self.tabs.edition), f64::from(u8::from(visible))]);
        self.tell(words);
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
        match (ours, self.role) {
            (true, Role::Follower) => {
                self.role = Role::Leader;
                self.tabs.lead.clone_from(&self.tab);
                self.tabs.edition = 0;
                self.tabs.due = None;
                self.flush_whole = true;
                self.connect(now);
            }
            (false, Role::Leader) => {
                self.disconnect();
                self.lock(false);
                self.follow(now);
            }
            _ => {}
        }
    }

    pub(super) fn tick_tabs(&mut self, book: &Book, now: Millis) {
        if self.role == Role::Leader {
            if self.ledger.untold() || self.flush_whole {
                self.tabs.flush.get_or_insert(now + GATHER);
            }
            if self.tabs.flush.is_some_and(|due| now >= due) {
                self.flush(book, now);
            }
        }
        if self.role == Role::Follower && self.tabs.due.is_some_and(|due| now >= due) {
            if self.tabs.asks > ASKS {
                self.tabs.asks = 0;
            }
            if self.tabs.asks == ASKS && self.tabs.visible {
                self.lock(true);
                self.tabs.due = Some(now + ASK_EVERY);
                self.tabs.asks += 1;
            } else {
                self.ask(now);
            }
        }
    }

    /// Tells the others what is new, or everything, or only that this tab is alive.
    fn flush(&mut self, book: &Book, now: Millis) {
        self.tabs.flush = None;
        let whole = std::mem::take(&mut self.flush_whole) && self.ledger.complete() && self.tabs.company;
        let (mut records, mut removed) = self.ledger.pack(book, whole);
        if !self.tabs.company {
            return;
        }
        // Before everything is known there is nothing to tell but that this tab is alive.
        if !self.ledger.complete() {
            records = Packed::default();
            removed.clear();
        }
        self.tabs.edition += u32::from(whole || !records.texts.is_empty() || !removed.is_empty());
        let status = self.status(now);
        let numbers = [
            COUNTS,
            f64::from(self.tabs.edition),
            f64::from(u8::from(whole)),
            f64::from(status.source as u8),
            status.age.unwrap_or(0) as f64,
        ];
        let mut words = message(&[self.user().unwrap_or_default(), &self.tab], &numbers);
        words.texts.append(&mut records.texts);
        words.texts.append(&mut removed);
        words.numbers.append(&mut records.numbers);
        self.tell(words);
    }

    /// Another tab says something.
    pub(super) fn told(&mut self, words: &Packed, book: &mut Book, now: Millis) {
        self.tabs.company = true;
        let Some((kind, numbers)) = words.numbers.split_first() else { return };
        match (words.texts.as_slice(), numbers) {
            ([user, tab, lead, reading], [edition, visible]) if *kind == ASK && self.is_mine(user) => {
                self.notices.read_elsewhere(tab, reading, now);
                if *visible > 0.0 {
                    self.tabs.seen_until = now + SEEN_FOR;
                }
                if self.role == Role::Leader {
                    self.flush_whole |= *lead != self.tab || *edition as u32 != self.tabs.edition;
                    self.tabs.flush.get_or_insert(now + GATHER);
                }
            }
            ([user, lead, texts @ ..], [edition, whole, source, age, numbers @ ..])
                if *kind == COUNTS && self.role == Role::Follower && self.is_mine(user) =>
            {
                let (edition, whole) = (*edition as u32, *whole > 0.0);
                let source = Source::from_number(*source);
                let known = *lead == self.tabs.lead;
                let next = known && edition == self.tabs.edition + 1 && self.ledger.complete();
                let same = known && edition == self.tabs.edition;
                let as_of = now.saturating_sub(*age as Millis);
                if whole || next {
                    self.ledger.ask();
                    // The leader has judged already.
                    let way = if whole { Way::Whole } else { Way::Since };
                    self.take_packed(texts, numbers, way, book);
                    if whole {
                        self.changed |= self.ledger.finish(book, way, 0);
                    }
                }
                self.tabs.asks = 0;
                self.tabs.due = self.tabs.visible.then_some(now + ASK_EVERY);
                self.tabs.lead.clone_from(lead);
                if whole || next || same {
                    self.tabs.edition = edition;
                    self.leader_source = source;
                    self.tabs.heard = Some(as_of);
                    self.snapshots.right_at = Some(as_of);
                    if source == Source::Polling {
                        self.snapshots.asked_elsewhere(as_of);
                        self.changed |= self.ledger.settle(book, as_of);
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
            ([user], []) if *kind == USER => self.user_elsewhere(user, book, now),
            ([message], []) if *kind == TOLD => {
                self.notices.first(message);
            }
            _ => {}
        }
    }
}
