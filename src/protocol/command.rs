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

/// A message to the frame. Serialised, it has the very shape that goes over the wire. The two that carry what only the page
/// has, a token or the ids of actions to hide, are `www/commands.js`'s.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Rocket.Chat's `{externalCommand, …}`: the command, and the field that goes with it.
    External(&'static str, Option<(&'static str, String)>),
    /// Gantry's own `{gantry: {v, kind: "hello", nonce}}`.
    Hello(String),
}

/// A part of a message. One type for all of them: each further one would bring its own copy of the serialisation.
enum Part<'a> {
    Number(u32),
    Text(&'a str),
    Fields(&'a [(&'a str, Part<'a>)]),
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_u32(*number),
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
        match self {
            Self::External(command, None) => {
                Part::Fields(&[("externalCommand", Part::Text(command))]).serialize(serializer)
            }
            Self::External(command, Some((name, value))) => {
                Part::Fields(&[("externalCommand", Part::Text(command)), (name, Part::Text(value))])
                    .serialize(serializer)
            }
            Self::Hello(nonce) => {
                let hello = [("v", Part::Number(1)), ("kind", Part::Text("hello")), ("nonce", Part::Text(nonce))];
                Part::Fields(&[("gantry", Part::Fields(&hello))]).serialize(serializer)
            }
        }
    }
}

impl Command {
    /// Shows another address within Rocket.Chat.
    #[must_use]
    pub fn go(to: String) -> Self {
        Self::External("go", Some(("path", to)))
    }

    /// Logs out.
    #[must_use]
    pub fn logout() -> Self {
        Self::External("logout", None)
    }

    /// Sets the member's status.
    #[must_use]
    pub fn status(status: Status) -> Self {
        Self::External("set-user-status", Some(("status", status.word().to_owned())))
    }

    /// Asks the script who it is and who is logged in.
    #[must_use]
    pub fn hello(nonce: String) -> Self {
        Self::Hello(nonce)
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
        assert_eq!(wire(Command::hello("n".into())), json!({"gantry": {"v": 1, "kind": "hello", "nonce": "n"}}));
    }
}
