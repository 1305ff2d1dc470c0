//! What the page's fields hold, and the text that all of it is.

use form_urlencoded::Serializer;

use crate::config::{Card, Preset};
use crate::session::words::Language;

/// The page's fields, as they were typed: nothing of it has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// The language that was chosen, if one was.
    pub language: Option<Language>,
    /// Address of the chat server.
    pub server: String,
    /// Addresses of the project spaces, with blanks, commas or line breaks between.
    pub origins: String,
    /// Release of Rocket.Chat.
    pub release: String,
    /// Where the defaults come from.
    pub preset: Preset,
    /// How a person's page is found.
    pub profile: Profile,
    /// Template of a person's page.
    pub url: String,
    /// Address of the map from people to pages.
    pub people: String,
    /// Further origins of people's pages, as `origins`.
    pub allow: String,
    /// Whether a person's page opens in a new tab.
    pub new_tab: bool,
    /// Whether members log in by the project spaces' back end, and not inside the chat.
    pub back_end: bool,
    /// Path of that back end that answers with a member's token.
    pub login: String,
    /// Folder of the package's files on the project spaces; empty for the one that the page itself is served from, or `/gantry/`.
    pub folder: String,
    /// What becomes of Rocket.Chat's own user card; none for [`Fields::card`].
    pub card: Option<Card>,
    /// Corner radius of avatars; empty for the preset's.
    pub radius: String,
    /// Actions to hide; none for the preset's.
    pub hide: Option<Vec<String>>,
    /// The room that is tried.
    pub room: String,
    /// Keys of the steps that are ticked off.
    pub done: Vec<String>,
}

/// How a person's page is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// By a template.
    Url,
    /// By a map.
    People,
    /// Not at all; the page's own code says.
    None,
}

impl Profile {
    /// The word in the page's state.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::People => "people",
            Self::None => "none",
        }
    }
}

impl Default for Fields {
    /// What needs nothing of the project spaces but a page: no login of theirs, no pages of people.
    fn default() -> Self {
        Self {
            language: None,
            server: String::new(),
            origins: String::new(),
            release: "8.8".into(),
            preset: Preset::Default,
            profile: Profile::None,
            url: URL.into(),
            people: "people.json".into(),
            allow: String::new(),
            new_tab: false,
            back_end: false,
            login: LOGIN.into(),
            folder: String::new(),
            card: None,
            radius: String::new(),
            hide: None,
            room: "group/projet-alpha".into(),
            done: Vec::new(),
        }
    }
}

const URL: &str = "/members/{username}";
const LOGIN: &str = "/chat-login";
/// Members log in by the back end.
const BACK_END: &str = "back-end";
/// Members log in inside the chat.
const CHAT: &str = "chat";

const NEW_TAB: &str = "yes";

