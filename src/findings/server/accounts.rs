//! Findings about accounts, tokens and rights.

use crate::findings::{Finding, Severity, Wording};

/// Strangers may register.
pub const REGISTRATION_OPEN: Finding = Finding {
    code: "registration-open",
    severity: Severity::Warning,
    en: Wording {
        cause: "Everybody may make an account on this Rocket.Chat.",
        effect: "Strangers get the role user and see who is in the project spaces; their names can clash with \
                 members'.",
        remedy: "In Administration > Workspace > Settings > Accounts > Registration > Registration Form, choose \
                 Disabled (`Accounts_RegistrationForm`); `gantry apply` does it.",
    },
    fr: Wording {
        cause: "Tout le monde peut créer un compte sur ce Rocket.Chat.",
        effect: "Des inconnus reçoivent le rôle user et voient qui est dans les espaces projet ; leurs noms peuvent \
                 heurter ceux des membres.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Comptes > Inscription > Formulaire \
                 d'inscription, choisissez Désactivé (`Accounts_RegistrationForm` = Disabled) ; `gantry apply` le \
                 fait.",
    },
};

/// The other iframe login is on.
pub const IFRAME_LOGIN_ON: Finding = Finding {
    code: "iframe-login-on",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat's login by iframe is on, whose messages it takes from any origin.",
        effect: "Any page that frames the chat may log a visitor in to an account of its choice.",
        remedy: "In Administration > Workspace > Settings > Accounts > Iframe, switch Enabled off \
                 (`Accounts_iframe_enabled` = false): Gantry does not use it.",
    },
    fr: Wording {
        cause: "La connexion par iframe de Rocket.Chat est active, et il en prend les messages de toute origine.",
        effect: "Toute page qui encadre le chat peut connecter un visiteur à un compte de son choix.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Comptes > Iframe, désactivez Activé \
                 (`Accounts_iframe_enabled` = false) : Gantry ne s'en sert pas.",
    },
};

/// Members may change who they are.
pub const IDENTITY_CHANGEABLE: Finding = Finding {
    code: "identity-changeable",
    severity: Severity::Warning,
    en: Wording {
        cause: "Members may change what the project space knows them by, or delete their account.",
        effect: "A changed username or address is no longer matched: the profile is not found, and a second account is \
                 made.",
        remedy: "In Administration > Workspace > Settings > Accounts, switch off what the detail names: Allow Username \
                 Change, Allow Email Change, Allow Name Change, Allow Users to Delete Own Account; `gantry apply` does \
                 it.",
    },
    fr: Wording {
        cause: "Les membres peuvent changer ce par quoi l'espace projet les connaît, ou supprimer leur compte.",
        effect: "Un nom d'utilisateur ou une adresse changés ne sont plus reconnus : le profil n'est pas trouvé, et un \
                 second compte est créé.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Comptes, désactivez ce que nomme le détail : \
                 Autoriser le changement de nom d'utilisateur, d'adresse e-mail, de nom, la suppression de son propre \
                 compte ; `gantry apply` le fait.",
    },
};

/// Two-factor on, against the chosen preset.
pub const TWO_FACTOR_ON: Finding = Finding {
    code: "two-factor-on",
    severity: Severity::Warning,
    en: Wording {
        cause: "Two-factor authentication is on, and the preset ametys counts on its being off.",
        effect: "A CMS that logs members in with their password is asked for a code that it cannot give.",
        remedy: "In Administration > Workspace > Settings > Accounts > Two Factor Authentication, switch Enable Two \
                 Factor Authentication off (`Accounts_TwoFactorAuthentication_Enabled` = false); or take the preset \
                 default, if the CMS logs in with tokens.",
    },
    fr: Wording {
        cause: "L'authentification à deux facteurs est active, et le préréglage ametys compte qu'elle ne l'est pas.",
        effect: "Un CMS qui connecte les membres avec leur mot de passe se voit demander un code qu'il ne peut donner.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Comptes > Authentification à deux facteurs, \
                 désactivez Activer l'authentification à deux facteurs (`Accounts_TwoFactorAuthentication_Enabled` = \
                 false) ; ou prenez le préréglage default, si le CMS se connecte par jetons.",
    },
};

/// A token that is asked for a code.
pub const TOKEN_CHALLENGED: Finding = Finding {
    code: "token-challenged",
    severity: Severity::Warning,
    en: Wording {
        cause: "The token in use does not ignore two-factor authentication, and that is on.",
        effect: "Calls that change settings, accounts or tokens stop and ask for a code, which no machine can give.",
        remedy: "Make a token that ignores two-factor authentication: `gantry token create`, or in Rocket.Chat My \
                 Account > Personal Access Tokens with its box ticked.",
    },
    fr: Wording {
        cause: "Le jeton utilisé n'ignore pas l'authentification à deux facteurs, et celle-ci est active.",
        effect: "Les appels qui changent paramètres, comptes ou jetons s'arrêtent et demandent un code, qu'aucune \
                 machine ne peut donner.",
        remedy: "Faites un jeton qui ignore l'authentification à deux facteurs : `gantry token create`, ou dans \
                 Rocket.Chat Mon compte > Jetons d'accès personnels en cochant la case.",
    },
};

