//! A member's subscription to a room, as far as unread counts need it.
//!
//! Frame events carry a projection of it up to 7.7 and more later; REST and realtime carry all of it
//! (docs/protocol.md, "Unread").

use super::event::field::FIRST;
use super::foreign::{Fields, TooLong, kind};
use super::texts::{TextId, Texts};

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
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Subscription {
    /// Room id.
    pub room: TextId,
    /// Name as in addresses (for a discussion an id, for a direct message the other's username), name to show, and kind:
    /// `c` channel, `p` private group, `d` direct, `l` omnichannel.
    pub names: [TextId; 3],
    /// The unread state.
    pub tally: Tally,
}

/// The number of unread messages, if `number` can be one: whole, not negative, below 2^31.
#[must_use]
pub fn unread_count(number: f64) -> Option<u32> {
    // Ranges first: a cast saturates, so only then is it the number itself.
    ((0.0..2_147_483_648.0).contains(&number) && number.fract() == 0.0).then_some(number as u32)
}

/// Where what stands in the fields that [`super::event::rules`] names for it.
mod field {
    pub const UNREAD: usize = super::FIRST + 4;
    pub const TRUTHS: usize = super::FIRST + 5;
    pub const UNREAD_ALERT: usize = super::FIRST + 9;
    pub const THREADS: usize = super::FIRST + 10;
    pub const UPDATED_AT: usize = super::FIRST + 11;
}

impl Subscription {
    /// Reads a record; `None` without a room id.
    ///
    /// # Errors
    /// [`TooLong`] where a text is beyond all measure.
    pub fn read(fields: Fields<'_>, texts: &mut impl Texts) -> Result<Option<Self>, TooLong> {
        let [room, name, label, kind] = fields.texts(FIRST)?;
        let unread = fields.value(field::UNREAD, kind::NUMBER).and_then(unread_count).unwrap_or(Tally::UNTOLD);
        let updated_at = fields.value(field::UPDATED_AT, kind::NUMBER).unwrap_or(f64::NAN);
        let mut flags = match fields.value(field::THREADS, kind::LIST) {
            Some(length) => flag::THREADS | (length as u32).min(0xffff) << flag::THREADS_SHIFT,
            None => 0,
        };
        // `alert`, `hideUnreadStatus`, `archived`, `open`: a flag each.
        for (at, truth) in [true, true, true, false].into_iter().enumerate() {
            flags |= u32::from(fields.is(field::TRUTHS + at, truth)) << at;
        }
        let unread_alert = fields.text(field::UNREAD_ALERT).unwrap_or_default();
        if unread_alert.is_some() && texts.text(unread_alert) == "nothing" {
            flags |= flag::NO_DOT;
        }
        let record = Self { room, names: [name, label, kind], tally: Tally { unread, flags, updated_at } };
        Ok(room.is_some().then_some(record))
    }
}
