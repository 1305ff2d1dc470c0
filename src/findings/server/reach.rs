//! Findings about reaching the server: names, connections, certificates, redirects and proxies.

use crate::findings::{Finding, Severity, Wording};

/// The host's name is not known.
pub const DNS_UNKNOWN: Finding = Finding {
    code: "dns-unknown",
    severity: Severity::Error,
    en: Wording {
        cause: "No address is known for the host name in `server`.",
        effect: "Nobody can open the chat by this name, or only machines with another name server can.",
        remedy: "Correct `server` in gantry.toml, or have the name entered in DNS: an A or AAAA record that points at \
                 Rocket.Chat or at its proxy.",
    },
    fr: Wording {
        cause: "Aucune adresse n'est connue pour le nom d'hôte de `server`.",
        effect: "Personne ne peut ouvrir le chat sous ce nom, ou seulement des machines qui ont un autre serveur de \
                 noms.",
        remedy: "Corrigez `server` dans gantry.toml, ou faites inscrire le nom dans le DNS : un enregistrement A ou \
                 AAAA vers Rocket.Chat ou vers son proxy.",
    },
};

/// No connection.
pub const UNREACHABLE: Finding = Finding {
    code: "unreachable",
    severity: Severity::Error,
    en: Wording {
        cause: "No connection to `server` could be made.",
        effect: "The chat stays blank for everybody who is on this side of the network.",
        remedy: "See that Rocket.Chat or its proxy runs and listens on this port, and that no firewall is between; \
                 then try `curl -v` with the same address.",
    },
    fr: Wording {
        cause: "Aucune connexion à `server` n'a pu être établie.",
        effect: "Le chat reste vide pour tous ceux qui sont de ce côté du réseau.",
        remedy: "Vérifiez que Rocket.Chat ou son proxy est démarré et écoute sur ce port, et qu'aucun pare-feu ne \
                 bloque ; essayez ensuite `curl -v` avec la même adresse.",
    },
};

/// A connection, but no answer in time.
pub const NO_ANSWER: Finding = Finding {
    code: "no-answer",
    severity: Severity::Error,
    en: Wording {
        cause: "The server takes the connection but does not answer in time.",
        effect: "The chat stays blank or loads for minutes.",
        remedy: "Look at the load of Rocket.Chat and of its MongoDB, and at the proxy's log: it may wait for a \
                 Rocket.Chat that hangs.",
    },
    fr: Wording {
        cause: "Le serveur accepte la connexion mais ne répond pas à temps.",
        effect: "Le chat reste vide ou se charge pendant des minutes.",
        remedy: "Regardez la charge de Rocket.Chat et de son MongoDB, et le journal du proxy : il attend peut-être un \
                 Rocket.Chat bloqué.",
    },
};

/// The answer ended too early.
pub const CONNECTION_CUT: Finding = Finding {
    code: "connection-cut",
    severity: Severity::Error,
    en: Wording {
        cause: "The connection ends before the whole answer is there.",
        effect: "The chat loads in part or not at all.",
        remedy: "Look at the log of the proxy and of Rocket.Chat at this moment; often a process restarts, or the \
                 proxy speaks http to a port that wants https.",
    },
    fr: Wording {
        cause: "La connexion se termine avant que toute la réponse soit arrivée.",
        effect: "Le chat se charge en partie ou pas du tout.",
        remedy: "Regardez à ce moment le journal du proxy et de Rocket.Chat ; souvent un processus redémarre, ou le \
                 proxy parle http à un port qui attend https.",
    },
};

/// The certificate is not accepted.
pub const CERTIFICATE: Finding = Finding {
    code: "certificate",
    severity: Severity::Error,
    en: Wording {
        cause: "The certificate of `server` is not accepted.",
        effect: "Browsers show nothing in the frame, not even the warning that a tab of its own would show.",
        remedy: "Install a certificate for exactly this host name with its whole chain: in nginx `ssl_certificate` \
                 must name the full chain, in Apache `SSLCertificateFile` too. For an authority of your company, add \
                 it to the trust store of this machine and of the members' browsers.",
    },
    fr: Wording {
        cause: "Le certificat de `server` n'est pas accepté.",
        effect: "Les navigateurs ne montrent rien dans le cadre, pas même l'avertissement qu'aurait un onglet.",
        remedy: "Installez un certificat pour exactement ce nom d'hôte, avec toute sa chaîne : `ssl_certificate` de \
                 nginx doit nommer la chaîne complète, `SSLCertificateFile` d'Apache aussi. Pour une autorité de votre \
                 entreprise, ajoutez-la aux autorités de cette machine et des navigateurs des membres.",
    },
};

