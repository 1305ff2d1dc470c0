//! Findings about logging in.

use super::{Finding, Severity, Wording};

/// The token was sent and nothing showed that it was taken.
pub const LOGIN_TIMEOUT: Finding = Finding {
    code: "login-timeout",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat got the login token several times and gave no sign of a login.",
        effect: "The chat shows its own login form.",
        remedy: "In General > Iframe Integration, enable Receive and list exactly this page's origin; then look whether \
                 the token is still valid.",
    },
    fr: Wording {
        cause: "Rocket.Chat a reçu plusieurs fois le jeton de connexion sans signe de connexion.",
        effect: "Le chat montre son propre formulaire de connexion.",
        remedy: "Dans Général > Intégration Iframe, activez la réception et listez exactement l'origine de cette page ; \
                 vérifiez ensuite que le jeton est encore valable.",
    },
};

/// Rocket.Chat answered the token with an error.
pub const LOGIN_REFUSED: Finding = Finding {
    code: "login-refused",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat refuses the login token that the project space gave.",
        effect: "The chat shows its own login form.",
        remedy: "Reload the page for a new token; if it is refused again, look whether the login address gives tokens of \
                 this server, and of an account that is active there.",
    },
    fr: Wording {
        cause: "Rocket.Chat refuse le jeton de connexion donné par l'espace projet.",
        effect: "Le chat montre son propre formulaire de connexion.",
        remedy: "Rechargez la page pour un nouveau jeton ; s'il est encore refusé, vérifiez que l'adresse de connexion donne \
                 des jetons de ce serveur, et d'un compte qui y est actif.",
    },
};

/// The login address could not be asked.
pub const LOGIN_UNAVAILABLE: Finding = Finding {
    code: "login-unavailable",
    severity: Severity::Error,
    en: Wording {
        cause: "The address that gives the login token does not answer as it should.",
        effect: "The chat shows its own login form.",
        remedy: "Look at `[login] url`: a POST with the page's cookies must be answered with {\"token\", \"userId\"}.",
    },
    fr: Wording {
        cause: "L'adresse qui donne le jeton de connexion ne répond pas comme il faut.",
        effect: "Le chat montre son propre formulaire de connexion.",
        remedy: "Vérifiez `[login] url` : un POST avec les cookies de la page doit recevoir {\"token\", \"userId\"}.",
    },
};

/// The answer had an empty token or none.
pub const TOKEN_MISSING: Finding = Finding {
    code: "token-missing",
    severity: Severity::Error,
    en: Wording {
        cause: "The login gave no token, or an empty one.",
        effect: "Nothing was sent to Rocket.Chat and the visitor is not logged in.",
        remedy: "Let the login answer with a valid resume token in `token`.",
    },
    fr: Wording {
        cause: "La connexion n'a donné aucun jeton, ou un jeton vide.",
        effect: "Rien n'a été envoyé à Rocket.Chat et le visiteur n'est pas connecté.",
        remedy: "Faites répondre à la connexion un jeton de session valable dans `token`.",
    },
};

/// The frame holds somebody else's session.
pub const OTHER_USER: Finding = Finding {
    code: "other-user",
    severity: Severity::Warning,
    en: Wording {
        cause: "The chat was logged in as somebody else than the visitor of this page.",
        effect: "That session is ended before the visitor is logged in.",
        remedy: "Nothing to do; if it comes again and again, end the chat's session when members leave the project space.",
    },
    fr: Wording {
        cause: "Le chat était connecté au nom de quelqu'un d'autre que le visiteur de cette page.",
        effect: "Cette session est fermée avant de connecter le visiteur.",
        remedy: "Rien à faire ; si cela revient souvent, fermez la session du chat quand on quitte l'espace projet.",
    },
};

/// The page's login answers that the visitor is no member.
pub const NOT_A_MEMBER: Finding = Finding {
    code: "not-a-member",
    severity: Severity::Note,
    en: Wording {
        cause: "The project space says that this visitor is not a member, or no longer signed in.",
        effect: "The chat is logged out and shows no conversation.",
        remedy: "Sign in to the project space again, or add the person to the project.",
    },
    fr: Wording {
        cause: "L'espace projet répond que ce visiteur n'est pas membre, ou n'est plus identifié.",
        effect: "Le chat est déconnecté et ne montre aucune conversation.",
        remedy: "Identifiez-vous de nouveau dans l'espace projet, ou ajoutez la personne au projet.",
    },
};

