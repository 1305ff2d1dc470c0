//! What is said beside the changes: what was chosen and why, what can't be done from here, and what is in the way.

use super::compare;
use super::observed::Observed;
use super::order::SCRIPT_AND_STYLE;
use super::plan::{Note, Plan};
use crate::config::site::{self, Site};
use crate::config::{Config, Preset};
use crate::protocol::{Origin, Release, Support};

/// A setting that the server does not show.
pub(super) fn absent(id: &str, asked: bool, release: Release) -> Note {
    let text = format!("Rocket.Chat {release} does not show the setting {id} to this account, so it is left alone");
    Note::new("setting-absent", asked, text)
}

/// All that is worth knowing before a plan for this server.
pub(super) fn about(config: &Config, observed: &Observed) -> Vec<Note> {
    let mut notes = Vec::new();
    conditions(config, observed, &mut notes);
    account(config, observed, &mut notes);
    files(config, observed, &mut notes);
    cors(config, observed, &mut notes);
    logins(config, observed, &mut notes);
    texts(observed, &mut notes);
    notes
}

fn is(observed: &Observed, id: &str, value: bool) -> bool {
    observed.settings.get(id).and_then(serde_json::Value::as_bool) == Some(value)
}

fn text<'a>(observed: &'a Observed, id: &str) -> Option<&'a str> {
    observed.settings.get(id).and_then(serde_json::Value::as_str)
}

/// The conditions before the manual's steps.
fn conditions(config: &Config, observed: &Observed, notes: &mut Vec<Note>) {
    let identity = &observed.identity;
    if identity.release.support() == Support::Newer {
        let text = format!(
            "Rocket.Chat {} is newer than {}, the newest that is known; it is treated like that one",
            identity.release,
            Release::NEWEST
        );
        notes.push(Note::new("release-newer", true, text));
    }
    if identity.unique_id.is_none() {
        let text = "the server tells no uniqueID, so it can't be recorded, and another one would not be noticed";
        notes.push(Note::new("unique-id-absent", true, text));
    }
    let https = config.origins.iter().any(Origin::is_https) && !site::is_loopback(config.server.origin());
    let site_url = identity.site_url.as_deref().unwrap_or_default();
    if https && (!config.server.origin().is_https() || site_url.starts_with("http://")) {
        let text = format!(
            "a page is on https, so Rocket.Chat must be too, and its Site_Url as well (it is {site_url}); that is set where \
             the server is started, as ROOT_URL"
        );
        notes.push(Note::new("https-needed", true, text));
    }
    if let Some(state) = text(observed, "Show_Setup_Wizard").filter(|state| *state != "completed") {
        let text = format!(
            "the setup wizard is {state}: it asks administrators to register with Rocket.Chat's own site; start the server \
             with OVERWRITE_SETTING_Show_Setup_Wizard=completed, it can't be set by REST"
        );
        notes.push(Note::new("wizard-open", false, text));
    }
}

/// Steps 1, 2, 2b and 8: the account, its token and second factors.
fn account(config: &Config, observed: &Observed, notes: &mut Vec<Note>) {
    let caller = &observed.caller;
    if !caller.roles.contains(super::roles::ADMINISTRATOR) {
        let text = format!("{} has not the role admin, which step 1 of the Ametys manual asks for", caller.username);
        notes.push(Note::new("caller-not-admin", true, text));
    }
    if config.preset == Preset::Default && is(observed, "Accounts_TwoFactorAuthentication_Enabled", true) {
        let text = "two-factor authentication stays on (the Ametys manual's steps 2b and 8 are left out): the token that `gantry token \
                    create` makes works without a second factor, and new members get none by themselves; preset \
                    \"ametys\" switches it off for everybody";
        notes.push(Note::new("two-factor-kept", false, text));
    }
    let id = "Accounts_TwoFactorAuthentication_Enabled";
    if config.preset == Preset::Default && is(observed, id, false) && !config.settings.contains_key(id) {
        let text = format!(
            "two-factor authentication is off for everybody, and stays so: [settings] {id} = true switches it on"
        );
        notes.push(Note::new("two-factor-off", false, text));
    }
    if observed.identity.release == Release::new(8, 5) && is(observed, "Accounts_TwoFactorAuthentication_Enabled", true)
    {
        let text = "Rocket.Chat 8.5 asks for a second proof even of a token that is free of it (mended in 8.6): have the \
                    password of the account ready";
        notes.push(Note::new("bypass-broken", true, text));
    }
}

