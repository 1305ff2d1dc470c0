//! What a docked chat says to a member, in English and French. A page may say it otherwise.

use crate::protocol::text::{joined, split_at_mark};

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

/// A text, by its key; `{n}` and `{name}` are filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Title of the frame; `{name}` is the room.
    FrameTitle,
    /// While the frame loads.
    Loading,
    /// Label of the button after a failure.
    Retry,
    /// The chat does not answer.
    Silent,
    /// The login failed.
    LoginFailed,
    /// The visitor is no member.
    NotAMember,
    /// The session is being taken up again.
    SessionLost,
    /// A person without a page; `{name}` is the username.
    UnknownPerson,
    /// A person without a page and without a name.
    UnknownSomebody,
    /// One unread message.
    UnreadOne,
    /// `{n}` unread messages.
    UnreadMany,
    /// Something new that no number counts.
    UnreadDot,
}

impl Word {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::FrameTitle,
        Self::Loading,
        Self::Retry,
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

    /// The key under which a page may give its own text.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::FrameTitle => "frameTitle",
            Self::Loading => "loading",
            Self::Retry => "retry",
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

    /// The text in that language.
    #[must_use]
    pub fn text(self, language: Language) -> &'static str {
        let (english, french) = match self {
            Self::FrameTitle => ("Chat: {name}", "Discussion : {name}"),
            Self::Loading => ("The chat is loading\u{2026}", "La discussion se charge\u{2026}"),
            Self::Retry => ("Try again", "R\u{e9}essayer"),
            Self::Silent => ("The chat does not answer.", "La discussion ne r\u{e9}pond pas."),
            Self::LoginFailed => {
                ("You could not be logged in to the chat.", "La connexion \u{e0} la discussion a \u{e9}chou\u{e9}.")
            }
            Self::NotAMember => (
                "You are not a member of this chat, or no longer signed in.",
                "Vous n\u{2019}\u{ea}tes pas membre de cette discussion, ou plus identifi\u{e9}.",
            ),
            Self::SessionLost => ("You are being logged in again\u{2026}", "Reconnexion en cours\u{2026}"),
            Self::UnknownPerson => ("{name} has no profile page here.", "{name} n\u{2019}a pas de page de profil ici."),
            Self::UnknownSomebody => {
                ("This person has no profile page here.", "Cette personne n\u{2019}a pas de page de profil ici.")
            }
            Self::UnreadOne => ("1 unread message", "1 message non lu"),
            Self::UnreadMany => ("{n} unread messages", "{n} messages non lus"),
            Self::UnreadDot => ("New activity in the chat", "Du nouveau dans la discussion"),
        };
        match language {
            Language::English => english,
            Language::French => french,
        }
    }
}

/// Fills the first `{placeholder}`; what is filled in is taken as it is.
#[must_use]
pub fn fill(text: &str, placeholder: &str, value: &str) -> String {
    let Some((before, rest)) = split_at_mark(text, b'{') else { return text.to_owned() };
    match split_at_mark(rest, b'}') {
        Some((name, after)) if name == placeholder => joined(&[before, value, after]),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_tag() {
        assert_eq!(Language::of("fr"), Language::French);
        assert_eq!(Language::of("FR-ca"), Language::French);
        assert_eq!(Language::of("fry"), Language::English);
        assert_eq!(Language::of(""), Language::English);
        assert_eq!(Language::of("\u{e9}"), Language::English);
    }

    #[test]
    fn every_text_keeps_its_placeholder_in_both_languages() {
        for word in Word::ALL {
            let (english, french) = (word.text(Language::English), word.text(Language::French));
            assert_ne!(english, french);
            for placeholder in ["{n}", "{name}"] {
                assert_eq!(english.contains(placeholder), french.contains(placeholder), "{}", word.key());
            }
        }
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(fill("{name} x", "name", "{name}"), "{name} x");
    }
}
