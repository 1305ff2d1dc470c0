//! A person in the chat on whom the member acted.

use super::foreign::{Foreign, Read, TooLong};

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

    fn read<F: Foreign>(value: &F) -> Self {
        let held = |bits, name| bits << 1 | u8::from(value.truth(name) == Some(true));
        Self(Self::NAMES.into_iter().rev().fold(0, held))
    }
}

/// A person as the frame names them: by username, by user id, or by both.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// Username, where the frame is sure of it.
    pub username: Option<String>,
    /// User id; mentions and the member list carry one.
    pub user_id: Option<String>,
    /// The message in which the person stood.
    pub message_id: Option<String>,
    /// Room id, where the frame knows it.
    pub room: Option<String>,
    /// Where the person stood: `name`, `avatar`, `mention`, `system` or `member`; absent from the manual's script.
    pub trigger: Option<String>,
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
    pub fn read<F: Foreign>(message: &F) -> Result<Option<Self>, TooLong> {
        let [username, message_id] = message.texts(["username", "id"])?;
        let mut person = Self { username, message_id, ..Self::default() };
        let more = message.field("gantry");
        if more.read() == Read::Object {
            let [user_id, message_id, room, trigger] = more.texts(["userId", "messageId", "room", "trigger"])?;
            person.message_id = message_id.or(person.message_id);
            person.user_id = user_id;
            person.room = room;
            person.trigger = trigger;
            person.modifiers = Modifiers::read(&more.field("modifiers"));
        }
        Ok((person.username.is_some() || person.user_id.is_some()).then_some(person))
    }

    /// Reads a `{_id, username}` pair, as in a message's `u`: who a user id belongs to.
    pub fn identity<F: Foreign>(user: &F) -> Option<(String, String)> {
        match (user.text("_id"), user.text("username")) {
            (Ok(Some(id)), Ok(Some(username))) => Some((id, username)),
            _ => None,
        }
    }
}
