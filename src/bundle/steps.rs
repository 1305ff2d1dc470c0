//! The steps by hand, as data: every step of the Ametys manual, and what it leaves out. The checklist is written from
//! them, and the set-up page shows them.
//!
//! Texts are English, with `code` in backticks; [`super::french`] has each in French.

use super::menu::{self, Menu};
use super::settings::{self, Setting};
use super::style;
use crate::config::{Asked, Card, Config, Preset, ProfileTarget, SettingValue};

/// A part of the list, under a title of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its title.
    pub title: &'static str,
    /// What belongs to it.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its title, with the manual's number; none where the part's title says it.
    pub title: Option<&'static str>,
    /// What is to be done and known.
    pub items: Vec<Item>,
}

/// Something to do, or to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A sentence between two things to do.
    Say(&'static str),
    /// Something to do that is no setting.
    Do {
        /// What.
        what: &'static str,
        /// Where, from the top of the menus.
        way: Option<Menu>,
        /// More about it.
        note: Option<&'static str>,
        /// What is to be written, exactly.
        code: Option<String>,
    },
    /// A setting to make.
    Set {
        /// Rocket.Chat's id.
        id: String,
        /// Its value.
        value: Value,
        /// Where, below [`menu::SETTINGS`].
        way: Option<Menu>,
        /// Why, where the step does not say it.
        why: Option<String>,
        /// What it costs.
        price: Option<String>,
    },
    /// The permissions that the role `user` keeps.
    Rights,
    /// Why the step is there.
    Why(&'static str),
    /// What is otherwise than when the manual was written.
    Changed(&'static str),
}

/// What a setting is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Exactly this.
    Is(String),
    /// What it has, and these.
    Adds(Vec<String>),
    /// The whole of `custom-script.js`.
    Script,
    /// The same text again.
    ScriptAgain,
    /// The whole of `custom.css`.
    Style,
    /// The address of the CMS, which is not known here.
    Address,
}

/// What step 7 keeps: id, English and French label of 6.5.3.
pub const KEPT: [(&str, &str, &str); 7] = [
    ("create-d", "Create Direct Messages", "Créer des messages directs"),
    ("delete-own-message", "Delete Own Message", "Supprimer son propre message"),
    ("mention-all", "Mention All", "Mention @all"),
    ("mention-here", "Mention Here", "Mention @ here"),
    ("view-d-room", "View Direct Messages", "Afficher les messages directs"),
    ("view-history", "View History", "Voir l'historique"),
    ("view-p-room", "View Private Room", "Voir le salon privé"),
];

/// Every step, in order.
#[must_use]
pub fn all(config: &Config) -> Vec<Part> {
    let steps = Steps { config, settings: settings::all(config) };
    vec![
        Part { title: "Before", steps: vec![steps.before()] },
        Part { title: "The account that the CMS uses", steps: steps.accounts() },
        Part { title: "Looks and clicks", steps: steps.look_and_script() },
        Part { title: "Unread messages", steps: vec![steps.counting()] },
        Part { title: "Page and frame", steps: steps.talking() },
        Part { title: "Rights and safeguards", steps: steps.safeguards() },
        Part { title: "What the manual leaves out", steps: steps.beyond() },
        Part { title: "After", steps: vec![after(config)] },
    ]
}

struct Steps<'a> {
    config: &'a Config,
    settings: Vec<Setting>,
}

fn step(title: &'static str, items: Vec<Item>) -> Step {
    Step { title: Some(title), items }
}

fn plain(what: &'static str) -> Item {
    Item::Do { what, way: None, note: None, code: None }
}

fn noted(what: &'static str, note: &'static str) -> Item {
    Item::Do { what, way: None, note: Some(note), code: None }
}

fn at(what: &'static str, en: &'static str, fr: &'static str) -> Item {
    Item::Do { what, way: Some(Menu { en, fr }), note: None, code: None }
}

fn written(id: &str, value: Value) -> Item {
    Item::Set { id: id.to_owned(), value, way: menu::way(id), why: None, price: None }
}

