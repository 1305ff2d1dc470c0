//! A configuration from a server that runs already.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::compare::same;
use super::desired::json;
use super::observed::Observed;
use super::order::SCRIPT_AND_STYLE;
use super::roles::MEMBER;
use crate::bundle::settings;
use crate::config::{Asked, Config, KEPT, Preset, SettingValue, catalog, is_secret};
use crate::protocol::{Origin, ServerUrl};

/// What is this server's own and would be wrong on another, or can't be written.
const OWN: [&str; 6] = [
    "Cloud_Workspace_Id",
    "Deployment_FingerPrint_Verified",
    "Presence_broadcast_disabled",
    "Show_Setup_Wizard",
    "Site_Url",
    "uniqueID",
];

/// A `gantry.toml` with what differs from the defaults of the server's version and from what the preset makes of it.
/// `defaults` are those that the server told itself (`packageValue`); for the rest the known ones count. Secrets are
/// never in it, nor what a server can't share with another.
#[must_use]
pub fn export(observed: &Observed, server: &ServerUrl, defaults: &BTreeMap<String, Value>) -> String {
    let release = observed.identity.release;
    let origins = origins(observed);
    let preset = preset(observed);
    let mut out = format!(
        "# Made by `gantry export` from Rocket.Chat {release}: what differs from its defaults and from the preset.\n\
         # Script, CSS and secrets are not in it.\n\
         version = 1\nserver = {}\n",
        quoted(&server.to_string())
    );
    if origins.is_empty() {
        out.push_str("# The server names no page yet; write yours.\norigins = [\"https://projects.example.org\"]\n");
    } else {
        out.push_str(&format!("origins = {}\n", list(origins.iter().map(Origin::as_str))));
    }
    out.push_str(&format!("preset = \"{}\"\n", preset.name()));
    let mut base = Config::example(server.clone(), &origins);
    base.preset = preset;
    let wanted: BTreeMap<String, Asked> = settings::all(&base)
        .into_iter()
        .filter(|setting| setting.set)
        .map(|setting| (setting.id, setting.asked))
        .collect();
    let mut lines = Vec::new();
    for (id, value) in &observed.settings {
        if is_secret(id) || OWN.contains(&id.as_str()) || SCRIPT_AND_STYLE.contains(&id.as_str()) {
            continue;
        }
        let usual = match wanted.get(id) {
            Some(Asked::Is(usual)) => Some(json(usual.clone())),
            _ => default(id, observed, defaults).cloned(),
        };
        let Some(usual) = usual else { continue };
        if same(id, release, value, &usual) || !fits(id, value) {
            continue;
        }
        if let Some(text) = toml(value) {
            lines.push(format!("{} = {text}\n", key(id)));
        }
    }
    if !lines.is_empty() {
        out.push_str("\n[settings]\n");
        out.extend(lines);
    }
    let held: BTreeSet<&str> =
        observed.permissions.iter().filter(|(_, roles)| roles.contains(MEMBER)).map(|(id, _)| id.as_str()).collect();
    let usual: BTreeSet<&str> = KEPT.into_iter().filter(|id| observed.permissions.contains_key(*id)).collect();
    if held != usual {
        out.push_str(&format!("\n[permissions.user]\nkeep = {}\n", list(held.into_iter())));
    }
    out
}

fn default<'a>(id: &str, observed: &Observed, defaults: &'a BTreeMap<String, Value>) -> Option<&'a Value>
where
    'static: 'a,
{
    let known = || catalog::setting(id).and_then(|setting| setting.default(observed.identity.release));
    defaults.get(id).or_else(known)
}

/// The preset that the server looks like: the manual's if both of its weakenings are there.
fn preset(observed: &Observed) -> Preset {
    let off = |id: &str| observed.settings.get(id).and_then(Value::as_bool) == Some(false);
    if off("FileUpload_ProtectFiles") && off("Accounts_TwoFactorAuthentication_Enabled") {
        Preset::Ametys
    } else {
        Preset::Default
    }
}

/// The pages that the server knows, the one that gets its events first.
fn origins(observed: &Observed) -> Vec<Origin> {
    let mut origins: Vec<Origin> = Vec::new();
    for id in ["Iframe_Integration_send_target_origin", "Iframe_Integration_receive_origin", "API_CORS_Origin"] {
        let text = observed.settings.get(id).and_then(Value::as_str).unwrap_or_default();
        for entry in text.split(',') {
            if let Ok((origin, _)) = Origin::from_url(entry) {
                if !origins.contains(&origin) {
                    origins.push(origin);
                }
            }
        }
    }
    origins
}

/// Whether the configuration would take this value: a server may hold a wrong type.
fn fits(id: &str, value: &Value) -> bool {
    let Some(known) = catalog::setting(id) else { return true };
    let word =
        |text: &str| known.kind != catalog::Kind::Choice || known.choices.is_empty() || known.choices.contains(&text);
    match value {
        Value::Bool(value) => known.kind.takes(&SettingValue::Bool(*value)),
        Value::Number(number) => number.as_i64().is_some_and(|number| known.kind.takes(&SettingValue::Number(number))),
        Value::String(text) => known.kind.takes(&SettingValue::Text(text.clone())) && word(text),
        Value::Array(_) => known.kind.takes(&SettingValue::List(Vec::new())),
        _ => false,
    }
}

/// A value in TOML; none for what a setting in a configuration can't be.
fn toml(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()),
        Value::String(text) => Some(quoted(text)),
        Value::Array(items) => {
            items.iter().map(Value::as_str).collect::<Option<Vec<_>>>().map(|items| list(items.into_iter()))
        }
        _ => None,
    }
}

fn quoted(text: &str) -> String {
    ::toml::Value::String(text.to_owned()).to_string()
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", items.map(quoted).collect::<Vec<_>>().join(", "))
}

fn key(id: &str) -> String {
    let bare = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if bare { id.to_owned() } else { serde_json::to_string(id).unwrap_or_default() }
}
