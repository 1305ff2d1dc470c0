//! When the subscriptions are asked for: after each login, when something contradicts what is known, and where there is
//! no socket now and then.
//!
//! Rocket.Chat gives a route ten calls a minute per address, shared by everybody behind it; the same call over the
//! socket has a budget per member (docs/protocol.md, "Realtime"), so that is tried where REST has refused.

use super::ledger::Way;
use super::link::{BLOCKED, Step};
use super::message::message;
use super::output::Do;
use super::watch::Watch;
use super::{Millis, part};
use crate::protocol::ddp::Outgoing;
use crate::protocol::record::{NUMBERS, TEXTS};
use crate::protocol::{Packed, Row};
use crate::unread::Book;

/// The shortest time between two calls that no login has caused.
const SPACING: Millis = 30_000;
/// The longest time that refusals make of it.
const LONGEST: Millis = 600_000;
/// How long an answer may take.
const PATIENCE: Millis = 30_000;
/// How long a contradiction may rest: more of them are likely to follow.
const DOUBT: Millis = 2_000;
/// How much further back is asked than is known: servers' clocks differ, and writes overtake each other.
const MARGIN: f64 = 300_000.0;
/// After a longer gap everything is asked for: a server does not remember for ever what it has removed.
const GAP: Millis = 3_600_000;

/// Why a snapshot did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    /// 401: the token is not good.
    Refused,
    /// 429, the network, another answer than the API's, or no leave to read it (CORS).
    Failed,
}

#[derive(Debug)]
pub(super) struct Snapshots {
    /// From when on one is wanted.
    wanted: Option<Millis>,
    /// One is on its way: since when, what of, and whether over the socket.
    sent: Option<(Millis, Way, bool)>,
    /// Calls by REST so far.
    pub asks: u32,
    last: Option<Millis>,
    interval: Millis,
    /// REST did not give one: ask over the socket.
    call: bool,
    pub rest_failed: bool,
    /// When the last one that came was asked for.
    pub right_at: Option<Millis>,
}

impl Default for Snapshots {
    fn default() -> Self {
        Self {
            wanted: None,
            sent: None,
            asks: 0,
            last: None,
            interval: SPACING,
            call: false,
            rest_failed: false,
            right_at: None,
        }
    }
}

impl Snapshots {
    /// As at the beginning, but for the numbers of calls: an answer to an old one must stay known as such.
    pub fn renew(&mut self) {
        *self = Self { asks: self.asks, rest_failed: self.rest_failed, ..Self::default() };
    }

    pub fn want(&mut self, from: Millis) {
        self.wanted = Some(from);
    }

    /// Another tab asked at this time.
    pub fn asked_elsewhere(&mut self, at: Millis) {
        self.last = self.last.max(Some(at));
    }

    fn spaced(&self) -> Millis {
        self.last.map_or(0, |last| last + self.interval)
    }
}

impl Watch {
    /// The counts are no more kept right by changes.
    pub(super) fn lost_touch(&mut self) {
        if std::mem::take(&mut self.synced) {
            self.snapshots.right_at = Some(self.link.heard());
        }
        self.ledger.set_current(false);
        if matches!(self.snapshots.sent, Some((.., true))) {
            self.snapshots.sent = None;
        }
    }

    /// Whether counts must come without the socket.
    pub(super) fn polls(&self) -> bool {
        let attempts = self.link.attempts;
        self.link.step != Step::Live && (attempts >= BLOCKED || (attempts > 0 && !self.ledger.complete()))
    }

    pub(super) fn snapshot_due(&self, now: Millis) -> Option<Millis> {
        if let Some((since, ..)) = self.snapshots.sent {
            return Some(since + PATIENCE);
        }
        if self.link.step == Step::Live {
            return self.snapshots.wanted;
        }
        let due = self.snapshots.spaced().max(self.snapshots.wanted.unwrap_or(0));
        (self.polls() && self.seen(now)).then_some(due)
    }

