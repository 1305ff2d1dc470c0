//! What the page says to the frame.
//!
//! Names and fields are Rocket.Chat's (docs/protocol.md, "Commands to the frame"); the hello is Gantry's own.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// A status that Rocket.Chat knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
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

/// A message to the frame, in the very shape that goes over the wire.
#[derive(Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Command {
    /// `{externalCommand, …}`, one of Rocket.Chat's.
    #[serde(rename_all = "camelCase")]
    External {
        /// The command's name.
        external_command: &'static str,
        /// For `go`.
        #[serde(skip_serializing_if = "Option::is_none")]
        path: Option<String>,
        /// For `login-with-token`.
        #[serde(skip_serializing_if = "Option::is_none")]
        token: Option<String>,
        /// For `set-user-status`.
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<Status>,
    },
    /// `{event: "overrideUi", hideActions}`, since 6.6.
    #[serde(rename_all = "camelCase")]
    OverrideUi {
        /// Always `overrideUi`.
        event: &'static str,
        /// What to hide.
        hide_actions: HideActions,
    },
    /// `{gantry: {v, kind, nonce}}`.
    Gantry {
        /// The hello.
        gantry: Hello,
    },
}

/// What to hide in the four places in which Rocket.Chat hides actions. An id that a place does not have does no harm
/// there, so every place gets the whole list.
#[derive(Clone, Debug, PartialEq)]
pub struct HideActions(Vec<String>);

impl Serialize for HideActions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const PLACES: [&str; 4] = ["messageToolbox", "roomToolbox", "composerToolbox", "userToolbox"];
        let mut places = serializer.serialize_struct("HideActions", PLACES.len())?;
        for place in PLACES {
            places.serialize_field(place, &self.0)?;
        }
        places.end()
    }
}

/// A hello to Gantry's script.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hello {
    v: u8,
    kind: &'static str,
    nonce: String,
}

const fn external(external_command: &'static str) -> Command {
    Command::External { external_command, path: None, token: None, status: None }
}

impl Command {
    /// Shows another address within Rocket.Chat.
    #[must_use]
    pub fn go(to: String) -> Self {
        Self::External { external_command: "go", path: Some(to), token: None, status: None }
    }

    /// Logs in with a resume token.
    #[must_use]
    pub fn login(token: String) -> Self {
        Self::External { external_command: "login-with-token", path: None, token: Some(token), status: None }
    }

    /// Logs out.
    #[must_use]
    pub fn logout() -> Self {
        external("logout")
    }

    /// Sets the member's status.
    #[must_use]
    pub fn status(status: Status) -> Self {
        Self::External { external_command: "set-user-status", path: None, token: None, status: Some(status) }
    }

    /// Hides actions by their ids.
    #[must_use]
    pub fn hide(ids: &[String]) -> Self {
        Self::OverrideUi { event: "overrideUi", hide_actions: HideActions(ids.to_vec()) }
    }

    /// Asks the script who it is and who is logged in.
    #[must_use]
    pub fn hello(nonce: String) -> Self {
        Self::Gantry { gantry: Hello { v: 1, kind: "hello", nonce } }
    }
}

impl std::fmt::Debug for Command {
    /// Shows everything but the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::External { external_command, path, status, .. } => {
                write!(f, "{external_command}")?;
                if let Some(path) = path {
                    write!(f, " {path}")?;
                }
                status.map_or(Ok(()), |status| write!(f, " {}", status.word()))
            }
            Self::OverrideUi { .. } => f.write_str("overrideUi"),
            Self::Gantry { .. } => f.write_str("hello"),
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
