//! The bundle: everything that is installed in Rocket.Chat and beside the page, made from one [`Config`].
//!
//! Owns the custom script, the style sheet, `gantry.json`, the overrides for a container and the checklist. Pure, and
//! the same configuration gives the same bytes. Nothing in it is secret: Rocket.Chat publishes scripts and CSS to
//! everybody.
//!
//! Script and CSS are ASCII throughout, because Rocket.Chat counts characters where HTTP wants bytes and cuts the end
//! off a file with any other character.

mod checklist;
pub mod french;
mod json;
pub mod manual;
pub mod menu;
mod overrides;
pub mod proxy;
mod script;
pub mod settings;
pub mod steps;
mod style;

use sha2::{Digest, Sha256};

use crate::config::{Config, ProfileTarget};
use json::Json;

/// Everything that is installed, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// First 12 hexadecimal digits of the SHA-256 of what script and CSS are made of.
    pub stamp: String,
    /// For the two slots of custom scripts, logged in and logged out.
    pub script: String,
    /// For the custom CSS.
    pub css: String,
    /// For the page: `auto.js` reads it.
    pub gantry_json: String,
    /// Settings of one line each, as environment variables of Rocket.Chat's server.
    pub overrides_env: String,
    /// Script and CSS as environment variables, a fragment of a compose file.
    pub compose: String,
    /// The steps by hand, in English and French.
    pub checklist: String,
}

impl Bundle {
    /// The files, with their names.
    #[must_use]
    pub fn files(&self) -> [(&'static str, &str); 6] {
        [
            ("custom-script.js", &self.script),
            ("custom.css", &self.css),
            ("gantry.json", &self.gantry_json),
            ("overrides.env", &self.overrides_env),
            ("compose.yaml", &self.compose),
            ("checklist.md", &self.checklist),
        ]
    }
}

/// Makes the bundle.
#[must_use]
pub fn generate(config: &Config) -> Bundle {
    let rules = style::rules(config);
    let stamp = stamp(&[&script::code(config, ""), &rules]);
    let script = between_markers(&stamp, &script::code(config, &stamp));
    let css = between_markers(&stamp, &rules);
    Bundle {
        gantry_json: gantry_json(config, &stamp),
        overrides_env: overrides::env(config),
        compose: overrides::compose(&script, &css),
        checklist: checklist::text(config, &stamp),
        stamp,
        script,
        css,
    }
}

fn stamp(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// What begins Gantry's part of a script or style sheet, before the stamp.
pub const MARKER_BEGIN: &str = "/* gantry:begin ";
/// What ends Gantry's part.
pub const MARKER_END: &str = "/* gantry:end */";

/// The markers are comments in both languages, so that an administrator's own script and CSS can stand beside.
fn between_markers(stamp: &str, text: &str) -> String {
    format!(
        "{MARKER_BEGIN}{stamp} */\n/* Made by Gantry from its configuration: change that and make this anew. */\n{text}{MARKER_END}\n"
    )
}

fn gantry_json(config: &Config, stamp: &str) -> String {
    let server = config.server.to_string();
    let origins: Vec<_> = config.origins.iter().map(|origin| origin.as_str()).collect();
    let allow: Vec<_> = config.profile.allow.iter().map(|origin| origin.as_str()).collect();
    let mut members = vec![
        ("version", Json::Number(1)),
        ("server", Json::Text(&server)),
        ("stamp", Json::Text(stamp)),
        ("origins", Json::texts(&origins)),
    ];
    if let Some(login) = &config.login {
        members.push(("login", Json::Object(vec![("url", Json::Text(&login.url))])));
    }
    match &config.profile.target {
        ProfileTarget::Url(url) => members.push(("profile", Json::Object(vec![("url", Json::Text(url))]))),
        ProfileTarget::People(file) => members.push(("profile", Json::Object(vec![("people", Json::Text(file))]))),
        ProfileTarget::None => {}
    }
    members.push(("allow", Json::texts(&allow)));
    members.push(("newTab", Json::Bool(config.profile.new_tab)));
    members.push(("hide", Json::texts(&config.bundle.hide)));
    Json::Object(members).pretty()
}
