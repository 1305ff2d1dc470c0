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

/// A message to the frame. Serialised, it has the very shape that goes over the wire.
#[derive(Clone, PartialEq)]
pub enum Command {
    /// Rocket.Chat's `{externalCommand, …}`: the command, and the field that goes with it.
    External(&'static str, Option<(&'static str, String)>),
    /// `{event: "overrideUi", hideActions}`, since 6.6: the ids to hide. An id that a place does not have does no harm
    /// there, so each of the four places gets all of them.
    OverrideUi(Vec<String>),
    /// Gantry's own `{gantry: {v, kind: "hello", nonce}}`.
    Hello(String),
}

/// A part of a message. One type for all of them: each further one would bring its own copy of the serialisation.
enum Part<'a> {
    Number(u32),
    Text(&'a str),
    Texts(&'a [String]),
    Fields(&'a [(&'a str, Part<'a>)]),
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_u32(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Texts(texts) => serializer.collect_seq(*texts),
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
            Self::OverrideUi(ids) => {
                let hidden = [
                    ("messageToolbox", Part::Texts(ids)),
                    ("roomToolbox", Part::Texts(ids)),
                    ("composerToolbox", Part::Texts(ids)),
                    ("userToolbox", Part::Texts(ids)),
                ];
                Part::Fields(&[("event", Part::Text("overrideUi")), ("hideActions", Part::Fields(&hidden))])
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

    /// Logs in with a resume token.
    #[must_use]
    pub fn login(token: String) -> Self {
        Self::External("login-with-token", Some(("token", token)))
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

    /// Hides actions by their ids.
    #[must_use]
    pub fn hide(ids: &[String]) -> Self {
        Self::OverrideUi(ids.to_vec())
    }

    /// Asks the script who it is and who is logged in.
    #[must_use]
    pub fn hello(nonce: String) -> Self {
        Self::Hello(nonce)
    }
}

impl std::fmt::Debug for Command {
    /// Shows everything but the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::External(command, Some((field, value))) if *field != "token" => write!(f, "{command} {value}"),
            Self::External(command, _) => f.write_str(command),
            Self::OverrideUi(_) => f.write_str("overrideUi"),
            Self::Hello(_) => f.write_str("hello"),
        }
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
        assert_eq!(wire(Command::login("t".into())), json!({"externalCommand": "login-with-token", "token": "t"}));
        assert_eq!(wire(Command::logout()), json!({"externalCommand": "logout"}));
        assert_eq!(
            wire(Command::status(Status::Away)),
            json!({"externalCommand": "set-user-status", "status": "away"})
        );
        assert_eq!(wire(Command::hello("n".into())), json!({"gantry": {"v": 1, "kind": "hello", "nonce": "n"}}));
        let hide = wire(Command::hide(&["reply-directly".into()]));
        assert_eq!(hide["event"], "overrideUi");
        assert_eq!(hide["hideActions"]["messageToolbox"], json!(["reply-directly"]));
    }

    #[test]
    fn a_token_is_never_shown() {
        assert_eq!(format!("{:?}", Command::login("secret".into())), "login-with-token");
    }
}
