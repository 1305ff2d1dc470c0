//! What the project spaces' own server has to do so that members are logged in: where it asks, with what, and lines to
//! begin with. The facts are those of `docs/back-end-login.md`, and the lines are its own.

use super::view::Snippet;
use super::words::pick;
use crate::config::Config;
use crate::protocol::Release;
use crate::session::words::Language;

const HANDBOOK: &[u8] = include_bytes!("../../docs/back-end-login.md");
const BEGIN: &[u8] = b"```js\n";
const END: &[u8] = b"\n```";
const FROM: usize = find(BEGIN, 0) + BEGIN.len();
const LENGTH: usize = find(END, FROM) - FROM;
/// The lines alone: the module would carry all of the handbook with a part of it.
const EXAMPLE: [u8; LENGTH] = part();

const fn starts(mut text: &[u8], mut what: &[u8]) -> bool {
    loop {
        match (text, what) {
            (_, []) => return true,
            ([one, rest @ ..], [other, more @ ..]) if *one == *other => {
                text = rest;
                what = more;
            }
            _ => return false,
        }
    }
}

/// Where `what` begins in the handbook, from `at` on.
const fn find(what: &[u8], mut at: usize) -> usize {
    let (_, mut text) = HANDBOOK.split_at(at);
    while !starts(text, what) {
        let [_, rest @ ..] = text else { break };
        text = rest;
        at += 1;
    }
    at
}

const fn part() -> [u8; LENGTH] {
    match HANDBOOK.split_at(FROM).1.first_chunk() {
        Some(lines) => *lines,
        None => [b' '; LENGTH],
    }
}

/// The address of the chat server in the lines.
const SERVER: &str = "https://chat.example.org";

/// What the back end does, for a release.
pub(super) fn snippets(config: &Config, login: &str, release: Release, language: Language) -> Vec<Snippet> {
    let say = |en, fr| pick(language, en, fr).to_owned();
    let secret = release >= Release::new(8, 0);
    let answer = Snippet {
        title: match language {
            Language::English => format!("Login: your back end answers POST {login}"),
            Language::French => format!("Connexion : votre serveur répond à POST {login}"),
        },
        text: say(
            "The page asks it on its own origin, with its cookies. It answers a member with 200, `Cache-Control: no-store` \
             and {\"token\": \"...\", \"userId\": \"...\"}, anybody else with 401. The token comes from Rocket.Chat, as \
             below. Until this answers, members see Rocket.Chat's own login form.",
            "La page l'appelle sur sa propre origine, avec ses cookies. Il répond à un membre 200, `Cache-Control: \
             no-store` et {\"token\": \"...\", \"userId\": \"...\"}, à tout autre 401. Le jeton vient de Rocket.Chat, \
             comme ci-dessous. Tant que rien ne répond, les membres voient le formulaire de Rocket.Chat.",
        ),
        ..Snippet::default()
    };
    let environment = Snippet {
        title: say(
            "In the environment of Rocket.Chat's server, which is then restarted",
            "Dans l'environnement du serveur Rocket.Chat, qu'on redémarre ensuite",
        ),
        text: if secret {
            say(
                "After the equals sign goes a long random text of your own. Your back end sends it as `secret`; nobody \
                 else knows it.",
                "Après le signe égal vient un long texte aléatoire à vous. Votre serveur l'envoie comme `secret` ; \
                 personne d'autre ne le connaît.",
            )
        } else {
            String::new()
        },
        code: Some(if secret { "CREATE_TOKENS_FOR_USERS_SECRET=" } else { "CREATE_TOKENS_FOR_USERS=true" }.to_owned()),
        ..Snippet::default()
    };
    let mut facts = say(
        "Each call carries the headers `X-Auth-Token` and `X-User-Id` of an administrator's personal access token (steps \
         1 and 2). From member to `userId`: `GET /api/v1/users.info?username=...`, `user._id`. ",
        "Chaque appel porte les en-têtes `X-Auth-Token` et `X-User-Id` d'un jeton d'accès personnel d'administrateur \
         (étapes 1 et 2). Du membre au `userId` : `GET /api/v1/users.info?username=...`, `user._id`. ",
    );
    facts += if secret {
        pick(
            language,
            "The body has exactly `userId` and `secret`; a `username` is refused. ",
            "Le corps a exactement `userId` et `secret` ; un `username` est refusé. ",
        )
    } else {
        pick(language, "The body has `userId`. ", "Le corps a `userId`. ")
    };
    facts += pick(
        language,
        "The member must have an account in Rocket.Chat, and the room must exist with the member in it: nothing here makes \
         them. Keep the token with the member's session on your site: each call makes a new one, a member has 50, and one \
         more ends the oldest.",
        "Le membre doit avoir un compte dans Rocket.Chat, et le salon exister avec le membre dedans : rien ici ne les crée. \
         Gardez le jeton avec la session du membre sur votre site : chaque appel en crée un nouveau, un membre en a 50, et \
         un de plus met fin au plus ancien.",
    );
    let call = Snippet { title: "POST /api/v1/users.createToken".to_owned(), text: facts, ..Snippet::default() };
    let example = Snippet {
        title: say("An example for Node", "Un exemple pour Node"),
        text: say(
            "Call `chatLogin` for the member of your session and send what it gives; PHP and Java are in Gantry's handbook.",
            "Appelez `chatLogin` pour le membre de votre session et envoyez son résultat ; PHP et Java sont dans le \
             manuel de Gantry.",
        ),
        code: std::str::from_utf8(&EXAMPLE).ok().map(|lines| lines.replace(SERVER, &config.server.to_string())),
        ..Snippet::default()
    };
    vec![answer, environment, call, example]
}
