//! The unread counts of one server's rooms, for one member.
//!
//! Records of single rooms and totals come from one or more sources (frames, the realtime). A change costs the
//! same with ten rooms as with thousands: sums are kept, never counted again.

use crate::protocol::encode::push_decimal;
use crate::protocol::subscription::flag;
use crate::protocol::{Event, OpenedRoom, Subscription, Tally, TextId, Total};

/// Where records come from: a frame, by its number on the page.
pub type Source = u32;

/// More rooms than any member has; what comes beyond is not kept.
const MOST_ROOMS: usize = 20_000;

/// Rooms with one of these do not count.
const UNCOUNTED: u32 = flag::MUTED | flag::ARCHIVED | flag::CLOSED;

#[derive(Clone, Debug, Default)]
struct Room {
    id: TextId,
    /// As in addresses, to show, kind.
    names: [TextId; 3],
    tally: Tally,
    /// The member is in it no more.
    gone: bool,
}

impl Room {
    /// Unread messages; 0 for a room that the member has muted, hidden or archived.
    fn count(&self) -> u32 {
        if self.tally.flags & UNCOUNTED == 0 && self.tally.unread != Tally::UNTOLD { self.tally.unread } else { 0 }
    }

    fn dot(&self) -> bool {
        let unread = self.tally.unread;
        self.tally.flags & (UNCOUNTED | flag::ALERT | flag::NO_DOT) == flag::ALERT
            && (unread == 0 || unread == Tally::UNTOLD)
    }
}

/// What a room shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoomUnread {
    /// Room id.
    pub id: TextId,
    /// Name as in addresses.
    pub name: TextId,
    /// Name to show.
    pub label: TextId,
    /// `c`, `p`, `d` or `l`.
    pub kind: TextId,
    /// Unread messages; 0 for a room that the member has muted, hidden or archived.
    pub count: u32,
    /// Something is new that no number counts: the dot.
    pub alert: bool,
    /// Whether the member wants no count for this room.
    pub muted: bool,
    /// Threads with unread replies; never part of `count`.
    pub threads: u32,
}

/// What all rooms together show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// Unread messages in all rooms. Where Rocket.Chat only says `999+`, what the rooms add up to, at least 999.
    pub total: u32,
    /// Something is new that no number counts: the dot.
    pub alert: bool,
    /// Rocket.Chat itself has stopped counting.
    pub overflow: bool,
}

impl Unread {
    /// The text for a badge: `""`, `"•"`, `"7"` or `"999+"`.
    #[must_use]
    pub fn badge(self) -> String {
        badge(self.total, self.alert, self.overflow)
    }
}

/// The text for a badge of this count.
#[must_use]
pub fn badge(count: u32, alert: bool, overflow: bool) -> String {
    if overflow || count > 999 {
        "999+".to_owned()
    } else if count > 0 {
        let mut text = String::new();
        push_decimal(count, &mut text);
        text
    } else if alert {
        "\u{2022}".to_owned()
    } else {
        String::new()
    }
}

/// The counts of one server's rooms.
///
/// Laws, as properties in the tests: repeating the last record of a room changes nothing; records of different rooms
/// commute; records that carry `_updatedAt` give the same counts in any order.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// By the number of a room's id, its slot and one; 0 where it has none.
    slots: Vec<u32>,
    rooms: Vec<Room>,
    /// Whether the rooms are surely all there are, so that no source's own total is needed.
    complete: bool,
    totals: Vec<(Source, Total)>,
    sum: u64,
    dots: u32,
}

impl Book {
    /// Takes what an event says of unread state; the slot of the room, where there is one, as of
    /// [`Book::take_subscription`], and whether anything shown has changed.
    pub fn take(&mut self, source: Source, event: &Event) -> (Option<u32>, bool) {
        let changed = match event {
            Event::Subscription(subscription) => return self.take_subscription(subscription),
            Event::Unread(total) => self.take_total(source, *total),
            Event::RoomOpened(room) => self.name_room(room),
            Event::OnLogout | Event::LoggedOut => self.reset(),
            _ => false,
        };
        (None, changed)
    }

