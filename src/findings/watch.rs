//! Findings about counting without a frame.

use super::{Finding, Severity, Wording};

/// Rocket.Chat has refused two of the login's tokens in a row.
pub const RESUME_REFUSED: Finding = Finding {
    code: "resume-refused",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat refused the token of the page's login, and the next one too.",
        effect: "Unread messages are not counted on this page.",
        remedy: "See that the login gives a token that is still valid, with the user id that it belongs to.",
    },
    fr: Wording {
        cause: "Rocket.Chat a refusé le jeton de la connexion de la page, puis aussi le suivant.",
        effect: "Les non-lus ne sont pas comptés dans cette page.",
        remedy: "Vérifiez que la connexion donne un jeton encore valable, avec l'identifiant auquel il appartient.",
    },
};

/// The page's policy does not list the server.
pub const CONNECT_SRC_MISSING: Finding = Finding {
    code: "connect-src-missing",
    severity: Severity::Error,
    en: Wording {
        cause: "The page's own Content-Security-Policy forbids it to speak to Rocket.Chat.",
        effect: "Unread messages come from the frame alone, late, or not at all.",
        remedy: "List Rocket.Chat's address in the page's connect-src twice: once with https:// and once with wss://.",
    },
    fr: Wording {
        cause: "La Content-Security-Policy de la page lui interdit de parler à Rocket.Chat.",
        effect: "Les non-lus viennent du cadre seul, en retard ou pas du tout.",
        remedy: "Inscrivez l'adresse de Rocket.Chat deux fois dans le connect-src de la page : en https:// et en wss://.",
    },
};

/// The browser keeps the answer of the server from the page.
pub const CORS_MISSING: Finding = Finding {
    code: "cors-missing",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat's answers are kept from this page: CORS is off there, or does not list this page's origin.",
        effect: "The counts are asked for over the realtime connection, and not at all where that is blocked.",
        remedy: "In Administration > Workspace > Settings > General > REST API, switch Enable CORS on \
                 (`API_Enable_CORS` = true) and list the project spaces in CORS Origin (`API_CORS_Origin`); `gantry \
                 apply` does both, and `gantry doctor` says which it is.",
    },
    fr: Wording {
        cause: "Les réponses de Rocket.Chat sont cachées à cette page : CORS y est désactivé, ou ne liste pas l'origine \
                de cette page.",
        effect: "Les compteurs sont demandés par la connexion temps réel, et pas du tout là où elle est bloquée.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > API REST, activez Activer CORS \
                 (`API_Enable_CORS` = true) et listez les espaces projet dans Origine CORS (`API_CORS_Origin`) ; \
                 `gantry apply` fait les deux, et `gantry doctor` dit ce qu'il en est.",
    },
};