    pub(super) fn tick_snapshots(&mut self, now: Millis, random: u32) {
        if self.ledger.doubt() && self.synced && self.snapshots.wanted.is_none() {
            self.snapshots.want(self.snapshots.spaced().max(now + DOUBT));
        }
        if self.snapshot_due(now).is_none_or(|due| now < due) {
            return;
        }
        if self.snapshots.sent.is_some() {
            return self.missed(now, random);
        }
        let fresh = self.snapshots.right_at.is_some_and(|right| now < right + GAP);
        let latest = self.ledger.latest();
        let partly = self.ledger.complete() && fresh && latest > 0.0 && !self.ledger.doubt();
        let (way, since) = if partly { (Way::Since, Some(latest - MARGIN)) } else { (Way::Whole, None) };
        let call = self.snapshots.call && self.link.step == Step::Live;
        self.ledger.ask();
        self.snapshots.last = Some(now);
        self.snapshots.sent = Some((now, way, call));
        if call {
            self.put(Do::Send, message(&[&Outgoing::Subscriptions(since).text()], &[]));
        } else {
            self.snapshots.asks += 1;
            let numbers = [f64::from(self.snapshots.asks), since.unwrap_or(f64::NAN)];
            let Some(credentials) = &self.credentials else { return };
            let words = message(&[&credentials.token, &credentials.user_id], &numbers);
            self.put(Do::Fetch, words);
        }
    }

    /// What a snapshot said. `ask` is the number of a call by REST, 0 for one over the socket.
    pub(super) fn snapshot(
        &mut self,
        ask: u32,
        answer: Result<&Packed, Missed>,
        book: &mut Book,
        now: Millis,
        random: u32,
    ) {
        let Some((since, way, call)) = self.snapshots.sent else { return };
        if call != (ask == 0) || !(call || ask == self.snapshots.asks) {
            return;
        }
        let snapshot = match answer {
            Ok(snapshot) => snapshot,
            Err(Missed::Refused) => return self.refused(book, now),
            Err(Missed::Failed) => return self.missed(now, random),
        };
        self.take_packed(&snapshot.texts, &snapshot.numbers, way, book);
        self.changed |= self.ledger.finish(book, way, since);
        self.flush_whole |= way == Way::Whole;
        self.renewed = false;
        self.synced = self.link.step == Step::Live;
        self.ledger.set_current(self.synced);
        let kept = &mut self.snapshots;
        kept.rest_failed &= call;
        kept.interval = SPACING;
        (kept.wanted, kept.sent, kept.right_at) = (None, None, Some(since));
    }

    /// Takes packed records, and after their texts ids of what is gone.
    pub(super) fn take_packed(&mut self, texts: &[String], numbers: &[f64], way: Way, book: &mut Book) {
        let records = numbers.len() / NUMBERS * TEXTS;
        for (texts, numbers) in texts.chunks_exact(TEXTS).zip(numbers.chunks_exact(NUMBERS)) {
            if let Some(row) = Row::unpack(texts, numbers) {
                self.changed |= self.ledger.take(book, &row, way);
            }
        }
        for id in texts.get(records..).unwrap_or_default() {
            self.changed |= self.ledger.remove(book, id);
        }
    }

    /// One over the socket failed.
    pub(super) fn call_failed(&mut self, now: Millis, random: u32) {
        if matches!(self.snapshots.sent, Some((.., true))) {
            self.missed(now, random);
        }
    }

    fn missed(&mut self, now: Millis, random: u32) {
        let Some((.., call)) = self.snapshots.sent.take() else { return };
        let kept = &mut self.snapshots;
        kept.rest_failed |= !call;
        kept.call = !call;
        if kept.call && self.link.step == Step::Live {
            return kept.want(now);
        }
        kept.interval = (kept.interval * 2).min(LONGEST);
        kept.want(now + kept.interval + part(kept.interval / 4, random));
    }
}
