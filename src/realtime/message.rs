//! What tabs of one browser say to each other. Counts and ids; never a token.
//!
//! A message is texts and numbers, and the first number its kind: that crosses to JavaScript and back as it is.

use crate::protocol::Packed;

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
        [Self::Realtime, Self::Polling, Self::Lost]
            .into_iter()
            .find(|of| *of as u8 as f64 == number)
            .unwrap_or_default()
    }

    /// The word for it, as in `diagnose()`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Realtime => "realtime",
            Self::Polling => "polling",
            Self::Lost => "lost",
        }
    }
}

/// A tab wants to hear from the leader: user, tab, leader that it last heard, room that is read in it; how far it has
/// heard the leader, whether it can be seen.
pub(super) const ASK: f64 = 0.0;
/// The leader tells counts, or only that it is alive: user, leader, records, ids of subscriptions that are gone; how many
/// times it has told something, whether these are all, [`Source`], age in milliseconds, records.
pub(super) const COUNTS: f64 = 1.0;
/// Who is logged in with the page has changed: user id, empty for nobody.
pub(super) const USER: f64 = 2.0;
/// A message has been notified of: its id.
pub(super) const TOLD: f64 = 3.0;

/// Texts and numbers, of which the first says what they are.
pub(super) fn message(texts: &[&str], numbers: &[f64]) -> Packed {
    let mut message = Packed::default();
    for text in texts {
        message.texts.push((*text).to_owned());
    }
    message.numbers.extend_from_slice(numbers);
    message
}
