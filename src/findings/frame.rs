//! Findings about the frame: whether Rocket.Chat can be shown and heard at all.

use super::{Finding, Severity, Wording};

/// Nothing was ever heard from the frame.
pub const FRAME_SILENT: Finding = Finding {
    code: "frame-silent",
    severity: Severity::Error,
    en: Wording {
        cause: "Nothing was heard from the frame: it may not be Rocket.Chat, or it may not allow being framed.",
        effect: "The chat stays blank, or can't be used from this page.",
        remedy: "Open `server` in a tab of its own; then switch off General > Restrict access inside any Iframe and \
                 enable Send in Iframe Integration.",
    },
    fr: Wording {
        cause: "Rien n'est venu du cadre : ce n'est peut-être pas Rocket.Chat, ou il interdit d'être encadré.",
        effect: "Le chat reste vide, ou cette page ne peut pas s'en servir.",
        remedy: "Ouvrez `server` dans un onglet ; désactivez ensuite Général > Restreindre l'accès à l'intérieur de \
                 n'importe quel Iframe et activez l'envoi dans Intégration Iframe.",
    },
};

/// `X-Frame-Options` or `frame-ancestors` forbids this page.
pub const FRAMING_BLOCKED: Finding = Finding {
    code: "framing-blocked",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat, or a proxy before it, forbids this page to show it in a frame.",
        effect: "The chat stays blank.",
        remedy: "Set Iframe_Restrict_Access to false, and let the proxy send Content-Security-Policy: frame-ancestors \
                 with this page's origin.",
    },
    fr: Wording {
        cause: "Rocket.Chat, ou un proxy devant lui, interdit à cette page de l'encadrer.",
        effect: "Le chat reste vide.",
        remedy: "Mettez Iframe_Restrict_Access à false, et faites envoyer par le proxy Content-Security-Policy: \
                 frame-ancestors avec l'origine de cette page.",
    },
};

/// A page on https, a chat on http.
pub const MIXED_CONTENT: Finding = Finding {
    code: "mixed-content",
    severity: Severity::Error,
    en: Wording {
        cause: "The page is on https and Rocket.Chat on http.",
        effect: "Browsers refuse to load the chat.",
        remedy: "Put Rocket.Chat on https and write its https address in `server`.",
    },
    fr: Wording {
        cause: "La page est en https et Rocket.Chat en http.",
        effect: "Les navigateurs refusent de charger le chat.",
        remedy: "Passez Rocket.Chat en https et écrivez son adresse https dans `server`.",
    },
};

/// The page's origin is none of the configured ones.
pub const ORIGIN_NOT_LISTED: Finding = Finding {
    code: "origin-not-listed",
    severity: Severity::Error,
    en: Wording {
        cause: "This page's origin is not in the `origins` of gantry.toml.",
        effect: "Gantry's script in Rocket.Chat tells this page nothing and does not answer it.",
        remedy: "Add the origin to `origins`, run `gantry bundle` and install the result.",
    },
    fr: Wording {
        cause: "L'origine de cette page n'est pas dans `origins` de gantry.toml.",
        effect: "Le script de Gantry dans Rocket.Chat ne dit rien à cette page et ne lui répond pas.",
        remedy: "Ajoutez l'origine à `origins`, lancez `gantry bundle` et installez le résultat.",
    },
};

/// The browser keeps storage from frames of another site.
pub const THIRD_PARTY_STORAGE: Finding = Finding {
    code: "third-party-storage",
    severity: Severity::Error,
    en: Wording {
        cause: "This browser keeps cookies and storage from a chat of another site.",
        effect: "Rocket.Chat does not start, or images and files stay empty.",
        remedy: "Give Rocket.Chat a sub-domain of the page's own site, both on https.",
    },
    fr: Wording {
        cause: "Ce navigateur refuse cookies et stockage à un chat d'un autre site.",
        effect: "Rocket.Chat ne démarre pas, ou les images et fichiers restent vides.",
        remedy: "Donnez à Rocket.Chat un sous-domaine du site de la page, les deux en https.",
    },
};

/// 7.9 until the end of 2025 do not post `startup`.
pub const STARTUP_MISSING: Finding = Finding {
    code: "startup-missing",
    severity: Severity::Note,
    en: Wording {
        cause: "This Rocket.Chat does not say when it has started, as 7.9 and some releases after it.",
        effect: "Getting ready may take some seconds more.",
        remedy: "Nothing to do: other signs are used; a newer release says it again.",
    },
    fr: Wording {
        cause: "Ce Rocket.Chat ne dit pas quand il a démarré, comme 7.9 et quelques versions suivantes.",
        effect: "La mise en route peut durer quelques secondes de plus.",
        remedy: "Rien à faire : d'autres signes servent ; une version plus récente le dit de nouveau.",
    },
};

/// Older than 3.18.
pub const RELEASE_OLDER: Finding = Finding {
    code: "release-older",
    severity: Severity::Error,
    en: Wording {
        cause: "This Rocket.Chat is older than 3.18.",
        effect: "Its custom scripts and unread counts work in ways that Gantry does not know.",
        remedy: "Upgrade Rocket.Chat to 3.18 or later, better to a release that is still maintained.",
    },
    fr: Wording {
        cause: "Ce Rocket.Chat est plus ancien que 3.18.",
        effect: "Ses scripts personnalisés et ses compteurs fonctionnent d'une façon que Gantry ne connaît pas.",
        remedy: "Mettez Rocket.Chat à jour en 3.18 ou plus, de préférence une version encore maintenue.",
    },
};

/// Newer than 8.8.
pub const RELEASE_NEWER: Finding = Finding {
    code: "release-newer",
    severity: Severity::Warning,
    en: Wording {
        cause: "This Rocket.Chat is newer than 8.8, the newest that Gantry knows.",
        effect: "It is treated as 8.8; clicks on people and hidden actions may fail.",
        remedy: "Look for a newer Gantry, and click a name, an avatar and a mention once to see.",
    },
    fr: Wording {
        cause: "Ce Rocket.Chat est plus récent que 8.8, la dernière version que Gantry connaît.",
        effect: "Il est traité comme 8.8 ; les clics sur les personnes et les actions masquées peuvent échouer.",
        remedy: "Cherchez un Gantry plus récent, et cliquez une fois un nom, un avatar et une mention pour voir.",
    },
};
