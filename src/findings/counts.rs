//! Findings about unread counts.

use super::{Finding, Severity, Wording};

/// 7.x and later load only the opened room's subscription in the embedded layout.
pub const COUNTS_ONE_ROOM: Finding = Finding {
    code: "counts-one-room",
    severity: Severity::Note,
    en: Wording {
        cause: "This Rocket.Chat loads only the opened room in its embedded layout.",
        effect: "Unread counts from the frame are those of the rooms opened in it, not of all rooms.",
        remedy: "Give the page a login (`[login] url`) so that it can count by itself.",
    },
    fr: Wording {
        cause: "Ce Rocket.Chat ne charge que le salon ouvert dans sa présentation intégrée.",
        effect: "Les compteurs venus du cadre sont ceux des salons qui y ont été ouverts, pas de tous les salons.",
        remedy: "Donnez une connexion à la page (`[login] url`) pour qu'elle compte elle-même.",
    },
};

/// `Unread_Count` has its default.
pub const COUNTS_MENTIONS_ONLY: Finding = Finding {
    code: "counts-mentions-only",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat counts only mentions in rooms.",
        effect: "New messages show a dot, or nothing from 7.8 on, instead of a number.",
        remedy: "In General, set Unread Count to all messages.",
    },
    fr: Wording {
        cause: "Rocket.Chat ne compte que les mentions dans les salons.",
        effect: "Les nouveaux messages montrent un point, ou rien à partir de 7.8, au lieu d'un nombre.",
        remedy: "Dans Général, mettez Nombre non lu sur tous les messages.",
    },
};
