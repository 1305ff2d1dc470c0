//! What is to be done on the project space, for who keeps it.

use super::back_end;
use super::problems::Checked;
use super::view::Snippet;
use super::words::pick;
use crate::config::Config;
use crate::session::words::Language;

const HEAD: &str = include_str!("../../www/demo/simple-head.html");
/// The room of an example.
const ROOM: &str = "group/projet-alpha";
const PLACE: &str = include_str!("../../www/demo/simple-place.html");

/// The folder in these lines.
const FOLDER: &str = "/gantry/";

/// The files, the lines of HTML, the policy, the login.
pub(super) fn snippets(config: &Config, checked: &Checked, language: Language) -> Vec<Snippet> {
    let say = |en, fr| pick(language, en, fr).to_owned();
    // A room that can't be one would be markup of somebody else's.
    let room = checked.room.as_deref().unwrap_or(ROOM);
    let plain = room.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte));
    let room = if plain { room } else { ROOM };
    let (chat, folder) = (config.server.origin(), &checked.folder);
    let mut snippets = vec![
        Snippet {
            title: match language {
                Language::English => format!("The files, at {folder}"),
                Language::French => format!("Les fichiers, sous {folder}"),
            },
            text: say(
                "Put all files of Gantry's package there, and `gantry.json` beside `auto.js`: without it nothing is shown. \
                 The field \"Folder of Gantry's files\" changes the folder in all lines here.",
                "Mettez-y tous les fichiers du paquet Gantry, et `gantry.json` à côté de `auto.js` : sans lui, rien n'est \
                 affiché. Le champ « Dossier des fichiers de Gantry » change le dossier dans toutes ces lignes.",
            ),
            file: Some("gantry.json"),
            ..Snippet::default()
        },
        Snippet {
            title: say("In the head of each page with a chat", "Dans l'en-tête de chaque page avec un chat"),
            code: Some(HEAD.trim().replace(FOLDER, folder)),
            ..Snippet::default()
        },
        Snippet {
            title: say("Where the chat belongs", "À l'endroit du chat"),
            text: say(
                "A room is group/name, channel/name or direct/id; this one is the room to try, below. Give the element a \
                 height in CSS.",
                "Un salon s'écrit group/nom, channel/nom ou direct/id ; celui-ci est le salon à essayer, plus bas. Donnez \
                 une hauteur à l'élément en CSS.",
            ),
            code: Some(PLACE.trim().replace("{{room}}", room)),
            ..Snippet::default()
        },
        Snippet {
            title: say(
                "If the page has a Content-Security-Policy, it needs these parts",
                "Si la page a une Content-Security-Policy, il lui faut ces parties",
            ),
            code: Some(format!(
                "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' {chat} ws{}; frame-src {chat}; img-src 'self' data:",
                // The connection that counts.
                chat.as_str().trim_start_matches("http")
            )),
            ..Snippet::default()
        },
    ];
    match &config.login {
        None => snippets.push(Snippet {
            title: say("Login", "Connexion"),
            text: say(
                "Nothing to do: members log in inside the chat.",
                "Rien à faire : les membres se connectent dans le chat.",
            ),
            ..Snippet::default()
        }),
        Some(login) => snippets.extend(back_end::snippets(config, &login.url, checked.release, language)),
    }
    snippets
}