/// The session ended in the frame.
pub const SESSION_LOST: Finding = Finding {
    code: "session-lost",
    severity: Severity::Note,
    en: Wording {
        cause: "The session in the chat has ended.",
        effect: "The visitor is being logged in again.",
        remedy: "Nothing to do; if it comes often, look at Accounts_LoginExpiration and at who else makes tokens.",
    },
    fr: Wording {
        cause: "La session du chat a pris fin.",
        effect: "Le visiteur est en cours de reconnexion.",
        remedy: "Rien à faire ; si cela revient souvent, voyez Accounts_LoginExpiration et qui d'autre crée des jetons.",
    },
};

/// The session was lost again and again.
pub const SESSION_UNSTABLE: Finding = Finding {
    code: "session-unstable",
    severity: Severity::Error,
    en: Wording {
        cause: "The session in the chat ended again each time the visitor had been logged in.",
        effect: "The visitor is not logged in again by itself.",
        remedy: "See that the login gives a token that stays valid: Rocket.Chat keeps 50 for a user and drops the oldest.",
    },
    fr: Wording {
        cause: "La session du chat a pris fin chaque fois que le visiteur venait d'être connecté.",
        effect: "Le visiteur n'est plus reconnecté de lui-même.",
        remedy: "Vérifiez que le jeton donné reste valable : Rocket.Chat en garde 50 par personne et retire les plus anciens.",
    },
};

/// The options of `mount` don't hold.
pub const OPTIONS: Finding = Finding {
    code: "options",
    severity: Severity::Error,
    en: Wording {
        cause: "An option given to mount does not hold; `problem` names it.",
        effect: "Nothing is shown in the chat's place.",
        remedy: "Correct the option; a server is written https://host, a room group/<name>, channel/<name> or direct/<id>.",
    },
    fr: Wording {
        cause: "Une option donnée à mount n'est pas valable ; `problem` la nomme.",
        effect: "Rien n'est montré à la place du chat.",
        remedy: "Corrigez l'option ; un serveur s'écrit https://hôte, un salon group/<nom>, channel/<nom> ou direct/<id>.",
    },
};

/// `auto.js` found no configuration.
pub const CONFIGURATION_MISSING: Finding = Finding {
    code: "configuration-missing",
    severity: Severity::Error,
    en: Wording {
        cause: "gantry.json, which lies beside auto.js, could not be read; `problem` says why.",
        effect: "The page doesn't know which chat to show.",
        remedy: "Put gantry.json beside auto.js: `gantry assets --config` does it, and the set-up page makes it too.",
    },
    fr: Wording {
        cause: "gantry.json, à côté d'auto.js, n'a pas pu être lu ; `problem` dit pourquoi.",
        effect: "La page ne sait pas quelle discussion montrer.",
        remedy: "Placez gantry.json à côté d'auto.js : `gantry assets --config` le fait, la page de mise en place le produit aussi.",
    },
};

/// The page lies on none of the origins that the configuration names.
pub const PAGE_UNLISTED: Finding = Finding {
    code: "page-unlisted",
    severity: Severity::Error,
    en: Wording {
        cause: "This page's origin (scheme, host and port in the address bar) is none of those in gantry.json.",
        effect: "Rocket.Chat obeys other pages and tells other pages: nobody is logged in here, and nothing is counted.",
        remedy: "Open the page at one of its listed addresses; or add this origin to `origins`, set the server up again and \
                 replace gantry.json.",
    },
    fr: Wording {
        cause: "L'origine de cette page (schéma, hôte et port de la barre d'adresse) n'est aucune de celles de gantry.json.",
        effect: "Rocket.Chat obéit à d'autres pages et parle à d'autres pages : ici, ni connexion ni compteurs.",
        remedy: "Ouvrez la page à l'une de ses adresses déclarées ; ou ajoutez cette origine à `origins`, refaites la mise en \
                 place du serveur et remplacez gantry.json.",
    },
};

/// The companion's WebAssembly could not be loaded.
pub const COMPANION_MISSING: Finding = Finding {
    code: "companion-missing",
    severity: Severity::Error,
    en: Wording {
        cause: "The companion's WebAssembly could not be loaded; `problem` says what the browser says.",
        effect: "Nothing is shown in the chat's place.",
        remedy: "Serve gantry_wasm_bg.wasm beside gantry.js, and let the page's script-src have 'wasm-unsafe-eval'.",
    },
    fr: Wording {
        cause: "Le WebAssembly du compagnon n'a pas pu être chargé ; `problem` dit ce qu'en dit le navigateur.",
        effect: "Rien n'est montré à la place du chat.",
        remedy: "Servez gantry_wasm_bg.wasm à côté de gantry.js, et donnez 'wasm-unsafe-eval' au script-src de la page.",
    },
};