/// Every token is challenged, as by 8.5.
pub const TOKEN_BYPASS_BROKEN: Finding = Finding {
    code: "token-bypass-broken",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat asks for a code even of tokens that ignore two-factor authentication, as 8.5 does.",
        effect: "Calls of the CMS that change settings, accounts or tokens are refused.",
        remedy: "Upgrade to 8.6.0 or later; until then switch off Administration > Workspace > Settings > Accounts > \
                 Two Factor Authentication > Enforce password fallback \
                 (`Accounts_TwoFactorAuthentication_Enforce_Password_Fallback`) and two-factor authentication of the \
                 account that the CMS uses.",
    },
    fr: Wording {
        cause: "Rocket.Chat demande un code même aux jetons qui ignorent l'authentification à deux facteurs, comme le \
                fait 8.5.",
        effect: "Les appels du CMS qui changent paramètres, comptes ou jetons sont refusés.",
        remedy: "Passez à 8.6.0 ou plus ; d'ici là désactivez Administration > Espace de travail > Paramètres > \
                 Comptes > Authentification à deux facteurs > Appliquer le recours au mot de passe \
                 (`Accounts_TwoFactorAuthentication_Enforce_Password_Fallback`) et l'authentification à deux facteurs \
                 du compte qu'utilise le CMS.",
    },
};

/// The token is not known.
pub const TOKEN_REFUSED: Finding = Finding {
    code: "token-refused",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat does not know the token, or not with this user id.",
        effect: "Everything that the CMS does with it fails: members and rooms are no longer made.",
        remedy: "Make a new one with `gantry token create` and put it where the old one was; the user id must be that \
                 of the token's owner.",
    },
    fr: Wording {
        cause: "Rocket.Chat ne connaît pas le jeton, ou pas avec cet identifiant d'utilisateur.",
        effect: "Tout ce que le CMS fait avec lui échoue : membres et salons ne sont plus créés.",
        remedy: "Faites-en un nouveau avec `gantry token create` et mettez-le à la place de l'ancien ; l'identifiant \
                 doit être celui du propriétaire du jeton.",
    },
};

/// The token's account lacks rights.
pub const TOKEN_WITHOUT_RIGHTS: Finding = Finding {
    code: "token-without-rights",
    severity: Severity::Warning,
    en: Wording {
        cause: "The account of the token may not read or write all that Gantry looks after.",
        effect: "With this token the server can be checked and set up in part or not at all.",
        remedy: "Give the account the role admin (Administration > Workspace > Users), or use the token of an \
                 administrator.",
    },
    fr: Wording {
        cause: "Le compte du jeton ne peut pas lire ou écrire tout ce dont Gantry s'occupe.",
        effect: "Avec ce jeton on ne peut vérifier et régler le serveur qu'en partie, ou pas du tout.",
        remedy: "Donnez au compte le rôle admin (Administration > Espace de travail > Utilisateurs), ou prenez le \
                 jeton d'un administrateur.",
    },
};

/// Failed logins block the CMS.
pub const LOGIN_BLOCKING: Finding = Finding {
    code: "login-blocking",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat blocks an address after failed logins, and the CMS's address is not excepted.",
        effect: "All logins that the CMS makes come from one address: some wrong passwords lock every member out for \
                 minutes.",
        remedy: "Under [settings] in gantry.toml, write `Block_Multiple_Failed_Logins_Ip_Whitelist = \"192.0.2.7\"`, \
                 with the address of the CMS's server, and run `gantry apply`; or write it in Administration > \
                 Workspace > Settings > Accounts > Login Attempts > IP Whitelist. Let the proxy pass X-Forwarded-For \
                 on.",
    },
    fr: Wording {
        cause: "Rocket.Chat bloque une adresse après des échecs de connexion, et l'adresse du CMS n'est pas exceptée.",
        effect: "Toutes les connexions que fait le CMS viennent d'une adresse : quelques mots de passe faux bloquent \
                 tous les membres pendant des minutes.",
        remedy: "Sous [settings] dans gantry.toml, écrivez `Block_Multiple_Failed_Logins_Ip_Whitelist = \"192.0.2.7\"`, \
                 avec l'adresse du serveur du CMS, et lancez `gantry apply` ; ou écrivez-la dans Administration > \
                 Espace de travail > Paramètres > Comptes > Tentatives de connexion > Liste d'adresses IP autorisées. \
                 Faites transmettre X-Forwarded-For par le proxy.",
    },
};

/// End-to-end encryption is on.
pub const ENCRYPTION_ON: Finding = Finding {
    code: "encryption-on",
    severity: Severity::Warning,
    en: Wording {
        cause: "End-to-end encryption is on.",
        effect: "In an encrypted room the CMS can neither read nor index messages, and a member without the key sees \
                 none.",
        remedy: "In Administration > Workspace > Settings > End-to-end encryption, switch off what the detail names \
                 (`E2E_Enable` = false).",
    },
    fr: Wording {
        cause: "Le chiffrement de bout en bout est actif.",
        effect: "Dans un salon chiffré le CMS ne peut ni lire ni indexer les messages, et un membre sans la clé n'en \
                 voit aucun.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Chiffrement de bout en bout, désactivez ce que \
                 nomme le détail (`E2E_Enable` = false).",
    },
};

