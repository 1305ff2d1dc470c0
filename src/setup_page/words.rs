//! Words of the page that nothing else says: what is wrong with an address.

use crate::bundle::french::french;
use crate::config::check::UrlError;
use crate::protocol::{OriginError, OriginNote};
use crate::session::words::Language;

/// Of two texts, the one in the language.
pub(super) const fn pick(language: Language, en: &'static str, fr: &'static str) -> &'static str {
    match language {
        Language::English => en,
        Language::French => fr,
    }
}

/// A text of the steps or settings in the language.
pub(super) fn translated(language: Language, english: &str) -> String {
    match language {
        Language::English => english.to_owned(),
        Language::French => french(english).unwrap_or(english).to_owned(),
    }
}

pub(super) fn origin_error(error: OriginError, language: Language) -> String {
    let fr = match error {
        OriginError::Empty => "l'adresse est vide",
        OriginError::Null => {
            "« null » est l'origine de toute page en bac à sable et de tout fichier : on ne peut pas s'y fier"
        }
        OriginError::Pattern => "les motifs ne sont pas acceptés : écrivez chaque origine en entier",
        OriginError::Scheme => "une adresse commence par https:// ou http://",
        OriginError::Credentials => "une adresse ne doit contenir ni nom d'utilisateur ni mot de passe",
        OriginError::Host => "le nom d'hôte manque ou n'est pas valable",
        OriginError::NotAscii => "écrivez le nom d'hôte sous sa forme ASCII (xn--...)",
        OriginError::Port => "le port n'est pas un nombre entre 1 et 65535",
    };
    in_language(language, error.to_string(), fr)
}

pub(super) fn url_error(error: &UrlError, language: Language) -> String {
    if language == Language::English {
        return error.to_string();
    }
    match error {
        UrlError::Empty => "l'adresse est vide".into(),
        UrlError::Scheme(scheme) => format!("seules les adresses http et https peuvent être visitées, pas `{scheme}:`"),
        UrlError::ProtocolRelative => {
            "une adresse qui commence par // quitte ce site : écrivez https:// en entier, ou un chemin avec un seul /"
                .into()
        }
        UrlError::NotRooted => "écrivez un chemin qui commence par /, ou une adresse https:// entière".into(),
        UrlError::Characters => "une adresse n'a ni blancs, ni retours à la ligne, ni barres obliques inversées".into(),
        UrlError::NoPlaceholder => "sans {username} ni {user_id}, tout le monde aurait la même page".into(),
        UrlError::UnknownPlaceholder(name) => {
            format!("{{{name}}} n'est pas connu ; il y a {{username}}, {{user_id}}, {{room}} et {{lang}}")
        }
        UrlError::Brace => "une accolade sans sa partenaire".into(),
        UrlError::Origin(error) => origin_error(*error, language),
        UrlError::NotAllowed(origin) => {
            format!("{origin} n'est ni l'origine de la page ni une des autres origines autorisées")
        }
        UrlError::NotSameOrigin => "ce doit être un chemin sur l'origine de la page, commençant par /".into(),
    }
}

pub(super) const fn origin_note(note: OriginNote, language: Language) -> &'static str {
    match note {
        OriginNote::PathDropped => pick(language, "an origin has no path", "une origine n'a pas de chemin"),
        OriginNote::DefaultPortDropped => {
            pick(language, "browsers leave the default port out", "les navigateurs omettent le port par défaut")
        }
        OriginNote::Lowercased => pick(
            language,
            "browsers write scheme and host in lower case",
            "les navigateurs écrivent protocole et hôte en minuscules",
        ),
    }
}

fn in_language(language: Language, english: String, french: &str) -> String {
    match language {
        Language::English => english,
        Language::French => french.to_owned(),
    }
}

/// A clause with its full stop.
pub(super) fn end(clause: &str) -> String {
    let stop = if clause.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{clause}{stop}")
}

/// A sentence out of a clause.
pub(super) fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    end(&first.chain(letters).collect::<String>())
}
