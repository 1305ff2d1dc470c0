//! What a page gives to `mount`, checked.

use super::effect::texts;
use crate::profile::{Template, Ways};
use crate::protocol::RoomPath;
use crate::protocol::text::has;
use crate::session::Setup;
use js_sys::Array;

/// Bits in which `www/gantry.js` hands over what is there and what is wished.
mod flag {
    pub const LOGIN: u32 = 1;
    pub const PEOPLE: u32 = 2;
    pub const RESOLVER: u32 = 4;
    pub const NEW_TAB: u32 = 8;
    pub const NO_BADGES: u32 = 16;
}

/// The options of a chat.
pub struct Options {
    /// The server's origin, as the browser serialises it.
    pub origin: String,
    pub has_login: bool,
    pub stamp: Option<String>,
    pub ways: Ways,
    pub allow: Vec<String>,
    pub page_origin: String,
    pub new_tab: bool,
    pub badges: bool,
    pub lang: String,
}

/// Whether a page may trust this origin, which a browser has serialised; some write `*` as `%2A`.
fn is_exact(origin: &str) -> bool {
    (origin.starts_with("https://") || origin.starts_with("http://")) && !has(origin, b'*') && !has(origin, b'%')
}

impl Options {
    /// Checks the options; `given` are the texts of the server's origin and path, room, template, stamp, language, nonce and the
    /// page's origin, in this order.
    pub fn read(given: &Array, hide: &Array, allow: &Array, flags: u32) -> Result<(Self, Setup), &'static str> {
        let text = |at| given.get(at).as_string().unwrap_or_default();
        let allow = texts(allow);
        let (origin, lang, stamp) = (text(0), text(5), text(4));
        if !is_exact(&origin) {
            return Err("server: origin-scheme");
        }
        if !allow.iter().all(|origin| is_exact(origin)) {
            return Err("profile.allow: origin-scheme");
        }
        let Ok(room) = RoomPath::parse(&text(2)) else { return Err("room: room-path") };
        let template = match text(3).as_str() {
            "" => None,
            url => Some(Template::parse(url).map_err(|error| error.code())?),
        };
        let set = |flag| flags & flag != 0;
        let has_login = set(flag::LOGIN);
        let setup = Setup { room, server_path: text(1), has_login, hide: texts(hide), nonce: text(6) };
        let options = Self {
            origin,
            has_login,
            stamp: (!stamp.is_empty()).then_some(stamp),
            ways: Ways { map: set(flag::PEOPLE), resolver: set(flag::RESOLVER), template },
            allow,
            page_origin: text(7),
            new_tab: set(flag::NEW_TAB),
            badges: !set(flag::NO_BADGES),
            lang,
        };
        Ok((options, setup))
    }
}
