//! What the server itself has said of each subscription, and what a frame has said since: the one is true, the other
//! may be quicker. What is to be shown of both goes into the [`Book`].

use super::{Millis, NEVER};
use crate::protocol::subscription::flag;
use crate::protocol::{Record, Tally, TextId};
use crate::unread::Book;

/// How long a frame's word on its own room is shown against the server's, which is then on its way.
const AHEAD: Millis = 5_000;

/// Where a record comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// A change, in the order in which it came.
    #[default]
    Change,
    /// A snapshot of what has changed since some time.
    Since,
    /// A snapshot of everything.
    Whole,
}

/// A subscription, by the number of its id.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// The slot of its room, and one; 0: not known yet.
    slot: u32,
    /// It is gone. Its id is never used again, so what still comes of it is late.
    removed: bool,
}

/// A room, by its slot in the book.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The subscription; none: only a frame has told of the room.
    subscription: TextId,
    /// The member is in the room.
    live: bool,
    /// What the server last said.
    truth: Tally,
    /// The number of the snapshot that was last asked for when the server last said something.
    stamp: u32,
    /// Since when a frame's word is shown; [`NEVER`]: none is.
    since: Millis,
    /// That word: a count, and whether there is an alert.
    ahead: (u32, u32),
    /// It is in the list of those.
    listed: bool,
    /// Other tabs don't know the latest.
    untold: bool,
}

const UNKNOWN: Entry = Entry {
    subscription: TextId::NONE,
    live: false,
    truth: Tally { unread: 0, flags: flag::THREADS, updated_at: 0.0 },
    stamp: 0,
    since: NEVER,
    ahead: (0, 0),
    listed: false,
    untold: false,
};

/// Subscriptions of one member on one server.
///
/// Laws, as properties in the tests: changes commute, whatever of them is doubled or late; with whatever a snapshot
/// says, they end in what the server would say now.
#[derive(Debug, Default)]
pub struct Ledger {
    known: Vec<Known>,
    rooms: Vec<Entry>,
    /// Rooms that a frame has told of against the server's word.
    ahead: Vec<u32>,
    /// Snapshots asked for so far.
    asked: u32,
    /// The latest `_updatedAt`, in milliseconds since 1970.
    latest: f64,
    complete: bool,
    /// How many snapshots were asked for when a change last contradicted what was known, and one; 0: none has.
    doubt: u32,
    current: bool,
    untold: Vec<u32>,
    untold_removed: Vec<f64>,
}

