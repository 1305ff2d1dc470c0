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
    /// Path that answers with a member's token; empty for none.
    pub login: String,
    /// What becomes of Rocket.Chat's own user card.
    pub card: Card,
    /// Corner radius of avatars; empty for the preset's.
    pub radius: String,
    /// Actions to hide; none for the preset's.
    pub hide: Option<Vec<String>>,
    /// The room that is tried.
    pub room: String,
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
    /// What `gantry init` writes, without addresses.
    fn default() -> Self {
        Self {
            language: None,
            server: String::new(),
            origins: String::new(),
            release: "8.8".into(),
            preset: Preset::Default,
            profile: Profile::Url,
            url: "/members/{username}".into(),
            people: "people.json".into(),
            allow: String::new(),
            new_tab: false,
            login: "/chat-login".into(),
            card: Card::Stop,
            radius: String::new(),
            hide: None,
            room: "group/projet-alpha".into(),
        }
    }
}

const NEW_TAB: &str = "yes";

impl Fields {
    /// Reads a state or the fragment of an address, with its `#` or without. What it does not know is left out.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut fields = Self::default();
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
                    fields.profile = match value.as_str() {
                        "people" => Profile::People,
                        "none" => Profile::None,
                        _ => Profile::Url,
                    }
                }
                "url" => fields.url = value,
                "people" => fields.people = value,
                "allow" => fields.allow = value,
                "tab" => fields.new_tab = value == NEW_TAB,
                "login" => fields.login = value,
                "card" => fields.card = if value == "keep" { Card::Keep } else { Card::Stop },
                "radius" => fields.radius = value,
                "hide" => fields.hide = Some(split(&value).map(str::to_owned).collect()),
                "room" => fields.room = value,
                _ => {}
            }
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

    fn pairs(&self) -> [(&'static str, Option<String>); 15] {
        let new_tab = if self.new_tab { NEW_TAB } else { "" };
        [
            ("lang", self.language.map(|language| language.tag().to_owned())),
            ("server", Some(self.server.clone())),
            ("origins", Some(self.origins.clone())),
            ("version", Some(self.release.clone())),
            ("preset", Some(self.preset.name().to_owned())),
            ("profile", Some(self.profile.name().to_owned())),
            ("url", Some(self.url.clone())),
            ("people", Some(self.people.clone())),
            ("allow", Some(self.allow.clone())),
            ("tab", Some(new_tab.to_owned())),
            ("login", Some(self.login.clone())),
            ("card", Some(card(self.card).to_owned())),
            ("radius", Some(self.radius.clone())),
            ("hide", self.hide.as_ref().map(|hide| hide.join(","))),
            ("room", Some(self.room.clone())),
        ]
    }

    /// What each control shows, by its name; where nothing was chosen, what holds.
    #[must_use]
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let mut shown: Vec<_> =
            self.pairs().into_iter().map(|(name, value)| (name, value.unwrap_or_default())).collect();
        for (name, value) in &mut shown {
            if *name == "hide" {
                *value = self.hidden().join(",");
            }
        }
        shown
    }

    /// The actions that are hidden.
    #[must_use]
    pub fn hidden(&self) -> Vec<String> {
        self.hide.clone().unwrap_or_else(|| self.preset.bundle().hide)
    }
}

/// The name of what becomes of the user card.
pub(super) const fn card(card: Card) -> &'static str {
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
