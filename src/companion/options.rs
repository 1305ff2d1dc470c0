//! What a page gives to `mount`, checked.

use super::foreign::text;
use crate::profile::{Template, Ways};
use crate::protocol::RoomPath;
use crate::session::Setup;
use crate::session::words::{Language, Word};
use wasm_bindgen::JsValue;

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
    /// The server's sub-path, or empty.
    pub path: String,
    pub room: RoomPath,
    pub has_login: bool,
    pub stamp: Option<String>,
    pub ways: Ways,
    pub allow: Vec<String>,
    pub page_origin: String,
    pub new_tab: bool,
    pub badges: bool,
    pub language: Language,
    pub lang: String,
    nonce: String,
    hide: Vec<String>,
    words: JsValue,
}

/// Whether a page may trust this origin, which a browser has serialised; some write `*` as `%2A`.
fn is_exact(origin: &str) -> bool {
    (origin.starts_with("https://") || origin.starts_with("http://")) && !origin.contains(['*', '%'])
}

impl Options {
    /// Checks the options; `texts` are the server's origin and path, room, template, stamp, language, nonce and the
    /// page's origin, in this order.
    pub fn read(
        texts: Vec<String>,
        hide: Vec<String>,
        allow: Vec<String>,
        flags: u32,
        words: JsValue,
    ) -> Result<Self, &'static str> {
        let Ok([origin, path, room, template, stamp, lang, nonce, page_origin]) = <[String; 8]>::try_from(texts) else {
            return Err("options");
        };
        if !is_exact(&origin) {
            return Err("server: origin-scheme");
        }
        if !allow.iter().all(|origin| is_exact(origin)) {
            return Err("profile.allow: origin-scheme");
        }
        let Ok(room) = RoomPath::parse(&room) else { return Err("room: room-path") };
        let template = match template.as_str() {
            "" => None,
            url => Some(Template::parse(url).map_err(|error| error.code())?),
        };
        let set = |flag| flags & flag != 0;
        Ok(Self {
            room,
            origin,
            path,
            has_login: set(flag::LOGIN),
            stamp: (!stamp.is_empty()).then_some(stamp),
            ways: Ways { map: set(flag::PEOPLE), resolver: set(flag::RESOLVER), template },
            allow,
            page_origin,
            new_tab: set(flag::NEW_TAB),
            badges: !set(flag::NO_BADGES),
            language: Language::of(&lang),
            lang,
            nonce,
            hide,
            words,
        })
    }

    /// What the session is begun with.
    pub fn setup(&self) -> Setup {
        Setup {
            room: self.room.clone(),
            server_path: self.path.clone(),
            has_login: self.has_login,
            hide: self.hide.clone(),
            nonce: self.nonce.clone(),
        }
    }

    /// A text for the member: the page's own, or Gantry's in the page's language.
    pub fn word(&self, word: Word) -> String {
        text(&self.words, word.key()).unwrap_or_else(|| word.text(self.language).to_owned())
    }
}
