//! A subscription as the server itself tells it: by REST, by realtime, or packed for the way between two tabs.
//!
//! Facts: docs/protocol.md, "Realtime".

use super::foreign::{Foreign, LONGEST_TEXT, TooLong};
use super::subscription::{Subscription, Tally, UnreadAlert, unread_count};

/// A subscription with its own id, which is never used again once it is gone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// `_id` of the subscription; all that a `removed` surely carries.
    pub id: String,
    /// The rest.
    pub subscription: Subscription,
}

/// A record as it is looked at: nothing of it is copied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<'a> {
    /// `_id` of the subscription.
    pub id: &'a str,
    /// Room id.
    pub room: &'a str,
    /// Name as in addresses, name to show, kind; empty for none.
    pub names: [&'a str; 3],
    /// The unread state.
    pub tally: Tally,
}

/// Records as plain texts and numbers: five texts each (`_id`, room id, name, display name, kind; empty for none) and
/// three numbers (unread, [`flag`]s, `_updatedAt` in milliseconds since 1970; NaN for none).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Packed {
    /// The texts.
    pub texts: Vec<String>,
    /// The numbers.
    pub numbers: Vec<f64>,
}

/// Texts of a packed record.
pub const TEXTS: usize = 5;
/// Numbers of a packed record.
pub const NUMBERS: usize = 3;

/// Bits in which a record's flags are packed.
pub mod flag {
    /// `alert`.
    pub const ALERT: u32 = 1;
    /// `hideUnreadStatus`.
    pub const MUTED: u32 = 2;
    /// `archived`.
    pub const ARCHIVED: u32 = 4;
    /// `open: false`.
    pub const CLOSED: u32 = 8;
    /// `unreadAlert: "nothing"`.
    pub const NO_DOT: u32 = 16;
    /// The record tells of threads.
    pub const THREADS: u32 = 32;
    /// From here on their number.
    pub const THREADS_SHIFT: u32 = 6;
}

/// An unread state from its numbers; `None` where `unread` can be no count.
#[must_use]
pub fn tally(unread: f64, flags: u32, updated_at: f64) -> Option<Tally> {
    Some(Tally {
        unread: Some(unread_count(unread)?),
        alert: flags & flag::ALERT != 0,
        muted: flags & flag::MUTED != 0,
        archived: flags & flag::ARCHIVED != 0,
        closed: flags & flag::CLOSED != 0,
        unread_alert: if flags & flag::NO_DOT != 0 { UnreadAlert::Nothing } else { UnreadAlert::Shown },
        threads: (flags & flag::THREADS != 0).then_some(flags >> flag::THREADS_SHIFT),
        updated_at: updated_at.is_finite().then_some(updated_at),
    })
}

fn flags(tally: &Tally) -> u32 {
    let bits = [
        (tally.alert, flag::ALERT),
        (tally.muted, flag::MUTED),
        (tally.archived, flag::ARCHIVED),
        (tally.closed, flag::CLOSED),
        (tally.unread_alert == UnreadAlert::Nothing, flag::NO_DOT),
        (tally.threads.is_some(), flag::THREADS),
    ];
    let mut flags = tally.threads.unwrap_or(0).min(0xffff) << flag::THREADS_SHIFT;
    for (set, bit) in bits {
        if set {
            flags |= bit;
        }
    }
    flags
}

impl Record {
    /// Reads a record as realtime carries it; `None` without its own id or the room's.
    ///
    /// # Errors
    /// [`TooLong`] where a text is beyond all measure.
    pub fn read<F: Foreign>(record: &F) -> Result<Option<Self>, TooLong> {
        let Some(id) = record.text("_id")? else { return Ok(None) };
        Ok(Subscription::read(record)?.map(|subscription| Self { id, subscription }))
    }

    /// As it is looked at.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        let told = &self.subscription;
        let names = [&told.name, &told.label, &told.kind].map(|name| name.as_deref().unwrap_or_default());
        Row { id: &self.id, room: &told.room, names, tally: told.tally }
    }
}

impl<'a> Row<'a> {
    /// Appends it to the packed records.
    pub fn pack(&self, packed: &mut Packed) {
        let [name, label, kind] = self.names;
        for text in [self.id, self.room, name, label, kind] {
            packed.texts.push(text.to_owned());
        }
        packed.numbers.push(f64::from(self.tally.unread.unwrap_or(0)));
        packed.numbers.push(f64::from(flags(&self.tally)));
        packed.numbers.push(self.tally.updated_at.unwrap_or(f64::NAN));
    }

    /// From its texts and numbers; `None` where they are no record.
    #[must_use]
    pub fn unpack(texts: &'a [String], numbers: &[f64]) -> Option<Self> {
        let ([id, room, name, label, kind], [unread, flags, updated_at]) = (texts, numbers) else { return None };
        if id.is_empty() || room.is_empty() || texts.iter().any(|text| text.len() > LONGEST_TEXT as usize * 3) {
            return None;
        }
        Some(Self { id, room, names: [name, label, kind], tally: tally(*unread, *flags as u32, *updated_at)? })
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_record_survives_being_packed() {
        let record = Record::read(&json!({
            "_id": "s1", "rid": "r1", "name": "projet-alpha", "fname": "Projet Alpha", "t": "p", "unread": 3,
            "alert": true, "hideUnreadStatus": true, "archived": true, "open": false, "unreadAlert": "nothing",
            "tunread": ["a", "b"], "_updatedAt": { "$date": 1_795_357_820_167_i64 },
        }));
        let record = record.unwrap().unwrap();
        let mut packed = Packed::default();
        record.row().pack(&mut packed);
        assert_eq!(Row::unpack(&packed.texts, &packed.numbers), Some(record.row()));
    }

    #[test]
    fn what_is_no_record_is_left_out() {
        let texts = |first: &str| [first, "r", "", "", ""].map(str::to_owned).to_vec();
        for (texts, numbers) in [
            (texts(""), vec![1.0, 0.0, 0.0]),
            (texts("s"), vec![-1.0, 0.0, 0.0]),
            (texts("s"), vec![f64::NAN, 0.0, 0.0]),
            (texts("s"), vec![1.0, 0.0]),
            (texts(&"s".repeat(4_000)), vec![1.0, 0.0, 0.0]),
        ] {
            assert_eq!(Row::unpack(&texts, &numbers), None);
        }
        assert_eq!(Record::read(&json!({ "rid": "r" })), Ok(None));
        assert_eq!(Record::read(&json!({ "_id": "s" })), Ok(None));
    }
}
