//! What is asked of Rocket.Chat's settings, each with its reason: the one table behind the overrides, the checklist and
//! the setting up by REST. Script and CSS are not here, because they are texts that the administrator shares.
//!
//! Ids and types: Rocket.Chat 6.5.3, and unchanged from 3.18 to 8.8 as far as is known.

use super::manual::Step;
use crate::config::site::{self, Site};
use crate::config::{Asked, Config, Preset, SettingValue};
use crate::protocol::Origin;

/// A setting and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Rocket.Chat's id.
    pub id: String,
    /// What is asked.
    pub asked: Asked,
    /// The manual's step, or none where the manual is silent.
    pub step: Option<Step>,
    /// Whether preset and configuration ask for it; where not, it is named as a possibility.
    pub set: bool,
    /// Whether only the server's own start can set it.
    pub at_start: bool,
    /// Why, in a sentence.
    pub why: String,
    /// What it costs, where it costs something.
    pub risk: Option<String>,
}

impl Setting {
    /// The value as text, as an environment variable takes it; none where something is added to what is there.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match &self.asked {
            Asked::Is(value) => Some(value.to_string()),
            Asked::Adds(_) => None,
        }
    }
}

/// Origins as Rocket.Chat lists them: it compares without trimming, so there is no blank.
#[must_use]
pub fn origin_list(origins: &[Origin]) -> String {
    origins.iter().map(Origin::as_str).collect::<Vec<_>>().join(",")
}

/// What files without protection cost.
const PUBLIC_FILES: &str = "every uploaded file is public to who knows its address";
/// What no second factor costs.
const NO_SECOND_FACTOR: &str = "a stolen password is enough for every account, administrators' too";

fn row(step: Option<Step>, id: &str, value: impl Into<SettingValue>, why: &str) -> Setting {
    Setting {
        id: id.to_owned(),
        asked: Asked::Is(value.into()),
        step,
        set: true,
        at_start: false,
        why: why.to_owned(),
        risk: None,
    }
}

/// Every setting, in the order of the manual, then what the manual leaves out, then what only the configuration asks.
#[must_use]
pub fn all(config: &Config) -> Vec<Setting> {
    let mut table = before();
    table.extend(steps(config));
    table.push(files(config));
    table.extend(two_factor(config.preset));
    table.extend(beyond());
    for (id, asked) in &config.settings {
        let why = "gantry.toml asks for it.";
        match table.iter_mut().find(|setting| setting.id == *id) {
            Some(setting) => {
                // What a value costs is known of the table's own value only.
                if setting.asked != *asked {
                    setting.risk = None;
                }
                setting.asked = asked.clone();
                setting.set = true;
                setting.why = why.to_owned();
            }
            None => table.push(Setting { asked: asked.clone(), ..row(None, id, false, why) }),
        }
    }
    table
}

fn before() -> Vec<Setting> {
    let step = Some(Step::Before);
    let no_link = "No link to Rocket.Chat's own site: nobody asked for one.";
    vec![
        Setting {
            at_start: true,
            ..row(step, "Show_Setup_Wizard", "completed", "Otherwise the wizard asks administrators to register.")
        },
        row(step, "Register_Server", false, no_link),
        row(step, "Cloud_Service_Agree_PrivacyTerms", false, no_link),
        row(step, "Allow_Marketing_Emails", false, "No mail from Rocket.Chat's makers to your administrators."),
        row(step, "Statistics_reporting", false, "No figures about your server to Rocket.Chat's makers."),
    ]
}

fn steps(config: &Config) -> Vec<Setting> {
    use Step::{Cors, Iframe, Survey, Unread};
    let list = origin_list(&config.origins);
    let main = config.origins.first().map(Origin::to_string).unwrap_or_default();
    vec![
        row(Some(Unread), "Unread_Count", "all_messages", "Otherwise only mentions are counted in rooms."),
        row(Some(Unread), "Unread_Count_DM", "all_messages", "Counts every direct message; this is the default."),
        row(Some(Cors), "API_Enable_CORS", true, "Lets the page ask Rocket.Chat about people and unread rooms."),
        row(
            Some(Cors),
            "API_CORS_Origin",
            list.as_str(),
            "Which pages may ask: origins only, with commas and no blank (3.x takes one).",
        ),
        row(Some(Iframe), "Iframe_Integration_send_enable", true, "Rocket.Chat tells the page what happens."),
        row(
            Some(Iframe),
            "Iframe_Integration_send_target_origin",
            main.as_str(),
            "Which page is told: exactly one origin, the main one; the custom script serves the others.",
        ),
        row(Some(Iframe), "Iframe_Integration_receive_enable", true, "The page may log in and change rooms."),
        row(
            Some(Iframe),
            "Iframe_Integration_receive_origin",
            list.as_str(),
            "Which pages are heard; compared letter by letter: no blank, no slash at the end.",
        ),
        row(Some(Survey), "NPS_survey_enabled", false, "No survey in the middle of a project's chat."),
    ]
}

