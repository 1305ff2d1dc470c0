//! What a page gives to `mount`, checked.

use super::effect::texts;
use super::prompts::Chat;
use crate::profile::{Template, Ways};
use crate::protocol::text::has;
use crate::protocol::{RoomPath, TextId, Texts};
use crate::session::{Room, Setup};
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
    pub origin: TextId,
    /// The sub-path of the server, or empty.
    pub path: String,
    pub has_login: bool,
    pub stamp: TextId,
    /// A text that no one else can guess.
    pub nonce: String,
    /// Ids of actions to hide.
    pub hide: Vec<String>,
    pub ways: Ways,
    pub allow: Vec<String>,
    pub page_origin: String,
    pub new_tab: bool,
    pub badges: bool,
    pub lang: TextId,
}

/// Whether a page may trust this origin, which a browser has serialised; some write `*` as `%2A`.
fn is_exact(origin: &str) -> bool {
    (origin.starts_with("https://") || origin.starts_with("http://")) && !has(origin, b'*') && !has(origin, b'%')
}

/// A room, by its address as a page author writes it.
pub fn room(path: &str, texts: &mut impl Texts) -> Option<Room> {
    let path = RoomPath::parse(path).ok()?;
    Some(Room { address: texts.number(&path.embedded()), name: texts.number(path.name()) })
}

impl Options {
    /// Checks the options; `given` are the texts of the server's origin and path, room, template, stamp, language, nonce and the
    /// page's origin, in this order.
    pub fn read(
        given: &Array,
        hide: &Array,
        allow: &Array,
        flags: u32,
        chat: &Chat,
    ) -> Result<(Self, Setup), &'static str> {
        let [origin, path, address, template, stamp, lang, nonce, page_origin] =
            <[String; 8]>::try_from(texts(given)).unwrap_or_default();
        let allow = texts(allow);
        let mut chat = chat.clone();
        if !is_exact(&origin) {
            return Err("server: origin-scheme");
        }
        if !allow.iter().all(|origin| is_exact(origin)) {
            return Err("profile.allow: origin-scheme");
        }
        let room = room(&address, &mut chat).ok_or("room: room-path")?;
        let template = match template.as_str() {
            "" => None,
            url => Some(Template::parse(url).map_err(|error| error.code())?),
        };
        let set = |flag| flags & flag != 0;
        let has_login = set(flag::LOGIN);
        let hide = texts(hide);
        let setup = Setup { room, has_login, hides: !hide.is_empty(), nonce: chat.number(&nonce) };
        let options = Self {
            origin: chat.number(&origin),
            path,
            has_login,
            stamp: chat.number(&stamp),
            nonce,
            hide,
            ways: Ways { map: set(flag::PEOPLE), resolver: set(flag::RESOLVER), template },
            allow,
            page_origin,
            new_tab: set(flag::NEW_TAB),
            badges: !set(flag::NO_BADGES),
            lang: chat.number(&lang),
        };
        Ok((options, setup))
    }
}
