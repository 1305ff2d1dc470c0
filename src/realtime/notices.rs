//! Notifications: one for each message, however many tabs and frames hear of it, and none for the room being read.

use super::message::TOLD;
use super::output::Do;
use super::watch::Watch;
use super::{Millis, Role, Source};
use crate::protocol::TextId;

/// So many messages back, but one, a second word of one is known as such. The first place stays empty: no message is never
/// the first.
const REMEMBERED: usize = 64;
/// How long a tab's word counts that a room is being read in it; it is renewed at each ask.
const READ_FOR: Millis = 12_000;

/// Messages that were notified of, and rooms that are being read.
#[derive(Debug)]
pub(super) struct Notices {
    told: [TextId; REMEMBERED],
    next: usize,
    /// The room that the member reads in this tab.
    pub reading: TextId,
    /// The tab that last told of a room that is read in it, that room, and until when that counts. A member reads in
    /// one tab at a time.
    reader: (TextId, TextId, Millis),
}

impl Default for Notices {
    fn default() -> Self {
        Self {
            told: [TextId::NONE; REMEMBERED],
            next: 0,
            reading: TextId::NONE,
            reader: (TextId::NONE, TextId::NONE, 0),
        }
    }
}

impl Notices {
    /// Whether this is the first word of a message.
    pub fn first(&mut self, message: TextId) -> bool {
        if self.told.contains(&message) {
            return false;
        }
        self.next = self.next % (REMEMBERED - 1) + 1;
        if let Some(oldest) = self.told.get_mut(self.next) {
            *oldest = message;
        }
        true
    }

    /// Another tab tells which room is read in it.
    pub fn read_elsewhere(&mut self, tab: TextId, room: TextId, now: Millis) {
        if room.is_some() || self.reader.0 == tab {
            self.reader = (tab, room, now + READ_FOR);
        }
    }

    fn is_read(&self, room: TextId, now: Millis) -> bool {
        self.reading == room || (self.reader.1 == room && self.reader.2 > now)
    }
}

impl Watch {
    /// The realtime brings a notification; it comes to one tab only.
    pub(super) fn announce(&mut self, message: TextId, room: TextId, now: Millis) {
        // Some of Omnichannel name no message or no room. None of those is the first.
        if !room.is_some() || !self.notices.first(message) {
            return;
        }
        self.tell(&[f64::from(TOLD), message.listed()]);
        if !self.notices.is_read(room, now) {
            self.outputs.put(Do::Notify, &[message.listed()]);
        }
    }

    /// A frame of this tab brings a notification. Where the realtime is there it brings the same.
    pub(super) fn noticed(&mut self, message: TextId, room: TextId, now: Millis) {
        let covered = if self.role == Role::Follower { self.leader_source == Source::Realtime } else { self.synced };
        if !covered {
            self.announce(message, room, now);
        }
    }
}