    /// Takes a record. Returns the room's slot, a number that stays its own until [`Book::reset`], and whether
    /// anything shown has changed.
    pub fn take_subscription(&mut self, record: &Subscription) -> (Option<u32>, bool) {
        let Some((slot, named)) = self.enter(record.room, record.names) else { return (None, false) };
        let changed = self.take_tally(slot, record.tally);
        (Some(slot), changed || named)
    }

    /// Learns of a room and its names (as in addresses, to show, kind), not of its counts. Returns its slot, and whether
    /// that was news; `None` where there are too many.
    pub fn enter(&mut self, id: TextId, names: [TextId; 3]) -> Option<(u32, bool)> {
        let known = self.slot(id);
        let slot = match known {
            Some(slot) => slot,
            None => self.add(id)?,
        };
        let room = self.rooms.get_mut(slot as usize)?;
        let mut news = std::mem::take(&mut room.gone) || known.is_none();
        for (known, told) in room.names.iter_mut().zip(names) {
            if told.is_some() && *known != told {
                *known = told;
                news = true;
            }
        }
        Some((slot, news))
    }

    fn add(&mut self, id: TextId) -> Option<u32> {
        let slot = self.rooms.len();
        if slot >= MOST_ROOMS || !id.is_some() {
            return None;
        }
        self.rooms.push(Room { id, ..Room::default() });
        if self.slots.len() <= id.index() {
            self.slots.resize(id.index() + 1, 0);
        }
        *self.slots.get_mut(id.index())? = slot as u32 + 1;
        Some(slot as u32)
    }

    /// How many slots there are.
    #[must_use]
    pub fn slots(&self) -> u32 {
        self.rooms.len() as u32
    }

    /// The slot of a room.
    #[must_use]
    pub fn slot(&self, id: TextId) -> Option<u32> {
        self.slots.get(id.index())?.checked_sub(1)
    }

    /// The id of the room in this slot, and its names as in addresses, to show, and its kind.
    #[must_use]
    pub fn names(&self, slot: u32) -> Option<(TextId, [TextId; 3])> {
        self.rooms.get(slot as usize).map(|room| (room.id, room.names))
    }

    /// The member is no more in the room of `slot`; whether anything shown has changed.
    pub fn drop_room(&mut self, slot: u32) -> bool {
        let nothing = Tally { unread: 0, flags: flag::CLOSED | flag::THREADS, updated_at: f64::NAN };
        let changed = self.take_tally(slot, nothing);
        let Some(room) = self.rooms.get_mut(slot as usize) else { return false };
        room.tally = Tally::default();
        !std::mem::replace(&mut room.gone, true) || changed
    }

    /// From now on the rooms are all there are: what they add up to is the total, whatever a frame says.
    pub fn rely_on_rooms(&mut self) {
        self.complete = true;
    }

    /// Takes the unread state of the room in `slot`; whether anything shown has changed.
    pub fn take_tally(&mut self, slot: u32, mut tally: Tally) -> bool {
        let Some(room) = self.rooms.get_mut(slot as usize).filter(|room| !room.gone) else { return false };
        let known = room.tally;
        if tally.unread == Tally::UNTOLD {
            tally.unread = known.unread;
        }
        if !tally.has(flag::THREADS) {
            tally.flags |= known.flags & !flag::STATE;
        }
        // Nothing is before or after what has no date.
        if tally.updated_at < known.updated_at {
            return false;
        }
        // Two states of one moment: some choice that does not depend on which came first.
        if tally.updated_at == known.updated_at && (tally.unread, tally.flags) < (known.unread, known.flags) {
            return false;
        }
        if tally.updated_at.is_nan() {
            tally.updated_at = known.updated_at;
        }
        let before = (room.count(), room.dot());
        room.tally = tally;
        let after = (room.count(), room.dot());
        self.sum = self.sum + u64::from(after.0) - u64::from(before.0);
        self.dots = self.dots + u32::from(after.1) - u32::from(before.1);
        let shown = flag::MUTED | !flag::STATE;
        before != after || (known.flags ^ tally.flags) & shown & !flag::THREADS > 0
    }

