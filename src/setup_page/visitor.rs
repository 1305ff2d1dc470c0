//! Who is in the tried chat, and what that proves of the login and of the room.

use super::facts::Facts;
use super::words::pick;
use crate::session::words::Language;

/// Where the visitor of a trial stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visitor {
    /// Nothing is known yet.
    Unknown,
    /// The login is being asked, or its token is being tried.
    LoggingIn,
    /// The login's token was taken.
    LoggedIn,
    /// The frame held the member's session already, so no token was tried.
    Kept,
    /// The login says that the visitor is no member.
    NoMember,
    /// The login failed; a finding says how.
    Failed,
    /// Somebody is logged in, and no login was asked for.
    Somebody,
    /// Nobody is logged in, and no login was asked for.
    Nobody,
}

/// Reads it from the facts.
pub(super) fn visitor(facts: &Facts) -> Visitor {
    let told = |code: &str| facts.findings.iter().any(|finding| finding == code);
    let inside = matches!(facts.state.as_str(), "online" | "degraded");
    if told("not-a-member") {
        Visitor::NoMember
    } else if facts.state == "failed" {
        Visitor::Failed
    } else if facts.login && inside {
        if facts.kept { Visitor::Kept } else { Visitor::LoggedIn }
    } else if facts.login && facts.accepted > 0 {
        Visitor::LoggingIn
    } else if inside {
        Visitor::Somebody
    } else if facts.state == "ready" {
        Visitor::Nobody
    } else {
        Visitor::Unknown
    }
}

/// What is said of it, and what to do: severity, code, text, remedy. None where a finding says it, or there is nothing
/// to say.
pub(super) fn said(
    visitor: Visitor,
    language: Language,
) -> Option<(&'static str, &'static str, &'static str, Option<&'static str>)> {
    let say = |en, fr| pick(language, en, fr);
    Some(match visitor {
        Visitor::Unknown | Visitor::NoMember | Visitor::Failed => return None,
        Visitor::LoggingIn => (
            "waiting",
            "login-waiting",
            say(
                "The visitor is being logged in by your back end. Until that is done, which may take half a minute, the frame \
                 may show Rocket.Chat's own login form.",
                "Le visiteur est en cours de connexion par votre serveur. D'ici là, peut-être une demi-minute, le cadre peut \
                 montrer le formulaire de connexion de Rocket.Chat.",
            ),
            None,
        ),
        Visitor::LoggedIn => (
            "good",
            "login-taken",
            say(
                "Rocket.Chat took the token of your back end: the visitor is logged in.",
                "Rocket.Chat a accepté le jeton de votre serveur : le visiteur est connecté.",
            ),
            None,
        ),
        Visitor::Kept => (
            "warning",
            "login-kept",
            say(
                "The member was still logged in in the frame from before, so the token of your back end was not tried: this \
                 says nothing about the login.",
                "Le membre était encore connecté dans le cadre, donc le jeton de votre serveur n'a pas été essayé : ceci ne \
                 dit rien de la connexion.",
            ),
            Some(say(
                "Try again in a private window, signed in to the project space there.",
                "Réessayez dans une fenêtre privée, en vous y identifiant dans l'espace projet.",
            )),
        ),
        Visitor::Somebody => (
            "note",
            "visitor-somebody",
            say(
                "Somebody is logged in in the frame; no login of your back end was tried.",
                "Quelqu'un est connecté dans le cadre ; aucune connexion par votre serveur n'a été essayée.",
            ),
            None,
        ),
        Visitor::Nobody => (
            "note",
            "visitor-nobody",
            say(
                "Nobody is logged in: log in inside the frame to see the room and what Rocket.Chat tells.",
                "Personne n'est connecté : connectez-vous dans le cadre pour voir le salon et ce que dit Rocket.Chat.",
            ),
            None,
        ),
    })
}

/// How the trial stands where nothing else is wrong.
pub(super) fn summary(visitor: Visitor, heard: bool, language: Language) -> &'static str {
    match visitor {
        Visitor::NoMember => pick(
            language,
            "The chat answers, but the login says that this visitor is no member.",
            "Le chat répond, mais la connexion dit que ce visiteur n'est pas membre.",
        ),
        Visitor::LoggingIn => {
            pick(language, "The chat answers; waiting for the login.", "Le chat répond ; en attente de la connexion.")
        }
        Visitor::Kept => pick(
            language,
            "The chat answers; the login was not tried.",
            "Le chat répond ; la connexion n'a pas été essayée.",
        ),
        Visitor::Nobody => {
            pick(language, "The chat answers; nobody is logged in.", "Le chat répond ; personne n'est connecté.")
        }
        _ if heard => pick(language, "The chat answers.", "Le chat répond."),
        _ => pick(language, "Waiting for the chat.", "En attente du chat."),
    }
}

/// Whether the room was seen to open, once somebody is in.
pub(super) fn room(
    visitor: Visitor,
    facts: &Facts,
    language: Language,
) -> Option<(&'static str, &'static str, &'static str)> {
    if !matches!(visitor, Visitor::LoggedIn | Visitor::Kept | Visitor::Somebody) {
        return None;
    }
    Some(if facts.events.iter().any(|event| event == "room-opened") {
        ("good", "room-opened", pick(language, "Rocket.Chat opened a room.", "Rocket.Chat a ouvert un salon."))
    } else {
        (
            "note",
            "room-unseen",
            pick(
                language,
                "Rocket.Chat does not say whether the room exists and the visitor is in it: look at the frame. Where it \
                 shows none, correct the room, or add the visitor to it.",
                "Rocket.Chat ne dit pas si le salon existe ni si le visiteur en est : regardez le cadre. S'il n'en montre \
                 pas, corrigez le salon, ou ajoutez-y le visiteur.",
            ),
        )
    })
}
