//! What `gantry demo` prints when it is ready: where everything is, who there is, and what to try.

use super::Docked;
use crate::protocol::{Origin, Release};
use crate::standin::people;

/// The first release whose tokens of members want the secret of its environment.
const BY_SECRET: Release = Release::new(8, 0);

/// Its lines; the last one says how to end it.
pub(super) fn lines(docked: &Docked, origins: &[Origin], not_set_up: bool) -> Vec<String> {
    let labelled = |what: &str, text: String| format!("{what:<15} {text}");
    let mut lines = Vec::new();
    let mut spaces = origins.iter();
    lines.extend(spaces.next().map(|origin| labelled("Project space", format!("{origin}/"))));
    lines.push(match docked {
        Docked::StandIn { release, server, .. } => labelled("Rocket.Chat", format!("{server}/ (stand-in {release})")),
        Docked::Real { server, .. } => labelled("Rocket.Chat", format!("{server}/")),
    });
    lines.extend(spaces.map(|origin| labelled("Second space", format!("{origin}/"))));
    match docked {
        Docked::StandIn { release, server, .. } => {
            lines.push(labelled("Accounts", accounts(*release)));
            if not_set_up {
                lines.extend(to_try(*release, server.to_string(), origins));
            }
        }
        Docked::Real { .. } => {
            let origins: Vec<_> = origins.iter().map(Origin::as_str).collect();
            lines.push(format!("It must allow {}: `gantry apply` sees to that.", origins.join(" and ")));
        }
    }
    lines.push("Ctrl-C ends it.".to_owned());
    lines
}

/// Who may log in, and with what.
fn accounts(release: Release) -> String {
    let humans = people::PEOPLE.iter().filter(|person| person.role == "user").map(|person| person.username);
    let members = humans.collect::<Vec<_>>().join(", ");
    let password = people::PASSWORD;
    let secret = if release < BY_SECRET { "" } else { " (and so is CREATE_TOKENS_FOR_USERS_SECRET)" };
    format!("admin; members {members}; every password is {password}{secret}")
}

/// The commands that set this very stand-in up.
fn to_try(release: Release, server: String, origins: &[Origin]) -> Vec<String> {
    let origins: String = origins.iter().map(|origin| format!(" --origin {origin}")).collect();
    let secret =
        if release < BY_SECRET { String::new() } else { format!("GANTRY_MEMBER_SECRET={} ", people::PASSWORD) };
    let commands = [
        format!("gantry init --server {server}{origins}"),
        "gantry token create --user admin --token-file token.json".to_owned(),
        "gantry plan --token-file token.json".to_owned(),
        "gantry apply --token-file token.json --dedicated".to_owned(),
        format!("{secret}gantry token for alice --token-file token.json --keep alice.json"),
    ];
    let head =
        "It is not set up: the chat on the page begins to work with `apply`. In another terminal, in an empty folder:";
    std::iter::once(head.to_owned()).chain(commands.into_iter().map(|command| format!("  {command}"))).collect()
}
