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

/// What a snapshot told: records, and ids of subscriptions that are gone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Every subscription, or those that changed since the time asked for.
    pub update: Vec<Record>,
    /// Subscriptions that are gone.
    pub remove: Vec<String>,
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

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
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

    fn unpack(texts: &[String], numbers: &[f64]) -> Option<Self> {
        let ([id, room, name, label, kind], [unread, flags, updated_at]) = (texts, numbers) else { return None };
        if id.is_empty() || room.is_empty() || texts.iter().any(|text| text.len() > LONGEST_TEXT as usize * 3) {
            return None;
        }
        Some(Self {
            id: id.clone(),
            subscription: Subscription {
                room: room.clone(),
                name: text(name),
                label: text(label),
                kind: text(kind),
                tally: tally(*unread, *flags as u32, *updated_at)?,
            },
        })
    }
}

impl Packed {
    /// Appends a record.
    pub fn push(&mut self, id: &str, room: &str, names: [Option<&str>; 3], tally: &Tally) {
        for text in [id, room].into_iter().chain(names.map(Option::unwrap_or_default)) {
            self.texts.push(text.to_owned());
        }
        self.numbers.push(f64::from(tally.unread.unwrap_or(0)));
        self.numbers.push(f64::from(flags(tally)));
        self.numbers.push(tally.updated_at.unwrap_or(f64::NAN));
    }

    /// The records; what is none is left out.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        let packed = self.texts.chunks_exact(TEXTS).zip(self.numbers.chunks_exact(NUMBERS));
        packed.filter_map(|(texts, numbers)| Record::unpack(texts, numbers)).collect()
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
        let told = &record.subscription;
        let mut packed = Packed::default();
        let names = [told.name.as_deref(), told.label.as_deref(), told.kind.as_deref()];
        packed.push(&record.id, &told.room, names, &told.tally);
        assert_eq!(packed.records(), [record]);
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
            assert_eq!(Packed { texts, numbers }.records(), []);
        }
        assert_eq!(Record::read(&json!({ "rid": "r" })), Ok(None));
        assert_eq!(Record::read(&json!({ "_id": "s" })), Ok(None));
    }
}