    /// Takes a source's own total; whether it is new.
    pub fn take_total(&mut self, source: Source, total: Total) -> bool {
        let known = match self.totals.iter_mut().find(|(of, _)| *of == source) {
            Some((_, known)) => Some(std::mem::replace(known, total)),
            None => {
                self.totals.push((source, total));
                None
            }
        };
        if self.complete {
            return false;
        }
        let nothing_counted = matches!(total, Total::Empty | Total::Dot | Total::Number(0));
        if nothing_counted && self.sum > 0 && self.totals.len() == 1 {
            // Rocket.Chat says nothing of a room that has gone from the list, only that its count has left the sum.
            for room in &mut self.rooms {
                if room.tally.unread != Tally::UNTOLD {
                    room.tally.unread = 0;
                }
            }
            self.sum = 0;
            self.dots = self.count_dots();
            return true;
        }
        known != Some(total)
    }

    fn count_dots(&self) -> u32 {
        self.rooms.iter().map(|room| u32::from(room.dot())).sum()
    }

    /// Learns the name of a room that the frame shows; whether it was news.
    fn name_room(&mut self, opened: &OpenedRoom) -> bool {
        let slot = self.slot(opened.id);
        let Some(room) = slot.and_then(|slot| self.rooms.get_mut(slot as usize)) else { return false };
        let mut news = false;
        for (known, told) in room.names.iter_mut().zip([opened.name, opened.label]) {
            if !known.is_some() && told.is_some() {
                *known = told;
                news = true;
            }
        }
        news
    }

    /// Forgets everything: nobody, or somebody else, is logged in. Whether there was anything to forget.
    pub fn reset(&mut self) -> bool {
        let empty = self.rooms.is_empty() && self.totals.is_empty();
        *self = Self::default();
        !empty
    }

    /// Forgets a source that is gone.
    pub fn leave(&mut self, source: Source) {
        self.totals.retain(|(of, _)| *of != source);
    }

    /// What all rooms together show.
    #[must_use]
    pub fn unread(&self) -> Unread {
        let sum = u32::try_from(self.sum).unwrap_or(u32::MAX);
        let rooms = Unread { total: sum, alert: self.dots > 0, overflow: false };
        let mut totals = self.totals.iter().map(|(_, total)| total);
        if self.complete {
            return rooms;
        }
        // A single frame's own total is right even where a room has silently gone; of several frames each may know
        // other rooms, so only what they agree on is taken.
        let Some(first) = totals.next() else { return rooms };
        if totals.any(|total| total != first) {
            return rooms;
        }
        match *first {
            Total::Empty => Unread::default(),
            Total::Dot => Unread { total: 0, alert: true, overflow: false },
            Total::Overflow => Unread { total: sum.max(999), overflow: true, ..rooms },
            Total::Number(number) => Unread { total: number, ..rooms },
        }
    }

    /// What each room shows, in the order in which the rooms became known.
    pub fn rooms(&self) -> impl Iterator<Item = RoomUnread> {
        (0..self.rooms.len() as u32).filter_map(|slot| self.room_in(slot))
    }

    /// What the room in this slot shows.
    #[must_use]
    pub fn room_in(&self, slot: u32) -> Option<RoomUnread> {
        let room = self.rooms.get(slot as usize).filter(|room| !room.gone)?;
        let [name, label, kind] = room.names;
        Some(RoomUnread {
            id: room.id,
            name,
            label: if label.is_some() { label } else { name },
            kind,
            count: room.count(),
            alert: room.dot(),
            muted: room.tally.has(flag::MUTED),
            threads: room.tally.threads(),
        })
    }

    /// What the room with this id or name shows.
    #[must_use]
    pub fn room(&self, key: TextId) -> Option<RoomUnread> {
        let is_named = |room: &Room| !room.gone && key.is_some() && room.names.first() == Some(&key);
        let by_name = || self.rooms.iter().position(is_named);
        let slot = self.slot(key).or_else(|| by_name().map(|slot| slot as u32))?;
        self.room_in(slot)
    }

    /// The badge of the room with this id or name.
    #[must_use]
    pub fn room_badge(&self, key: TextId) -> Option<String> {
        self.room(key).map(|room| badge(room.count, room.alert, false))
    }
}
