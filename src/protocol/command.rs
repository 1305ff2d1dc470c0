//! What the page says to the frame.
//!
//! Names and fields are Rocket.Chat's (docs/protocol.md, "Commands to the frame"); the hello is Gantry's own.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A status that Rocket.Chat knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Available.
    Online,
    /// Away.
    Away,
    /// Busy.
    Busy,
    /// Shown as offline.
    Offline,
}

impl Status {
    /// Reads a status word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "online" => Self::Online,
            "away" => Self::Away,
            "busy" => Self::Busy,
            "offline" => Self::Offline,
            _ => return None,
        })
    }

    /// The status word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Away => "away",
            Self::Busy => "busy",
            Self::Offline => "offline",
        }
    }
}

/// A message to the frame: Rocket.Chat's `{externalCommand, …}` with the command, and the field that goes with it.
/// Serialised, it has the very shape that goes over the wire. The messages that carry what only the page has (a token, the
/// ids of actions to hide, the nonce) are made by `www/gantry.js`.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    command: &'static str,
    field: Option<(&'static str, String)>,
}

/// A part of a message. One type for all of them: each further one would bring its own copy of the serialisation.
enum Part<'a> {
    Text(&'a str),
    Fields(&'a [(&'a str, Part<'a>)]),
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Fields(fields) => {
                let mut message = serializer.serialize_map(None)?;
                for (name, part) in *fields {
                    message.serialize_entry(name, part)?;
                }
                message.end()
            }
        }
    }
}

impl Serialize for Command {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (name, value) = self.field.as_ref().map_or(("", ""), |(name, value)| (*name, value.as_str()));
        let fields = [("externalCommand", Part::Text(self.command)), (name, Part::Text(value))];
        let there = if name.is_empty() { 1 } else { 2 };
        Part::Fields(fields.get(..there).unwrap_or_default()).serialize(serializer)
    }
}

impl Command {
    /// Shows another address within Rocket.Chat.
    #[must_use]
    pub fn go(to: String) -> Self {
        Self { command: "go", field: Some(("path", to)) }
    }

    /// Logs out.
    #[must_use]
    pub fn logout() -> Self {
        Self { command: "logout", field: None }
    }

    /// Sets the member's status.
    #[must_use]
    pub fn status(status: Status) -> Self {
        Self { command: "set-user-status", field: Some(("status", status.word().to_owned())) }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn commands_have_rocket_chats_shape() {
        let wire = |command: Command| serde_json::to_value(command).unwrap();
        assert_eq!(
            wire(Command::go("/group/p1?layout=embedded".into())),
            json!({"externalCommand": "go", "path": "/group/p1?layout=embedded"})
        );
        assert_eq!(wire(Command::logout()), json!({"externalCommand": "logout"}));
        assert_eq!(
            wire(Command::status(Status::Away)),
            json!({"externalCommand": "set-user-status", "status": "away"})
        );
    }
}
