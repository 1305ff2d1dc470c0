//! What the server itself has said of each subscription, and what a frame has said since: the one is true, the other
//! may be quicker. What is to be shown of both goes into the [`Book`].

use super::Millis;
use crate::protocol::{Packed, Row, Tally};
use crate::unread::{Book, Index};

/// How long a frame's word on its own room is shown against the server's, which is then on its way.
const AHEAD: Millis = 5_000;

/// Where a record comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A change, in the order in which it came.
    Change,
    /// A snapshot of what has changed since some time.
    Since,
    /// A snapshot of everything.
    Whole,
}

/// A subscription, by its number in the index of ids.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// The slot of its room, and one; 0: not known yet.
    slot: u32,
    /// It is gone. Its id is never used again, so what still comes of it is late.
    removed: bool,
}

/// A room, by its slot in the book.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// The subscription's number, and one; 0: only a frame has told of the room.
    subscription: u32,
    /// The member is in the room.
    live: bool,
    /// What the server last said.
    truth: Tally,
    /// The number of the snapshot that was last asked for when the server last said something.
    stamp: u32,
    /// Since when a frame's word is shown, and what it is: a count, and whether there is an alert.
    ahead: Option<(Millis, u32, bool)>,
    /// It is in the list of those.
    listed: bool,
    /// Other tabs don't know the latest.
    untold: bool,
}

/// Subscriptions of one member on one server.
///
/// Laws, as properties in the tests: changes commute, whatever of them is doubled or late; with whatever a snapshot
/// says, they end in what the server would say now.
#[derive(Debug, Default)]
pub struct Ledger {
    ids: Index,
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
    untold_removed: Vec<String>,
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
    pub fn take(&mut self, book: &mut Book, row: &Row<'_>, way: Way) -> bool {
        let mut tally = row.tally;
        // A whole record leaves out what is nothing; one without a date has never been changed.
        tally.unread.get_or_insert(0);
        tally.threads.get_or_insert(0);
        let date = *tally.updated_at.get_or_insert(0.0);
        let number = self.number(row.id);
        let Some(known) = self.known.get(number as usize).copied() else { return false };
        if known.removed {
            return false;
        }
        let slot = known.slot.checked_sub(1).or_else(|| book.slot(row.room));
        let entry = slot.map(|slot| self.entry(slot)).unwrap_or_default();
        if entry.subscription > 0 {
            let had = entry.truth.updated_at.unwrap_or(0.0);
            let same = entry.subscription == number + 1;
            let touched = entry.stamp == self.asked;
            let accepted = match way {
                Way::Change if entry.live => date >= had,
                // What the server says when it is asked is true, whatever its clock says of it; but a change that came
                // since may be newer.
                Way::Since | Way::Whole => date > had || !touched,
                // Of a subscription that a snapshot did not have, only what is newer; of another one, all.
                Way::Change => !same || date > had,
            };
            if !accepted {
                if way == Way::Change && tally != entry.truth {
                    self.doubt = self.asked.wrapping_add(1);
                }
                return false;
            }
        }
        let Some((slot, news)) = book.enter(row.room, row.names) else { return false };
        if let Some(known) = self.known.get_mut(number as usize) {
            known.slot = slot + 1;
        }
        // A room that was left and joined again has another subscription.
        let before = entry.subscription.checked_sub(1).filter(|before| *before != number);
        if let Some(known) = before.and_then(|before| self.known.get_mut(before as usize)) {
            known.removed = true;
        }
        self.latest = self.latest.max(date);
        let told = entry.live && entry.truth == tally && !news;
        let stamp = self.asked;
        self.put(slot, Entry { subscription: number + 1, live: true, truth: tally, stamp, ..self.entry(slot) });
        if !told {
            self.tell_later(slot);
        }
        self.show(book, slot) || news
    }