/// Step 6.
fn files(config: &Config, observed: &Observed, notes: &mut Vec<Note>) {
    if config.settings.contains_key("FileUpload_ProtectFiles") {
        return;
    }
    if config.preset == Preset::Ametys {
        if site::of_all(config.server.origin(), &config.origins) == Site::Same {
            let text = "page and chat are one site, so files would work with their protection too (the Ametys manual's step 6): \
                        [settings] FileUpload_ProtectFiles = true";
            notes.push(Note::new("files-public-needlessly", false, text));
        }
        return;
    }
    let (server, pages) = (config.server.origin(), config.origins.iter().map(Origin::as_str).collect::<Vec<_>>());
    let pages = pages.join(", ");
    let note = match site::of_all(server, &config.origins) {
        Site::Same => Note::new(
            "files-protected",
            false,
            format!(
                "uploaded files stay protected (the Ametys manual's step 6 is left out): {server} and {pages} are one site, so \
                 Rocket.Chat's cookies reach the frame"
            ),
        ),
        // On one machine there is no need for it: the names alone are in the way.
        Site::Other if site::is_loopback(server) && config.origins.iter().all(site::is_loopback) => Note::new(
            "files-public",
            true,
            format!(
                "uploaded files lose their protection (the Ametys manual's step 6), only because {server} and {pages} call \
                 the same machine by different names, which browsers take for different sites: use one name for both, \
                 localhost or 127.0.0.1, in gantry.toml and in the browser, and it stays"
            ),
        ),
        Site::Other => Note::new(
            "files-public",
            true,
            format!(
                "uploaded files lose their protection (the Ametys manual's step 6), because {server} and {pages} are not one site; \
                 a sub-domain of the page's own site for Rocket.Chat would keep it"
            ),
        ),
        Site::Unsure => Note::new(
            "files-unsure",
            is(observed, "FileUpload_ProtectFiles", true),
            format!(
                "whether {server} and {pages} are one site can't be told from their names, so the protection of uploaded \
                 files is left as it is; if images stay empty in the docked chat: [settings] FileUpload_ProtectFiles = \
                 false"
            ),
        ),
    };
    notes.push(note);
}

/// Step 5b on releases that take one origin.
fn cors(config: &Config, observed: &Observed, notes: &mut Vec<Note>) {
    let release = observed.identity.release;
    if config.origins.len() < 2 || config.settings.contains_key("API_CORS_Origin") {
        return;
    }
    if !compare::cors_takes_a_list(release) {
        let main = config.origins.first().map(Origin::to_string).unwrap_or_default();
        let text = format!(
            "Rocket.Chat {release} takes one origin for CORS: {main} gets it, pages of the other origins can't ask \
             Rocket.Chat about people and unread rooms"
        );
        notes.push(Note::new("cors-one-origin", true, text));
    } else if release < Release::new(5, 0) {
        let text = format!("whether Rocket.Chat {release} takes several origins for CORS is not confirmed: try it");
        notes.push(Note::new("cors-list-unproven", false, text));
    }
}

/// Logins from the CMS's one address.
fn logins(config: &Config, observed: &Observed, notes: &mut Vec<Note>) {
    let id = "Block_Multiple_Failed_Logins_Ip_Whitelist";
    let blocks = is(observed, "Block_Multiple_Failed_Logins_Enabled", true);
    let listed = text(observed, id).is_some_and(|list| !list.trim().is_empty());
    if blocks && !listed && !config.settings.contains_key(id) && observed.settings.contains_key(id) {
        let text = format!(
            "the CMS logs everybody in from one address, which a few wrong passwords would block: [settings] {id} = \"its \
             address\""
        );
        notes.push(Note::new("login-block", true, text));
    }
}

/// The administrator's own script and CSS.
fn texts(observed: &Observed, notes: &mut Vec<Note>) {
    for id in SCRIPT_AND_STYLE {
        if text(observed, id).is_some_and(|text| !text.is_ascii()) {
            let text = format!(
                "{id} holds letters outside ASCII; Rocket.Chat counts characters where bytes are meant and cuts the end off, \
                 which may break Gantry's part: write them as \\u escapes"
            );
            notes.push(Note::new("text-not-ascii", true, text));
        }
    }
}

/// Changes that the server's environment undoes at its next start.
pub(super) fn pinned(plan: &Plan) -> Vec<Note> {
    let pinned = plan.changes.iter().filter(|change| plan.pinned.contains(change.id()));
    pinned
        .map(|change| {
            let id = change.id();
            let text = format!(
                "{id} is set by the server's environment at each start: the change lasts until then, so change \
                 OVERWRITE_SETTING_{id} as well"
            );
            Note::new("setting-pinned", true, text)
        })
        .collect()
}
