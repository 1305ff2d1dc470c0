//! Findings about what frame and page tell each other, and about values that are not what they look like.

use crate::findings::{Finding, Severity, Wording};

/// The frame may not send.
pub const SEND_DISABLED: Finding = Finding {
    code: "send-disabled",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat does not tell the page what happens in it: sending is off.",
        effect: "Unread counts from the frame stay empty, and a login is never confirmed.",
        remedy: "In Administration > Workspace > Settings > General > Iframe Integration, switch Enable Send on \
                 (`Iframe_Integration_send_enable` = true); `gantry apply` does it.",
    },
    fr: Wording {
        cause: "Rocket.Chat ne dit pas à la page ce qui s'y passe : l'envoi est désactivé.",
        effect: "Les compteurs venus du cadre restent vides, et une connexion n'est jamais confirmée.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > Intégration Iframe, activez Activer \
                 l'envoi (`Iframe_Integration_send_enable` = true) ; `gantry apply` le fait.",
    },
};

/// The frame tells every page.
pub const SEND_TARGET_ANY: Finding = Finding {
    code: "send-target-any",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat tells whatever page frames it what happens in it (`*`).",
        effect: "A page of a stranger that frames the chat reads messages and names of who is logged in there.",
        remedy: "In Administration > Workspace > Settings > General > Iframe Integration > Send Target Origin, write \
                 the first of `origins` (`Iframe_Integration_send_target_origin`); the script tells the others.",
    },
    fr: Wording {
        cause: "Rocket.Chat dit à toute page qui l'encadre ce qui s'y passe (`*`).",
        effect: "La page d'un inconnu qui encadre le chat lit les messages et les noms de qui y est connecté.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > Intégration Iframe > Origine de la \
                 cible d'envoi, écrivez la première de `origins` (`Iframe_Integration_send_target_origin`) ; le script \
                 informe les autres.",
    },
};

/// A list where one origin belongs.
pub const SEND_TARGET_LIST: Finding = Finding {
    code: "send-target-list",
    severity: Severity::Error,
    en: Wording {
        cause: "The origin that Rocket.Chat sends to is a list, and it takes one origin only.",
        effect: "No page is told anything: unread counts from the frame stay empty.",
        remedy: "In Administration > Workspace > Settings > General > Iframe Integration > Send Target Origin, write \
                 only the first of `origins` (`Iframe_Integration_send_target_origin`); the script tells the others.",
    },
    fr: Wording {
        cause: "L'origine à laquelle Rocket.Chat envoie est une liste, et il n'en prend qu'une.",
        effect: "Aucune page n'apprend rien : les compteurs venus du cadre restent vides.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > Intégration Iframe > Origine de la \
                 cible d'envoi, n'écrivez que la première de `origins` (`Iframe_Integration_send_target_origin`) ; le \
                 script informe les autres.",
    },
};

/// Another origin is told.
pub const SEND_TARGET_OTHER: Finding = Finding {
    code: "send-target-other",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat sends to another origin than the first of `origins`.",
        effect: "That page is told nothing: its unread counts from the frame stay empty.",
        remedy: "In Administration > Workspace > Settings > General > Iframe Integration > Send Target Origin, write \
                 the first of `origins` (`Iframe_Integration_send_target_origin`); `gantry apply` does it.",
    },
    fr: Wording {
        cause: "Rocket.Chat envoie à une autre origine que la première de `origins`.",
        effect: "Cette page n'apprend rien : ses compteurs venus du cadre restent vides.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > Intégration Iframe > Origine de la \
                 cible d'envoi, écrivez la première de `origins` (`Iframe_Integration_send_target_origin`) ; `gantry \
                 apply` le fait.",
    },
};

/// The frame may not hear.
pub const RECEIVE_DISABLED: Finding = Finding {
    code: "receive-disabled",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat does not hear the page: receiving is off.",
        effect: "Members are not logged in, and the page cannot change rooms.",
        remedy: "In Administration > Workspace > Settings > General > Iframe Integration, switch Enable Receive on \
                 (`Iframe_Integration_receive_enable` = true); `gantry apply` does it.",
    },
    fr: Wording {
        cause: "Rocket.Chat n'entend pas la page : la réception est désactivée.",
        effect: "Les membres ne sont pas connectés, et la page ne peut pas changer de salon.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > Intégration Iframe, activez Activer \
                 la réception (`Iframe_Integration_receive_enable` = true) ; `gantry apply` le fait.",
    },
};

/// The frame hears every page.
pub const RECEIVE_ANY: Finding = Finding {
    code: "receive-any",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat takes commands from whatever page frames it (`*`).",
        effect: "A page of a stranger may log members out or in as somebody else.",
        remedy: "In Administration > Workspace > Settings > General > Iframe Integration > Receive Origins, list the \
                 project spaces (`Iframe_Integration_receive_origin`); `gantry apply` does it.",
    },
    fr: Wording {
        cause: "Rocket.Chat prend des ordres de toute page qui l'encadre (`*`).",
        effect: "La page d'un inconnu peut déconnecter des membres ou les connecter sous un autre nom.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > Intégration Iframe > Origines des \
                 réceptions, listez les espaces projet (`Iframe_Integration_receive_origin`) ; `gantry apply` le fait.",
    },
};

