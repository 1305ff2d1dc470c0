//! Findings about custom scripts and custom CSS, as set and as served.

use crate::findings::{Finding, Severity, Wording};

/// Only the logged-in script.
pub const BUNDLE_LOGGED_OUT_MISSING: Finding = Finding {
    code: "bundle-logged-out-missing",
    severity: Severity::Warning,
    en: Wording {
        cause: "Gantry's script is not among the scripts for logged out users.",
        effect: "Before the login the page cannot see that the bundle is there, and waits longer.",
        remedy: "Put custom-script.js also into Administration > Workspace > Settings > Layout > Custom Scripts > \
                 Custom Script for Logged Out Users (`Custom_Script_Logged_Out`), or run `gantry apply`.",
    },
    fr: Wording {
        cause: "Le script de Gantry n'est pas parmi les scripts pour les utilisateurs déconnectés.",
        effect: "Avant la connexion la page ne peut pas voir que le paquet est là, et attend plus longtemps.",
        remedy: "Mettez custom-script.js aussi dans Administration > Espace de travail > Paramètres > Mise en page > \
                 Scripts personnalisés > Script personnalisé pour les utilisateurs déconnectés \
                 (`Custom_Script_Logged_Out`), ou lancez `gantry apply`.",
    },
};

/// Changed by hand between the markers.
pub const BUNDLE_EDITED: Finding = Finding {
    code: "bundle-edited",
    severity: Severity::Warning,
    en: Wording {
        cause: "What stands between Gantry's markers is not what `gantry bundle` makes, although the stamp is the \
                same.",
        effect: "Clicks, counts or looks may differ from what gantry.toml says.",
        remedy: "Change gantry.toml instead, and run `gantry apply`; text of your own belongs before or after the \
                 markers.",
    },
    fr: Wording {
        cause: "Ce qui est entre les marqueurs de Gantry n'est pas ce que fait `gantry bundle`, bien que l'empreinte \
                soit la même.",
        effect: "Clics, compteurs ou apparence peuvent différer de ce que dit gantry.toml.",
        remedy: "Changez plutôt gantry.toml, et lancez `gantry apply` ; votre propre texte va avant ou après les \
                 marqueurs.",
    },
};

/// Two of Gantry's blocks in one setting.
pub const BUNDLE_TWICE: Finding = Finding {
    code: "bundle-twice",
    severity: Severity::Warning,
    en: Wording {
        cause: "Gantry's block stands twice in the same setting.",
        effect: "The first one wins, which may be the older; upgrades reach only one of them.",
        remedy: "Delete all but one block, from its gantry:begin to its gantry:end, then run `gantry apply`.",
    },
    fr: Wording {
        cause: "Le bloc de Gantry est deux fois dans le même paramètre.",
        effect: "Le premier l'emporte, qui peut être l'ancien ; les mises à jour n'en atteignent qu'un.",
        remedy: "Supprimez tous les blocs sauf un, de gantry:begin à gantry:end, puis lancez `gantry apply`.",
    },
};

/// A marker without its partner.
pub const BUNDLE_BROKEN: Finding = Finding {
    code: "bundle-broken",
    severity: Severity::Error,
    en: Wording {
        cause: "One of Gantry's two markers is missing or stands in the wrong place.",
        effect: "The script may be cut, and `gantry apply` cannot tell its own text from yours.",
        remedy: "Delete what is left of the block, keep your own text, and run `gantry apply`.",
    },
    fr: Wording {
        cause: "L'un des deux marqueurs de Gantry manque ou est mal placé.",
        effect: "Le script peut être coupé, et `gantry apply` ne distingue plus son texte du vôtre.",
        remedy: "Supprimez ce qui reste du bloc, gardez votre texte, et lancez `gantry apply`.",
    },
};

/// No CSS of Gantry's.
pub const STYLE_MISSING: Finding = Finding {
    code: "style-missing",
    severity: Severity::Warning,
    en: Wording {
        cause: "Gantry's style sheet is not in the custom CSS.",
        effect: "Avatars and hidden actions do not look as gantry.toml asks.",
        remedy: "Put custom.css into Administration > Workspace > Settings > Layout > Custom CSS (`theme-custom-css`), \
                 or run `gantry apply`.",
    },
    fr: Wording {
        cause: "La feuille de style de Gantry n'est pas dans la CSS personnalisée.",
        effect: "Avatars et actions masquées n'ont pas l'apparence que demande gantry.toml.",
        remedy: "Mettez custom.css dans Administration > Espace de travail > Paramètres > Mise en page > CSS \
                 personnalisé (`theme-custom-css`), ou lancez `gantry apply`.",
    },
};

/// A custom script that no browser can read.
pub const SCRIPT_SYNTAX: Finding = Finding {
    code: "script-syntax",
    severity: Severity::Error,
    en: Wording {
        cause: "One of the three custom scripts is no valid JavaScript, and Rocket.Chat serves all three in one file.",
        effect: "None of them runs: a click on a person opens no profile, and the page never hears the bundle.",
        remedy: "Mend or empty the script that is named, in Administration > Workspace > Settings > Layout > Custom \
                 Scripts.",
    },
    fr: Wording {
        cause: "L'un des trois scripts personnalisés n'est pas du JavaScript valable, et Rocket.Chat sert les trois \
                dans un seul fichier.",
        effect: "Aucun ne s'exécute : un clic sur une personne n'ouvre aucun profil, et la page n'entend jamais le \
                 paquet.",
        remedy: "Corrigez ou videz le script nommé, dans Administration > Espace de travail > Paramètres > Mise en \
                 page > Scripts personnalisés.",
    },
};