/// http that is redirected to https.
pub const REDIRECT_HTTPS: Finding = Finding {
    code: "redirect-https",
    severity: Severity::Error,
    en: Wording {
        cause: "`server` is written with http, and the server redirects to https.",
        effect: "The frame ends on another origin than the page expects: its messages are refused, and tokens are \
                 never sent there.",
        remedy: "Write the https address in `server` of gantry.toml, then run `gantry bundle` and install the result.",
    },
    fr: Wording {
        cause: "`server` est écrit en http, et le serveur redirige vers https.",
        effect: "Le cadre finit sur une autre origine que celle que la page attend : ses messages sont refusés et \
                 aucun jeton n'y est envoyé.",
        remedy: "Écrivez l'adresse https dans `server` de gantry.toml, puis lancez `gantry bundle` et installez le \
                 résultat.",
    },
};

/// A redirect to the very same address.
pub const REDIRECT_LOOP: Finding = Finding {
    code: "redirect-loop",
    severity: Severity::Error,
    en: Wording {
        cause: "The server redirects the address to itself: Force_SSL is on, and the proxy does not say that the \
                visitor came by https.",
        effect: "Browsers give up after some rounds; the chat stays blank.",
        remedy: "Let the proxy send X-Forwarded-Proto, with the lines given for nginx or Apache; or switch `Force_SSL` \
                 off in Administration > Workspace > Settings > General and let the proxy redirect.",
    },
    fr: Wording {
        cause: "Le serveur redirige l'adresse vers elle-même : Force_SSL est actif et le proxy ne dit pas que le \
                visiteur est venu en https.",
        effect: "Les navigateurs abandonnent après quelques tours ; le chat reste vide.",
        remedy: "Faites envoyer X-Forwarded-Proto par le proxy, avec les lignes données pour nginx ou Apache ; ou \
                 désactivez `Force_SSL` dans Administration > Espace de travail > Paramètres > Général et laissez le \
                 proxy rediriger.",
    },
};

/// A redirect to another address.
pub const REDIRECT_ELSEWHERE: Finding = Finding {
    code: "redirect-elsewhere",
    severity: Severity::Error,
    en: Wording {
        cause: "The server redirects to another address.",
        effect: "The frame ends on another origin or path than the page expects, often on the login page of a single \
                 sign-on.",
        remedy: "If Rocket.Chat lives at the target, write that in `server` of gantry.toml; if it is a login page, let \
                 the proxy pass Rocket.Chat's addresses without it.",
    },
    fr: Wording {
        cause: "Le serveur redirige vers une autre adresse.",
        effect: "Le cadre finit sur une autre origine ou un autre chemin que la page n'attend, souvent sur la page \
                 d'une authentification unique.",
        remedy: "Si Rocket.Chat se trouve à la cible, écrivez-la dans `server` de gantry.toml ; si c'est une page de \
                 connexion, faites passer les adresses de Rocket.Chat sans elle.",
    },
};

/// Rocket.Chat answers below another path.
pub const SUB_PATH_OTHER: Finding = Finding {
    code: "sub-path-other",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat does not answer below the path in `server`, but below another one.",
        effect: "The page frames an address that shows nothing of use, and no call is answered.",
        remedy: "Write the address under which Rocket.Chat answers in `server` of gantry.toml; or set ROOT_URL of \
                 Rocket.Chat to the address in `server`, and let the proxy pass the path on unchanged.",
    },
    fr: Wording {
        cause: "Rocket.Chat ne répond pas sous le chemin de `server`, mais sous un autre.",
        effect: "La page encadre une adresse qui ne montre rien d'utile, et aucun appel n'a de réponse.",
        remedy: "Écrivez dans `server` de gantry.toml l'adresse sous laquelle Rocket.Chat répond ; ou mettez ROOT_URL \
                 de Rocket.Chat à l'adresse de `server`, et faites transmettre le chemin tel quel par le proxy.",
    },
};

/// Something else answers for the API.
pub const NOT_ROCKETCHAT: Finding = Finding {
    code: "not-rocketchat",
    severity: Severity::Error,
    en: Wording {
        cause: "Something else than Rocket.Chat's API answers, like a proxy's page.",
        effect: "The page frames something that is not the chat.",
        remedy: "Open `server` followed by /api/info in a browser: it must show JSON with a version. Correct `server`, \
                 or the proxy's rule that answers instead.",
    },
    fr: Wording {
        cause: "Autre chose que l'API de Rocket.Chat répond, comme une page du proxy.",
        effect: "La page encadre quelque chose qui n'est pas le chat.",
        remedy: "Ouvrez `server` suivi de /api/info dans un navigateur : il doit montrer du JSON avec une version. \
                 Corrigez `server`, ou la règle du proxy qui répond à la place.",
    },
};

