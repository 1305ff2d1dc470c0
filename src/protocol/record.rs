//! A subscription as the server itself tells it, by REST, by realtime or from tab to tab: eight items of a list.
//!
//! Facts: docs/protocol.md, "Realtime". The lists are made by `www/wire.js`; a text in them is a negative number, its
//! [`TextId`].

use super::subscription::{Tally, flag};
use super::texts::TextId;

/// A subscription with its own id, which is never used again once it is gone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record {
    /// `_id` of the subscription; all that a `removed` surely carries.
    pub id: TextId,
    /// Room id.
    pub room: TextId,
    /// Name as in addresses, name to show, kind.
    pub names: [TextId; 3],
    /// The unread state.
    pub tally: Tally,
}

/// Items of a record in a list: `_id`, room id, name, display name, kind; unread, [`flag`]s,
/// `_updatedAt`.
pub const ITEMS: usize = 8;

impl Record {
    /// Reads a record; `None` for what is none: without its own id or the room's, or with a count that can be none.
    #[must_use]
    pub fn read(items: &[f64]) -> Option<Self> {
        let [id, room, name, label, kind, unread, flags, updated_at] = *items else { return None };
        let [id, room, name, label, kind] = [id, room, name, label, kind].map(TextId::from_list);
        if !id.is_some() || !room.is_some() {
            return None;
        }
        let mut tally = Tally::read(unread, flags as u32, updated_at)?;
        // A whole record leaves out what is nothing; one without a date has never been changed.
        tally.flags |= flag::THREADS;
        if tally.updated_at.is_nan() {
            tally.updated_at = 0.0;
        }
        Some(Self { id, room, names: [name, label, kind], tally })
    }

    /// Appends it to a list.
    pub fn list(&self, items: &mut Vec<f64>) {
        let [name, label, kind] = self.names;
        let [id, room, name, label, kind] = [self.id, self.room, name, label, kind].map(TextId::listed);
        let Tally { unread, flags, updated_at } = self.tally;
        items.extend_from_slice(&[id, room, name, label, kind, f64::from(unread), f64::from(flags), updated_at]);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::protocol::subscription::flag;

    #[test]
    fn a_record_survives_a_list() {
        let tally = Tally { unread: 3, flags: flag::ALERT | flag::THREADS | 2 << flag::THREADS_SHIFT, updated_at: 5.0 };
        let record = Record { id: TextId(1), room: TextId(2), names: [TextId(3), TextId::NONE, TextId(4)], tally };
        let mut items = Vec::new();
        record.list(&mut items);
        assert_eq!(Record::read(&items), Some(record));
    }

    #[test]
    fn what_is_no_record_is_none() {
        let good = [-1.0, -2.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0];
        assert!(Record::read(&good).is_some());
        for (at, bad) in [(0, 0.0), (0, 7.0), (0, f64::NAN), (1, 0.0), (5, -1.0), (5, f64::NAN), (5, 0.5), (5, 1e300)] {
            let mut items = good;
            items[at] = bad;
            assert_eq!(Record::read(&items), None, "{at}: {bad}");
        }
        assert_eq!(Record::read(&good[..7]), None);
    }
}
