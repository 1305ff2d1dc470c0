//! A room by its address within Rocket.Chat.

use super::encode::percent_encode;
use super::text::{has, joined, split_at_mark};

/// The kind of a room, by the first part of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomKind {
    /// `channel/<name>`.
    Channel,
    /// `group/<name>`: a private room.
    Group,
    /// `direct/<room id or username>`.
    Direct,
}

impl RoomKind {
    fn word(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Group => "group",
            Self::Direct => "direct",
        }
    }
}

impl RoomPathError {
    /// The stable code of this error.
    #[must_use]
    pub fn code(self) -> &'static str {
        "room-path"
    }
}

/// Rocket.Chat without its own frame around the room.
const EMBEDDED: &str = "layout=embedded";

/// A room as a page author writes it: `group/projet-alpha`, `channel/x` or `direct/<rid>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomPath {
    kind: RoomKind,
    name: String,
}

/// The text names no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a room is written group/<name>, channel/<name> or direct/<room id>")]
pub struct RoomPathError;

impl RoomPath {
    /// Reads `kind/name`; a slash before it is let pass. The name is taken as it is, not percent-decoded.
    ///
    /// # Errors
    /// [`RoomPathError`] for another kind, no name, a further slash, or a name of dots only.
    pub fn parse(text: &str) -> Result<Self, RoomPathError> {
        let text = text.trim_ascii();
        let (kind, name) = split_at_mark(text.strip_prefix('/').unwrap_or(text), b'/').ok_or(RoomPathError)?;
        let kind = match kind {
            "channel" => RoomKind::Channel,
            "group" => RoomKind::Group,
            "direct" => RoomKind::Direct,
            _ => return Err(RoomPathError),
        };
        if name.is_empty() || name.len() > 300 || has(name, b'/') || name.bytes().all(|b| b == b'.') {
            return Err(RoomPathError);
        }
        Ok(Self { kind, name: name.to_owned() })
    }

    /// The name part.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The kind part.
    #[must_use]
    pub fn kind(&self) -> RoomKind {
        self.kind
    }

    /// The path below the server's address, in the embedded layout.
    #[must_use]
    pub fn embedded(&self) -> String {
        let mut path = String::from("/");
        path.push_str(self.kind.word());
        path.push('/');
        percent_encode(&self.name, &mut path);
        path.push('?');
        path.push_str(EMBEDDED);
        path
    }
}

/// Keeps an address within Rocket.Chat in the embedded layout: drops the server's sub-path, adds the query.
///
/// `None` for what is no path on the server (`//host`, a scheme, an empty text, control characters).
#[must_use]
pub fn embedded_link(link: &str, server_path: &str) -> Option<String> {
    if !link.starts_with('/') || link.starts_with("//") || link.chars().any(|c| c.is_control() || c == '\\') {
        return None;
    }
    let link = match link.strip_prefix(server_path) {
        Some(rest) if !server_path.is_empty() && rest.starts_with('/') => rest,
        _ => link,
    };
    let link = split_at_mark(link, b'#').map_or(link, |(before, _)| before);
    let Some((_, mut query)) = split_at_mark(link, b'?') else { return Some(joined(&[link, "?", EMBEDDED])) };
    loop {
        let (pair, rest) = split_at_mark(query, b'&').map_or((query, None), |(pair, rest)| (pair, Some(rest)));
        if pair == EMBEDDED {
            return Some(link.to_owned());
        }
        let Some(rest) = rest else { return Some(joined(&[link, "&", EMBEDDED])) };
        query = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_kind_and_name() {
        let room = RoomPath::parse("group/projet-alpha").unwrap();
        assert_eq!(room.embedded(), "/group/projet-alpha?layout=embedded");
        assert_eq!(RoomPath::parse("/direct/aBc").unwrap().embedded(), "/direct/aBc?layout=embedded");
        assert_eq!(
            RoomPath::parse("group/été ?#").unwrap().embedded(),
            "/group/%C3%A9t%C3%A9%20%3F%23?layout=embedded"
        );
        for text in ["", "group", "group/", "admin/users", "group/a/b", "group/..", "https://x/group/a"] {
            assert_eq!(RoomPath::parse(text), Err(RoomPathError), "{text}");
        }
    }

    #[test]
    fn links_stay_embedded_and_on_the_server() {
        assert_eq!(embedded_link("/channel/x", "").as_deref(), Some("/channel/x?layout=embedded"));
        assert_eq!(
            embedded_link("/chat/channel/x?msg=m1", "/chat").as_deref(),
            Some("/channel/x?msg=m1&layout=embedded")
        );
        assert_eq!(embedded_link("/channel/x?layout=embedded", "").as_deref(), Some("/channel/x?layout=embedded"));
        for link in ["", "//evil.example/x", "https://evil.example", "javascript:alert(1)", "/a\nb", "/\\evil"] {
            assert_eq!(embedded_link(link, ""), None, "{link}");
        }
    }
}
