//! Findings about framing, sites and files.

use crate::findings::{Finding, Severity, Wording};

/// Rocket.Chat's own X-Frame-Options.
pub const FRAMING_RESTRICTED: Finding = Finding {
    code: "framing-restricted",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat forbids every page of another origin to show it in a frame, as it does by default.",
        effect: "The chat stays blank on the pages that dock it.",
        remedy: "In Administration > Workspace > Settings > General, switch Restrict access inside any Iframe off \
                 (`Iframe_Restrict_Access` = false); `gantry apply` does it. Then say at the proxy which pages may \
                 show the chat, with the lines given for nginx or Apache.",
    },
    fr: Wording {
        cause: "Rocket.Chat interdit à toute page d'une autre origine de l'encadrer, comme il le fait par défaut.",
        effect: "Le chat reste vide dans les pages qui l'affichent.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général, désactivez Restreindre l'accès à \
                 l'intérieur de n'importe quel Iframe (`Iframe_Restrict_Access` = false) ; `gantry apply` le fait. \
                 Dites ensuite au proxy quelles pages peuvent montrer le chat, avec les lignes données pour nginx ou \
                 Apache.",
    },
};

/// X-Frame-Options of a proxy.
pub const FRAMING_PROXY: Finding = Finding {
    code: "framing-proxy",
    severity: Severity::Error,
    en: Wording {
        cause: "A proxy adds X-Frame-Options, although Rocket.Chat's own restriction is off.",
        effect: "The chat stays blank on the pages that dock it.",
        remedy: "Take the header out at the proxy, with the lines given for nginx or Apache, and say there which pages \
                 may show the chat.",
    },
    fr: Wording {
        cause: "Un proxy ajoute X-Frame-Options, bien que la restriction de Rocket.Chat soit désactivée.",
        effect: "Le chat reste vide dans les pages qui l'affichent.",
        remedy: "Retirez l'en-tête au proxy, avec les lignes données pour nginx ou Apache, et dites-y quelles pages \
                 peuvent montrer le chat.",
    },
};

/// X-Frame-Options twice.
pub const FRAMING_TWICE: Finding = Finding {
    code: "framing-twice",
    severity: Severity::Error,
    en: Wording {
        cause: "X-Frame-Options is sent twice: by Rocket.Chat and by a proxy before it.",
        effect: "The chat stays blank, and goes on doing so when only one of both is mended.",
        remedy: "In Administration > Workspace > Settings > General, switch Restrict access inside any Iframe off \
                 (`Iframe_Restrict_Access` = false), and take the header out at the proxy too, with the lines given \
                 for nginx or Apache.",
    },
    fr: Wording {
        cause: "X-Frame-Options est envoyé deux fois : par Rocket.Chat et par un proxy devant lui.",
        effect: "Le chat reste vide, et le reste si un seul des deux est corrigé.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général, désactivez Restreindre l'accès à \
                 l'intérieur de n'importe quel Iframe (`Iframe_Restrict_Access` = false), et retirez aussi l'en-tête \
                 au proxy, avec les lignes données pour nginx ou Apache.",
    },
};

/// frame-ancestors leaves a page out.
pub const FRAMING_ANCESTORS: Finding = Finding {
    code: "framing-ancestors",
    severity: Severity::Error,
    en: Wording {
        cause: "The Content-Security-Policy of the chat leaves out a page that docks it.",
        effect: "The chat stays blank on that page.",
        remedy: "List every project space in frame-ancestors at the proxy, with the lines given for nginx or Apache.",
    },
    fr: Wording {
        cause: "La Content-Security-Policy du chat oublie une page qui l'affiche.",
        effect: "Le chat reste vide dans cette page.",
        remedy: "Listez tous les espaces projet dans frame-ancestors au proxy, avec les lignes données pour nginx ou \
                 Apache.",
    },
};

/// Page and chat are on different sites.
pub const OTHER_SITE: Finding = Finding {
    code: "other-site",
    severity: Severity::Warning,
    en: Wording {
        cause: "The chat is on another site than the page: their domains or their schemes differ.",
        effect: "Browsers keep cookies and storage of the chat apart: a login there does not count here, and browsers \
                 that refuse such storage do not start the chat.",
        remedy: "Give Rocket.Chat a sub-domain of the page's own site (chat.example.org beside projects.example.org), \
                 both on https.",
    },
    fr: Wording {
        cause: "Le chat est sur un autre site que la page : leurs domaines ou leurs protocoles diffèrent.",
        effect: "Les navigateurs séparent cookies et stockage du chat : une connexion là-bas ne vaut pas ici, et ceux \
                 qui refusent ce stockage ne démarrent pas le chat.",
        remedy: "Donnez à Rocket.Chat un sous-domaine du site de la page (chat.example.org à côté de \
                 projects.example.org), les deux en https.",
    },
};

/// Protected files on another site.
pub const FILES_OTHER_SITE: Finding = Finding {
    code: "files-other-site",
    severity: Severity::Warning,
    en: Wording {
        cause: "Uploaded files are protected by a cookie, and the chat is on another site than the page.",
        effect: "Images and files stay empty in the docked chat, and a login there is kept apart from the one in a \
                 tab.",
        remedy: "Give Rocket.Chat a sub-domain of the page's own site, both on https. Only if that cannot be: in \
                 Administration > Workspace > Settings > File Upload, switch Protect Uploaded Files off \
                 (`FileUpload_ProtectFiles` = false), which opens every file to who knows its address.",
    },
    fr: Wording {
        cause: "Les fichiers envoyés sont protégés par un cookie, et le chat est sur un autre site que la page.",
        effect: "Images et fichiers restent vides dans le chat affiché, et une connexion y est séparée de celle d'un \
                 onglet.",
        remedy: "Donnez à Rocket.Chat un sous-domaine du site de la page, les deux en https. Si c'est impossible \
                 seulement : dans Administration > Espace de travail > Paramètres > Chargement de fichier, désactivez \
                 Protéger les fichiers chargés (`FileUpload_ProtectFiles` = false), ce qui ouvre chaque fichier à qui \
                 connaît son adresse.",
    },
};

/// Files are public without need.
pub const FILES_PUBLIC: Finding = Finding {
    code: "files-public",
    severity: Severity::Warning,
    en: Wording {
        cause: "Uploaded files are not protected, although page and chat are on the same site.",
        effect: "Everybody who knows the address of a file can read it without a login.",
        remedy: "In Administration > Workspace > Settings > File Upload, switch Protect Uploaded Files on \
                 (`FileUpload_ProtectFiles` = true).",
    },
    fr: Wording {
        cause: "Les fichiers envoyés ne sont pas protégés, bien que la page et le chat soient sur le même site.",
        effect: "Qui connaît l'adresse d'un fichier peut le lire sans connexion.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Chargement de fichier, activez Protéger les \
                 fichiers chargés (`FileUpload_ProtectFiles` = true).",
    },
};