/// Step 6. Protection works by cookies, and those reach the frame on the page's own site only.
fn files(config: &Config) -> Setting {
    let unprotected = |why| Setting {
        risk: Some(PUBLIC_FILES.to_owned()),
        ..row(Some(Step::Files), "FileUpload_ProtectFiles", false, why)
    };
    if config.preset == Preset::Ametys {
        return unprotected("The manual's way to show files in a frame on another site.");
    }
    match site::of_all(config.server.origin(), &config.origins) {
        Site::Same => row(
            Some(Step::Files),
            "FileUpload_ProtectFiles",
            true,
            "Rocket.Chat is on the page's own site, so its cookies reach the frame and files work protected.",
        ),
        Site::Other => unprotected(
            "Rocket.Chat is on another site than a page, so its cookies do not reach the frame and protected files stay \
             empty; a sub-domain of the page's own site would keep them protected.",
        ),
        Site::Unsure => Setting {
            set: false,
            ..unprotected(
                "Only if images stay empty in the docked chat: whether Rocket.Chat is on the page's own site can't be \
                 told from the names.",
            )
        },
    }
}

/// Step 8, and what reaches its goal without weakening everybody.
fn two_factor(preset: Preset) -> [Setting; 2] {
    let manual = preset == Preset::Ametys;
    let why = if manual {
        "The CMS can't answer a request for a code."
    } else {
        "Only if the CMS still can't log in: its token does without a second factor, and new members get none by \
         themselves."
    };
    [
        Setting {
            set: manual,
            risk: Some(NO_SECOND_FACTOR.to_owned()),
            ..row(Some(Step::TwoFactor), "Accounts_TwoFactorAuthentication_Enabled", false, why)
        },
        Setting {
            set: !manual,
            ..row(
                Some(Step::TwoFactor),
                "Accounts_TwoFactorAuthentication_By_Email_Auto_Opt_In",
                false,
                "New members are not asked for a mailed code when the CMS logs them in; who wants a second factor can \
                 still switch it on.",
            )
        },
    ]
}

fn beyond() -> Vec<Setting> {
    let identity = "The CMS finds its members by this; it must change there, not here.";
    vec![
        Setting {
            risk: Some(
                "any page may frame Rocket.Chat until the proxy in front of it sends Content-Security-Policy: \
                 frame-ancestors"
                    .to_owned(),
            ),
            ..row(
                None,
                "Iframe_Restrict_Access",
                false,
                "Otherwise X-Frame-Options keeps the frame blank on any other origin.",
            )
        },
        row(
            None,
            "Accounts_RegistrationForm",
            "Disabled",
            "Members come from the project space; strangers must not register.",
        ),
        row(None, "Accounts_AllowUsernameChange", false, identity),
        row(None, "Accounts_AllowEmailChange", false, identity),
        row(None, "Accounts_AllowRealNameChange", false, "Names come from the CMS; a changed one would be set back."),
        row(None, "Accounts_AllowDeleteOwnAccount", false, "Who belongs to a project is the CMS's to say."),
        row(None, "UI_Use_Real_Name", true, "Usernames are technical; members want to see who is speaking."),
        row(
            None,
            "Accounts_iframe_enabled",
            false,
            "Another way to log in, whose messages Rocket.Chat takes from any origin; Gantry does not use it.",
        ),
        Setting {
            set: false,
            ..row(
                None,
                "Block_Multiple_Failed_Logins_Ip_Whitelist",
                "",
                "The address of the CMS: it logs everybody in from there, and a few wrong passwords would lock all out.",
            )
        },
        Setting {
            set: false,
            asked: Asked::Adds(vec!["au".to_owned()]),
            ..row(
                Some(Step::Administrator),
                "Hide_System_Messages",
                false,
                "Hides \"... was added by ...\" in every room; other hidden kinds stay hidden.",
            )
        },
    ]
}
