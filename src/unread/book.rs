//! The unread counts of one server's rooms, for one member.
//!
//! Records of single rooms and totals come from one or more sources (frames, the realtime). A change costs the
//! same with ten rooms as with thousands: sums are kept, never counted again.

use super::index::Index;
use crate::protocol::encode::push_decimal;
use crate::protocol::{Event, OpenedRoom, Subscription, Tally, Total, UnreadAlert};

/// Where records come from: a frame, by its number on the page.
pub type Source = u32;

/// More rooms than any member has; what comes beyond is not kept.
const MOST_ROOMS: usize = 20_000;

#[derive(Clone, Debug, Default)]
struct Room {
    name: Option<String>,
    label: Option<String>,
    kind: Option<String>,
    tally: Tally,
    /// The member is in it no more.
    gone: bool,
}

impl Room {
    fn counted(&self) -> bool {
        !(self.tally.muted || self.tally.archived || self.tally.closed)
    }

    fn count(&self) -> u32 {
        if self.counted() { self.tally.unread.unwrap_or(0) } else { 0 }
    }

    fn dot(&self) -> bool {
        self.counted()
            && self.tally.alert
            && self.tally.unread.unwrap_or(0) == 0
            && self.tally.unread_alert == UnreadAlert::Shown
    }
}

/// What a room shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoomUnread<'a> {
    /// Room id.
    pub id: &'a str,
    /// Name as in addresses.
    pub name: Option<&'a str>,
    /// Name to show.
    pub label: Option<&'a str>,
    /// `c`, `p`, `d` or `l`.
    pub kind: Option<&'a str>,
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

/// Takes what was told; whether it was news.
#[inline(never)]
fn learn(known: &mut Option<String>, told: &Option<String>) -> bool {
    let news = told.is_some() && known != told;
    if news {
        *known = told.clone();
    }
    news
}

/// The counts of one server's rooms.
///
/// Laws, as properties in the tests: repeating the last record of a room changes nothing; records of different rooms
/// commute; records that carry `_updatedAt` give the same counts in any order.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Slots by the ids of their rooms.
    ids: Index,
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
        let names = [&record.name, &record.label, &record.kind].map(|name| name.as_deref().unwrap_or_default());
        let Some((slot, named)) = self.enter(&record.room, names) else { return (None, false) };
        let changed = self.take_tally(slot, record.tally);
        (Some(slot), changed || named)
    }

    /// Learns of a room and its names (as in addresses, to show, kind; empty for none), not of its counts. Returns its
    /// slot, and whether that was news; `None` where there are too many.
    pub fn enter(&mut self, id: &str, names: [&str; 3]) -> Option<(u32, bool)> {
        let known = self.ids.len();
        if known >= MOST_ROOMS && self.ids.find(id).is_none() {
            return None;
        }
        let slot = self.ids.number(id);
        let mut news = self.ids.len() > known;
        if news {
            self.rooms.push(Room::default());
        }
        let room = self.rooms.get_mut(slot as usize)?;
        news |= std::mem::take(&mut room.gone);
        for (known, told) in [&mut room.name, &mut room.label, &mut room.kind].into_iter().zip(names) {
            if !told.is_empty() && known.as_deref() != Some(told) {
                *known = Some(told.to_owned());
                news = true;
            }
        }
        Some((slot, news))
    }

    /// How many slots there are.
    #[must_use]
    pub fn slots(&self) -> u32 {
        self.rooms.len() as u32
    }

    /// The slot of a room.
    #[must_use]
    pub fn slot(&self, id: &str) -> Option<u32> {
        self.ids.find(id)
    }

    /// The member is no more in the room of `slot`; whether anything shown has changed.
    pub fn drop_room(&mut self, slot: u32) -> bool {
        let changed = self.take_tally(slot, Tally { unread: Some(0), closed: true, ..Tally::default() });
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
        let known = &room.tally;
        tally.unread = tally.unread.or(known.unread);
        tally.threads = tally.threads.or(known.threads);
        match (tally.updated_at, known.updated_at) {
            (Some(told), Some(had)) if told < had => return false,
            // Two states of one moment: some choice that does not depend on which came first.
            (Some(told), Some(had)) if told == had && tally < *known => return false,
            (None, had) => tally.updated_at = had,
            _ => {}
        }
        if tally == *known {
            return false;
        }
        let before = (room.count(), room.dot(), known.muted, known.threads);
        room.tally = tally;
        let after = (room.count(), room.dot(), tally.muted, tally.threads);
        self.sum = self.sum + u64::from(after.0) - u64::from(before.0);
        self.dots = self.dots + u32::from(after.1) - u32::from(before.1);
        before != after
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
                room.tally.unread = room.tally.unread.map(|_| 0);
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
        let Some(slot) = self.ids.find(&opened.id) else { return false };
        let Some(room) = self.rooms.get_mut(slot as usize) else { return false };
        let named = room.name.is_none() && learn(&mut room.name, &opened.name);
        let labelled = room.label.is_none() && learn(&mut room.label, &opened.label);
        named || labelled
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
    pub fn rooms(&self) -> impl Iterator<Item = RoomUnread<'_>> {
        (0..self.rooms.len() as u32).filter_map(|slot| self.room_in(slot))
    }

    /// What the room in this slot shows.
    #[must_use]
    pub fn room_in(&self, slot: u32) -> Option<RoomUnread<'_>> {
        let room = self.rooms.get(slot as usize).filter(|room| !room.gone)?;
        Some(RoomUnread {
            id: self.ids.id(slot),
            name: room.name.as_deref(),
            label: room.label.as_deref().or(room.name.as_deref()),
            kind: room.kind.as_deref(),
            count: room.count(),
            alert: room.dot(),
            muted: room.tally.muted,
            threads: room.tally.threads.unwrap_or(0),
        })
    }

    /// What the room with this id or name shows.
    #[must_use]
    pub fn room(&self, key: &str) -> Option<RoomUnread<'_>> {
        self.named(key).and_then(|slot| self.room_in(slot))
    }

    /// The badge of the room with this id or name.
    #[must_use]
    pub fn room_badge(&self, key: &str) -> Option<String> {
        self.room(key).map(|room| badge(room.count, room.alert, false))
    }

    fn named(&self, key: &str) -> Option<u32> {
        let by_name = || self.rooms.iter().position(|room| !room.gone && room.name.as_deref() == Some(key));
        self.ids.find(key).or_else(|| by_name().map(|slot| slot as u32))
    }
}