/// The API answers, the page does not.
pub const PAGE_MISSING: Finding = Finding {
    code: "page-missing",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat's API answers, but its page does not.",
        effect: "The frame shows an error page or stays blank.",
        remedy: "Let the proxy pass every path below `server` to Rocket.Chat, not only /api.",
    },
    fr: Wording {
        cause: "L'API de Rocket.Chat répond, mais pas sa page.",
        effect: "Le cadre montre une page d'erreur ou reste vide.",
        remedy: "Faites transmettre par le proxy tous les chemins sous `server` à Rocket.Chat, pas seulement /api.",
    },
};

/// 5xx of the server itself.
pub const SERVER_FAILING: Finding = Finding {
    code: "server-failing",
    severity: Severity::Error,
    en: Wording {
        cause: "The server fails with an error of its own.",
        effect: "The chat does not load.",
        remedy: "Look at Rocket.Chat's log (`docker logs`, `journalctl -u rocketchat`); most often its MongoDB cannot \
                 be reached.",
    },
    fr: Wording {
        cause: "Le serveur échoue avec une erreur interne.",
        effect: "Le chat ne se charge pas.",
        remedy: "Regardez le journal de Rocket.Chat (`docker logs`, `journalctl -u rocketchat`) ; le plus souvent son \
                 MongoDB ne peut être joint.",
    },
};

/// The proxy cannot reach Rocket.Chat.
pub const BACKEND_AWAY: Finding = Finding {
    code: "backend-away",
    severity: Severity::Error,
    en: Wording {
        cause: "The proxy answers that it cannot reach Rocket.Chat behind it.",
        effect: "Members see the proxy's error page in the frame.",
        remedy: "Start Rocket.Chat, and see that the proxy's target is its address and port: `proxy_pass` in nginx, \
                 `ProxyPass` in Apache.",
    },
    fr: Wording {
        cause: "Le proxy répond qu'il ne peut pas joindre Rocket.Chat derrière lui.",
        effect: "Les membres voient la page d'erreur du proxy dans le cadre.",
        remedy: "Démarrez Rocket.Chat, et vérifiez que la cible du proxy est son adresse et son port : `proxy_pass` \
                 dans nginx, `ProxyPass` dans Apache.",
    },
};

/// 503.
pub const MAINTENANCE: Finding = Finding {
    code: "maintenance",
    severity: Severity::Error,
    en: Wording {
        cause: "The server says that it is not available for now.",
        effect: "Members see an error page in the frame until it is back.",
        remedy: "Wait if it is starting or being upgraded; otherwise end the maintenance mode of the proxy, or look at \
                 Rocket.Chat's log.",
    },
    fr: Wording {
        cause: "Le serveur dit qu'il n'est pas disponible pour le moment.",
        effect: "Les membres voient une page d'erreur dans le cadre jusqu'à son retour.",
        remedy: "Attendez s'il démarre ou se met à jour ; sinon mettez fin au mode maintenance du proxy, ou regardez \
                 le journal de Rocket.Chat.",
    },
};

/// A proxy wants a login first.
pub const PROXY_LOGIN: Finding = Finding {
    code: "proxy-login",
    severity: Severity::Error,
    en: Wording {
        cause: "Something before Rocket.Chat refuses or wants a login: Rocket.Chat itself answers this address to \
                everybody.",
        effect: "The frame shows a login that is not Rocket.Chat's, or an error.",
        remedy: "Take the protection (basic authentication, single sign-on, list of addresses) off Rocket.Chat's \
                 addresses: `auth_basic off;` in nginx, `Require all granted` in Apache.",
    },
    fr: Wording {
        cause: "Quelque chose devant Rocket.Chat refuse ou demande une connexion : Rocket.Chat lui-même répond à tous \
                à cette adresse.",
        effect: "Le cadre montre une connexion qui n'est pas celle de Rocket.Chat, ou une erreur.",
        remedy: "Retirez la protection (authentification basique, authentification unique, liste d'adresses) des \
                 adresses de Rocket.Chat : `auth_basic off;` dans nginx, `Require all granted` dans Apache.",
    },
};

/// No version in the answer.
pub const RELEASE_UNREADABLE: Finding = Finding {
    code: "release-unreadable",
    severity: Severity::Warning,
    en: Wording {
        cause: "The server does not tell a version that can be read.",
        effect: "It cannot be said whether this Rocket.Chat is supported; checks that depend on its version are left \
                 out.",
        remedy: "Let the proxy pass /api/info on unchanged: Rocket.Chat answers it with its version in every release.",
    },
    fr: Wording {
        cause: "Le serveur ne donne pas de version lisible.",
        effect: "On ne peut pas dire si ce Rocket.Chat est pris en charge ; les contrôles qui dépendent de sa version \
                 sont laissés de côté.",
        remedy: "Faites passer /api/info tel quel par le proxy : Rocket.Chat y donne sa version dans toutes ses \
                 versions.",
    },
};