impl Ledger {
    /// Whether every subscription is known.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.complete
    }

    /// Whether a change came whose date contradicts what was known: late, or from a clock that is off.
    #[must_use]
    pub fn doubt(&self) -> bool {
        self.doubt > 0
    }

    /// The latest `_updatedAt` of all, in milliseconds since 1970 by the server's clock; 0 where there was none.
    #[must_use]
    pub fn latest(&self) -> f64 {
        self.latest
    }

    /// Whether changes reach us as they happen: then a frame is believed about its own room only, and not for long.
    pub fn set_current(&mut self, current: bool) {
        self.current = current;
    }

    /// A snapshot is asked for: what comes from now on may be newer than it.
    pub fn ask(&mut self) {
        self.asked = self.asked.wrapping_add(1);
    }

    /// Takes a record of the server; whether anything shown has changed.
    pub fn take(&mut self, book: &mut Book, record: &Record, way: Way) -> bool {
        let tally = record.tally;
        let asked = self.asked;
        let known = *self.known(record.id);
        if known.removed {
            return false;
        }
        if let Some(slot) = known.slot.checked_sub(1).or_else(|| book.slot(record.room)) {
            let entry = self.entry(slot);
            let had = entry.truth.updated_at;
            let accepted = !entry.subscription.is_some()
                || match way {
                    Way::Change if entry.live => tally.updated_at >= had,
                    // Of a subscription that a snapshot did not have, only what is newer; of another one, all.
                    Way::Change => entry.subscription != record.id || tally.updated_at > had,
                    // What the server says when it is asked is true, whatever its clock says of it; but a change that
                    // came since may be newer.
                    _ => tally.updated_at > had || entry.stamp != asked,
                };
            // Of two changes of one moment, either may be the later.
            if way == Way::Change && tally != entry.truth && (!accepted || tally.updated_at == had) {
                self.doubt = asked.wrapping_add(1);
            }
            if !accepted {
                return false;
            }
        }
        let Some((slot, news)) = book.enter(record.room, record.names) else { return false };
        self.known(record.id).slot = slot + 1;
        // A room that was left and joined again has another subscription.
        let before = std::mem::replace(&mut self.entry(slot).subscription, record.id);
        if before.is_some() && before != record.id {
            self.known(before).removed = true;
        }
        self.latest = self.latest.max(tally.updated_at);
        let entry = self.entry(slot);
        entry.stamp = asked;
        let told = std::mem::replace(&mut entry.live, true) && entry.truth == tally && !news;
        entry.truth = tally;
        if !told && !std::mem::replace(&mut entry.untold, true) {
            self.untold.push(slot);
        }
        self.show(book, slot) || news
    }

    /// A subscription is gone; whether anything shown has changed.
    pub fn remove(&mut self, book: &mut Book, id: TextId) -> bool {
        let known = self.known(id);
        if !id.is_some() || std::mem::replace(&mut known.removed, true) {
            return false;
        }
        let slot = known.slot;
        self.untold_removed.push(id.listed());
        let Some(slot) = slot.checked_sub(1) else { return false };
        let asked = self.asked;
        let entry = self.entry(slot);
        if entry.subscription != id {
            return false;
        }
        entry.stamp = asked;
        self.leave(book, slot)
    }

    /// A snapshot is over that was right at `as_of`; whether anything shown has changed.
    pub fn finish(&mut self, book: &mut Book, way: Way, as_of: Millis) -> bool {
        let mut changed = false;
        if way == Way::Whole {
            if self.doubt <= self.asked {
                self.doubt = 0;
            }
            for slot in 0..book.slots() {
                let asked = self.asked;
                let entry = self.entry(slot);
                // Who is not in it is gone, unless something was heard since it was asked for.
                if !entry.live || entry.stamp != asked {
                    changed |= self.leave(book, slot);
                }
            }
            changed |= !std::mem::replace(&mut self.complete, true);
            book.rely_on_rooms();
        }
        self.settle(book, as_of) || changed
    }

    /// What frames said up to a time is overtaken; whether anything shown has changed.
    pub fn settle(&mut self, book: &mut Book, up_to: Millis) -> bool {
        let mut changed = false;
        for slot in std::mem::take(&mut self.ahead) {
            let entry = self.entry(slot);
            if entry.since > up_to && entry.since != NEVER {
                self.ahead.push(slot);
            } else {
                entry.since = NEVER;
                entry.listed = false;
                changed |= self.show(book, slot);
            }
        }
        changed
    }

    /// Takes what a frame says of a room by its slot; `own` if it is the room that the frame shows. Whether anything
    /// shown has changed.
    pub fn frame(&mut self, book: &mut Book, slot: u32, tally: Tally, own: bool, now: Millis) -> bool {
        if !self.complete {
            return book.take_tally(slot, tally);
        }
        let current = self.current;
        let entry = self.entry(slot);
        let truth = entry.truth;
        let unread = if tally.unread == Tally::UNTOLD { truth.unread } else { tally.unread };
        let alert = tally.flags & flag::ALERT;
        let same = truth.flags & flag::ALERT == alert;
        let agreed = entry.live && truth.unread == unread && same;
        // Reading is what a frame knows first. More than the server's word would be an echo of what it said before.
        let lower = unread < truth.unread || (unread == truth.unread && truth.has(flag::ALERT));
        let late = tally.updated_at < truth.updated_at;
        if late || (current && !(own && entry.live && (agreed || lower))) {
            return false;
        }
        entry.since = if agreed { NEVER } else { now };
        entry.ahead = (unread, alert);
        if !agreed && !std::mem::replace(&mut entry.listed, true) {
            self.ahead.push(slot);
        }
        self.show(book, slot)
    }

    /// Whether a room that a frame names may be taken up: while changes come as they happen, only one that the server has
    /// told of.
    #[must_use]
    pub fn welcomes(&mut self, book: &Book, room: TextId) -> bool {
        !(self.complete && self.current) || book.slot(room).is_some_and(|slot| self.entry(slot).live)
    }

    /// When [`Ledger::tick`] is due.
    #[must_use]
    pub fn deadline(&self) -> Millis {
        let since = |slot: &u32| self.rooms.get(*slot as usize).map_or(0, |entry| entry.since);
        let first = self.ahead.iter().map(since).min().unwrap_or(NEVER);
        if self.current { first.saturating_add(AHEAD) } else { NEVER }
    }

    /// Time has passed; whether anything shown has changed.
    pub fn tick(&mut self, book: &mut Book, now: Millis) -> bool {
        self.current && now >= AHEAD && self.settle(book, now - AHEAD)
    }

    /// Everything that is known, or what other tabs have not been told: the number of records, those, and the ids of
    /// subscriptions that are gone. Whether there is anything.
    pub fn list(&mut self, book: &Book, whole: bool, items: &mut Vec<f64>) -> bool {
        let untold = std::mem::take(&mut self.untold);
        let slots = if whole { (0..book.slots()).collect() } else { untold };
        let at = items.len();
        items.push(0.0);
        let mut count = 0;
        for slot in slots {
            let entry = self.entry(slot);
            entry.untold = false;
            if entry.live
                && let Some((room, names)) = book.names(slot)
            {
                Record { id: entry.subscription, room, names, tally: entry.truth }.list(items);
                count += 1;
            }
        }
        if let Some(place) = items.get_mut(at) {
            *place = f64::from(count);
        }
        items.append(&mut self.untold_removed);
        items.len() > at + 1
    }

    /// Whether other tabs have something to be told.
    #[must_use]
    pub fn untold(&self) -> bool {
        !(self.untold.is_empty() && self.untold_removed.is_empty())
    }

    /// Forgets everything: nobody, or somebody else, is logged in. Whether there was anything to forget.
    pub fn reset(&mut self, book: &mut Book) -> bool {
        *self = Self::default();
        book.reset()
    }

    fn known(&mut self, id: TextId) -> &mut Known {
        place(&mut self.known, id.index(), Known::default())
    }

    fn entry(&mut self, slot: u32) -> &mut Entry {
        place(&mut self.rooms, slot as usize, UNKNOWN)
    }

    fn leave(&mut self, book: &mut Book, slot: u32) -> bool {
        let entry = self.entry(slot);
        entry.live = false;
        entry.since = NEVER;
        book.drop_room(slot)
    }

    /// Shows what is true, or what a frame has said ahead of it.
    fn show(&mut self, book: &mut Book, slot: u32) -> bool {
        let entry = self.entry(slot);
        let mut shown = Tally { updated_at: f64::NAN, ..entry.truth };
        if entry.since != NEVER {
            let (unread, alert) = entry.ahead;
            shown.unread = unread;
            shown.flags = shown.flags & !flag::ALERT | alert;
            if entry.live && shown.says(&entry.truth) {
                entry.since = NEVER;
            }
        } else if !entry.live {
            return book.drop_room(slot);
        }
        book.take_tally(slot, shown)
    }
}

/// The place of a list with this index, which is made if it is not there.
fn place<T: Clone>(list: &mut Vec<T>, at: usize, empty: T) -> &mut T {
    if at >= list.len() {
        list.resize(at + 1, empty);
    }
    #[expect(clippy::indexing_slicing, reason = "it has just been made")]
    &mut list[at]
}
