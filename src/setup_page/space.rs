//! What is to be done on the project space, for who keeps it.

use super::release;
use super::view::Snippet;
use super::words::pick;
use crate::config::Config;
use crate::protocol::{Release, RoomPath};
use crate::session::words::Language;

const HEAD: &str = include_str!("../../www/demo/simple-head.html");
const PLACE: &str = include_str!("../../www/demo/simple-place.html");

/// The lines of HTML, the policy, the login.
pub(super) fn snippets(config: &Config, room: &str, release: Release, language: Language) -> Vec<Snippet> {
    let say = |en, fr| pick(language, en, fr).to_owned();
    // A room that can't be one would be markup of somebody else's.
    let room = RoomPath::parse(room).map_or("group/projet-alpha", |_| room.trim());
    let plain = room.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte));
    let room = if plain { room } else { "group/projet-alpha" };
    let chat = config.server.origin();
    let mut snippets = vec![
        Snippet {
            title: say("In the head of each page with a chat", "Dans l'en-tête de chaque page avec un chat"),
            text: say(
                "All files of the package are served at /gantry/, with gantry.json beside auto.js. If they lie \
                 elsewhere, these lines name that folder.",
                "Tous les fichiers du paquet sont servis sous /gantry/, avec gantry.json à côté de auto.js. S'ils sont \
                 ailleurs, ces lignes nomment ce dossier.",
            ),
            code: Some(HEAD.trim().to_owned()),
        },
        Snippet {
            title: say("Where the chat belongs", "À l'endroit du chat"),
            text: say(
                "A room is group/name, channel/name or direct/id. Give the element a height in CSS.",
                "Un salon s'écrit group/nom, channel/nom ou direct/id. Donnez une hauteur à l'élément en CSS.",
            ),
            code: Some(PLACE.trim().replace("{{room}}", room)),
        },
        Snippet {
            title: say(
                "If the page has a Content-Security-Policy, it needs these parts",
                "Si la page a une Content-Security-Policy, il lui faut ces parties",
            ),
            text: String::new(),
            code: Some(format!(
                "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' {chat}; frame-src {chat}; img-src 'self' data:"
            )),
        },
    ];
    snippets.push(match &config.login {
        None => Snippet {
            title: say("Login", "Connexion"),
            text: say(
                "None is configured: members log in inside the chat.",
                "Aucune n'est configurée : les membres se connectent dans le chat.",
            ),
            code: None,
        },
        Some(login) => Snippet {
            title: match language {
                Language::English => format!("Login: POST {}", login.url),
                Language::French => format!("Connexion : POST {}", login.url),
            },
            text: say(
                "On the page's own origin, with the page's cookies. A member gets 200 and {\"token\": \"...\", \
                 \"userId\": \"...\"}, not to be cached; anybody else 401. The CMS gets the token by Rocket.Chat's \
                 `POST /api/v1/users.createToken`, which wants this in Rocket.Chat's environment:",
                "Sur l'origine de la page, avec les cookies de la page. Un membre reçoit 200 et {\"token\": \"...\", \
                 \"userId\": \"...\"}, sans mise en cache ; tout autre 401. Le CMS obtient le jeton par \
                 `POST /api/v1/users.createToken` de Rocket.Chat, qui veut ceci dans l'environnement de Rocket.Chat :",
            ),
            code: Some(release::tokens(release).to_owned()),
        },
    });
    snippets
}