/// An origin that is not heard.
pub const RECEIVE_ORIGIN_MISSING: Finding = Finding {
    code: "receive-origin-missing",
    severity: Severity::Error,
    en: Wording {
        cause: "A page that docks the chat is not among the origins that Rocket.Chat hears.",
        effect: "On that page members are not logged in, without an error that anybody sees.",
        remedy: "In Administration > Workspace > Settings > General > Iframe Integration > Receive Origins, add it \
                 with a comma and no blank (`Iframe_Integration_receive_origin`); `gantry apply` does it.",
    },
    fr: Wording {
        cause: "Une page qui affiche le chat n'est pas parmi les origines que Rocket.Chat entend.",
        effect: "Dans cette page les membres ne sont pas connectés, sans erreur visible.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > Intégration Iframe > Origines des \
                 réceptions, ajoutez-la avec une virgule et sans blanc (`Iframe_Integration_receive_origin`) ; `gantry \
                 apply` le fait.",
    },
};

/// A blank in the list.
pub const RECEIVE_ORIGIN_BLANK: Finding = Finding {
    code: "receive-origin-blank",
    severity: Severity::Error,
    en: Wording {
        cause: "There is a blank in the list of origins that Rocket.Chat hears, and it compares letter by letter.",
        effect: "The page beside the blank is not heard: members are not logged in there.",
        remedy: "In Administration > Workspace > Settings > General > Iframe Integration > Receive Origins, take every \
                 blank out (`Iframe_Integration_receive_origin`); `gantry apply` does it.",
    },
    fr: Wording {
        cause: "Il y a un blanc dans la liste des origines que Rocket.Chat entend, et il compare lettre par lettre.",
        effect: "La page à côté du blanc n'est pas entendue : les membres n'y sont pas connectés.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > Intégration Iframe > Origines des \
                 réceptions, retirez tous les blancs (`Iframe_Integration_receive_origin`) ; `gantry apply` le fait.",
    },
};

/// Not as browsers write it.
pub const RECEIVE_ORIGIN_WRITTEN: Finding = Finding {
    code: "receive-origin-written",
    severity: Severity::Error,
    en: Wording {
        cause: "An origin that Rocket.Chat hears is not written as browsers write it: it has a slash or a path at its \
                end, capital letters, or the port that goes without saying.",
        effect: "The page is not heard: members are not logged in there.",
        remedy: "In Administration > Workspace > Settings > General > Iframe Integration > Receive Origins, write \
                 https://host in small letters and nothing after it (`Iframe_Integration_receive_origin`); `gantry \
                 apply` does it.",
    },
    fr: Wording {
        cause: "Une origine que Rocket.Chat entend n'est pas écrite comme les navigateurs l'écrivent : elle finit par \
                une barre ou un chemin, a des majuscules, ou le port qui va de soi.",
        effect: "La page n'est pas entendue : les membres n'y sont pas connectés.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > Intégration Iframe > Origines des \
                 réceptions, écrivez https://hôte en minuscules et rien après (`Iframe_Integration_receive_origin`) ; \
                 `gantry apply` le fait.",
    },
};

/// A text where a switch belongs.
pub const SETTING_TYPE: Finding = Finding {
    code: "setting-type",
    severity: Severity::Warning,
    en: Wording {
        cause: "A switch among the settings holds a text. Rocket.Chat stores whatever it is given, and takes even the \
                text \"false\" for on.",
        effect: "The setting does not do what the administration seems to show.",
        remedy: "Flip the switch in Rocket.Chat's administration and flip it back, or run `gantry apply`.",
    },
    fr: Wording {
        cause: "Un interrupteur des paramètres contient un texte. Rocket.Chat garde ce qu'on lui donne, et prend même \
                le texte « false » pour actif.",
        effect: "Le paramètre ne fait pas ce que l'administration semble montrer.",
        remedy: "Basculez l'interrupteur dans l'administration de Rocket.Chat puis rebasculez-le, ou lancez `gantry \
                 apply`.",
    },
};

/// The environment sets another value.
pub const SETTING_PINNED: Finding = Finding {
    code: "setting-pinned",
    severity: Severity::Warning,
    en: Wording {
        cause: "The server's environment sets this setting to another value at each start.",
        effect: "What is changed in the administration or by `gantry apply` lasts until the next restart.",
        remedy: "Change OVERWRITE_SETTING_ followed by the setting's id where the server is started (compose file, \
                 unit file), then restart; `gantry bundle` writes the right lines in overrides.env.",
    },
    fr: Wording {
        cause: "L'environnement du serveur donne une autre valeur à ce paramètre à chaque démarrage.",
        effect: "Ce que changent l'administration ou `gantry apply` tient jusqu'au prochain redémarrage.",
        remedy: "Changez OVERWRITE_SETTING_ suivi de l'identifiant du paramètre là où le serveur est lancé (fichier \
                 compose, unité), puis redémarrez ; `gantry bundle` écrit les bonnes lignes dans overrides.env.",
    },
};

/// Direct messages count mentions only.
pub const COUNTS_DIRECT: Finding = Finding {
    code: "counts-direct",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat counts only mentions in direct messages.",
        effect: "A direct message shows no number to who gets it.",
        remedy: "In Administration > Workspace > Settings > General > Unread Count for Direct Messages, choose all \
                 messages (`Unread_Count_DM` = all_messages); `gantry apply` does it.",
    },
    fr: Wording {
        cause: "Rocket.Chat ne compte que les mentions dans les messages directs.",
        effect: "Un message direct ne montre aucun nombre à qui le reçoit.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > Nombre de messages non lus pour les \
                 messages directs, choisissez tous les messages (`Unread_Count_DM` = all_messages) ; `gantry apply` le \
                 fait.",
    },
};
