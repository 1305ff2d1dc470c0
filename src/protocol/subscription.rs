//! A member's subscription to a room, as far as unread counts need it.
//!
//! Frame events carry a projection of it up to 7.7 and more later; REST and realtime carry all of it
//! (docs/protocol.md, "Unread").

use super::foreign::{Foreign, Read, TooLong};

/// Whether a room without a number may still show a dot (`unreadAlert` of the subscription).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnreadAlert {
    /// Absent, `default`, `all` or `mentions`: the dot is shown.
    #[default]
    Shown,
    /// `nothing`: no dot.
    Nothing,
}

/// What one record says of a room's unread state. Plain numbers, so that it can cross from JavaScript without a copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Tally {
    /// Unread messages that Rocket.Chat counts; absent where the record has no usable number.
    pub unread: Option<u32>,
    /// Whether something happened since the member last looked.
    pub alert: bool,
    /// `hideUnreadStatus`: the member wants no count for this room.
    pub muted: bool,
    /// Archived rooms are not counted since 3.18.
    pub archived: bool,
    /// `open: false`: the member has hidden the room from the list.
    pub closed: bool,
    /// Whether a dot may be shown.
    pub unread_alert: UnreadAlert,
    /// Threads with unread replies (`tunread`), where the record tells.
    pub threads: Option<u32>,
    /// `_updatedAt` in milliseconds since 1970, where the record tells.
    pub updated_at: Option<f64>,
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
    /// Reads a record; `None` without a room id.
    ///
    /// # Errors
    /// [`TooLong`] where a text is beyond all measure.
    pub fn read<F: Foreign>(record: &F) -> Result<Option<Self>, TooLong> {
        let [Some(room), name, label, kind] = record.texts(["rid", "name", "fname", "t"])? else { return Ok(None) };
        let unread = record.number("unread").and_then(unread_count);
        let updated_at = record.number("_updatedAt").or_else(|| record.field("_updatedAt").number("$date"));
        let threads = match record.field("tunread").read() {
            Read::List(length) => Some(length),
            _ => None,
        };
        let unread_alert = match record.text("unreadAlert") {
            Ok(Some(text)) if text == "nothing" => UnreadAlert::Nothing,
            _ => UnreadAlert::Shown,
        };
        Ok(Some(Self {
            room,
            name,
            label,
            kind,
            tally: Tally {
                unread,
                alert: record.truth("alert") == Some(true),
                muted: record.truth("hideUnreadStatus") == Some(true),
                archived: record.truth("archived") == Some(true),
                closed: record.truth("open") == Some(false),
                unread_alert,
                threads,
                updated_at,
            },
        }))
    }
}
