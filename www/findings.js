// The wording of findings. Written from `src/findings`, whose tests hold both together.
export default {
  "bundle-missing": [
    "warning",
    [
      "Gantry's custom script does not answer from Rocket.Chat.",
      "Put custom-script.js into both custom scripts (logged in and logged out) and reload the page; if it is there, look whether its origins list this page.",
    ],
    [
      "Le script personnalisé de Gantry ne répond pas depuis Rocket.Chat.",
      "Collez custom-script.js dans les deux scripts personnalisés (connecté et déconnecté) et rechargez la page ; s'il y est, vérifiez que ses origines contiennent celle de cette page.",
    ],
  ],
  "bundle-other": [
    "warning",
    [
      "Rocket.Chat runs another bundle than the one this page was made with.",
      "Run `gantry bundle` and install script, CSS and gantry.json from the same run.",
    ],
    [
      "Rocket.Chat exécute un autre paquet que celui de cette page.",
      "Lancez `gantry bundle` et installez le script, la CSS et gantry.json d'une même exécution.",
    ],
  ],
  "events-silent": [
    "warning",
    [
      "Rocket.Chat is there but tells this page nothing of what happens in it.",
      "In General > Iframe Integration, enable Send and set Send Target Origin to exactly this page's origin.",
    ],
    [
      "Rocket.Chat est présent mais ne dit rien à cette page de ce qui s'y passe.",
      "Dans Général > Intégration Iframe, activez l'envoi et mettez exactement l'origine de cette page dans Origine de la cible d'envoi.",
    ],
  ],
  "person-unknown": [
    "note",
    [
      "Somebody was clicked for whom no profile page is known.",
      "Add the username or the user id to the people map, or give `resolve` an answer for it.",
    ],
    [
      "Un clic a visé une personne dont aucune page de profil n'est connue.",
      "Ajoutez le nom d'utilisateur ou l'identifiant à la table des personnes, ou faites répondre `resolve`.",
    ],
  ],
  "frame-silent": [
    "error",
    [
      "Nothing was heard from the frame: it may not be Rocket.Chat, or it may not allow being framed.",
      "Open `server` in a tab of its own; then switch off General > Restrict access inside any Iframe and enable Send in Iframe Integration.",
    ],
    [
      "Rien n'est venu du cadre : ce n'est peut-être pas Rocket.Chat, ou il interdit d'être encadré.",
      "Ouvrez `server` dans un onglet ; désactivez ensuite Général > Restreindre l'accès à l'intérieur de n'importe quel Iframe et activez l'envoi dans Intégration Iframe.",
    ],
  ],
  "framing-blocked": [
    "error",
    [
      "Rocket.Chat, or a proxy before it, forbids this page to show it in a frame.",
      "Set Iframe_Restrict_Access to false, and let the proxy send Content-Security-Policy: frame-ancestors with this page's origin.",
    ],
    [
      "Rocket.Chat, ou un proxy devant lui, interdit à cette page de l'encadrer.",
      "Mettez Iframe_Restrict_Access à false, et faites envoyer par le proxy Content-Security-Policy: frame-ancestors avec l'origine de cette page.",
    ],
  ],
  "mixed-content": [
    "error",
    [
      "The page is on https and Rocket.Chat on http.",
      "Put Rocket.Chat on https and write its https address in `server`.",
    ],
    [
      "La page est en https et Rocket.Chat en http.",
      "Passez Rocket.Chat en https et écrivez son adresse https dans `server`.",
    ],
  ],
  "origin-not-listed": [
    "error",
    [
      "This page's origin is not in the `origins` of gantry.toml.",
      "Add the origin to `origins`, run `gantry bundle` and install the result.",
    ],
    [
      "L'origine de cette page n'est pas dans `origins` de gantry.toml.",
      "Ajoutez l'origine à `origins`, lancez `gantry bundle` et installez le résultat.",
    ],
  ],
  "third-party-storage": [
    "error",
    [
      "This browser keeps cookies and storage from a chat of another site.",
      "Give Rocket.Chat a sub-domain of the page's own site, both on https.",
    ],
    [
      "Ce navigateur refuse cookies et stockage à un chat d'un autre site.",
      "Donnez à Rocket.Chat un sous-domaine du site de la page, les deux en https.",
    ],
  ],
  "startup-missing": [
    "note",
    [
      "This Rocket.Chat does not say when it has started, as 7.9 and some releases after it.",
      "Nothing to do: other signs are used; a newer release says it again.",
    ],
    [
      "Ce Rocket.Chat ne dit pas quand il a démarré, comme 7.9 et quelques versions suivantes.",
      "Rien à faire : d'autres signes servent ; une version plus récente le dit de nouveau.",
    ],
  ],
  "release-older": [
    "error",
    [
      "This Rocket.Chat is older than 3.18.",
      "Upgrade Rocket.Chat to 3.18 or later, better to a release that is still maintained.",
    ],
    [
      "Ce Rocket.Chat est plus ancien que 3.18.",
      "Mettez Rocket.Chat à jour en 3.18 ou plus, de préférence une version encore maintenue.",
    ],
  ],
  "release-newer": [
    "warning",
    [
      "This Rocket.Chat is newer than 8.8, the newest that Gantry knows.",
      "Look for a newer Gantry, and click a name, an avatar and a mention once to see.",
    ],
    [
      "Ce Rocket.Chat est plus récent que 8.8, la dernière version que Gantry connaît.",
      "Cherchez un Gantry plus récent, et cliquez une fois un nom, un avatar et une mention pour voir.",
    ],
  ],
  "login-timeout": [
    "error",
    [
      "Rocket.Chat got the login token several times and gave no sign of a login.",
      "In General > Iframe Integration, enable Receive and list exactly this page's origin; then look whether the token is still valid.",
    ],
    [
      "Rocket.Chat a reçu plusieurs fois le jeton de connexion sans signe de connexion.",
      "Dans Général > Intégration Iframe, activez la réception et listez exactement l'origine de cette page ; vérifiez ensuite que le jeton est encore valable.",
    ],
  ],
  "login-refused": [
    "error",
    [
      "Rocket.Chat refuses the login token that the project space gave.",
      "Reload the page for a new token; if it is refused again, look whether the login address gives tokens of this server, and of an account that is active there.",
    ],
    [
      "Rocket.Chat refuse le jeton de connexion donné par l'espace projet.",
      "Rechargez la page pour un nouveau jeton ; s'il est encore refusé, vérifiez que l'adresse de connexion donne des jetons de ce serveur, et d'un compte qui y est actif.",
    ],
  ],
  "login-unavailable": [
    "error",
    [
      "The address that gives the login token does not answer as it should.",
      "Look at `[login] url`: a POST with the page's cookies must be answered with {\"token\", \"userId\"}.",
    ],
    [
      "L'adresse qui donne le jeton de connexion ne répond pas comme il faut.",
      "Vérifiez `[login] url` : un POST avec les cookies de la page doit recevoir {\"token\", \"userId\"}.",
    ],
  ],
  "token-missing": [
    "error",
    [
      "The login gave no token, or an empty one.",
      "Let the login answer with a valid resume token in `token`.",
    ],
    [
      "La connexion n'a donné aucun jeton, ou un jeton vide.",
      "Faites répondre à la connexion un jeton de session valable dans `token`.",
    ],
  ],
  "other-user": [
    "warning",
    [
      "The chat was logged in as somebody else than the visitor of this page.",
      "Nothing to do; if it comes again and again, end the chat's session when members leave the project space.",
    ],
    [
      "Le chat était connecté au nom de quelqu'un d'autre que le visiteur de cette page.",
      "Rien à faire ; si cela revient souvent, fermez la session du chat quand on quitte l'espace projet.",
    ],
  ],
  "not-a-member": [
    "note",
    [
      "The project space says that this visitor is not a member, or no longer signed in.",
      "Sign in to the project space again, or add the person to the project.",
    ],
    [
      "L'espace projet répond que ce visiteur n'est pas membre, ou n'est plus identifié.",
      "Identifiez-vous de nouveau dans l'espace projet, ou ajoutez la personne au projet.",
    ],
  ],
  "session-lost": [
    "note",
    [
      "The session in the chat has ended.",
      "Nothing to do; if it comes often, look at Accounts_LoginExpiration and at who else makes tokens.",
    ],
    [
      "La session du chat a pris fin.",
      "Rien à faire ; si cela revient souvent, voyez Accounts_LoginExpiration et qui d'autre crée des jetons.",
    ],
  ],
  "session-unstable": [
    "error",
    [
      "The session in the chat ended again each time the visitor had been logged in.",
      "See that the login gives a token that stays valid: Rocket.Chat keeps 50 for a user and drops the oldest.",
    ],
    [
      "La session du chat a pris fin chaque fois que le visiteur venait d'être connecté.",
      "Vérifiez que le jeton donné reste valable : Rocket.Chat en garde 50 par personne et retire les plus anciens.",
    ],
  ],
  "options": [
    "error",
    [
      "An option given to mount does not hold; `problem` names it.",
      "Correct the option; a server is written https://host, a room group/<name>, channel/<name> or direct/<id>.",
    ],
    [
      "Une option donnée à mount n'est pas valable ; `problem` la nomme.",
      "Corrigez l'option ; un serveur s'écrit https://hôte, un salon group/<nom>, channel/<nom> ou direct/<id>.",
    ],
  ],
  "companion-missing": [
    "error",
    [
      "The companion's WebAssembly could not be loaded; `problem` says what the browser says.",
      "Serve gantry_wasm_bg.wasm beside gantry.js, and let the page's script-src have 'wasm-unsafe-eval'.",
    ],
    [
      "Le WebAssembly du compagnon n'a pas pu être chargé ; `problem` dit ce qu'en dit le navigateur.",
      "Servez gantry_wasm_bg.wasm à côté de gantry.js, et donnez 'wasm-unsafe-eval' au script-src de la page.",
    ],
  ],
  "configuration-missing": [
    "error",
    [
      "gantry.json, which lies beside auto.js, could not be read; `problem` says why.",
      "Put gantry.json beside auto.js: `gantry assets --config` does it, and the set-up page makes it too.",
    ],
    [
      "gantry.json, à côté d'auto.js, n'a pas pu être lu ; `problem` dit pourquoi.",
      "Placez gantry.json à côté d'auto.js : `gantry assets --config` le fait, la page de mise en place le produit aussi.",
    ],
  ],
  "page-unlisted": [
    "error",
    [
      "This page's origin (scheme, host and port in the address bar) is none of those in gantry.json.",
      "Open the page at one of its listed addresses; or add this origin to `origins`, set the server up again and replace gantry.json.",
    ],
    [
      "L'origine de cette page (schéma, hôte et port de la barre d'adresse) n'est aucune de celles de gantry.json.",
      "Ouvrez la page à l'une de ses adresses déclarées ; ou ajoutez cette origine à `origins`, refaites la mise en place du serveur et remplacez gantry.json.",
    ],
  ],
  "counts-one-room": [
    "note",
    [
      "This Rocket.Chat loads only the opened room in its embedded layout.",
      "Give the page a login (`[login] url`) so that it can count by itself.",
    ],
    [
      "Ce Rocket.Chat ne charge que le salon ouvert dans sa présentation intégrée.",
      "Donnez une connexion à la page (`[login] url`) pour qu'elle compte elle-même.",
    ],
  ],
  "counts-mentions-only": [
    "warning",
    [
      "Rocket.Chat counts only mentions in rooms.",
      "In General, set Unread Count to all messages.",
    ],
    [
      "Rocket.Chat ne compte que les mentions dans les salons.",
      "Dans Général, mettez Nombre non lu sur tous les messages.",
    ],
  ],
  "resume-refused": [
    "error",
    [
      "Rocket.Chat refused the token of the page's login, and the next one too.",
      "See that the login gives a token that is still valid, with the user id that it belongs to.",
    ],
    [
      "Rocket.Chat a refusé le jeton de la connexion de la page, puis aussi le suivant.",
      "Vérifiez que la connexion donne un jeton encore valable, avec l'identifiant auquel il appartient.",
    ],
  ],
  "connect-src-missing": [
    "error",
    [
      "The page's own Content-Security-Policy forbids it to speak to Rocket.Chat.",
      "List Rocket.Chat's address in the page's connect-src twice: once with https:// and once with wss://.",
    ],
    [
      "La Content-Security-Policy de la page lui interdit de parler à Rocket.Chat.",
      "Inscrivez l'adresse de Rocket.Chat deux fois dans le connect-src de la page : en https:// et en wss://.",
    ],
  ],
  "cors-missing": [
    "warning",
    [
      "Rocket.Chat's answers are kept from this page: CORS is off there, or does not list this page's origin.",
      "In Administration > Workspace > Settings > General > REST API, switch Enable CORS on (`API_Enable_CORS` = true) and list the project spaces in CORS Origin (`API_CORS_Origin`); `gantry apply` does both, and `gantry doctor` says which it is.",
    ],
    [
      "Les réponses de Rocket.Chat sont cachées à cette page : CORS y est désactivé, ou ne liste pas l'origine de cette page.",
      "Dans Administration > Espace de travail > Paramètres > Général > API REST, activez Activer CORS (`API_Enable_CORS` = true) et listez les espaces projet dans Origine CORS (`API_CORS_Origin`) ; `gantry apply` fait les deux, et `gantry doctor` dit ce qu'il en est.",
    ],
  ],
  "realtime-blocked": [
    "warning",
    [
      "WebSocket connections do not get through to Rocket.Chat.",
      "Let the proxy pass the upgrade on, with the lines given for nginx or Apache; no buffering proxy may stand between.",
    ],
    [
      "Les connexions WebSocket n'arrivent pas jusqu'à Rocket.Chat.",
      "Faites transmettre la mise à niveau par le proxy, avec les lignes données pour nginx ou Apache ; aucun proxy à tampon ne doit se trouver entre les deux.",
    ],
  ],
  "unreachable": [
    "error",
    [
      "No connection to `server` could be made.",
      "See that Rocket.Chat or its proxy runs and listens on this port, and that no firewall is between; then try `curl -v` with the same address.",
    ],
    [
      "Aucune connexion à `server` n'a pu être établie.",
      "Vérifiez que Rocket.Chat ou son proxy est démarré et écoute sur ce port, et qu'aucun pare-feu ne bloque ; essayez ensuite `curl -v` avec la même adresse.",
    ],
  ],
};