impl Fields {
    /// Reads a state or the fragment of an address, with its `#` or without. What it does not know is left out.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut fields = Self::default();
        let (mut login, mut profile) = (None, None);
        for (name, value) in form_urlencoded::parse(text.trim_start_matches('#').as_bytes()) {
            let value = value.into_owned();
            match name.as_ref() {
                "lang" => fields.language = (!value.is_empty()).then(|| Language::of(&value)),
                "server" => fields.server = value,
                "origins" => fields.origins = value,
                "version" => fields.release = value,
                "preset" if value == "ametys" => fields.preset = Preset::Ametys,
                "preset" => fields.preset = Preset::Default,
                "profile" => {
                    profile = Some(match value.as_str() {
                        "people" => Profile::People,
                        "url" => Profile::Url,
                        _ => Profile::None,
                    });
                }
                "url" => fields.url = value,
                "people" => fields.people = value,
                "allow" => fields.allow = value,
                "tab" => fields.new_tab = value == NEW_TAB,
                "by" => login = Some(value == BACK_END),
                "login" => fields.login = value,
                "folder" => fields.folder = value,
                "card" => fields.card = Some(if value == "keep" { Card::Keep } else { Card::Stop }),
                "radius" => fields.radius = value,
                "hide" => fields.hide = Some(split(&value).map(str::to_owned).collect()),
                "room" => fields.room = value,
                "done" => fields.done = split(&value).map(str::to_owned).collect(),
                _ => {}
            }
        }
        // An address that is given is one that is meant.
        fields.back_end = login.unwrap_or(fields.login != LOGIN && !fields.login.is_empty());
        fields.profile = profile.unwrap_or(if fields.url == URL { Profile::None } else { Profile::Url });
        if fields.card == Some(fields.usual_card()) {
            fields.card = None;
        }
        // What equals the preset's own follows the preset when that changes.
        if fields.hide.as_ref() == Some(&fields.preset.bundle().hide) {
            fields.hide = None;
        }
        fields
    }

    /// The state: what differs from the defaults.
    #[must_use]
    pub fn state(&self) -> String {
        self.write(|_| true)
    }

    /// The state as it may stand in an address that is sent to others: without an address that carries a user name or
    /// a password.
    #[must_use]
    pub fn fragment(&self) -> String {
        self.write(|value| !carries_user(value))
    }

    fn write(&self, may: impl Fn(&str) -> bool) -> String {
        let usual = Self::default();
        let mut out = Serializer::new(String::new());
        for ((name, value), (_, usual)) in self.pairs().into_iter().zip(usual.pairs()) {
            if value != usual && value.as_deref().is_some_and(&may) {
                out.append_pair(name, &value.unwrap_or_default());
            }
        }
        out.finish()
    }

    fn pairs(&self) -> [(&'static str, Option<String>); 18] {
        let new_tab = if self.new_tab { NEW_TAB } else { "" };
        let none = |known: bool, word: &'static str| if known { "" } else { word };
        let profile = match self.profile {
            Profile::None => none(self.url == URL, "none"),
            profile => profile.name(),
        };
        let by = if self.back_end { BACK_END } else { none(self.login == LOGIN, CHAT) };
        [
            ("lang", self.language.map(|language| language.tag().to_owned())),
            ("server", Some(self.server.clone())),
            ("origins", Some(self.origins.clone())),
            ("version", Some(self.release.clone())),
            ("preset", Some(self.preset.name().to_owned())),
            ("profile", Some(profile.to_owned())),
            ("url", Some(self.url.clone())),
            ("people", Some(self.people.clone())),
            ("allow", Some(self.allow.clone())),
            ("tab", Some(new_tab.to_owned())),
            ("by", Some(by.to_owned())),
            ("login", Some(self.login.clone())),
            ("folder", Some(self.folder.clone())),
            ("card", self.card.map(|card| word(card).to_owned())),
            ("radius", Some(self.radius.clone())),
            ("hide", self.hide.as_ref().map(|hide| hide.join(","))),
            ("room", Some(self.room.clone())),
            ("done", Some(self.done.join(","))),
        ]
    }

    /// What each control shows, by its name; where nothing was chosen, what holds.
    #[must_use]
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let mut shown: Vec<_> =
            self.pairs().into_iter().map(|(name, value)| (name, value.unwrap_or_default())).collect();
        for (name, value) in &mut shown {
            match *name {
                "hide" => *value = self.hidden().join(","),
                "card" => *value = word(self.card()).to_owned(),
                "profile" => *value = self.profile.name().to_owned(),
                "by" => *value = if self.back_end { BACK_END } else { CHAT }.to_owned(),
                _ => {}
            }
        }
        shown
    }

    /// What becomes of Rocket.Chat's own user card: without a page of the person's it is all that a click can show.
    #[must_use]
    pub fn card(&self) -> Card {
        self.card.unwrap_or_else(|| self.usual_card())
    }

    fn usual_card(&self) -> Card {
        if self.profile == Profile::None { Card::Keep } else { Card::Stop }
    }

    /// The actions that are hidden.
    #[must_use]
    pub fn hidden(&self) -> Vec<String> {
        self.hide.clone().unwrap_or_else(|| self.preset.bundle().hide)
    }
}

/// The name of what becomes of the user card.
const fn word(card: Card) -> &'static str {
    match card {
        Card::Stop => "stop",
        Card::Keep => "keep",
    }
}

/// The parts of a list that somebody typed.
pub(super) fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|part| !part.is_empty())
}

/// Whether an address among these carries a user name or a password.
pub(super) fn carries_user(text: &str) -> bool {
    let names_user = |part: &str| part.split(['/', '?', '#', '\\']).next().is_some_and(|part| part.contains('@'));
    // A password with a comma in it comes in two parts, of which the second may lead to another address.
    split(text).any(|part| names_user(part) || part.split_once("://").is_some_and(|(_, rest)| names_user(rest)))
}
