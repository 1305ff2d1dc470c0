//! What a docked chat says to a member, in English and French. A page may say it otherwise.

/// The language of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, and whatever else.
    #[default]
    English,
    /// French.
    French,
}

impl Language {
    /// The tag of the language, as in `<html lang>`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// From a language tag such as `fr-CA`.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let primary = tag.get(..2).unwrap_or("");
        if primary.eq_ignore_ascii_case("fr") && !tag.get(2..3).is_some_and(|c| c != "-" && c != "_") {
            Self::French
        } else {
            Self::English
        }
    }
}

/// A text for the member, by its key. The texts themselves are in `www/words.js` and `www/more-words.js`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// While the frame loads.
    Loading,
    /// While the visitor is being logged in.
    LoggingIn,
    /// The chat does not answer.
    Silent,
    /// The login failed.
    LoginFailed,
    /// The visitor is no member.
    NotAMember,
    /// The session is being taken up again.
    SessionLost,
    /// A person without a page, by the username.
    UnknownPerson,
    /// A person without a page and without a name.
    UnknownSomebody,
    /// One unread message.
    UnreadOne,
    /// Several unread messages.
    UnreadMany,
    /// Something new that no number counts.
    UnreadDot,
}

impl Word {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Loading,
        Self::LoggingIn,
        Self::Silent,
        Self::LoginFailed,
        Self::NotAMember,
        Self::SessionLost,
        Self::UnknownPerson,
        Self::UnknownSomebody,
        Self::UnreadOne,
        Self::UnreadMany,
        Self::UnreadDot,
    ];

    /// The key of the text, under which a page may give its own.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::LoggingIn => "loggingIn",
            Self::Silent => "silent",
            Self::LoginFailed => "loginFailed",
            Self::NotAMember => "notAMember",
            Self::SessionLost => "sessionLost",
            Self::UnknownPerson => "unknownPerson",
            Self::UnknownSomebody => "unknownSomebody",
            Self::UnreadOne => "unreadOne",
            Self::UnreadMany => "unreadMany",
            Self::UnreadDot => "unreadDot",
        }
    }

    /// What is said of so many unread messages.
    #[must_use]
    pub fn unread(total: u32) -> Self {
        match total {
            0 => Self::UnreadDot,
            1 => Self::UnreadOne,
            _ => Self::UnreadMany,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn a_language_is_known_by_its_tag() {
        assert_eq!(Language::of("fr"), Language::French);
        assert_eq!(Language::of("FR-ca"), Language::French);
        assert_eq!(Language::of("fry"), Language::English);
        assert_eq!(Language::of(""), Language::English);
        assert_eq!(Language::of("\u{e9}"), Language::English);
    }

    #[allow(clippy::unwrap_used, reason = "a file that cannot be read fails the tests")]
    fn texts() -> serde_json::Map<String, Value> {
        let files = [include_str!("../../www/words.js"), include_str!("../../www/more-words.js")];
        let objects = files.map(|text| {
            let start = text.find('{').unwrap();
            let object: Value = serde_json::from_str(text[start..].trim_end().trim_end_matches(';')).unwrap();
            object.as_object().unwrap().clone()
        });
        objects.into_iter().flatten().collect()
    }

    #[test]
    fn every_word_has_a_text() {
        let texts = texts();
        for word in Word::ALL {
            assert!(texts.contains_key(word.key()), "{}", word.key());
        }
    }

    #[test]
    fn every_text_keeps_its_placeholder_in_both_languages() {
        for (key, both) in texts() {
            let [english, french] = [0, 1].map(|at| both[at].as_str().unwrap().to_owned());
            assert_ne!(english, french);
            for placeholder in ["{n}", "{name}"] {
                assert_eq!(english.contains(placeholder), french.contains(placeholder), "{key}");
            }
        }
    }
}