    /// A subscription is gone; whether anything shown has changed.
    pub fn remove(&mut self, book: &mut Book, id: &str) -> bool {
        let number = self.number(id);
        let Some(known) = self.known.get_mut(number as usize) else { return false };
        if std::mem::replace(&mut known.removed, true) {
            return false;
        }
        self.untold_removed.push(id.to_owned());
        let Some(slot) = known.slot.checked_sub(1) else { return false };
        let entry = self.entry(slot);
        if entry.subscription != number + 1 {
            return false;
        }
        self.put(slot, Entry { stamp: self.asked, ..entry });
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
                let entry = self.entry(slot);
                // Who is not in it is gone, unless something was heard since it was asked for.
                if !entry.live || entry.stamp != self.asked {
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
        let mut ahead = Vec::new();
        for slot in std::mem::take(&mut self.ahead) {
            let entry = self.entry(slot);
            let stays = entry.ahead.is_some_and(|(since, ..)| since > up_to);
            if stays {
                ahead.push(slot);
            } else {
                self.put(slot, Entry { ahead: None, listed: false, ..entry });
                changed |= self.show(book, slot);
            }
        }
        self.ahead = ahead;
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
        let late = matches!((tally.updated_at, truth.updated_at), (Some(told), Some(had)) if told < had);
        let (had, unread) = (truth.unread.unwrap_or(0), tally.unread.or(truth.unread).unwrap_or(0));
        let agreed = entry.live && had == unread && truth.alert == tally.alert;
        // Reading is what a frame knows first. More than the server's word would be an echo of what it said before.
        let lower = unread < had || (unread == had && truth.alert);
        if late || (current && !(own && entry.live && (agreed || lower))) {
            return false;
        }
        let ahead = (!agreed).then_some((now, unread, tally.alert));
        let listed = entry.listed || !agreed;
        if listed && !entry.listed {
            self.ahead.push(slot);
        }
        self.put(slot, Entry { ahead, listed, ..entry });
        self.show(book, slot)
    }

    /// As [`Ledger::frame`], for a room by its id and names, which may not be known yet; the slot, where it has one.
    pub fn frame_room(
        &mut self,
        book: &mut Book,
        (room, names): (&str, [&str; 3]),
        tally: Tally,
        own: bool,
        now: Millis,
    ) -> Option<(u32, bool)> {
        let slot = if self.complete && self.current { self.entry_of(book, room)? } else { book.enter(room, names)?.0 };
        Some((slot, self.frame(book, slot, tally, own, now)))
    }

    fn entry_of(&self, book: &Book, room: &str) -> Option<u32> {
        let slot = book.slot(room)?;
        self.entry(slot).live.then_some(slot)
    }

    /// When [`Ledger::tick`] is due.
    #[must_use]
    pub fn deadline(&self) -> Option<Millis> {
        if !self.current {
            return None;
        }
        let told = |slot: &u32| self.entry(*slot).ahead.map_or(0, |(since, ..)| since);
        self.ahead.iter().map(told).min().map(|since| since + AHEAD)
    }

    /// Time has passed; whether anything shown has changed.
    pub fn tick(&mut self, book: &mut Book, now: Millis) -> bool {
        self.current && now >= AHEAD && self.settle(book, now - AHEAD)
    }

    /// Everything that is known, or what other tabs have not been told.
    pub fn pack(&mut self, book: &Book, whole: bool) -> (Packed, Vec<String>) {
        let mut packed = Packed::default();
        let untold = std::mem::take(&mut self.untold);
        let slots = if whole { (0..book.slots()).collect() } else { untold };
        for slot in slots {
            let Some(entry) = self.rooms.get_mut(slot as usize) else { continue };
            entry.untold = false;
            if let Some(room) = book.room_in(slot).filter(|_| entry.live) {
                let id = self.ids.id(entry.subscription.saturating_sub(1));
                let names = [room.name, room.label, room.kind].map(Option::unwrap_or_default);
                Row { id, room: room.id, names, tally: entry.truth }.pack(&mut packed);
            }
        }
        (packed, std::mem::take(&mut self.untold_removed))
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

    fn number(&mut self, id: &str) -> u32 {
        let number = self.ids.number(id);
        self.known.resize(self.ids.len(), Known::default());
        number
    }

    fn entry(&self, slot: u32) -> Entry {
        self.rooms.get(slot as usize).copied().unwrap_or_default()
    }

    fn put(&mut self, slot: u32, entry: Entry) {
        let at = slot as usize;
        if at >= self.rooms.len() {
            self.rooms.resize(at + 1, Entry::default());
        }
        if let Some(place) = self.rooms.get_mut(at) {
            *place = entry;
        }
    }

    fn leave(&mut self, book: &mut Book, slot: u32) -> bool {
        self.put(slot, Entry { live: false, ahead: None, ..self.entry(slot) });
        book.drop_room(slot)
    }

    fn tell_later(&mut self, slot: u32) {
        let entry = self.entry(slot);
        if !entry.untold {
            self.put(slot, Entry { untold: true, ..entry });
            self.untold.push(slot);
        }
    }

    /// Shows what is true, or what a frame has said ahead of it.
    fn show(&mut self, book: &mut Book, slot: u32) -> bool {
        let entry = self.entry(slot);
        let truth = entry.truth;
        if let Some((_, unread, alert)) = entry.ahead {
            if !entry.live || truth.unread != Some(unread) || truth.alert != alert {
                return book.take_tally(slot, Tally { unread: Some(unread), alert, updated_at: None, ..truth });
            }
            self.put(slot, Entry { ahead: None, ..entry });
        }
        if entry.live { book.take_tally(slot, Tally { updated_at: None, ..truth }) } else { book.drop_room(slot) }
    }
}
