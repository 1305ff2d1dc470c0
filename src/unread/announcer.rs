//! When a screen reader is told of unread messages: when there are more, and not at every message.

use super::book::Unread;

/// Milliseconds on any clock that only goes forward.
pub type Millis = u64;

/// How long counts must rest before they are told: a burst of events is one piece of news.
const REST: Millis = 1_000;
/// The shortest time between two announcements.
const SPACING: Millis = 15_000;

/// Decides what the live region says, and when.
#[derive(Clone, Debug)]
pub struct Announcer {
    told: Unread,
    latest: Unread,
    due: Millis,
    /// Before this there is nothing said.
    silent_until: Millis,
}

/// So late that it never comes.
const NEVER: Millis = Millis::MAX;

impl Default for Announcer {
    fn default() -> Self {
        Self { told: Unread::default(), latest: Unread::default(), due: NEVER, silent_until: 0 }
    }
}

impl Announcer {
    /// Takes new counts.
    pub fn take(&mut self, unread: Unread, now: Millis) {
        if unread == self.latest {
            return;
        }
        self.latest = unread;
        if !Self::worth_telling(self.told, unread) {
            // Reading lowers the bar again: the next message is news.
            if self.due != NEVER || unread.total < self.told.total || !unread.alert {
                self.told = unread;
            }
            self.due = NEVER;
            return;
        }
        self.due = self.silent_until.max(now + REST);
    }

    fn worth_telling(told: Unread, unread: Unread) -> bool {
        unread.total > told.total || (unread.alert && !told.alert && unread.total == 0)
    }

    /// When [`Announcer::poll`] should be asked next.
    #[must_use]
    pub fn deadline(&self) -> Option<Millis> {
        (self.due != NEVER).then_some(self.due)
    }

    /// What is to be said now, if anything.
    pub fn poll(&mut self, now: Millis) -> Option<Unread> {
        if self.due > now {
            return None;
        }
        self.due = NEVER;
        self.silent_until = now + SPACING;
        self.told = self.latest;
        Some(self.latest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unread(total: u32) -> Unread {
        Unread { total, ..Unread::default() }
    }

    #[test]
    fn a_burst_is_told_once() {
        let mut announcer = Announcer::default();
        for total in 1..=50 {
            announcer.take(unread(total), 100);
        }
        assert_eq!(announcer.poll(500), None);
        assert_eq!(announcer.poll(1_100), Some(unread(50)));
        assert_eq!(announcer.poll(9_000), None);
    }

    #[test]
    fn announcements_keep_their_distance() {
        let mut announcer = Announcer::default();
        announcer.take(unread(1), 0);
        assert!(announcer.poll(1_000).is_some());
        announcer.take(unread(2), 2_000);
        assert_eq!(announcer.poll(4_000), None);
        assert_eq!(announcer.deadline(), Some(16_000));
        assert_eq!(announcer.poll(16_000), Some(unread(2)));
    }

    #[test]
    fn reading_is_silent_and_the_next_message_is_news() {
        let mut announcer = Announcer::default();
        announcer.take(unread(3), 0);
        assert!(announcer.poll(1_000).is_some());
        announcer.take(unread(0), 20_000);
        assert_eq!(announcer.deadline(), None);
        announcer.take(unread(1), 40_000);
        assert_eq!(announcer.poll(41_000), Some(unread(1)));
    }

    #[test]
    fn what_was_read_before_it_was_told_is_not_told() {
        let mut announcer = Announcer::default();
        announcer.take(unread(1), 0);
        announcer.take(unread(0), 500);
        assert_eq!(announcer.poll(5_000), None);
    }

    #[test]
    fn a_dot_is_news_only_where_nothing_is_counted() {
        let mut announcer = Announcer::default();
        let dot = Unread { alert: true, ..Unread::default() };
        announcer.take(dot, 0);
        assert_eq!(announcer.poll(1_000), Some(dot));
    }
}
