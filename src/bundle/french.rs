//! The texts of [`super::steps`] and [`super::settings`] in French, by the English ones.

/// A text in French; none where there is no such text.
#[must_use]
pub fn french(english: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(known, _)| *known == english).map(|(_, french)| *french)
}

const TEXTS: &[(&str, &str)] = &[
    // Titles.
    ("Before", "Avant de commencer"),
    ("The account that the CMS uses", "Le compte qu'utilise le CMS"),
    ("Looks and clicks", "Apparence et clics"),
    ("Unread messages", "Messages non lus"),
    ("Page and frame", "Page et cadre"),
    ("Rights and safeguards", "Droits et protections"),
    ("What the manual leaves out", "Ce que le manuel ne dit pas"),
    ("After", "Pour finir"),
    ("1) An administrator for the CMS", "1) Un administrateur pour le CMS"),
    ("2) Its personal access token", "2) Son jeton d'accès personnel"),
    ("2b) No second factor for this account", "2b) Pas de second facteur pour ce compte"),
    ("3) Custom CSS", "3) CSS personnalisé"),
    ("4) Custom script", "4) Script personnalisé"),
    ("5) Count all messages", "5) Compter tous les messages"),
    ("5b) CORS", "5b) CORS"),
    ("5c) Iframe integration", "5c) Intégration Iframe"),
    ("5d) No survey", "5d) Pas d'enquête"),
    ("6) Protection of uploaded files", "6) Protection des fichiers envoyés"),
    ("7) Permissions of the role `user`", "7) Autorisations du rôle `user`"),
    ("8) Two-factor authentication for everybody", "8) Authentification à deux facteurs pour tous"),
    ("Allow the frame", "Autoriser le cadre"),
    ("Close registration", "Fermer les inscriptions"),
    ("Leave the other iframe login off", "Laisser l'autre connexion par iframe désactivée"),
    ("Names come from the CMS", "Les noms viennent du CMS"),
    ("Never lock the CMS out", "Ne jamais bloquer le CMS"),
    ("Private rooms of others", "Salons privés créés par d'autres"),
    // Before.
    (
        "A Rocket.Chat of its own, shared with no other use and no other CMS",
        "Un Rocket.Chat dédié, partagé avec aucun autre usage ni aucun autre CMS",
    ),
    (
        "rights are changed for everybody; members are created from mail addresses, which must be unique",
        "les droits changent pour tout le monde ; les membres sont créés d'après leur adresse e-mail, qui doit être \
         unique",
    ),
    (
        "The CMS and Rocket.Chat reach each other, and members' browsers reach both, by http or https",
        "Le CMS et Rocket.Chat se joignent l'un l'autre, et les navigateurs des membres joignent les deux, en http ou \
         https",
    ),
    (
        "If one page is on https, Rocket.Chat is on https too",
        "Si une seule page est en https, Rocket.Chat est en https aussi",
    ),
    (
        "a browser blocks a frame on http in a page on https, without a word to the member",
        "un navigateur bloque un cadre http dans une page https, sans un mot pour le membre",
    ),
    (
        "At installation, no link to Rocket.Chat's own site: no cloud service, no registration",
        "À l'installation, aucun lien avec le site de Rocket.Chat : ni service cloud, ni enregistrement",
    ),
    (
        "from 6.x on the wizard no longer offers to skip it: start the server with \
         `OVERWRITE_SETTING_Show_Setup_Wizard=completed` and name the first administrator in `ADMIN_USERNAME`, \
         `ADMIN_PASS` and `ADMIN_EMAIL`",
        "à partir de 6.x l'assistant ne propose plus de passer cette étape : démarrez le serveur avec \
         `OVERWRITE_SETTING_Show_Setup_Wizard=completed` et nommez le premier administrateur dans `ADMIN_USERNAME`, \
         `ADMIN_PASS` et `ADMIN_EMAIL`",
    ),
    (
        "`Statistics_reporting` is not shown from 6.5 on, and refused where it is not shown: only the environment of \
         Rocket.Chat's server sets it there.",
        "`Statistics_reporting` n'est plus affiché depuis 6.5, et refusé là où il ne l'est pas : seul l'environnement du \
         serveur Rocket.Chat le règle alors.",
    ),
    // Accounts.
    ("A user with the role `admin`", "Un utilisateur avec le rôle `admin`"),
    (
        "it creates members and private rooms. The history shows its name (\"... was added by ...\").",
        "il crée les membres et les salons privés. L'historique montre son nom (« ... a été ajouté par ... »).",
    ),
    ("If that is in the way:", "Si cela gêne :"),
    (
        "A token that ignores two-factor authentication; its user id and the token go to the CMS and nowhere else",
        "Un jeton qui ignore l'authentification à deux facteurs ; son identifiant d'utilisateur et le jeton vont dans \
         le CMS et nulle part ailleurs",
    ),
    (
        "the token is shown once. Lost: delete it and make another; to make it anew asks for the second factor.",
        "le jeton n'est montré qu'une fois. Perdu : supprimez-le et créez-en un autre ; le régénérer demande le second \
         facteur.",
    ),
    ("Two-factor authentication off, by mail too", "Authentification à deux facteurs désactivée, par e-mail aussi"),
    // Looks and script.
    (
        "Nothing to paste: no action is hidden, and avatars stay as they are.",
        "Rien à coller : aucune action n'est masquée, et les avatars restent tels quels.",
    ),
    ("avatars and hidden actions, as gantry.toml asks.", "avatars et actions masquées, comme le demande gantry.toml."),
    (
        "`.avatar-image` is gone from 6.0 on, `[data-qa-id]` in menus from 6.7 on and in toolbars from about 8.3 on, \
         `#react-user-card` from 6.7 on. custom.css has a rule for each generation. From 6.6 on the page hides actions \
         by Rocket.Chat's own means as well.",
        "`.avatar-image` n'existe plus depuis 6.0, `[data-qa-id]` depuis 6.7 dans les menus et depuis 8.3 environ dans \
         les barres d'outils, `#react-user-card` depuis 6.7. custom.css a une règle par génération. À partir de 6.6 la \
         page masque aussi les actions par les moyens de Rocket.Chat.",
    ),
    (
        "a click on a person tells the page. Logged out, it lets the page see that the bundle is there. Your own \
         script may stand before or after the two markers; keep it in ASCII.",
        "un clic sur une personne prévient la page. Déconnecté, il laisse voir à la page que le script est là. Votre \
         propre script peut se trouver avant ou après les deux repères ; gardez-le en ASCII.",
    ),
    (
        "the manual's script looks for `.user-card-message`, which is gone from 6.0 on: on 6.5.3 a click on a name, \
         an avatar, a mention or a system message's author tells the page nothing. It also asked the referrer for the \
         page's address; this one knows its origins.",
        "le script du manuel cherche `.user-card-message`, disparu depuis 6.0 : sur 6.5.3 un clic sur un nom, un \
         avatar, une mention ou l'auteur d'un message système ne dit rien à la page. Il demandait aussi l'adresse de la \
         page au référent ; celui-ci connaît ses origines.",
    ),
    // Counting, page and frame.
    (
        "members see how many messages wait in each room. Messages of before are not counted again.",
        "les membres voient combien de messages les attendent dans chaque salon. Les messages antérieurs ne sont pas \
         recomptés.",
    ),
    (
        "the manual says \"basic URL\"; it must be an origin: no path, no slash at the end.",
        "le manuel dit « URL de base » ; il faut une origine : sans chemin, sans barre oblique à la fin.",
    ),
    (
        "as in 5b. A wrong letter here and the chat neither tells nor hears anything, without an error.",
        "comme en 5b. Une lettre fausse et le chat ne dit ni n'entend plus rien, sans erreur.",
    ),
    ("the setting came with 3.8 to 3.12.", "le paramètre est arrivé entre 3.8 et 3.12."),
    // Safeguards.
    (
        "Leave it on, unless images and files stay empty in the docked chat. Then:",
        "Laissez-la activée, sauf si images et fichiers restent vides dans le chat affiché. Alors :",
    ),
    (
        "the manual takes the protection away. A better way than that: give Rocket.Chat a sub-domain of the page's own \
         site (chat.example.org beside projects.example.org, both on https); then files work with it.",
        "le manuel retire la protection. Il y a mieux : donnez à Rocket.Chat un sous-domaine du site de la page \
         (chat.example.org à côté de projects.example.org, les deux en https) ; les fichiers marchent alors avec elle.",
    ),
    (
        "In the column `user`, keep these and take all others away (choose 100 lines per page; there are several)",
        "Dans la colonne `user`, gardez celles-ci et retirez toutes les autres (choisissez 100 lignes par page ; il y \
         en a plusieurs)",
    ),
    (
        "members talk in their project's rooms and do nothing else.",
        "les membres discutent dans les salons de leur projet et ne font rien d'autre.",
    ),
    (
        "`view-history` is gone from 7.0 on, so six are kept there. New releases bring new permissions: look again \
         after an upgrade.",
        "`view-history` n'existe plus depuis 7.0 : il en reste six. Les nouvelles versions apportent de nouvelles \
         autorisations : revoyez-les après une mise à jour.",
    ),
    (
        "Leave it on for everybody; this is enough for members whom the CMS makes:",
        "Laissez-la activée pour tous ; ceci suffit pour les membres que crée le CMS :",
    ),
    ("Only if the CMS still can't log in:", "Seulement si le CMS ne peut toujours pas se connecter :"),
    // What the manual leaves out.
    (
        "Then let the proxy in front of Rocket.Chat say which pages may show it",
        "Puis faites dire au proxy devant Rocket.Chat quelles pages peuvent l'afficher",
    ),
    (
        "it is on by default since 2.2, and the chat stays blank on every other origin.",
        "la restriction est active par défaut depuis 2.2, et le chat reste vide sur toute autre origine.",
    ),
    (
        "In the column `admin`, tick `add-user-to-any-p-room` and `kick-user-from-any-p-room`",
        "Dans la colonne `admin`, cochez `add-user-to-any-p-room` et `kick-user-from-any-p-room`",
    ),
    (
        "nobody has them by default, and the CMS can't add or remove members in a room that it did not make.",
        "personne ne les a par défaut, et le CMS ne peut ni ajouter ni retirer de membres dans un salon qu'il n'a pas \
         créé.",
    ),
    // After.
    (
        "Put `gantry.json` beside `auto.js` on the project space",
        "Placez `gantry.json` à côté de `auto.js` sur l'espace projet",
    ),
    (
        "Reload the page with the chat: script and CSS are read when Rocket.Chat loads, not before",
        "Rechargez la page du chat : script et CSS sont lus au chargement de Rocket.Chat, pas avant",
    ),
    (
        "Click a colleague's name in the chat: the profile opens",
        "Cliquez sur le nom d'un collègue dans le chat : son profil s'ouvre",
    ),
    (
        "Click a colleague's name in the chat: Rocket.Chat's own card opens",
        "Cliquez sur le nom d'un collègue dans le chat : la carte de Rocket.Chat s'ouvre",
    ),
    (
        "If project spaces existed already, have the CMS synchronise its chat servers",
        "Si des espaces projet existaient déjà, demandez au CMS de synchroniser ses serveurs de chat",
    ),
    // Reasons of settings.
    ("gantry.toml asks for it.", "gantry.toml le demande."),
    (
        "Otherwise the wizard asks administrators to register.",
        "Sinon l'assistant demande aux administrateurs d'enregistrer le serveur.",
    ),
    (
        "No link to Rocket.Chat's own site: nobody asked for one.",
        "Aucun lien avec le site de Rocket.Chat : personne n'en a demandé.",
    ),
    (
        "No mail from Rocket.Chat's makers to your administrators.",
        "Pas d'e-mails des auteurs de Rocket.Chat à vos administrateurs.",
    ),
    (
        "No figures about your server to Rocket.Chat's makers.",
        "Pas de statistiques sur votre serveur aux auteurs de Rocket.Chat.",
    ),
    ("Otherwise only mentions are counted in rooms.", "Sinon seules les mentions sont comptées dans les salons."),
    ("Counts every direct message; this is the default.", "Compte chaque message direct ; c'est la valeur par défaut."),
    (
        "Lets the page ask Rocket.Chat about people and unread rooms.",
        "Laisse la page interroger Rocket.Chat sur les personnes et les salons non lus.",
    ),
    (
        "Which pages may ask: origins only, with commas and no blank (3.x takes one).",
        "Quelles pages peuvent demander : des origines seules, avec des virgules et sans blanc (3.x n'en prend qu'une).",
    ),
    ("Rocket.Chat tells the page what happens.", "Rocket.Chat dit à la page ce qui se passe."),
    (
        "Which page is told: exactly one origin, the main one; the custom script serves the others.",
        "À quelle page il le dit : exactement une origine, la principale ; le script informe les autres.",
    ),
    ("The page may log in and change rooms.", "La page peut connecter le membre et changer de salon."),
    (
        "Which pages are heard; compared letter by letter: no blank, no slash at the end.",
        "Quelles pages sont entendues ; comparées lettre par lettre : sans blanc, sans barre oblique à la fin.",
    ),
    ("No survey in the middle of a project's chat.", "Pas d'enquête au milieu de la discussion d'un projet."),
    (
        "The manual's way to show files in a frame on another site.",
        "La façon du manuel de montrer les fichiers dans un cadre d'un autre site.",
    ),
    (
        "Rocket.Chat is on the page's own site, so its cookies reach the frame and files work protected.",
        "Rocket.Chat est sur le site de la page : ses cookies parviennent au cadre et les fichiers marchent protégés.",
    ),
    (
        "Rocket.Chat is on another site than a page, so its cookies do not reach the frame and protected files stay \
         empty; a sub-domain of the page's own site would keep them protected.",
        "Rocket.Chat est sur un autre site qu'une page : ses cookies ne parviennent pas au cadre et les fichiers \
         protégés restent vides ; un sous-domaine du site de la page les garderait protégés.",
    ),
    (
        "Only if images stay empty in the docked chat: whether Rocket.Chat is on the page's own site can't be told from \
         the names.",
        "Seulement si les images restent vides dans le chat affiché : les noms ne disent pas si Rocket.Chat est sur le \
         site de la page.",
    ),
    (
        "every uploaded file is public to who knows its address",
        "tout fichier envoyé est public pour qui connaît son adresse",
    ),
    ("The CMS can't answer a request for a code.", "Le CMS ne peut pas répondre à une demande de code."),
    (
        "Only if the CMS still can't log in: its token does without a second factor, and new members get none by \
         themselves.",
        "Seulement si le CMS ne peut toujours pas se connecter : son jeton se passe de second facteur, et les nouveaux \
         membres n'en reçoivent pas d'eux-mêmes.",
    ),
    (
        "a stolen password is enough for every account, administrators' too",
        "un mot de passe volé suffit pour chaque compte, administrateurs compris",
    ),
    (
        "New members are not asked for a mailed code when the CMS logs them in; who wants a second factor can still \
         switch it on.",
        "Les nouveaux membres ne reçoivent pas de demande de code par e-mail quand le CMS les connecte ; qui veut un \
         second facteur peut l'activer.",
    ),
    (
        "any page may frame Rocket.Chat until the proxy in front of it sends Content-Security-Policy: frame-ancestors",
        "toute page peut encadrer Rocket.Chat tant que le proxy devant lui n'envoie pas Content-Security-Policy: \
         frame-ancestors",
    ),
    (
        "Otherwise X-Frame-Options keeps the frame blank on any other origin.",
        "Sinon X-Frame-Options garde le cadre vide sur toute autre origine.",
    ),
    (
        "Members come from the project space; strangers must not register.",
        "Les membres viennent de l'espace projet ; les inconnus ne doivent pas s'inscrire.",
    ),
    (
        "The CMS finds its members by this; it must change there, not here.",
        "Le CMS retrouve ses membres par là ; cela doit changer là-bas, pas ici.",
    ),
    (
        "Names come from the CMS; a changed one would be set back.",
        "Les noms viennent du CMS ; un nom changé serait remis comme avant.",
    ),
    ("Who belongs to a project is the CMS's to say.", "C'est au CMS de dire qui fait partie d'un projet."),
    (
        "Usernames are technical; members want to see who is speaking.",
        "Les noms d'utilisateur sont techniques ; les membres veulent voir qui parle.",
    ),
    (
        "Another way to log in, whose messages Rocket.Chat takes from any origin; Gantry does not use it.",
        "Une autre façon de se connecter, dont Rocket.Chat prend les messages de toute origine ; Gantry ne s'en sert \
         pas.",
    ),
    (
        "The address of the CMS: it logs everybody in from there, and a few wrong passwords would lock all out.",
        "L'adresse du CMS : il connecte tout le monde de là, et quelques mots de passe faux bloqueraient tous les \
         membres.",
    ),
    (
        "Hides \"... was added by ...\" in every room; other hidden kinds stay hidden.",
        "Masque « ... a été ajouté par ... » dans tous les salons ; les autres types masqués le restent.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::steps::{self, Item};
    use crate::config::{Card, Config, Preset, ProfileTarget};
    use crate::protocol::{Origin, ServerUrl};

    /// Everything that a reader of the steps meets, whatever the configuration.
    fn texts() -> Vec<String> {
        let mut texts = Vec::new();
        for page in ["https://projects.example.org", "https://a.other.example", "https://projects.co.uk"] {
            let server = if page.ends_with("uk") { "https://chat.co.uk" } else { "https://chat.example.org" };
            let origins = [Origin::from_url(page).unwrap().0];
            let base = Config::example(ServerUrl::parse(server).unwrap(), &origins);
            let mut own_card = base.clone();
            own_card.profile.target = ProfileTarget::None;
            own_card.bundle.card = Card::Keep;
            let ametys = Config { preset: Preset::Ametys, ..base.clone() };
            for config in [base, ametys, own_card] {
                let settings = crate::bundle::settings::all(&config);
                texts.extend(settings.into_iter().flat_map(|setting| [Some(setting.why), setting.risk]).flatten());
                for part in steps::all(&config) {
                    texts.push(part.title.to_owned());
                    for step in part.steps {
                        texts.extend(step.title.map(str::to_owned));
                        texts.extend(step.items.into_iter().flat_map(said));
                    }
                }
            }
        }
        texts
    }

    fn said(item: Item) -> Vec<String> {
        match item {
            Item::Say(text) | Item::Why(text) | Item::Changed(text) => vec![text.to_owned()],
            Item::Do { what, note, .. } => [Some(what), note].into_iter().flatten().map(str::to_owned).collect(),
            Item::Set { why, price, .. } => [why, price].into_iter().flatten().collect(),
            Item::Rights => Vec::new(),
        }
    }

    #[test]
    fn every_text_of_the_steps_is_there_in_french() {
        let missing: Vec<String> = texts().into_iter().filter(|text| french(text).is_none()).collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn nothing_is_kept_that_no_step_says() {
        let said = texts();
        for (english, _) in TEXTS.iter().filter(|(english, _)| *english != "gantry.toml asks for it.") {
            assert!(said.iter().any(|text| text == english), "{english}");
        }
    }

    #[test]
    fn code_stays_as_it_is() {
        for (english, french) in TEXTS {
            let code = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(code(english), code(french), "{english}");
        }
    }
}
