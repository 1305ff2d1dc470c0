//! Leadership: of all tabs that show one member's counts, one has the socket.
//!
//! The browser's lock says which, and hands over when that tab goes. It says nothing of a leader that is frozen, so a
//! visible tab asks for a sign of life now and then, and takes the lock where none comes.

use super::Millis;
use super::ledger::Way;
use super::message::{Message, Source};
use super::watch::{Output, Watch};
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

    pub(super) fn tell(&mut self, message: Message) {
        if self.shared {
            self.outputs.push(Output::Tell(Box::new(message)));
        }
    }

    /// Tells the others who is logged in, if that is another than they were told.
    pub(super) fn tell_user(&mut self) {
        let user = self.user().map(str::to_owned);
        if user != self.announced {
            self.announced.clone_from(&user);
            self.tell(Message::User(user));
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
        let user = self.user().unwrap_or_default().to_owned();
        self.outputs.push(Output::Lock { user, steal });
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
        self.tell(Message::Ask {
            user: self.user().unwrap_or_default().to_owned(),
            tab: self.tab.clone(),
            lead: self.tabs.lead.clone(),
            edition: self.tabs.edition,
            visible,
            reading: self.notices.reading.clone(),
        });
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
        let whole = std::mem::take(&mut self.flush_whole);
        let mut records = Packed::default();
        let mut removed = Vec::new();
        if !self.tabs.company {
            self.ledger.hush();
            return;
        }
        // Before everything is known there is nothing to tell but that this tab is alive.
        if self.ledger.complete() {
            (records, removed) = self.ledger.pack(book, whole);
            self.tabs.edition += u32::from(whole || !records.texts.is_empty() || !removed.is_empty());
        }
        let whole = whole && self.ledger.complete();
        let status = self.status(now);
        self.tell(Message::Counts {
            user: self.user().unwrap_or_default().to_owned(),
            lead: self.tab.clone(),
            edition: self.tabs.edition,
            whole,
            source: status.source,
            age: status.age.unwrap_or(0),
            records,
            removed,
        });
    }

    /// Another tab says something.
    pub(super) fn told(&mut self, message: Message, book: &mut Book, now: Millis) {
        self.tabs.company = true;
        match message {
            Message::Ask { user, tab, lead, edition, visible, reading } if self.is_mine(&user) => {
                self.notices.read_elsewhere(tab, reading, now);
                if visible {
                    self.tabs.seen_until = now + SEEN_FOR;
                }
                if self.role == Role::Leader {
                    self.flush_whole |= lead != self.tab || edition != self.tabs.edition;
                    self.tabs.flush.get_or_insert(now + GATHER);
                }
            }
            Message::Counts { user, lead, edition, whole, source, age, records, removed } => {
                if self.role == Role::Follower && self.is_mine(&user) {
                    let known = lead == self.tabs.lead;
                    let next = known && edition == self.tabs.edition + 1 && self.ledger.complete();
                    let same = known && edition == self.tabs.edition;
                    if whole || next {
                        self.take_counts(&records, &removed, whole, book);
                    }
                    self.tabs.asks = 0;
                    self.tabs.due = self.tabs.visible.then_some(now + ASK_EVERY);
                    if whole || next || same {
                        (self.tabs.lead, self.tabs.edition) = (lead, edition);
                        self.leader_source = source;
                        self.ledger.set_current(source == Source::Realtime);
                        let as_of = now.saturating_sub(age);
                        self.tabs.heard = Some(as_of);
                        self.snapshots.right_at = Some(as_of);
                        if source == Source::Polling {
                            self.snapshots.asked_elsewhere(as_of);
                            self.changed |= self.ledger.settle(book, as_of);
                        }
                    } else {
                        self.leader_source = if self.ledger.complete() { Source::Lost } else { Source::None };
                        self.ledger.set_current(false);
                        (self.tabs.lead, self.tabs.edition) = (lead, 0);
                        // At edition 0 a leader has nothing yet.
                        if edition > 0 {
                            self.ask(now);
                        }
                    }
                }
            }
            Message::User(user) => self.user_elsewhere(user, book, now),
            Message::Told(message) => {
                self.notices.first(&message);
            }
            Message::Ask { .. } => {}
        }
    }

    fn take_counts(&mut self, records: &Packed, removed: &[String], whole: bool, book: &mut Book) {
        // The leader has judged already.
        let way = if whole { Way::Whole } else { Way::Since };
        self.ledger.ask();
        for record in records.records() {
            self.changed |= self.ledger.take(book, &record, way);
        }
        for id in removed {
            self.changed |= self.ledger.remove(book, id);
        }
        if whole {
            self.changed |= self.ledger.finish(book, way, 0);
        }
    }
}
