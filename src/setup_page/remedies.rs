//! Findings as the set-up page words them: a field or a section of the page in place of a file or a command, which its
//! reader may not have. Everything else is said in the finding's own words.

use crate::findings::Finding;
use crate::session::words::Language;

/// Of a finding, what the page says otherwise: cause and remedy, in English and French; empty for the finding's own.
type Otherwise = (&'static str, [&'static str; 2], [&'static str; 2]);

const TABLE: &[Otherwise] = &[
    (
        "mixed-content",
        ["", "Put Rocket.Chat on https and write its https address under Chat server."],
        ["", "Passez Rocket.Chat en https et écrivez son adresse https sous Serveur de chat."],
    ),
    (
        "files-other-site",
        [
            "",
            "Give Rocket.Chat a sub-domain of the page's own site, both on https. As long as that is not so, step 6 \
             switches the protection off, which opens every file to who knows its address.",
        ],
        [
            "",
            "Donnez à Rocket.Chat un sous-domaine du site de la page, les deux en https. Tant que ce n'est pas le cas, \
             l'étape 6 désactive la protection, ce qui ouvre chaque fichier à qui connaît son adresse.",
        ],
    ),
    (
        "origin-not-listed",
        [
            "This page is served by none of the project spaces above.",
            "Open this page from a project space, or add its address under Project spaces, and then install script and \
             settings anew.",
        ],
        [
            "Cette page n'est servie par aucun des espaces projet ci-dessus.",
            "Ouvrez cette page depuis un espace projet, ou ajoutez son adresse sous Espaces projet, puis installez de \
             nouveau le script et les paramètres.",
        ],
    ),
    (
        "redirect-elsewhere",
        [
            "",
            "If Rocket.Chat lies at the target, write that address under Chat server; if it is a login page, let the \
             proxy pass Rocket.Chat's addresses without it.",
        ],
        [
            "",
            "Si Rocket.Chat se trouve à la cible, écrivez cette adresse sous Serveur de chat ; si c'est une page de \
             connexion, faites passer les adresses de Rocket.Chat sans elle.",
        ],
    ),
    (
        "not-rocketchat",
        [
            "",
            "Open the server's address followed by /api/info in a tab: it must show JSON with a version. Correct it \
             under Chat server, or the proxy's rule that answers instead.",
        ],
        [
            "",
            "Ouvrez l'adresse du serveur suivie de /api/info dans un onglet : elle doit montrer du JSON avec une \
             version. Corrigez-la sous Serveur de chat, ou la règle du proxy qui répond à la place.",
        ],
    ),
    (
        "frame-silent",
        [
            "",
            "Open the server's address in a tab of its own; then switch off General > Restrict access inside any Iframe \
             and enable Send in Iframe Integration.",
        ],
        [
            "",
            "Ouvrez l'adresse du serveur dans un onglet ; désactivez ensuite Général > Restreindre l'accès à l'intérieur \
             de n'importe quel Iframe et activez l'envoi dans Intégration Iframe.",
        ],
    ),
    (
        "bundle-other",
        [
            "Rocket.Chat runs another script than the one above.",
            "Paste script and CSS from section C again, and put the gantry.json of section F in its place.",
        ],
        [
            "Rocket.Chat exécute un autre script que celui ci-dessus.",
            "Collez de nouveau le script et la CSS de la section C, et mettez à sa place le gantry.json de la section F.",
        ],
    ),
    (
        "login-unavailable",
        [
            "",
            "Look at your back end's address for the login: a POST with the page's cookies must be answered as section F \
             says.",
        ],
        [
            "",
            "Vérifiez l'adresse de connexion de votre serveur : un POST avec les cookies de la page doit recevoir la \
             réponse que dit la section F.",
        ],
    ),
    (
        "person-unknown",
        ["", "Add the username or the user id to the map, or choose a template for the pages of people."],
        [
            "",
            "Ajoutez le nom d'utilisateur ou l'identifiant à la table, ou choisissez un modèle pour les pages des \
             personnes.",
        ],
    ),
    (
        "counts-one-room",
        ["", "Let members log in by your back end: then the page counts by itself."],
        ["", "Faites connecter les membres par votre serveur : la page compte alors elle-même."],
    ),
    (
        "options",
        ["The chat can't be shown with these choices.", "Correct what is marked at the fields."],
        ["Le chat ne peut pas être affiché avec ces choix.", "Corrigez ce qui est indiqué au pied des champs."],
    ),
    (
        "configuration-missing",
        [
            "gantry.json, which lies beside auto.js, could not be read.",
            "Put the gantry.json of section F beside auto.js.",
        ],
        [
            "gantry.json, à côté de auto.js, n'a pas pu être lu.",
            "Placez le gantry.json de la section F à côté de auto.js.",
        ],
    ),
    (
        "page-unlisted",
        [
            "",
            "Open this page from a project space, or add its address under Project spaces and install everything anew.",
        ],
        [
            "",
            "Ouvrez cette page depuis un espace projet, ou ajoutez son adresse sous Espaces projet et réinstallez tout.",
        ],
    ),
    (
        "companion-missing",
        ["The companion's WebAssembly could not be loaded.", ""],
        ["Le WebAssembly du compagnon n'a pas pu être chargé.", ""],
    ),
];

fn otherwise(finding: &Finding, language: Language) -> [&'static str; 2] {
    let known = TABLE.iter().find(|(code, ..)| *code == finding.code);
    known.map_or(["", ""], |(_, en, fr)| if language == Language::English { *en } else { *fr })
}

/// Cause and effect in a sentence or three.
pub(super) fn cause(finding: &Finding, language: Language) -> String {
    let wording = finding.wording(language);
    let [cause, _] = otherwise(finding, language);
    format!("{} {}", if cause.is_empty() { wording.cause } else { cause }, wording.effect)
}

/// What to do, without a command.
pub(super) fn remedy(finding: &Finding, language: Language) -> String {
    let [_, remedy] = otherwise(finding, language);
    if !remedy.is_empty() {
        return remedy.to_owned();
    }
    let own = finding.wording(language).remedy;
    // What follows is the way by command of what was said just now.
    own.split_once("; `gantry ").map_or(own.to_owned(), |(by_hand, _)| format!("{}.", by_hand.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::server::{CORS_ONE_ORIGIN, CORS_ORIGIN_MISSING, FILES_OTHER_SITE, NOT_ROCKETCHAT};
    use crate::findings::server::{OTHER_SITE, REDIRECT_ELSEWHERE};
    use crate::findings::{PAGE, find};

    #[test]
    fn nothing_that_the_page_says_needs_a_file_or_a_command() {
        let servers = [
            &CORS_ONE_ORIGIN,
            &CORS_ORIGIN_MISSING,
            &FILES_OTHER_SITE,
            &NOT_ROCKETCHAT,
            &OTHER_SITE,
            &REDIRECT_ELSEWHERE,
        ];
        for finding in PAGE.iter().copied().chain(servers) {
            for language in [Language::English, Language::French] {
                let said = format!("{} {}", cause(finding, language), remedy(finding, language));
                for word in
                    ["`gantry", "gantry.toml", "`server`", "`origins`", "`[login]", "`problem`", "mount", "`resolve`"]
                {
                    assert!(!said.contains(word), "{}: {said}", finding.code);
                }
                assert!(said.ends_with('.') && !said.contains(".."), "{}: {said}", finding.code);
            }
        }
    }

    #[test]
    fn every_line_is_of_a_finding_and_in_both_languages() {
        for (code, en, fr) in TABLE {
            assert!(find(code).is_some(), "{code}");
            assert_eq!(en.map(str::is_empty), fr.map(str::is_empty), "{code}");
        }
    }
}
