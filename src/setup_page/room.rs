//! The room that is tried, from what somebody types or copies out of Rocket.Chat's address line.

use crate::protocol::{RoomPath, ServerUrl};

/// What a typed room amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// `kind/name`, as it was typed.
    Room(String),
    /// `kind/name`, out of an address below the server's.
    Address(String),
    /// A name without the kind before it.
    Name(String),
    /// An address that is not below the server's, or of no room.
    Elsewhere,
    /// Nothing of the kind.
    Wrong,
}

impl Typed {
    /// `kind/name`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Room(path) | Self::Address(path) => Some(path),
            _ => None,
        }
    }
}

/// Reads a room.
#[must_use]
pub fn read(text: &str, server: Option<&ServerUrl>) -> Typed {
    let text = text.trim();
    if text.contains("://") {
        let path = server.and_then(|server| below(text, server)).and_then(|path| first_room(&path));
        return path.map_or(Typed::Elsewhere, Typed::Address);
    }
    if RoomPath::parse(text).is_ok() {
        return Typed::Room(text.trim_start_matches('/').to_owned());
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name = text.trim_start_matches(['#', '@', '/']);
    if !name.is_empty() && name.chars().all(plain) { Typed::Name(name.to_owned()) } else { Typed::Wrong }
}

/// What follows the server's address, without query and fragment.
fn below(text: &str, server: &ServerUrl) -> Option<String> {
    let address = text.split(['?', '#']).next()?;
    let read = ServerUrl::parse(address).ok()?;
    let rest = read.path().strip_prefix(server.path())?.strip_prefix('/')?;
    (read.origin() == server.origin()).then(|| rest.to_owned())
}

/// The room that a path of Rocket.Chat begins with; a thread or a message of it may follow.
fn first_room(path: &str) -> Option<String> {
    let mut parts = path.split('/');
    let room = format!("{}/{}", parts.next()?, decoded(parts.next()?));
    RoomPath::parse(&room).is_ok().then_some(room)
}

/// A part of a path without its percent signs.
fn decoded(part: &str) -> String {
    let plain = part.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(plain.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_read_however_it_was_copied() {
        let server = ServerUrl::parse("https://chat.example.org/rc").unwrap();
        let room = |path: &str| Typed::Room(path.into());
        let address = |path: &str| Typed::Address(path.into());
        for (text, expected) in [
            ("group/projet-alpha", room("group/projet-alpha")),
            (" /channel/general ", room("channel/general")),
            ("https://chat.example.org/rc/group/projet-alpha?layout=embedded", address("group/projet-alpha")),
            (
                "https://CHAT.example.org:443/rc/channel/%C3%A9t%C3%A9%20a+b/thread/x",
                address("channel/\u{e9}t\u{e9} a+b"),
            ),
            ("https://chat.example.org/rc/home", Typed::Elsewhere),
            ("https://chat.example.org/rcx/group/a", Typed::Elsewhere),
            ("https://chat.example.org/group/a", Typed::Elsewhere),
            ("https://elsewhere.example.org/rc/group/a", Typed::Elsewhere),
            ("https://chat.example.org/rc/group/a%2Fb", Typed::Elsewhere),
            ("projet-alpha", Typed::Name("projet-alpha".into())),
            ("#projet-alpha", Typed::Name("projet-alpha".into())),
            ("", Typed::Wrong),
            ("salon/projet alpha", Typed::Wrong),
        ] {
            assert_eq!(read(text, Some(&server)), expected, "{text}");
        }
        assert_eq!(read("https://chat.example.org/rc/group/a", None), Typed::Elsewhere);
    }
}
