//! Findings about the bundle and what it tells.

use super::{Finding, Severity, Wording};

/// The frame does not answer the hello.
pub const BUNDLE_MISSING: Finding = Finding {
    code: "bundle-missing",
    severity: Severity::Warning,
    en: Wording {
        cause: "Gantry's custom script does not answer from Rocket.Chat.",
        effect: "A click on a person in the chat opens no profile.",
        remedy: "Put custom-script.js into both custom scripts (logged in and logged out) and reload the page; if it is \
                 there, look whether its origins list this page.",
    },
    fr: Wording {
        cause: "Le script personnalisé de Gantry ne répond pas depuis Rocket.Chat.",
        effect: "Un clic sur une personne dans le chat n'ouvre aucun profil.",
        remedy: "Collez custom-script.js dans les deux scripts personnalisés (connecté et déconnecté) et rechargez la \
                 page ; s'il y est, vérifiez que ses origines contiennent celle de cette page.",
    },
};

/// The frame answers with another stamp than `gantry.json`.
pub const BUNDLE_OTHER: Finding = Finding {
    code: "bundle-other",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat runs another bundle than the one this page was made with.",
        effect: "Clicks and hidden actions may follow an older configuration.",
        remedy: "Run `gantry bundle` and install script, CSS and gantry.json from the same run.",
    },
    fr: Wording {
        cause: "Rocket.Chat exécute un autre paquet que celui de cette page.",
        effect: "Les clics et les actions masquées peuvent suivre une ancienne configuration.",
        remedy: "Lancez `gantry bundle` et installez le script, la CSS et gantry.json d'une même exécution.",
    },
};

/// The bundle answers, but Rocket.Chat's own events do not come.
pub const EVENTS_SILENT: Finding = Finding {
    code: "events-silent",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat is there but tells this page nothing of what happens in it.",
        effect: "Unread counts stay empty and a login can't be confirmed.",
        remedy: "In General > Iframe Integration, enable Send and set Send Target Origin to exactly this page's origin.",
    },
    fr: Wording {
        cause: "Rocket.Chat est présent mais ne dit rien à cette page de ce qui s'y passe.",
        effect: "Les compteurs de non-lus restent vides et une connexion ne peut pas être confirmée.",
        remedy: "Dans Général > Intégration Iframe, activez l'envoi et mettez exactement l'origine de cette page dans \
                 Origine de la cible d'envoi.",
    },
};

/// A person was clicked for whom there is no page.
pub const PERSON_UNKNOWN: Finding = Finding {
    code: "person-unknown",
    severity: Severity::Note,
    en: Wording {
        cause: "Somebody was clicked for whom no profile page is known.",
        effect: "The member is told that there is no profile.",
        remedy: "Add the username or the user id to the people map, or give `resolve` an answer for it.",
    },
    fr: Wording {
        cause: "Un clic a visé une personne dont aucune page de profil n'est connue.",
        effect: "Le membre est averti qu'il n'y a pas de profil.",
        remedy: "Ajoutez le nom d'utilisateur ou l'identifiant à la table des personnes, ou faites répondre `resolve`.",
    },
};
