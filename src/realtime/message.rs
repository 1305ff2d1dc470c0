//! What tabs of one browser say to each other: lists of counts and ids; never a token. Of a text the list that leaves
//! the tab has the letters (`www/wire.js`).

/// A tab wants to hear from the leader: user, tab, leader that it last heard, room that is read in it; how far it has
/// heard the leader, whether it can be seen.
pub(super) const ASK: u32 = 0;
/// The leader tells counts, or only that it is alive: user, leader, how many times it has told something, whether these are
/// all, [`Source`], since when that is right (milliseconds since 1970), number of records; the records, and the ids of
/// subscriptions that are gone.
pub(super) const COUNTS: u32 = 1;
/// Who is logged in with the page has changed: user id, 0 for nobody.
pub(super) const USER: u32 = 2;
/// A message has been notified of: its id.
pub(super) const TOLD: u32 = 3;

/// Where counts come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// From nowhere yet.
    #[default]
    None,
    /// Changes come as they happen.
    Realtime,
    /// They are asked for now and then.
    Polling,
    /// They are what was known before the connection was lost.
    Lost,
}

impl Source {
    /// From its number.
    pub(super) fn from_number(number: f64) -> Self {
        match number as u32 {
            1 => Self::Realtime,
            2 => Self::Polling,
            3 => Self::Lost,
            _ => Self::None,
        }
    }
}
