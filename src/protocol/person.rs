//! A person in the chat on whom the member acted.

use super::event::field;
use super::foreign::{Fields, TooLong};
use super::texts::TextId;

/// How the member acted, as on a link: the keys that were held, and whether it was the middle button or the keyboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modifiers(u8);

impl Modifiers {
    /// Names on the wire; the first is the lowest bit.
    pub const NAMES: [&str; 6] = ["ctrl", "shift", "alt", "meta", "middle", "keyboard"];
    /// For these a browser opens a link in a new tab or window: all but Alt and the keyboard.
    const ELSEWHERE: u8 = 0b01_1011;

    /// One bit for each of [`Modifiers::NAMES`].
    #[must_use]
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Whether a browser would open a link in a new tab for these.
    #[must_use]
    pub fn new_tab(self) -> bool {
        self.0 & Self::ELSEWHERE != 0
    }

    fn read(fields: Fields<'_>) -> Self {
        let held = |bits, at: usize| bits << 1 | u8::from(fields.is(field::MODIFIERS + at, true));
        Self((0..Self::NAMES.len()).rev().fold(0, held))
    }
}

/// A person as the frame names them: by username, by user id, or by both.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Person {
    /// Username, where the frame is sure of it.
    pub username: TextId,
    /// User id; mentions and the member list carry one.
    pub user_id: TextId,
    /// The message in which the person stood.
    pub message_id: TextId,
    /// Room id, where the frame knows it.
    pub room: TextId,
    /// Where the person stood: `name`, `avatar`, `mention`, `system` or `member`; absent from the manual's script.
    pub trigger: TextId,
    /// How the member acted.
    pub modifiers: Modifiers,
}

impl Person {
    /// Reads the manual's message `{evtname: "user-card-click", username, id}` or the script's richer form of it.
    ///
    /// The manual's `id` is the id of a message, never of a user. `None` where nobody is named.
    ///
    /// # Errors
    /// [`TooLong`] where a text is beyond all measure.
    pub fn read(fields: Fields<'_>) -> Result<Option<Self>, TooLong> {
        let [user_id, username, id, message_id, room, trigger] = fields.texts(field::USER_ID)?;
        let message_id = if message_id.is_some() { message_id } else { id };
        let person = Self { username, user_id, message_id, room, trigger, modifiers: Modifiers::read(fields) };
        Ok((username.is_some() || user_id.is_some()).then_some(person))
    }
}
