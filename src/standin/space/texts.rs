//! The words of the pages, in English and French.

pub use crate::session::words::Language;

/// The text of `key` in `language`; `None` where there is no such key.
#[must_use]
pub fn text(key: &str, language: Language) -> Option<&'static str> {
    let (_, english, french) = TEXTS.iter().find(|(name, ..)| *name == key)?;
    Some(match language {
        Language::English => english,
        Language::French => french,
    })
}

const TEXTS: &[(&str, &str, &str)] = &[
    ("skip", "Skip to the content", "Aller au contenu"),
    ("nav", "Project", "Projet"),
    ("nav.home", "Home", "Accueil"),
    ("nav.members", "Members", "Membres"),
    ("nav.chat", "Chat", "Discussion"),
    ("nav.simple", "Two lines", "Deux lignes"),
    ("nav.badges", "Badges", "Pastilles"),
    ("nav.server", "Server", "Serveur"),
    ("space.name", "Project spaces", "Espaces projet"),
    ("space.second", "second space", "second espace"),
    ("bar", "This demo", "Cette démonstration"),
    ("bar.member", "You are", "Vous êtes"),
    ("bar.member.choice", "A member", "Un membre"),
    ("bar.nobody", "not signed in", "non connecté"),
    ("bar.nobody.choice", "Nobody", "Personne"),
    ("bar.language", "Language", "Langue"),
    ("home.kind", "Project", "Projet"),
    ("home.title", "Projet Alpha", "Projet Alpha"),
    (
        "home.lead",
        "One portal for every team, open in the spring.",
        "Un portail pour toutes les équipes, au printemps.",
    ),
    (
        "home.about.1",
        "Projet Alpha replaces four sites that grew side by side with one. The team works in two towns, and most of its \
         talk is in the project’s chat room.",
        "Le projet Alpha remplace par un seul portail quatre sites qui ont grandi côte à côte. L’équipe travaille dans \
         deux villes, et l’essentiel de ses échanges passe par le salon du projet.",
    ),
    (
        "home.about.2",
        "New here? Say hello in the chat: a click on a name in the conversation opens that person’s page.",
        "Vous arrivez\u{a0}? Dites bonjour dans la discussion\u{a0}: un clic sur un nom dans la conversation ouvre la page de \
         cette personne.",
    ),
    ("home.about", "About the project", "À propos du projet"),
    ("home.next", "Next dates", "Prochaines dates"),
    ("home.next.1", "User interviews", "Entretiens utilisateurs"),
    ("home.next.1.when", "Thursday, 10:00", "Jeudi, 10 h"),
    ("home.next.2", "Review of the first pages", "Revue des premières pages"),
    ("home.next.2.when", "Monday, 14:00", "Lundi, 14 h"),
    ("home.next.3", "Steering committee", "Comité de pilotage"),
    ("home.next.3.when", "End of the month", "Fin du mois"),
    ("home.team", "The team", "L’équipe"),
    ("home.chat", "Team chat", "Discussion d’équipe"),
    ("home.chat.full", "Open the chat page", "Ouvrir la page de discussion"),
    ("members.title", "Members", "Membres"),
    (
        "members.lead",
        "Everybody who works on Projet Alpha.",
        "Toutes les personnes qui travaillent sur le projet Alpha.",
    ),
    ("profile.back", "All members", "Tous les membres"),
    ("profile.mail", "E-mail", "Courriel"),
    ("profile.username", "Name in the chat", "Nom dans la discussion"),
    ("profile.project", "Project", "Projet"),
    ("profile.chat", "Back to the team chat", "Retour à la discussion d’équipe"),
    ("chat.title", "Team chat", "Discussion d’équipe"),
    (
        "chat.lead",
        "Click on a name, a portrait or a mention to open that person’s page.",
        "Cliquez sur un nom, un portrait ou une mention pour ouvrir la page de cette personne.",
    ),
    ("chat.script", "The chat needs JavaScript.", "La discussion a besoin de JavaScript."),
    ("simple.title", "The chat in two lines", "La discussion en deux lignes"),
    (
        "simple.lead",
        "This page has these two lines of HTML and no script of its own. The links in the first only make it start sooner.",
        "Cette page contient ces deux lignes de HTML et aucun script à elle. Les liens de la première ne font que hâter le \
         départ.",
    ),
    ("server.title", "How the chat server is set up", "Les réglages du serveur de discussion"),
    (
        "server.lead",
        "Asked anew each time, as gantry check and gantry doctor do it.",
        "Interrogé à chaque visite, comme le font gantry check et gantry doctor.",
    ),
    (
        "server.setup",
        "Set this server up by hand, and try it: the set-up page",
        "Régler ce serveur à la main, et l’essayer\u{a0}: la page d’installation",
    ),
    ("server.sound", "In sync, and sound.", "À jour, et sain."),
    ("server.differs", "There is something to look at.", "Il y a quelque chose à regarder."),
    ("server.unknown", "The server could not be asked.", "Le serveur n’a pas pu être interrogé."),
    (
        "server.elsewhere",
        "This server’s administrator is not known here: run gantry check with a token.",
        "L’administrateur de ce serveur n’est pas connu ici\u{a0}: lancez gantry check avec un jeton.",
    ),
    ("badges.title", "Unread at a glance", "Les non-lus en un coup d’œil"),
    (
        "badges.lead",
        "No conversation on this page, only its counts.",
        "Pas de conversation sur cette page, seulement ses compteurs.",
    ),
    ("badges.total", "All rooms", "Tous les salons"),
    ("badges.how", "Each count is one element:", "Chaque compteur est un élément\u{a0}:"),
    (
        "badges.watch",
        "They are counted without a chat, over one connection for all tabs:",
        "Ils sont comptés sans discussion, par une seule connexion pour tous les onglets\u{a0}:",
    ),
    ("badges.notify", "Notify me of new messages", "Me notifier des nouveaux messages"),
    ("panel", "The companion", "Le compagnon"),
    ("panel.sees", "What the companion sees", "Ce que voit le compagnon"),
    ("panel.state", "State", "État"),
    ("panel.state.none", "not mounted", "pas affichée"),
    ("panel.state.idle", "idle", "en attente"),
    ("panel.state.loading", "loading", "se charge"),
    ("panel.state.ready", "ready", "prête"),
    ("panel.state.logging-in", "logging in", "se connecte"),
    ("panel.state.online", "online", "en ligne"),
    ("panel.state.degraded", "degraded", "dégradée"),
    ("panel.state.failed", "failed", "en échec"),
    ("panel.state.destroyed", "destroyed", "retirée"),
    ("panel.mount", "Mount", "Afficher"),
    ("panel.destroy", "Destroy", "Retirer"),
    ("panel.login", "Log in", "Connecter"),
    ("panel.logout", "Log out", "Déconnecter"),
    ("panel.room", "Room", "Salon"),
    ("panel.open", "Open", "Ouvrir"),
    ("panel.status", "Status", "Statut"),
    ("panel.status.online", "online", "en ligne"),
    ("panel.status.away", "away", "absent"),
    ("panel.status.busy", "busy", "occupé"),
    ("panel.status.offline", "offline", "hors ligne"),
    ("panel.set", "Set", "Changer"),
    ("panel.does", "{name} …", "{name} …"),
    ("panel.done", "{name}: done", "{name}\u{a0}: fait"),
    ("panel.failed", "{name}: {why}", "{name}\u{a0}: {why}"),
    ("panel.person", "A click on {name}", "Un clic sur {name}"),
    ("panel.person.unknown", "somebody unknown", "un inconnu"),
    ("panel.unread", "Unread", "Non lus"),
    ("panel.unread.unheard", "Nothing heard yet.", "Rien reçu pour l’instant."),
    ("panel.unread.none", "Nothing unread.", "Aucun message non lu."),
    ("panel.unread.count", "Count", "Nombre"),
    ("panel.unread.dot", "Dot", "Point"),
    ("panel.unread.threads", "Threads", "Fils"),
    ("panel.others", "The others", "Les autres"),
    ("panel.others.who", "Who speaks", "Qui parle"),
    ("panel.others.where", "In which room", "Dans quel salon"),
    ("panel.others.what", "What to say", "Que dire"),
    ("panel.others.example", "@alice have you seen this?", "@alice tu as vu ça\u{a0}?"),
    ("panel.others.say", "Say", "Dire"),
    ("panel.others.reload", "Reload the frame", "Recharger le cadre"),
    ("panel.others.forget", "End the session", "Terminer la session"),
    ("panel.others.forge", "Forge a message", "Forger un message"),
    ("panel.log", "Messages from the frame", "Messages du cadre"),
    ("panel.log.order", "Messages, newest first", "Messages, du plus récent au plus ancien"),
    ("panel.log.empty", "None yet.", "Aucun pour l’instant."),
    ("panel.tally", "{accepted} accepted, {refused} refused", "Acceptés\u{a0}: {accepted}, refusés\u{a0}: {refused}"),
    ("panel.accepted", "accepted", "accepté"),
    ("panel.refused", "refused", "refusé"),
    ("panel.shapeless", "no known shape", "forme inconnue"),
    ("panel.hidden", "(not shown: it can’t be written as text)", "(non montré\u{a0}: ne s’écrit pas en texte)"),
    ("panel.clear", "Clear", "Effacer"),
    ("panel.diagnose", "Ask", "Demander"),
    ("panel.diagnose.none", "Not asked yet.", "Pas encore demandé."),
    ("standing", "Where the counts come from", "D’où viennent les compteurs"),
    (
        "standing.line",
        "This tab {role}. Source: {source}. Age: {age}.",
        "Cet onglet {role}. Source\u{a0}: {source}. Âge\u{a0}: {age}.",
    ),
    ("standing.role", "This tab", "Cet onglet"),
    ("standing.role.none", "counts nothing yet", "ne compte encore rien"),
    ("standing.role.alone", "has a connection of its own", "a sa propre connexion"),
    ("standing.role.leader", "holds the connection for all tabs", "tient la connexion pour tous les onglets"),
    (
        "standing.role.follower",
        "listens to the tab that holds the connection",
        "écoute l’onglet qui tient la connexion",
    ),
    ("standing.source", "Source", "Source"),
    ("standing.source.none", "nothing yet", "rien pour l’instant"),
    ("standing.source.realtime", "Rocket.Chat’s realtime", "le temps réel de Rocket.Chat"),
    ("standing.source.polling", "asked now and then", "interrogation de temps en temps"),
    (
        "standing.source.lost",
        "what was known before the connection was lost",
        "ce qui était connu avant la perte de la connexion",
    ),
    ("standing.age", "Age", "Âge"),
    ("standing.age.never", "never right so far", "jamais à jour jusqu’ici"),
    ("standing.age.now", "right now", "à l’instant"),
    ("standing.findings", "In the way", "Obstacles"),
    ("standing.finding", "{code}: {remedy}", "{code}\u{a0}: {remedy}"),
    ("standing.findings.none", "nothing", "aucun"),
    ("missing.title", "Page not found", "Page introuvable"),
    ("missing.page", "There is no page at this address:", "Il n’y a pas de page à cette adresse\u{a0}:"),
    ("missing.member", "Nobody in this project goes by this name:", "Personne dans ce projet ne porte ce nom\u{a0}:"),
    ("missing.members", "See all members", "Voir tous les membres"),
    ("missing.home", "Go to the home page", "Aller à l’accueil"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::session::State;

    #[test]
    fn each_key_is_there_once_and_in_both_languages() {
        let keys: BTreeSet<_> = TEXTS.iter().map(|(key, ..)| key).collect();
        assert_eq!(keys.len(), TEXTS.len());
        assert!(TEXTS.iter().all(|(_, english, french)| !english.is_empty() && !french.is_empty()));
        // The project has a French name.
        let same: Vec<_> =
            TEXTS.iter().filter(|(_, english, french)| english == french).map(|(key, ..)| *key).collect();
        assert_eq!(same, ["home.title"]);
    }

    #[test]
    fn a_text_is_told_in_the_language_asked() {
        assert_eq!(text("nav.members", Language::English), Some("Members"));
        assert_eq!(text("nav.members", Language::French), Some("Membres"));
        assert_eq!(text("no.such", Language::French), None);
    }

    #[test]
    fn french_punctuation_keeps_to_its_word() {
        for (key, _, french) in TEXTS {
            assert!([" :", " ;", " ?", " !"].iter().all(|loose| !french.contains(loose)), "{key}");
        }
    }

    #[test]
    fn what_the_scripts_say_is_in_the_pages_that_run_them() {
        let words = include_str!("../../../www/demo/words.html");
        let scripts = [
            include_str!("../../../www/demo/badges.js"),
            include_str!("../../../www/demo/panel.js"),
            include_str!("../../../www/demo/standing.js"),
        ];
        let said = |script: &str| -> Vec<String> {
            let code = script.split_once("from \"/demo/words.js\";");
            let keys = code.into_iter().flat_map(|(_, code)| code.split('"'));
            keys.filter(|key| key.contains('.') && text(key, Language::English).is_some()).map(str::to_owned).collect()
        };
        let keys: Vec<_> = scripts.into_iter().flat_map(said).collect();
        assert!(keys.len() > 12, "{keys:?}");
        let states = [
            State::Idle,
            State::Loading,
            State::Ready,
            State::LoggingIn,
            State::Online,
            State::Degraded,
            State::Failed,
            State::Destroyed,
        ];
        let states = states.map(|state| format!("panel.state.{}", state.word()));
        for key in keys.iter().chain(&states) {
            let (attribute, asked) = (format!(" data-{}=", key.replace('.', "-")), format!("{{{{t.{key}}}}}"));
            assert!(words.lines().any(|line| line.contains(&attribute) && line.contains(&asked)), "{key}");
        }
    }

    #[test]
    fn each_text_is_used() {
        let pages = [
            include_str!("../../../www/demo/layout.html"),
            include_str!("../../../www/demo/home.html"),
            include_str!("../../../www/demo/members.html"),
            include_str!("../../../www/demo/profile.html"),
            include_str!("../../../www/demo/chat.html"),
            include_str!("../../../www/demo/simple.html"),
            include_str!("../../../www/demo/badges.html"),
            include_str!("../../../www/demo/badges-watch.html"),
            include_str!("../../../www/demo/server.html"),
            include_str!("../../../www/demo/missing.html"),
            include_str!("../../../www/demo/words.html"),
            include_str!("inspection.rs"),
            include_str!("page.rs"),
            include_str!("pages.rs"),
        ];
        for (key, ..) in TEXTS {
            let (in_page, in_program) = (format!("{{{{t.{key}}}}}"), format!("\"{key}\""));
            assert!(pages.iter().any(|page| page.contains(&in_page) || page.contains(&in_program)), "{key}");
        }
    }
}
