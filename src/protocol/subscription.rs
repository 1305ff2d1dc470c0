//! A member's subscription to a room, as far as unread counts need it.
//!
//! Frame events carry a projection of it up to 7.7 and more later; REST and realtime carry all of it
//! (docs/protocol.md, "Unread").

use super::foreign::{Foreign, Read, TooLong};
use super::texts::{Number, TextId};

/// Bits of [`Tally::flags`].
pub mod flag {
    /// `alert`: something happened since the member last looked.
    pub const ALERT: u32 = 1;
    /// `hideUnreadStatus`: the member wants no count for this room.
    pub const MUTED: u32 = 2;
    /// `archived`: not counted since 3.18.
    pub const ARCHIVED: u32 = 4;
    /// `open: false`: the member has hidden the room from the list.
    pub const CLOSED: u32 = 8;
    /// `unreadAlert: "nothing"`: no dot.
    pub const NO_DOT: u32 = 16;
    /// The record tells of threads.
    pub const THREADS: u32 = 32;
    /// From here on the number of threads with unread replies (`tunread`).
    pub const THREADS_SHIFT: u32 = 6;
    /// The bits that do not tell of threads.
    pub const STATE: u32 = THREADS - 1;
}

/// What one record says of a room's unread state: three numbers, so that it crosses from JavaScript, lies in a table and
/// is compared without a copy.
#[derive(Clone, Copy, Debug)]
pub struct Tally {
    /// Unread messages that Rocket.Chat counts; [`Tally::UNTOLD`] where the record has no usable number.
    pub unread: u32,
    /// Bits of [`flag`].
    pub flags: u32,
    /// `_updatedAt` in milliseconds since 1970; not a number where the record does not tell.
    pub updated_at: f64,
}

impl Default for Tally {
    fn default() -> Self {
        Self { unread: Self::UNTOLD, flags: 0, updated_at: f64::NAN }
    }
}

impl PartialEq for Tally {
    fn eq(&self, other: &Self) -> bool {
        self.says(other) && self.updated_at.to_bits() == other.updated_at.to_bits()
    }
}

impl Tally {
    /// No usable number.
    pub const UNTOLD: u32 = u32::MAX;

    /// From its numbers; `None` where `unread` can be no count.
    #[must_use]
    pub fn read(unread: f64, flags: u32, updated_at: f64) -> Option<Self> {
        Some(Self { unread: unread_count(unread)?, flags, updated_at })
    }

    /// Whether it says the same, whenever it did.
    #[must_use]
    pub fn says(&self, other: &Self) -> bool {
        self.unread == other.unread && self.flags == other.flags
    }

    /// Whether all of these [`flag`]s are set.
    #[must_use]
    pub fn has(&self, flags: u32) -> bool {
        self.flags & flags == flags
    }

    /// Threads with unread replies, as far as was told.
    #[must_use]
    pub fn threads(&self) -> u32 {
        self.flags >> flag::THREADS_SHIFT
    }
}

/// A subscription record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subscription {
    /// Room id.
    pub room: String,
    /// Room name as in addresses; for a discussion an id, for a direct message the other's username.
    pub name: Option<String>,
    /// Name to show.
    pub label: Option<String>,
    /// `c` channel, `p` private group, `d` direct, `l` omnichannel.
    pub kind: Option<String>,
    /// The unread state.
    pub tally: Tally,
}

/// The number of unread messages, if `number` can be one: whole, not negative, below 2^31.
#[must_use]
pub fn unread_count(number: f64) -> Option<u32> {
    // Ranges first: a cast saturates, so only then is it the number itself.
    ((0.0..2_147_483_648.0).contains(&number) && number.fract() == 0.0).then_some(number as u32)
}

impl Subscription {
    /// The room's id, and its names as in addresses, to show, and its kind.
    pub fn texts(&self, texts: &mut impl Number) -> (TextId, [TextId; 3]) {
        let names = [&self.name, &self.label, &self.kind];
        (texts.number(&self.room), names.map(|name| texts.number(name.as_deref().unwrap_or_default())))
    }

    /// Reads a record; `None` without a room id.
    ///
    /// # Errors
    /// [`TooLong`] where a text is beyond all measure.
    pub fn read<F: Foreign>(record: &F) -> Result<Option<Self>, TooLong> {
        let [Some(room), name, label, kind] = record.texts(["rid", "name", "fname", "t"])? else { return Ok(None) };
        let unread = record.number("unread").and_then(unread_count).unwrap_or(Tally::UNTOLD);
        let updated_at =
            record.number("_updatedAt").or_else(|| record.field("_updatedAt").number("$date")).unwrap_or(f64::NAN);
        let mut flags = match record.field("tunread").read() {
            Read::List(length) => flag::THREADS | length.min(0xffff) << flag::THREADS_SHIFT,
            _ => 0,
        };
        let truths = [
            ("alert", true, flag::ALERT),
            ("hideUnreadStatus", true, flag::MUTED),
            ("archived", true, flag::ARCHIVED),
            ("open", false, flag::CLOSED),
        ];
        for (name, truth, bit) in truths {
            if record.truth(name) == Some(truth) {
                flags |= bit;
            }
        }
        if record.text("unreadAlert").is_ok_and(|text| text.as_deref() == Some("nothing")) {
            flags |= flag::NO_DOT;
        }
        Ok(Some(Self { room, name, label, kind, tally: Tally { unread, flags, updated_at } }))
    }
}
