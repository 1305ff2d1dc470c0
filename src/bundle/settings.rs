//! The settings of one line that a docked chat needs, with their reasons.
//!
//! Ids and types: Rocket.Chat 6.5.3, and unchanged up to 8.8 as far as is known.

use crate::config::{Config, Preset};
use crate::protocol::Origin;

/// How much a setting is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Without it the docked chat does not work.
    Needed,
    /// Better with it.
    Advised,
    /// A step of the manual that weakens a safeguard; it is written, but commented out unless the preset is the
    /// manual's.
    ManualOnly,
}

/// A setting and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Rocket.Chat's id.
    pub id: &'static str,
    /// The value as text: Rocket.Chat itself turns `true` and `false` into booleans.
    pub value: String,
    /// How much it is asked for.
    pub need: Need,
    /// Why, in a line.
    pub why: &'static str,
}

impl Setting {
    /// Whether the preset sets it without being asked.
    #[must_use]
    pub fn is_set_by(&self, preset: Preset) -> bool {
        self.need != Need::ManualOnly || preset == Preset::Ametys
    }
}

/// Origins as Rocket.Chat lists them: it compares without trimming, so there is no blank.
#[must_use]
pub fn origin_list(origins: &[Origin]) -> String {
    origins.iter().map(Origin::as_str).collect::<Vec<_>>().join(",")
}

/// Every setting, in the order of the manual.
#[must_use]
pub fn all(config: &Config) -> Vec<Setting> {
    let list = origin_list(&config.origins);
    let main = config.origins.first().map(Origin::to_string).unwrap_or_default();
    let setting = |need, id, value: &str, why| Setting { id, value: value.to_owned(), need, why };
    use Need::{Advised, ManualOnly, Needed};
    vec![
        setting(
            Needed,
            "Iframe_Restrict_Access",
            "false",
            "Otherwise X-Frame-Options keeps the frame blank on any other origin.",
        ),
        setting(Needed, "Unread_Count", "all_messages", "Otherwise only mentions are counted in rooms."),
        setting(Needed, "Unread_Count_DM", "all_messages", "Counts every direct message; this is the default."),
        setting(Advised, "API_Enable_CORS", "true", "Lets the page ask Rocket.Chat about people and unread rooms."),
        setting(Advised, "API_CORS_Origin", &list, "Origins only, comma without a blank; 3.x takes one origin."),
        setting(Needed, "Iframe_Integration_send_enable", "true", "Rocket.Chat tells the page what happens."),
        setting(
            Needed,
            "Iframe_Integration_send_target_origin",
            &main,
            "Exactly one origin, the main one; the custom script serves the others.",
        ),
        setting(Needed, "Iframe_Integration_receive_enable", "true", "The page may log in and change rooms."),
        setting(
            Needed,
            "Iframe_Integration_receive_origin",
            &list,
            "Compared letter by letter: no blank, no slash at the end.",
        ),
        setting(Advised, "NPS_survey_enabled", "false", "No survey in the middle of a project's chat."),
        setting(
            Advised,
            "Accounts_RegistrationForm",
            "Disabled",
            "Members come from the project space; strangers must not register.",
        ),
        setting(
            Advised,
            "Accounts_iframe_enabled",
            "false",
            "Another way to log in, whose messages Rocket.Chat takes from any origin; Gantry does not use it.",
        ),
        setting(
            ManualOnly,
            "FileUpload_ProtectFiles",
            "false",
            "Only if Rocket.Chat is on another site than the page (not a sub-domain of the same one): then its cookies do \
             not reach the frame. It makes every file public to who knows its address.",
        ),
        setting(
            ManualOnly,
            "Accounts_TwoFactorAuthentication_Enabled",
            "false",
            "Only if the project space can't log in without it, as the Ametys manual asks.",
        ),
    ]
}