impl Steps<'_> {
    /// A setting with the value and the reason that the table of settings has; nothing where it has none.
    fn setting(&self, id: &str) -> Option<Item> {
        let setting = self.settings.iter().find(|setting| setting.id == id)?;
        let value = match &setting.asked {
            Asked::Is(SettingValue::Text(empty)) if empty.is_empty() => Value::Address,
            Asked::Is(value) => Value::Is(value.to_string()),
            Asked::Adds(words) => Value::Adds(words.clone()),
        };
        let (why, price) = (Some(setting.why.clone()), setting.risk.clone());
        Some(Item::Set { id: id.to_owned(), value, way: menu::way(id), why, price })
    }

    /// As [`Self::setting`], for several.
    fn settings(&self, ids: &[&str]) -> Vec<Item> {
        ids.iter().filter_map(|id| self.setting(id)).collect()
    }

    /// Settings, and what is to be known of them.
    fn settings_and(&self, ids: &[&str], more: impl IntoIterator<Item = Item>) -> Vec<Item> {
        let mut items = self.settings(ids);
        items.extend(more);
        items
    }

    /// Whether preset and configuration ask for a setting.
    fn is_set(&self, id: &str) -> bool {
        self.settings.iter().any(|setting| setting.id == id && setting.set)
    }

    fn before(&self) -> Step {
        let mut items = vec![
            noted(
                "A Rocket.Chat of its own, shared with no other use and no other CMS",
                "rights are changed for everybody; members are created from mail addresses, which must be unique",
            ),
            plain("The CMS and Rocket.Chat reach each other, and members' browsers reach both, by http or https"),
            noted(
                "If one page is on https, Rocket.Chat is on https too",
                "a browser blocks a frame on http in a page on https, without a word to the member",
            ),
            noted(
                "At installation, no link to Rocket.Chat's own site: no cloud service, no registration",
                "from 6.x on the wizard no longer offers to skip it: start the server with \
                 `OVERWRITE_SETTING_Show_Setup_Wizard=completed` and name the first administrator in `ADMIN_USERNAME`, \
                 `ADMIN_PASS` and `ADMIN_EMAIL`",
            ),
        ];
        items.extend(self.settings(&[
            "Show_Setup_Wizard",
            "Register_Server",
            "Cloud_Service_Agree_PrivacyTerms",
            "Allow_Marketing_Emails",
            "Statistics_reporting",
        ]));
        items.push(Item::Changed(
            "`Statistics_reporting` is not shown from 6.5 on, and refused where it is not shown: only the environment of \
             Rocket.Chat's server sets it there.",
        ));
        Step { title: None, items }
    }

    fn accounts(&self) -> Vec<Step> {
        let mut administrator = vec![
            at(
                "A user with the role `admin`",
                "Administration > Workspace > Users > New",
                "Administration > Espace de travail > Utilisateurs > Nouveau",
            ),
            Item::Why("it creates members and private rooms. The history shows its name (\"... was added by ...\")."),
            Item::Say("If that is in the way:"),
        ];
        administrator.extend(self.setting("Hide_System_Messages"));
        vec![
            step("1) An administrator for the CMS", administrator),
            step(
                "2) Its personal access token",
                vec![
                    at(
                        "A token that ignores two-factor authentication; its user id and the token go to the CMS \
                         and nowhere else",
                        "My Account > Personal Access Tokens > Add",
                        "Mon compte > Jetons d'accès personnels > Ajouter",
                    ),
                    Item::Why(
                        "the token is shown once. Lost: delete it and make another; to make it anew asks for the \
                         second factor.",
                    ),
                ],
            ),
            step(
                "2b) No second factor for this account",
                vec![
                    at("Two-factor authentication off, by mail too", "My Account > Security", "Mon compte > Sécurité"),
                    Item::Why("The CMS can't answer a request for a code."),
                ],
            ),
        ]
    }

    fn look_and_script(&self) -> Vec<Step> {
        let style = if style::has_rules(self.config) {
            vec![
                written("theme-custom-css", Value::Style),
                Item::Why("avatars and hidden actions, as gantry.toml asks."),
                Item::Changed(
                    "`.avatar-image` is gone from 6.0 on, `[data-qa-id]` in menus from 6.7 on and in toolbars from about \
                     8.3 on, `#react-user-card` from 6.7 on. custom.css has a rule for each generation. From 6.6 on the \
                     page hides actions by Rocket.Chat's own means as well.",
                ),
            ]
        } else {
            vec![Item::Say("Nothing to paste: no action is hidden, and avatars stay as they are.")]
        };
        vec![
            step("3) Custom CSS", style),
            step(
                "4) Custom script",
                vec![
                    written("Custom_Script_Logged_In", Value::Script),
                    written("Custom_Script_Logged_Out", Value::ScriptAgain),
                    Item::Why(
                        "a click on a person tells the page. Logged out, it lets the page see that the bundle is \
                         there. Your own script may stand before or after the two markers; keep it in ASCII.",
                    ),
                    Item::Changed(
                        "the manual's script looks for `.user-card-message`, which is gone from 6.0 on: on 6.5.3 a \
                         click on a name, an avatar, a mention or a system message's author tells the page nothing. \
                         It also asked the referrer for the page's address; this one knows its origins.",
                    ),
                ],
            ),
        ]
    }

    fn counting(&self) -> Step {
        let why = "members see how many messages wait in each room. Messages of before are not counted again.";
        step("5) Count all messages", self.settings_and(&["Unread_Count", "Unread_Count_DM"], [Item::Why(why)]))
    }

    fn talking(&self) -> Vec<Step> {
        let cors = "the manual says \"basic URL\"; it must be an origin: no path, no slash at the end.";
        let frame = "as in 5b. A wrong letter here and the chat neither tells nor hears anything, without an error.";
        let survey = "the setting came with 3.8 to 3.12.";
        vec![
            step("5b) CORS", self.settings_and(&["API_Enable_CORS", "API_CORS_Origin"], [Item::Changed(cors)])),
            step(
                "5c) Iframe integration",
                self.settings_and(
                    &[
                        "Iframe_Integration_send_enable",
                        "Iframe_Integration_send_target_origin",
                        "Iframe_Integration_receive_enable",
                        "Iframe_Integration_receive_origin",
                    ],
                    [Item::Changed(frame)],
                ),
            ),
            step("5d) No survey", self.settings_and(&["NPS_survey_enabled"], [Item::Changed(survey)])),
        ]
    }

    fn safeguards(&self) -> Vec<Step> {
        let mut files = Vec::new();
        if !self.is_set("FileUpload_ProtectFiles") {
            files.push(Item::Say("Leave it on, unless images and files stay empty in the docked chat. Then:"));
        }
        files.extend(self.setting("FileUpload_ProtectFiles"));
        files.push(Item::Why(
            "the manual takes the protection away. A better way than that: give Rocket.Chat a sub-domain of the page's \
             own site (chat.example.org beside projects.example.org, both on https); then files work with it.",
        ));
        let rights = vec![
            at(
                "In the column `user`, keep these and take all others away (choose 100 lines per page; there are \
                 several)",
                "Administration > Workspace > Permissions",
                "Administration > Espace de travail > Autorisations",
            ),
            Item::Rights,
            Item::Why("members talk in their project's rooms and do nothing else."),
            Item::Changed(
                "`view-history` is gone from 7.0 on, so six are kept there. New releases bring new permissions: look \
                 again after an upgrade.",
            ),
        ];
        let mut factors = Vec::new();
        if self.config.preset != Preset::Ametys {
            factors.push(Item::Say("Leave it on for everybody; this is enough for members whom the CMS makes:"));
            factors.extend(self.setting("Accounts_TwoFactorAuthentication_By_Email_Auto_Opt_In"));
            factors.push(Item::Say("Only if the CMS still can't log in:"));
        }
        factors.extend(self.setting("Accounts_TwoFactorAuthentication_Enabled"));
        factors.push(Item::Why("The CMS can't answer a request for a code."));
        vec![
            step("6) Protection of uploaded files", files),
            step("7) Permissions of the role `user`", rights),
            step("8) Two-factor authentication for everybody", factors),
        ]
    }

    fn beyond(&self) -> Vec<Step> {
        let origins: Vec<_> = self.config.origins.iter().map(|origin| origin.as_str()).collect();
        let policy = format!("Content-Security-Policy: frame-ancestors 'self' {}", origins.join(" "));
        let frame = [
            Item::Do {
                what: "Then let the proxy in front of Rocket.Chat say which pages may show it",
                way: None,
                note: None,
                code: Some(policy),
            },
            Item::Why("it is on by default since 2.2, and the chat stays blank on every other origin."),
        ];
        let names = [
            "Accounts_AllowUsernameChange",
            "Accounts_AllowEmailChange",
            "Accounts_AllowRealNameChange",
            "Accounts_AllowDeleteOwnAccount",
            "UI_Use_Real_Name",
        ];
        vec![
            step("Allow the frame", self.settings_and(&["Iframe_Restrict_Access"], frame)),
            step("Close registration", self.settings(&["Accounts_RegistrationForm"])),
            step("Leave the other iframe login off", self.settings(&["Accounts_iframe_enabled"])),
            step("Names come from the CMS", self.settings(&names)),
            step("Never lock the CMS out", self.settings(&["Block_Multiple_Failed_Logins_Ip_Whitelist"])),
            step(
                "Private rooms of others",
                vec![
                    at(
                        "In the column `admin`, tick `add-user-to-any-p-room` and `kick-user-from-any-p-room`",
                        "Administration > Workspace > Permissions > Add User to Any Private Channel, Kick User from \
                         Any Private Channel",
                        "Administration > Espace de travail > Autorisations > Ajouter un utilisateur à n'importe quel \
                         canal privé, ...",
                    ),
                    Item::Why(
                        "nobody has them by default, and the CMS can't add or remove members in a room that it did \
                         not make.",
                    ),
                ],
            ),
        ]
    }
}

fn after(config: &Config) -> Step {
    // Where Rocket.Chat's card stays and there is no profile, a click does what it always did.
    let own_card = config.profile.target == ProfileTarget::None && config.bundle.card == Card::Keep;
    let click = if own_card {
        "Click a colleague's name in the chat: Rocket.Chat's own card opens"
    } else {
        "Click a colleague's name in the chat: the profile opens"
    };
    let items = [
        "Put `gantry.json` beside `auto.js` on the project space",
        "Reload the page with the chat: script and CSS are read when Rocket.Chat loads, not before",
        click,
        "If project spaces existed already, have the CMS synchronise its chat servers",
    ];
    Step { title: None, items: items.map(plain).into() }
}
