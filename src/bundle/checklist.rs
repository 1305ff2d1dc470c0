//! The checklist, for who installs by hand: every step of the Ametys manual, and what it leaves out.

use super::menu::{self, SETTINGS};
use super::settings::{self, Setting};
use crate::config::{Asked, Config, Preset};

/// Writes the checklist.
pub(super) fn text(config: &Config, stamp: &str) -> String {
    let mut list = Checklist { config, settings: settings::all(config), out: String::new() };
    list.head(stamp);
    list.before();
    list.accounts();
    list.look_and_script();
    list.counting();
    list.talking();
    list.safeguards();
    list.beyond();
    list.after();
    list.out
}

struct Checklist<'a> {
    config: &'a Config,
    settings: Vec<Setting>,
    out: String,
}

impl Checklist<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn step(&mut self, title: &str) {
        self.line(&format!("\n### {title}\n"));
    }

    fn why(&mut self, text: &str) {
        self.line(&format!("\nWhy: {text}"));
    }

    fn changed(&mut self, text: &str) {
        self.line(&format!("\nWhat changed: {text}"));
    }

    /// A box to tick, with lines below it.
    fn tick(&mut self, what: &str, below: &[&str]) {
        self.line(&format!("- [ ] {what}"));
        for line in below {
            self.line(&format!("  - {line}"));
        }
    }

    /// A setting to make: its id and value, and the way to it in both languages.
    fn value(&mut self, id: &str, value: &str, why: Option<&str>) {
        let way = menu::way(id).map(|way| (format!("EN {}", way.en), format!("FR {}", way.fr)));
        let below = way.iter().flat_map(|(en, fr)| [en.as_str(), fr.as_str()]).chain(why);
        self.tick(&format!("`{id}` = {value}"), &below.collect::<Vec<_>>());
    }

    /// As [`Self::value`], with the value and the reason that the table of settings has.
    fn setting(&mut self, id: &str) {
        if let Some(setting) = self.settings.iter().find(|setting| setting.id == id).cloned() {
            let value = match &setting.asked {
                Asked::Is(value) => format!("`{value}`"),
                Asked::Adds(words) => format!("what it has, and `{}`", words.join("`, `")),
            };
            let risk = setting.risk.map(|risk| format!(" Its price: {risk}.")).unwrap_or_default();
            self.value(id, &value, Some(&(setting.why + &risk)));
        }
    }

    /// Whether preset and configuration ask for a setting.
    fn is_set(&self, id: &str) -> bool {
        self.settings.iter().any(|setting| setting.id == id && setting.set)
    }

    fn head(&mut self, stamp: &str) {
        self.line(&format!("# Docking {} in {}\n", self.config.server, settings::origin_list(&self.config.origins)));
        self.line(&format!(
            "Made by `gantry bundle`, preset \"{}\", stamp {stamp}. Numbers are those of the Ametys manual. Labels are\n\
             Rocket.Chat's of 6.5.3, in English (EN) and French (FR); other releases may word them otherwise, so every\n\
             setting's id is given too: no id is known to have changed from 3.18 to 8.8.\n\n\
             Ways to settings start below EN {} / FR {}\n\n\
             In a container, `overrides.env` and `compose.yaml` set steps 3 to 6, 8 and what the manual leaves out; the rest is by hand.",
            self.config.preset.name(),
            SETTINGS.en,
            SETTINGS.fr,
        ));
    }

    fn before(&mut self) {
        self.line("\n## Before\n");
        self.tick(
            "A Rocket.Chat of its own, shared with no other use and no other Ametys",
            &["rights are changed for everybody; members are created from mail addresses, which must be unique"],
        );
        self.tick("Ametys and Rocket.Chat reach each other, and members' browsers reach both, by http or https", &[]);
        self.tick(
            "If one page is on https, Rocket.Chat is on https too",
            &["a browser blocks a frame on http in a page on https, without a word to the member"],
        );
        self.tick(
            "At installation, no link to Rocket.Chat's own site: no cloud service, no registration",
            &["from 6.x on the wizard no longer offers to skip it: start the server with \
               `OVERWRITE_SETTING_Show_Setup_Wizard=completed` and name the first administrator in `ADMIN_USERNAME`, \
               `ADMIN_PASS` and `ADMIN_EMAIL`"],
        );
        for id in [
            "Show_Setup_Wizard",
            "Register_Server",
            "Cloud_Service_Agree_PrivacyTerms",
            "Allow_Marketing_Emails",
            "Statistics_reporting",
        ] {
            self.setting(id);
        }
    }

    fn accounts(&mut self) {
        self.line("\n## The account that Ametys uses");
        self.step("1) An administrator for Ametys");
        self.tick(
            "A user with the role `admin`",
            &[
                "EN Administration > Workspace > Users > New",
                "FR Administration > Espace de travail > Utilisateurs > Nouveau",
            ],
        );
        self.why("it creates members and private rooms. The history shows its name (\"... was added by ...\").");
        self.line("\nIf that is in the way:");
        self.setting("Hide_System_Messages");
        self.step("2) Its personal access token");
        self.tick(
            "A token that ignores two-factor authentication; its user id and the token go to Ametys and nowhere else",
            &["EN My Account > Personal Access Tokens > Add", "FR Mon compte > Jetons d'accès personnels > Ajouter"],
        );
        self.why(
            "the token is shown once. Lost: delete it and make another; to make it anew asks for the second factor.",
        );
        self.step("2b) No second factor for this account");
        self.tick(
            "Two-factor authentication off, by mail too",
            &["EN My Account > Security", "FR Mon compte > Sécurité"],
        );
        self.why("Ametys can't answer a request for a code.");
    }

    fn look_and_script(&mut self) {
        self.line("\n## Looks and clicks");
        self.step("3) Custom CSS");
        self.value("theme-custom-css", "the whole of `custom.css`", None);
        self.why("avatars and hidden actions, as gantry.toml asks.");
        self.changed(
            "`.avatar-image` is gone from 6.0 on, `[data-qa-id]` in menus from 6.7 on and in toolbars from about 8.3 on, \
             `#react-user-card` from 6.7 on. custom.css has a rule for each generation. From 6.6 on the page hides actions by \
             Rocket.Chat's own means as well.",
        );
        self.step("4) Custom script");
        self.value("Custom_Script_Logged_In", "the whole of `custom-script.js`", None);
        self.value("Custom_Script_Logged_Out", "the same text again", None);
        self.why(
            "a click on a person tells the page. Logged out, it lets the page see that the bundle is there. Your own script \
             may stand before or after the two markers; keep it in ASCII.",
        );
        self.changed(
            "the manual's script looks for `.user-card-message`, which is gone from 6.0 on: on 6.5.3 a click on a name, an \
             avatar, a mention or a system message's author tells the page nothing. It also asked the referrer for the page's \
             address; this one knows its origins.",
        );
    }

    fn counting(&mut self) {
        self.line("\n## Unread messages");
        self.step("5) Count all messages");
        self.setting("Unread_Count");
        self.setting("Unread_Count_DM");
        self.why("members see how many messages wait in each room. Messages of before are not counted again.");
    }

    fn talking(&mut self) {
        self.line("\n## Page and frame");
        self.step("5b) CORS");
        self.setting("API_Enable_CORS");
        self.setting("API_CORS_Origin");
        self.changed("the manual says \"basic URL\"; it must be an origin: no path, no slash at the end.");
        self.step("5c) Iframe integration");
        self.setting("Iframe_Integration_send_enable");
        self.setting("Iframe_Integration_send_target_origin");
        self.setting("Iframe_Integration_receive_enable");
        self.setting("Iframe_Integration_receive_origin");
        self.changed("as in 5b. A wrong letter here and the chat neither tells nor hears anything, without an error.");
        self.step("5d) No survey");
        self.setting("NPS_survey_enabled");
        self.changed("the setting came with 3.8 to 3.12.");
    }

    fn safeguards(&mut self) {
        let manual = self.config.preset == Preset::Ametys;
        self.line("\n## Rights and safeguards");
        self.step("6) Protection of uploaded files");
        if !self.is_set("FileUpload_ProtectFiles") {
            self.line("Leave it on, unless images and files stay empty in the docked chat.");
        }
        self.setting("FileUpload_ProtectFiles");
        self.why(
            "the manual takes the protection away. A better way than that: give Rocket.Chat a sub-domain of the page's own \
             site (chat.example.org beside projects.example.org, both on https); then files work with it.",
        );
        self.step("7) Permissions of the role `user`");
        self.tick(
            "In the column `user`, keep these and take all others away (choose 100 lines per page; there are several)",
            &["EN Administration > Workspace > Permissions", "FR Administration > Espace de travail > Autorisations"],
        );
        self.line("");
        self.line("| id | EN | FR |\n| --- | --- | --- |");
        for (id, en, fr) in KEPT {
            self.line(&format!("| `{id}` | {en} | {fr} |"));
        }
        self.why("members talk in their project's rooms and do nothing else.");
        self.changed("`view-history` is gone from 7.0 on, so six are kept there. New releases bring new permissions: look again after an upgrade.");
        self.step("8) Two-factor authentication for everybody");
        if !manual {
            self.line("Leave it on for everybody; this is enough for members whom Ametys makes:");
            self.setting("Accounts_TwoFactorAuthentication_By_Email_Auto_Opt_In");
            self.line("\nOnly if Ametys still can't log in:");
        }
        self.setting("Accounts_TwoFactorAuthentication_Enabled");
        self.why("Ametys can't answer a request for a code.");
    }

    fn beyond(&mut self) {
        self.line("\n## What the manual leaves out");
        self.step("Allow the frame");
        self.setting("Iframe_Restrict_Access");
        let origins: Vec<_> = self.config.origins.iter().map(|origin| origin.as_str()).collect();
        self.tick(
            "Then let the proxy in front of Rocket.Chat say which pages may show it",
            &[&format!("`Content-Security-Policy: frame-ancestors 'self' {}`", origins.join(" "))],
        );
        self.why("it is on by default since 2.2, and the chat stays blank on every other origin.");
        self.step("Close registration");
        self.setting("Accounts_RegistrationForm");
        self.step("Leave the other iframe login off");
        self.setting("Accounts_iframe_enabled");
        self.step("Names come from Ametys");
        for id in [
            "Accounts_AllowUsernameChange",
            "Accounts_AllowEmailChange",
            "Accounts_AllowRealNameChange",
            "Accounts_AllowDeleteOwnAccount",
            "UI_Use_Real_Name",
        ] {
            self.setting(id);
        }
        self.step("Never lock Ametys out");
        self.setting("Block_Multiple_Failed_Logins_Ip_Whitelist");
        self.step("Private rooms of others");
        self.tick(
            "In the column `admin`, tick `add-user-to-any-p-room` and `kick-user-from-any-p-room`",
            &[
                "EN Administration > Workspace > Permissions > Add User to Any Private Channel, Kick User from Any Private \
                 Channel",
                "FR Administration > Espace de travail > Autorisations > Ajouter un utilisateur à n'importe quel canal \
                 privé, ...",
            ],
        );
        self.why("nobody has them by default, and Ametys can't add or remove members in a room that it did not make.");
    }

    fn after(&mut self) {
        self.line("\n## After\n");
        self.tick("Put `gantry.json` beside `auto.js` on the project space", &[]);
        self.tick("Reload the page with the chat: script and CSS are read when Rocket.Chat loads, not before", &[]);
        self.tick("Click a colleague's name in the chat: the profile opens", &[]);
        self.tick("If project spaces existed already, have Ametys synchronise its chat servers", &[]);
    }
}

/// What step 7 keeps.
const KEPT: [(&str, &str, &str); 7] = [
    ("create-d", "Create Direct Messages", "Créer des messages directs"),
    ("delete-own-message", "Delete Own Message", "Supprimer son propre message"),
    ("mention-all", "Mention All", "Mention @all"),
    ("mention-here", "Mention Here", "Mention @ here"),
    ("view-d-room", "View Direct Messages", "Afficher les messages directs"),
    ("view-history", "View History", "Voir l'historique"),
    ("view-p-room", "View Private Room", "Voir le salon privé"),
];
