//! The `gantry.toml` to download.

use crate::config::{Card, Config, Preset, ProfileTarget};
use crate::protocol::Origin;
use crate::protocol::encode::push_quoted;

/// A `gantry.toml` that is read as this configuration, with what differs from the preset. Settings, permissions and
/// roster keep their defaults, because the page has no fields for them.
#[must_use]
pub fn gantry_toml(config: &Config) -> String {
    let mut out = String::from(
        "# Made by Gantry's set-up page. To set the server up: gantry plan --token-file token.json; to install by hand:\n\
         # gantry bundle --config gantry.toml --out bundle. `gantry init` writes a file that explains every key.\nversion = 1\n",
    );
    line(&mut out, "server", &quoted(&config.server.to_string()));
    line(&mut out, "origins", &list(config.origins.iter().map(Origin::as_str)));
    line(&mut out, "preset", &quoted(config.preset.name()));
    profile(&mut out, config);
    if let Some(login) = &config.login {
        out.push_str("\n[login]\n");
        line(&mut out, "url", &quoted(&login.url));
    }
    bundle(&mut out, config, config.preset);
    out
}

fn profile(out: &mut String, config: &Config) {
    let mut section = String::new();
    match &config.profile.target {
        ProfileTarget::Url(url) => line(&mut section, "url", &quoted(url)),
        ProfileTarget::People(people) => line(&mut section, "people", &quoted(people)),
        ProfileTarget::None => {}
    }
    if !config.profile.allow.is_empty() {
        line(&mut section, "allow", &list(config.profile.allow.iter().map(Origin::as_str)));
    }
    if config.profile.new_tab {
        line(&mut section, "new_tab", "true");
    }
    put(out, "profile", &section);
}

fn bundle(out: &mut String, config: &Config, preset: Preset) {
    let usual = preset.bundle();
    let mut section = String::new();
    if config.bundle.card != usual.card {
        let card = if config.bundle.card == Card::Keep { "keep" } else { "stop" };
        line(&mut section, "card", &quoted(card));
    }
    if let Some(radius) =
        config.bundle.avatar_radius.as_ref().filter(|radius| usual.avatar_radius.as_ref() != Some(radius))
    {
        line(&mut section, "avatar_radius", &quoted(radius));
    }
    if config.bundle.hide != usual.hide {
        line(&mut section, "hide", &list(config.bundle.hide.iter().map(String::as_str)));
    }
    put(out, "bundle", &section);
}

fn put(out: &mut String, name: &str, section: &str) {
    if !section.is_empty() {
        out.push_str(&format!("\n[{name}]\n{section}"));
    }
}

fn line(out: &mut String, key: &str, value: &str) {
    out.push_str(&format!("{key} = {value}\n"));
}

/// JSON's quoting is TOML's, for texts without the control character DEL: no checked value has one.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    push_quoted(text, &mut out);
    out
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", items.map(quoted).collect::<Vec<_>>().join(", "))
}
