//! Notifications: one for each message, however many tabs and frames hear of it, and none for the room being read.

use super::message::{TOLD, message};
use super::output::Do;
use super::watch::Watch;
use super::{Millis, Role};
use crate::protocol::ddp::Notice;

/// So many messages back a second word of one is known as such.
const REMEMBERED: usize = 100;
/// How long a tab's word counts that a room is being read in it; it is renewed at each ask.
const READ_FOR: Millis = 12_000;

/// Messages that were notified of, and rooms that are being read.
#[derive(Debug, Default)]
pub(super) struct Notices {
    told: Vec<String>,
    next: usize,
    /// The room that the member reads in this tab; empty for none.
    pub reading: String,
    /// The tab that last told of a room that is read in it, that room, and until when that counts. A member reads in
    /// one tab at a time.
    reader: (String, String, Millis),
}

impl Notices {
    /// Whether this is the first word of a message.
    pub fn first(&mut self, message: &str) -> bool {
        if self.told.iter().any(|told| told == message) {
            return false;
        }
        if self.told.len() < REMEMBERED {
            self.told.push(message.to_owned());
        } else if let Some(oldest) = self.told.get_mut(self.next) {
            *oldest = message.to_owned();
            self.next = (self.next + 1) % REMEMBERED;
        }
        true
    }

    /// Another tab tells which room is read in it.
    pub fn read_elsewhere(&mut self, tab: &str, room: &str, now: Millis) {
        if !room.is_empty() || self.reader.0 == tab {
            self.reader = (tab.to_owned(), room.to_owned(), now + READ_FOR);
        }
    }

    fn is_read(&self, room: &str, now: Millis) -> bool {
        self.reading == room || (self.reader.1 == room && self.reader.2 > now)
    }
}

impl Watch {
    /// The realtime brings a notification; it comes to one tab only.
    pub(super) fn announce(&mut self, notice: &Notice, now: Millis) {
        if !self.notices.first(&notice.message) {
            return;
        }
        self.tell(message(&[&notice.message], &[TOLD]));
        if !self.notices.is_read(&notice.room, now) {
            let [kind, name] = [&notice.kind, &notice.name].map(|text| text.as_deref().unwrap_or_default());
            let words = [&notice.message, &notice.room, &notice.title, &notice.text, kind, name];
            self.put(Do::Notify, message(&words, &[]));
        }
    }

    /// A frame of this tab brings a notification. Where the realtime is there it brings the same.
    pub(super) fn noticed(&mut self, notice: &Notice, now: Millis) {
        let covered = match self.role {
            Role::Follower => self.leader_source == super::Source::Realtime,
            _ => self.synced,
        };
        if !covered {
            self.announce(notice, now);
        }
    }
}