/// CSS before ours that does not end.
pub const STYLE_SYNTAX: Finding = Finding {
    code: "style-syntax",
    severity: Severity::Warning,
    en: Wording {
        cause: "The custom CSS before Gantry's block has a brace, a comment or a text that does not end.",
        effect: "Gantry's rules after it are swallowed: avatars and hidden actions do not look as gantry.toml asks.",
        remedy: "Mend the CSS before gantry:begin, in Administration > Workspace > Settings > Layout > Custom CSS \
                 (`theme-custom-css`).",
    },
    fr: Wording {
        cause: "La CSS personnalisée avant le bloc de Gantry a une accolade, un commentaire ou un texte qui ne finit \
                pas.",
        effect: "Les règles de Gantry qui suivent sont avalées : avatars et actions masquées n'ont pas l'apparence que \
                 demande gantry.toml.",
        remedy: "Corrigez la CSS avant gantry:begin, dans Administration > Espace de travail > Paramètres > Mise en \
                 page > CSS personnalisé (`theme-custom-css`).",
    },
};

/// The served file ends too early.
pub const SCRIPT_CUT: Finding = Finding {
    code: "script-cut",
    severity: Severity::Error,
    en: Wording {
        cause: "The file with the custom scripts is served without its end: Rocket.Chat counts characters where HTTP \
                wants bytes, so each letter outside ASCII costs a byte.",
        effect: "No custom script runs: a click on a person opens no profile.",
        remedy: "Take accents and other letters outside ASCII out of your own scripts (write \\u00e9 for an e with an \
                 accent), and let the proxy pass Accept-Encoding on to Rocket.Chat.",
    },
    fr: Wording {
        cause: "Le fichier des scripts personnalisés est servi sans sa fin : Rocket.Chat compte des caractères là où \
                HTTP veut des octets, et chaque lettre hors ASCII coûte un octet.",
        effect: "Aucun script personnalisé ne s'exécute : un clic sur une personne n'ouvre aucun profil.",
        remedy: "Retirez accents et autres lettres hors ASCII de vos propres scripts (écrivez \\u00e9 pour un e \
                 accentué), et faites transmettre Accept-Encoding à Rocket.Chat par le proxy.",
    },
};

/// Letters outside ASCII in script or CSS.
pub const SCRIPT_NOT_ASCII: Finding = Finding {
    code: "script-not-ascii",
    severity: Severity::Warning,
    en: Wording {
        cause: "A custom script or the custom CSS has letters outside ASCII.",
        effect: "Browsers or proxies that ask for it without compression get it without its end, and then no custom \
                 script runs.",
        remedy: "Take accents and other letters outside ASCII out of it (write \\u00e9 in a script, \\e9 in CSS, for \
                 an e with an accent).",
    },
    fr: Wording {
        cause: "Un script personnalisé ou la CSS personnalisée a des lettres hors ASCII.",
        effect: "Les navigateurs ou proxys qui le demandent sans compression le reçoivent sans sa fin, et aucun script \
                 personnalisé ne s'exécute alors.",
        remedy: "Retirez-en accents et autres lettres hors ASCII (écrivez \\u00e9 dans un script, \\e9 en CSS, pour un \
                 e accentué).",
    },
};

/// The served file is not what is set.
pub const SCRIPT_NOT_SERVED: Finding = Finding {
    code: "script-not-served",
    severity: Severity::Warning,
    en: Wording {
        cause: "The file with the custom scripts that is served is not what the settings say.",
        effect: "Members go on with an older script: clicks and hidden actions follow an older configuration.",
        remedy: "Empty the cache of the proxy or of the CDN for Rocket.Chat's pages and scripts, and let it keep no \
                 HTML page.",
    },
    fr: Wording {
        cause: "Le fichier des scripts personnalisés qui est servi n'est pas ce que disent les paramètres.",
        effect: "Les membres restent avec un ancien script : clics et actions masquées suivent une ancienne \
                 configuration.",
        remedy: "Videz le cache du proxy ou du CDN pour les pages et scripts de Rocket.Chat, et ne lui laissez garder \
                 aucune page HTML.",
    },
};

/// The manual's old script beside ours.
pub const MANUAL_SCRIPT: Finding = Finding {
    code: "manual-script",
    severity: Severity::Warning,
    en: Wording {
        cause: "The script of the Ametys manual stands beside Gantry's.",
        effect: "On older versions a click on a person opens its profile twice; on newer ones the old script does \
                 nothing.",
        remedy: "Delete the lines from `document.addEventListener('click'` to their end in Administration > Workspace \
                 > Settings > Layout > Custom Scripts; Gantry's script does all they did.",
    },
    fr: Wording {
        cause: "Le script du manuel Ametys est à côté de celui de Gantry.",
        effect: "Sur d'anciennes versions un clic sur une personne ouvre son profil deux fois ; sur de plus récentes \
                 l'ancien script ne fait rien.",
        remedy: "Supprimez les lignes à partir de `document.addEventListener('click'` jusqu'à leur fin dans \
                 Administration > Espace de travail > Paramètres > Mise en page > Scripts personnalisés ; le script de \
                 Gantry fait tout cela.",
    },
};
