//! What a page gives to `mount`, checked.
//!
//! Pure: `www/gantry.js` hands over texts and flags, from a page's own script or from `gantry.json`; what comes out is a
//! chat that may be docked, or the option that is wrong.

use crate::profile::{Template, Ways};
use crate::protocol::text::has;
use crate::protocol::{RoomPath, TextId, Texts};
use crate::session::{Room, Setup};

/// Bits in which `www/gantry.js` hands over what is there and what is wished.
mod flag {
    pub const LOGIN: u32 = 1;
    pub const PEOPLE: u32 = 2;
    pub const RESOLVER: u32 = 4;
    pub const NEW_TAB: u32 = 8;
    pub const NO_BADGES: u32 = 16;
    pub const HIDES: u32 = 32;
    pub const UNLISTED: u32 = 64;
}

/// The options of a chat.
#[derive(Clone, Debug)]
pub struct Options {
    /// The server's origin, as the browser serialises it.
    pub origin: TextId,
    /// The sub-path of the server, or empty.
    pub path: TextId,
    /// Whether the page has a login.
    pub has_login: bool,
    /// The stamp of the bundle that the page expects; none where it does not say.
    pub stamp: TextId,
    /// How people are found.
    pub ways: Ways,
    /// Origins that a profile may lie on; the page's own is the first.
    pub allow: Vec<TextId>,
    /// Whether a profile opens in a new tab.
    pub new_tab: bool,
    /// Whether counts are shown in the page.
    pub badges: bool,
    /// Language of the texts.
    pub lang: TextId,
}

/// Whether a page may trust this origin, which a browser has serialised; some write `*` as `%2A`.
fn is_exact(origin: &str) -> bool {
    (origin.starts_with("https://") || origin.starts_with("http://")) && !has(origin, b'*') && !has(origin, b'%')
}

/// A room, by its address as a page author writes it; `None` for what is none.
#[must_use]
pub fn room(path: TextId, texts: &mut impl Texts) -> Option<Room> {
    let path = RoomPath::parse(&texts.text(path)).ok()?;
    Some(Room { address: texts.number(&path.embedded()), name: texts.number(path.name()) })
}

impl Options {
    /// Checks the options; `given` are the texts of the server's origin and path, room, template, stamp, language, nonce, the
    /// page's origin, and origins that a profile may lie on, in this order.
    ///
    /// # Errors
    /// The option that is wrong and the code of what is wrong with it.
    pub fn read(given: &[f64], flags: u32, texts: &mut impl Texts) -> Result<(Self, Setup), &'static str> {
        let text = |at: usize| TextId::from_list(given.get(at).copied().unwrap_or_default());
        let origin = text(0);
        if !is_exact(&texts.text(origin)) {
            return Err("server: origin-scheme");
        }
        let allow: Vec<TextId> = (7..given.len()).map(text).collect();
        if !allow.iter().skip(1).all(|origin| is_exact(&texts.text(*origin))) {
            return Err("profile.allow: origin-scheme");
        }
        let room = room(text(2), texts).ok_or("room: room-path")?;
        let template = text(3);
        let template = if template.is_some() {
            Some(Template::parse(&texts.text(template)).map_err(|error| error.code())?)
        } else {
            None
        };
        let set = |flag| flags & flag != 0;
        let has_login = set(flag::LOGIN);
        let setup = Setup { room, has_login, hides: set(flag::HIDES), unlisted: set(flag::UNLISTED), nonce: text(6) };
        let options = Self {
            origin,
            path: text(1),
            has_login,
            stamp: text(4),
            ways: Ways { map: set(flag::PEOPLE), resolver: set(flag::RESOLVER), template },
            allow,
            new_tab: set(flag::NEW_TAB),
            badges: !set(flag::NO_BADGES),
            lang: text(5),
        };
        Ok((options, setup))
    }
}
