//! The checklist, for who installs by hand: every step of the Ametys manual, and what it leaves out.

use super::menu::{self, SETTINGS};
use super::settings::{self, Setting};
use crate::config::{Config, Preset};

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

    /// A box to tick: the way to the setting in both languages, its id and its value.
    fn value(&mut self, id: &str, value: &str) {
        if let Some(way) = menu::way(id) {
            self.line(&format!("- [ ] EN {}\n      FR {}", way.en, way.fr));
        }
        self.line(&format!("      `{id}` = {value}"));
    }

    /// As [`Self::value`], with the value and the reason that the table of settings has.
    fn setting(&mut self, id: &str) {
        if let Some(setting) = self.settings.iter().find(|setting| setting.id == id).cloned() {
            self.value(id, &format!("`{}`", setting.value));
            self.line(&format!("      {}", setting.why));
        }
    }

    fn head(&mut self, stamp: &str) {
        self.line(&format!("# Docking {} in {}\n", self.config.server, settings::origin_list(&self.config.origins)));
        self.line(&format!(
            "Made by `gantry bundle`, preset \"{}\", stamp {stamp}. Numbers are those of the Ametys manual. Labels are\n\
             Rocket.Chat's of 6.5.3, in English (EN) and French (FR); other releases may word them otherwise, so every\n\
             setting's id is given too: ids have not changed from 3.18 to 8.8.\n\n\
             All settings are below: EN {} / FR {}\n\n\
             A container needs none of this by hand: `overrides.env` sets what fits on a line, `compose.yaml` script and CSS.",
            self.config.preset.name(),
            SETTINGS.en,
            SETTINGS.fr,
        ));
    }

    fn before(&mut self) {
        self.line("\n## Before\n");
        self.line("- [ ] A Rocket.Chat of its own: it is not shared with another use, nor with another Ametys.");
        self.line("      Why: rights are changed for everybody, and members are created from their mail addresses, which must be unique.");
        self.line("- [ ] Ametys and Rocket.Chat reach each other, and members' browsers reach both, by http or https.");
        self.line("- [ ] If one page is on https, Rocket.Chat is on https too.");
        self.line("      Why: a browser blocks a frame on http in a page on https, without a word to the member.");
        self.line("- [ ] At installation, no link to Rocket.Chat's own site: no cloud service, no registration.");
        self.line("      What changed: from 6.x on the wizard no longer offers to skip it; start the server with");
        self.line("      `OVERWRITE_SETTING_Show_Setup_Wizard=completed` and the first administrator in `ADMIN_USERNAME`, `ADMIN_PASS`,");
        self.line("      `ADMIN_EMAIL`.");
    }

    fn accounts(&mut self) {
        self.line("\n## The account that Ametys uses");
        self.step("1) An administrator for Ametys");
        self.line("- [ ] EN Administration > Workspace > Users > New\n      FR Administration > Espace de travail > Utilisateurs > Nouveau");
        self.line("      role `admin`");
        self.why("it creates members and private rooms. Its name is seen in the history (\"... was added by ...\").");
        self.step("2) Its personal access token");
        self.line("- [ ] EN My Account > Personal Access Tokens > Add\n      FR Mon compte > Jetons d'accès personnels > Ajouter");
        self.line("      tick \"Ignore Two Factor Authentication\"; keep the user id and the token for Ametys, and nowhere else");
        self.why(
            "the token is shown once. Lost: delete it and make another; making it anew asks for the second factor.",
        );
        self.step("2b) No second factor for this account");
        self.line("- [ ] EN My Account > Security > Two-factor authentication: off\n      FR Mon compte > Sécurité > Authentification à deux facteurs : désactivée");
        self.why("Ametys can't answer a request for a code.");
    }

    fn look_and_script(&mut self) {
        self.line("\n## Looks and clicks");
        self.step("3) Custom CSS");
        self.value("theme-custom-css", "the whole of `custom.css`");
        self.why("avatars and hidden actions, as gantry.toml asks.");
        self.changed(
            "`.avatar-image` is gone from 6.0 on, `[data-qa-id]` in menus from 6.7 on and in toolbars from about 8.3 on, \
             `#react-user-card` from 6.7 on. custom.css has a rule for each generation. From 6.6 on the page hides actions by \
             Rocket.Chat's own means as well.",
        );
        self.step("4) Custom script");
        self.value("Custom_Script_Logged_In", "the whole of `custom-script.js`");
        self.value("Custom_Script_Logged_Out", "the same text again");
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
        if !manual {
            self.line("Leave it on, unless images and files stay empty in the docked chat.");
        }
        self.setting("FileUpload_ProtectFiles");
        self.changed(
            "better than this step: give Rocket.Chat a sub-domain of the page's own site (chat.example.org beside \
             projects.example.org, both on https); then files work with their protection.",
        );
        self.step("7) Permissions of the role `user`");
        self.line("- [ ] EN Administration > Workspace > Permissions\n      FR Administration > Espace de travail > Autorisations");
        self.line(
            "      In the column `user` keep these and take all others away (100 lines per page, several pages):\n",
        );
        self.line("| id | EN | FR |\n| --- | --- | --- |");
        for (id, en, fr) in KEPT {
            self.line(&format!("| `{id}` | {en} | {fr} |"));
        }
        self.why("members talk in their project's rooms and do nothing else.");
        self.changed("`view-history` is gone from 7.0 on, so six are kept there. New releases bring new permissions: look again after an upgrade.");
        self.step("8) Two-factor authentication for everybody");
        if !manual {
            self.line("Leave it on, unless Ametys can't log in: this weakens every account, administrators' too.");
        }
        self.setting("Accounts_TwoFactorAuthentication_Enabled");
        self.why("Ametys can't answer a request for a code.");
    }

    fn beyond(&mut self) {
        self.line("\n## What the manual leaves out");
        self.step("Allow the frame");
        self.setting("Iframe_Restrict_Access");
        self.line("      Then let the proxy in front of Rocket.Chat say which pages may show it:");
        let origins: Vec<_> = self.config.origins.iter().map(|origin| origin.as_str()).collect();
        self.line(&format!("      `Content-Security-Policy: frame-ancestors 'self' {}`", origins.join(" ")));
        self.why("it is on by default since 2.2, and the chat stays blank on every other origin.");
        self.step("Close registration");
        self.setting("Accounts_RegistrationForm");
        self.step("Leave the other iframe login off");
        self.setting("Accounts_iframe_enabled");
    }

    fn after(&mut self) {
        self.line("\n## After\n");
        self.line("- [ ] Put `gantry.json` beside `auto.js` on the project space.");
        self.line("- [ ] Reload the page with the chat: script and CSS are read when Rocket.Chat loads, not before.");
        self.line("- [ ] Click a colleague's name in the chat: the profile opens.");
        self.line("- [ ] If project spaces existed already, have Ametys synchronise its chat servers.");
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
