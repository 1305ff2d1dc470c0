//! What the release of Rocket.Chat makes of the docked chat. The facts are those of `docs/protocol.md`.

use super::remedies::cause;
use super::view::Remark;
use super::words::pick;
use crate::findings::{COUNTS_ONE_ROOM, STARTUP_MISSING, Severity};
use crate::protocol::Release;
use crate::session::words::Language;

/// What members and administrators see differently.
pub(super) fn remarks(release: Release, hides: bool, language: Language) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut tell = |en, fr| remarks.push(Remark::new(Severity::Note, pick(language, en, fr)));
    if release != Release::new(6, 5) {
        tell(
            "Menu names below are those of 6.5.3; another release may word them otherwise. The ids of settings are the \
             same from 3.18 to 8.8, as far as is known: the administration's search finds a setting by its name.",
            "Les noms de menus ci-dessous sont ceux de 6.5.3 ; une autre version peut les formuler autrement. Les \
             identifiants des paramètres sont les mêmes de 3.18 à 8.8, pour autant qu'on sache : la recherche de \
             l'administration trouve un paramètre par son nom.",
        );
    } else {
        tell("Menu names below are those of 6.5.3.", "Les noms de menus ci-dessous sont ceux de 6.5.3.");
    }
    if release >= Release::new(4, 7) && release <= Release::new(6, 6) {
        tell(
            "Rocket.Chat's own names can't be reached by keyboard in this release; the script makes them so.",
            "Dans cette version, les noms ne sont pas accessibles au clavier dans Rocket.Chat ; le script y remédie.",
        );
    }
    if !hides {
        // Nothing to say of what nobody asked for.
    } else if release < Release::new(6, 6) {
        tell("Actions are hidden by the CSS alone.", "Les actions sont masquées par la CSS seule.");
    } else {
        tell(
            "Actions are hidden by Rocket.Chat's own means, and by the CSS.",
            "Les actions sont masquées par les moyens de Rocket.Chat, et par la CSS.",
        );
    }
    if release >= Release::new(6, 10) {
        tell(
            "The frame loads twice at a member's very first visit.",
            "Le cadre se charge deux fois à la toute première visite d'un membre.",
        );
    }
    if release >= Release::new(7, 0) {
        tell(
            "The permission `view-history` is gone: the role user keeps six, not seven.",
            "L'autorisation `view-history` n'existe plus : le rôle user en garde six, pas sept.",
        );
    }
    let mut find = |finding| remarks.push(Remark::new(Severity::Note, &cause(finding, language)));
    if release >= Release::new(7, 4) {
        find(&COUNTS_ONE_ROOM);
    }
    if release >= Release::new(7, 9) && release < Release::new(8, 0) {
        find(&STARTUP_MISSING);
    }
    remarks
}
