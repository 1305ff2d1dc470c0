//! Findings about calls that the page itself makes.

use crate::findings::{Finding, Severity, Wording};

/// CORS is off.
pub const CORS_OFF: Finding = Finding {
    code: "cors-off",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat refuses calls from pages of other origins: CORS is off.",
        effect: "The page cannot count unread messages by itself nor look people up.",
        remedy: "In Administration > Workspace > Settings > General > REST API, switch Enable CORS on \
                 (`API_Enable_CORS` = true) and list the project spaces in CORS Origin; `gantry apply` does both.",
    },
    fr: Wording {
        cause: "Rocket.Chat refuse les appels des pages d'autres origines : CORS est désactivé.",
        effect: "La page ne peut ni compter elle-même les non-lus ni chercher des personnes.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > API REST, activez Activer CORS \
                 (`API_Enable_CORS` = true) et listez les espaces projet dans Origine CORS ; `gantry apply` fait les \
                 deux.",
    },
};

/// An origin that CORS does not allow.
pub const CORS_ORIGIN_MISSING: Finding = Finding {
    code: "cors-origin-missing",
    severity: Severity::Warning,
    en: Wording {
        cause: "CORS does not allow calls from a page that docks the chat.",
        effect: "On that page, unread messages are not counted and people are not found.",
        remedy: "In Administration > Workspace > Settings > General > REST API > CORS Origin, list every origin with \
                 commas and without blanks or slashes (`API_CORS_Origin`); `gantry apply` does it.",
    },
    fr: Wording {
        cause: "CORS n'autorise pas les appels d'une page qui affiche le chat.",
        effect: "Dans cette page, les non-lus ne sont pas comptés et les personnes pas trouvées.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > API REST > Origine CORS, listez \
                 chaque origine avec des virgules, sans blanc ni barre oblique (`API_CORS_Origin`) ; `gantry apply` le \
                 fait.",
    },
};

/// 3.x allows one origin only.
pub const CORS_ONE_ORIGIN: Finding = Finding {
    code: "cors-one-origin",
    severity: Severity::Note,
    en: Wording {
        cause: "Rocket.Chat 3.x allows calls from one origin only, and several pages dock the chat.",
        effect: "On the other pages, unread messages come from the frame alone and people are not looked up.",
        remedy: "Upgrade Rocket.Chat to 4 or later, or put the project spaces on one origin.",
    },
    fr: Wording {
        cause: "Rocket.Chat 3.x n'autorise les appels que d'une seule origine, et plusieurs pages affichent le chat.",
        effect: "Dans les autres pages, les non-lus viennent du cadre seul et les personnes ne sont pas cherchées.",
        remedy: "Mettez Rocket.Chat à jour en 4 ou plus, ou placez les espaces projet sur une seule origine.",
    },
};

/// CORS allows every origin.
pub const CORS_ANY: Finding = Finding {
    code: "cors-any",
    severity: Severity::Warning,
    en: Wording {
        cause: "CORS allows calls from every origin (`*`).",
        effect: "Any page on the web may call Rocket.Chat with a token that it got hold of.",
        remedy: "In Administration > Workspace > Settings > General > REST API > CORS Origin, list the project spaces \
                 (`API_CORS_Origin`); `gantry apply` does it.",
    },
    fr: Wording {
        cause: "CORS autorise les appels de toutes les origines (`*`).",
        effect: "N'importe quelle page du web peut appeler Rocket.Chat avec un jeton qu'elle aurait obtenu.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > API REST > Origine CORS, listez les \
                 espaces projet (`API_CORS_Origin`) ; `gantry apply` le fait.",
    },
};

/// A proxy answers preflights.
pub const PREFLIGHT_EATEN: Finding = Finding {
    code: "preflight-eaten",
    severity: Severity::Warning,
    en: Wording {
        cause: "A proxy answers the browser's preflight (OPTIONS) itself, and not as the browser needs it.",
        effect: "Browsers refuse every call of the page: unread messages are not counted, people are not found.",
        remedy: "Let the proxy pass OPTIONS on to Rocket.Chat: with the lines given for nginx or Apache, and without \
                 headers of its own for CORS.",
    },
    fr: Wording {
        cause: "Un proxy répond lui-même à la requête préalable (OPTIONS) du navigateur, et pas comme il faut.",
        effect: "Les navigateurs refusent tous les appels de la page : les non-lus ne sont pas comptés, les personnes \
                 pas trouvées.",
        remedy: "Faites transmettre OPTIONS à Rocket.Chat par le proxy : avec les lignes données pour nginx ou Apache, \
                 et sans en-têtes CORS de son cru.",
    },
};

/// Two allowed origins in one answer.
pub const CORS_TWICE: Finding = Finding {
    code: "cors-twice",
    severity: Severity::Warning,
    en: Wording {
        cause: "Access-Control-Allow-Origin comes twice: from Rocket.Chat and from a proxy.",
        effect: "Browsers refuse an answer with two of them, so every call of the page fails.",
        remedy: "Take the header out at the proxy, with the lines given for nginx or Apache; Rocket.Chat sends its \
                 own.",
    },
    fr: Wording {
        cause: "Access-Control-Allow-Origin vient deux fois : de Rocket.Chat et d'un proxy.",
        effect: "Les navigateurs refusent une réponse qui en a deux ; tous les appels de la page échouent.",
        remedy: "Retirez l'en-tête au proxy, avec les lignes données pour nginx ou Apache ; Rocket.Chat envoie le \
                 sien.",
    },
};

/// Preflight fine, answer without the header.
pub const CORS_STRIPPED: Finding = Finding {
    code: "cors-stripped",
    severity: Severity::Warning,
    en: Wording {
        cause: "The preflight is answered well, but the answers themselves carry no Access-Control-Allow-Origin.",
        effect: "Browsers make the call and then keep its answer from the page.",
        remedy: "Let the proxy pass Rocket.Chat's header on: look for `proxy_hide_header Access-Control-Allow-Origin` \
                 in nginx and `Header unset Access-Control-Allow-Origin` in Apache.",
    },
    fr: Wording {
        cause: "La requête préalable reçoit une bonne réponse, mais les réponses elles-mêmes n'ont pas \
                d'Access-Control-Allow-Origin.",
        effect: "Les navigateurs font l'appel, puis cachent sa réponse à la page.",
        remedy: "Faites passer l'en-tête de Rocket.Chat par le proxy : cherchez `proxy_hide_header \
                 Access-Control-Allow-Origin` dans nginx et `Header unset Access-Control-Allow-Origin` dans Apache.",
    },
};