/// Two clocks that differ by minutes.
pub const CLOCK_WRONG: Finding = Finding {
    code: "clock-wrong",
    severity: Severity::Warning,
    en: Wording {
        cause: "The clocks of the server and of this machine differ by more than two minutes.",
        effect: "Codes of authenticator apps are refused, links to files expire at once, and messages stand at the \
                 wrong time.",
        remedy: "Set both clocks by NTP: `timedatectl set-ntp true` on each machine.",
    },
    fr: Wording {
        cause: "Les horloges du serveur et de cette machine diffèrent de plus de deux minutes.",
        effect: "Les codes des applications d'authentification sont refusés, les liens vers les fichiers expirent \
                 aussitôt, et les messages ont une heure fausse.",
        remedy: "Réglez les deux horloges par NTP : `timedatectl set-ntp true` sur chaque machine.",
    },
};

/// Site_Url and `server` differ in their scheme.
pub const SITE_URL_SCHEME: Finding = Finding {
    code: "site-url-scheme",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat takes its own address for http while it is reached by https, or the other way round.",
        effect: "Links and addresses that it writes lead to the wrong scheme; browsers block those on http in a page \
                 on https.",
        remedy: "In Administration > Workspace > Settings > General > Site URL, write the address of `server` \
                 (`Site_Url`), or set ROOT_URL in the server's environment.",
    },
    fr: Wording {
        cause: "Rocket.Chat croit que son adresse est en http alors qu'on le joint en https, ou l'inverse.",
        effect: "Les liens et adresses qu'il écrit mènent au mauvais protocole ; les navigateurs bloquent ceux en http \
                 dans une page en https.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > URL du site, écrivez l'adresse de \
                 `server` (`Site_Url`), ou mettez ROOT_URL dans l'environnement du serveur.",
    },
};

/// Site_Url names another host.
pub const SITE_URL_OTHER: Finding = Finding {
    code: "site-url-other",
    severity: Severity::Warning,
    en: Wording {
        cause: "Rocket.Chat takes another host for its own address.",
        effect: "Links in mails, permalinks to messages and logins by other services lead elsewhere.",
        remedy: "In Administration > Workspace > Settings > General > Site URL, write the address of `server` \
                 (`Site_Url`); or correct `server` if that is the wrong one.",
    },
    fr: Wording {
        cause: "Rocket.Chat prend un autre hôte pour sa propre adresse.",
        effect: "Les liens dans les courriels, les permaliens des messages et les connexions par d'autres services \
                 mènent ailleurs.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > URL du site, écrivez l'adresse de \
                 `server` (`Site_Url`) ; ou corrigez `server` si c'est lui qui est faux.",
    },
};

/// Site_Url names another path.
pub const SITE_URL_PATH: Finding = Finding {
    code: "site-url-path",
    severity: Severity::Error,
    en: Wording {
        cause: "Rocket.Chat takes another path for its own than the one in `server`.",
        effect: "Its page asks for scripts, images and rooms below the wrong path: the frame stays blank.",
        remedy: "In Administration > Workspace > Settings > General > Site URL, write the address of `server` with its \
                 path (`Site_Url`), set ROOT_URL to the same, and restart Rocket.Chat.",
    },
    fr: Wording {
        cause: "Rocket.Chat prend pour sien un autre chemin que celui de `server`.",
        effect: "Sa page demande scripts, images et salons sous le mauvais chemin : le cadre reste vide.",
        remedy: "Dans Administration > Espace de travail > Paramètres > Général > URL du site, écrivez l'adresse de \
                 `server` avec son chemin (`Site_Url`), mettez ROOT_URL à la même valeur, et redémarrez Rocket.Chat.",
    },
};

/// No WebSocket.
pub const REALTIME_BLOCKED: Finding = Finding {
    code: "realtime-blocked",
    severity: Severity::Warning,
    en: Wording {
        cause: "WebSocket connections do not get through to Rocket.Chat.",
        effect: "Messages come late or not at all, and a page that counts unread messages by itself falls back to \
                 asking every now and then.",
        remedy: "Let the proxy pass the upgrade on, with the lines given for nginx or Apache; no buffering proxy may \
                 stand between.",
    },
    fr: Wording {
        cause: "Les connexions WebSocket n'arrivent pas jusqu'à Rocket.Chat.",
        effect: "Les messages arrivent tard ou pas du tout, et une page qui compte elle-même les non-lus ne demande \
                 plus que de temps en temps.",
        remedy: "Faites transmettre la mise à niveau par le proxy, avec les lignes données pour nginx ou Apache ; \
                 aucun proxy à tampon ne doit se trouver entre les deux.",
    },
};
