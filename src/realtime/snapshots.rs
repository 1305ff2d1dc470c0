//! When the subscriptions are asked for: after each login, when something contradicts what is known, and where there is
//! no socket now and then.
//!
//! Rocket.Chat gives a route ten calls a minute per address, shared by everybody behind it; the same call over the
//! socket has a budget per member (docs/protocol.md, "Realtime"), so that is tried where REST has refused.

use super::ledger::Way;
use super::link::{BLOCKED, Step};
use super::output::Do;
use super::watch::Watch;
use super::{Millis, NEVER, Role, part};
use crate::protocol::record::ITEMS;
use crate::protocol::{Record, TextId};
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
    pub wanted: Millis,
    /// Since when one is on its way.
    sent: Millis,
    /// What of.
    way: Way,
    /// It goes over the socket.
    pub call: bool,
    /// REST did not give one: ask over the socket.
    prefer_call: bool,
    /// Calls by REST so far.
    pub asks: u32,
    /// When it was last asked, by this tab or another; 0: never.
    last: Millis,
    interval: Millis,
    pub rest_failed: bool,
    /// When the last one that came was asked for; 0: none came.
    pub right_at: Millis,
}

impl Default for Snapshots {
    fn default() -> Self {
        Self {
            wanted: NEVER,
            sent: NEVER,
            way: Way::Change,
            call: false,
            prefer_call: false,
            asks: 0,
            last: 0,
            interval: SPACING,
            rest_failed: false,
            right_at: 0,
        }
    }
}

impl Snapshots {
    /// As at the beginning, but for the numbers of calls: an answer to an old one must stay known as such.
    pub fn renew(&mut self) {
        *self = Self { asks: self.asks, rest_failed: self.rest_failed, ..Self::default() };
    }

    /// Another tab asked at this time.
    pub fn asked_elsewhere(&mut self, at: Millis) {
        self.last = self.last.max(at);
    }

    fn spaced(&self) -> Millis {
        if self.last > 0 { self.last + self.interval } else { 0 }
    }
}

impl Watch {
    /// The counts are no more kept right by changes.
    pub(super) fn lost_touch(&mut self) {
        if std::mem::take(&mut self.synced) {
            self.snapshots.right_at = self.link.heard;
        }
        self.ledger.set_current(false);
        if std::mem::take(&mut self.snapshots.call) {
            self.snapshots.sent = NEVER;
        }
    }

    /// Whether counts must come without the socket.
    pub(super) fn polls(&self) -> bool {
        let attempts = self.link.attempts;
        self.link.step != Step::Live && (attempts >= BLOCKED || (attempts > 0 && !self.ledger.complete()))
    }

    pub(super) fn snapshot_due(&self, now: Millis) -> Millis {
        let kept = &self.snapshots;
        if kept.sent != NEVER {
            return kept.sent + PATIENCE;
        }
        if self.link.step == Step::Live {
            return kept.wanted;
        }
        let wanted = if kept.wanted == NEVER { 0 } else { kept.wanted };
        if self.polls() && self.seen(now) { kept.spaced().max(wanted) } else { NEVER }
    }

    pub(super) fn tick_snapshots(&mut self, now: Millis, random: u32) {
        if self.ledger.doubt() && self.synced && self.snapshots.wanted == NEVER {
            self.snapshots.wanted = self.snapshots.spaced().max(now + DOUBT);
        }
        if now < self.snapshot_due(now) {
            return;
        }
        if self.snapshots.sent != NEVER {
            return self.missed(now, random);
        }
        let kept = &mut self.snapshots;
        let latest = self.ledger.latest();
        let fresh = kept.right_at > 0 && now < kept.right_at + GAP;
        let partly = self.ledger.complete() && fresh && latest > 0.0 && !self.ledger.doubt();
        let since = if partly { (latest - MARGIN).max(0.0) } else { -1.0 };
        kept.way = if partly { Way::Since } else { Way::Whole };
        kept.call = kept.prefer_call && self.link.step == Step::Live;
        kept.last = now;
        kept.sent = now;
        self.ledger.ask();
        if kept.call {
            self.outputs.put(Do::Call, &[since]);
        } else {
            kept.asks += 1;
            self.outputs.put(Do::Fetch, &[self.user.listed(), f64::from(kept.asks), since]);
        }
    }

    /// What a snapshot said. `ask` is the number of a call by REST, 0 for one over the socket.
    pub(super) fn snapshot(
        &mut self,
        ask: u32,
        answer: Result<&[f64], Missed>,
        book: &mut Book,
        now: Millis,
        random: u32,
    ) {
        let kept = &mut self.snapshots;
        let asked = if kept.call { 0 } else { kept.asks };
        if kept.sent == NEVER || ask != asked {
            return;
        }
        let items = match answer {
            Ok(items) => items,
            Err(Missed::Refused) => return self.refused(book, now),
            Err(Missed::Failed) => return self.missed(now, random),
        };
        let (since, way) = (kept.sent, kept.way);
        kept.rest_failed &= kept.call;
        kept.interval = SPACING;
        kept.wanted = NEVER;
        kept.sent = NEVER;
        kept.call = false;
        kept.right_at = since;
        self.take_list(items, way, book);
        self.changed |= self.ledger.finish(book, way, since);
        self.flush_whole |= way == Way::Whole;
        if self.role == Role::Leader {
            // Even where nothing is new: what frames have said in other tabs is overtaken.
            self.tabs.flush_soon(now);
        }
        self.renewed = false;
        self.synced = self.link.step == Step::Live;
        self.ledger.set_current(self.synced);
    }

    /// Takes as many records as the first item says, and after them ids of what is gone.
    pub(super) fn take_list(&mut self, items: &[f64], way: Way, book: &mut Book) {
        let Some((count, items)) = items.split_first() else { return };
        let records = (*count as usize).saturating_mul(ITEMS).min(items.len());
        let Some((records, removed)) = items.split_at_checked(records) else { return };
        for record in records.chunks_exact(ITEMS) {
            if let Some(record) = Record::read(record) {
                self.changed |= self.ledger.take(book, &record, way);
            }
        }
        for id in removed {
            self.changed |= self.ledger.remove(book, TextId::from_list(*id));
        }
    }

    /// The snapshot that is on its way will not come.
    pub(super) fn missed(&mut self, now: Millis, random: u32) {
        let kept = &mut self.snapshots;
        kept.sent = NEVER;
        let call = std::mem::take(&mut kept.call);
        kept.rest_failed |= !call;
        kept.prefer_call = !call;
        if kept.prefer_call && self.link.step == Step::Live {
            kept.wanted = now;
            return;
        }
        kept.interval = (kept.interval * 2).min(LONGEST);
        kept.wanted = now + kept.interval + part(kept.interval / 4, random);
    }
}