/// The setup wizard waits.
pub const WIZARD_PENDING: Finding = Finding {
    code: "wizard-pending",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat's setup wizard has not been gone through: there is no administrator yet.",
        effect: "Members see the wizard instead of the chat, and the first to come becomes administrator.",
        remedy: "Open Rocket.Chat and go through the wizard, or start it with \
                 OVERWRITE_SETTING_Show_Setup_Wizard=completed and ADMIN_USERNAME, ADMIN_PASS and ADMIN_EMAIL.",
    },
    fr: Wording {
        cause: "L'assistant de configuration de Rocket.Chat n'a pas été suivi : il n'y a pas encore d'administrateur.",
        effect: "Les membres voient l'assistant au lieu du chat, et le premier venu devient administrateur.",
        remedy: "Ouvrez Rocket.Chat et suivez l'assistant, ou démarrez-le avec \
                 OVERWRITE_SETTING_Show_Setup_Wizard=completed et ADMIN_USERNAME, ADMIN_PASS et ADMIN_EMAIL.",
    },
};

/// Fewer calls than pages need.
pub const RATE_LIMITER_TIGHT: Finding = Finding {
    code: "rate-limiter-tight",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat allows fewer calls in a time than it does by default.",
        effect: "Pages that ask for unread messages are refused with 429, sooner where members share an address.",
        remedy: "In Administration > Workspace > Settings > Rate Limiter > API Rate Limiter, allow at least 10 calls \
                 in 60000 ms (`API_Enable_Rate_Limiter_Limit_Calls_Default`, \
                 `API_Enable_Rate_Limiter_Limit_Time_Default`).",
    },
    fr: Wording {
        cause: "Rocket.Chat permet moins d'appels par durée que par défaut.",
        effect: "Les pages qui demandent les non-lus sont refusées avec 429, plus tôt si des membres partagent une \
                 adresse.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Limiteur de débit > Limiteur de débit de \
                 l'API, permettez au moins 10 appels en 60000 ms (`API_Enable_Rate_Limiter_Limit_Calls_Default`, \
                 `API_Enable_Rate_Limiter_Limit_Time_Default`).",
    },
};

/// No limit at all.
pub const RATE_LIMITER_OFF: Finding = Finding {
    code: "rate-limiter-off",
    severity: Severity::Note,
    en: Wording {
        cause: "Rocket.Chat's limit of calls is off.",
        effect: "Nothing slows down who guesses passwords or tokens by calling again and again.",
        remedy: "In Administration > Workspace > Settings > Rate Limiter > API Rate Limiter, switch Enable Rate \
                 Limiter on (`API_Enable_Rate_Limiter` = true): administrators' tokens are not limited anyway.",
    },
    fr: Wording {
        cause: "La limite d'appels de Rocket.Chat est désactivée.",
        effect: "Rien ne ralentit qui devine mots de passe ou jetons par des appels répétés.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Limiteur de débit > Limiteur de débit de \
                 l'API, activez Activer le limiteur de débit (`API_Enable_Rate_Limiter` = true) : les jetons \
                 d'administrateurs ne sont de toute façon pas limités.",
    },
};

/// The role user may more than it should.
pub const PERMISSIONS_WIDE: Finding = Finding {
    code: "permissions-wide",
    severity: Severity::Warning,
    en: Wording {
        cause: "The role user may make rooms or tokens, or see rooms that are not its own.",
        effect: "Members leave the rooms of their project, and rooms appear that the project space does not know.",
        remedy: "Run `gantry plan` to see every permission, then `gantry apply`; by hand in Administration > Workspace \
                 > Permissions.",
    },
    fr: Wording {
        cause: "Le rôle user peut créer des salons ou des jetons, ou voir des salons qui ne sont pas les siens.",
        effect: "Des membres sortent des salons de leur projet, et des salons apparaissent que l'espace projet ne \
                 connaît pas.",
        remedy: "Lancez `gantry plan` pour voir chaque permission, puis `gantry apply` ; à la main dans Administration \
                 > Espace de travail > Autorisations.",
    },
};

/// The role user may not see its rooms.
pub const PERMISSIONS_MISSING: Finding = Finding {
    code: "permissions-missing",
    severity: Severity::Error,
    en: Wording {
        cause: "The role user lacks a permission without which a room cannot be shown.",
        effect: "Members see an empty chat, or an error instead of their room.",
        remedy: "In Administration > Workspace > Permissions, give `user` what the detail names; `gantry apply` keeps \
                 it where gantry.toml lists it.",
    },
    fr: Wording {
        cause: "Il manque au rôle user une permission sans laquelle un salon ne peut pas être montré.",
        effect: "Les membres voient un chat vide, ou une erreur à la place de leur salon.",
        remedy: "Dans Administration > Espace de travail > Autorisations, donnez à `user` ce que nomme le détail ; \
                 `gantry apply` le garde si gantry.toml le liste.",
    },
};
