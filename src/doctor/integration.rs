//! What page and frame tell each other: sending, receiving, and the origins on both sides; and what counts as unread.

use crate::config::Config;
use crate::findings::server::{
    COUNTS_DIRECT, RECEIVE_ANY, RECEIVE_DISABLED, RECEIVE_ORIGIN_BLANK, RECEIVE_ORIGIN_MISSING, RECEIVE_ORIGIN_WRITTEN,
    SEND_DISABLED, SEND_TARGET_ANY, SEND_TARGET_LIST, SEND_TARGET_OTHER, SETTING_TYPE,
};
use crate::findings::{COUNTS_MENTIONS_ONLY, COUNTS_ONE_ROOM, Finding};
use crate::protocol::{Origin, Release};

use super::known::Known;
use super::report::{Found, Report};

const SEND: &str = "Iframe_Integration_send_enable";
const TARGET: &str = "Iframe_Integration_send_target_origin";
const RECEIVE: &str = "Iframe_Integration_receive_enable";
const HEARD: &str = "Iframe_Integration_receive_origin";
const UNREAD: &str = "Unread_Count";
const UNREAD_DIRECT: &str = "Unread_Count_DM";
const ALL: &str = "all_messages";

/// The switches that an examination reads.
const SWITCHES: [&str; 17] = [
    SEND,
    RECEIVE,
    "API_Enable_CORS",
    "API_Enable_Rate_Limiter",
    "Accounts_AllowDeleteOwnAccount",
    "Accounts_AllowEmailChange",
    "Accounts_AllowRealNameChange",
    "Accounts_AllowUsernameChange",
    "Accounts_TwoFactorAuthentication_Enabled",
    "Accounts_iframe_enabled",
    "Block_Multiple_Failed_Logins_By_Ip",
    "Block_Multiple_Failed_Logins_Enabled",
    "E2E_Enable",
    "FileUpload_ProtectFiles",
    "Force_SSL",
    "Iframe_Restrict_Access",
    "NPS_survey_enabled",
];

/// From this release on an embedded frame loads the opened room's subscription only.
const ONE_ROOM_SINCE: Release = Release::new(7, 4);

/// Switches that hold something else than a truth value.
pub(super) fn switches(known: &Known, report: &mut Report) {
    let wrong: Vec<&'static str> =
        SWITCHES.into_iter().filter(|id| known.value(id).is_some_and(|value| !value.is_boolean())).collect();
    if !wrong.is_empty() {
        let detail = wrong.iter().map(|id| known.shown(id)).collect::<Vec<_>>().join("; ");
        report.add(Found::new(&SETTING_TYPE, detail).about(&wrong));
    }
}

/// The origin that Rocket.Chat tells. Browsers read it as a URL of which only the origin counts.
pub(super) fn send(config: &Config, known: &Known, report: &mut Report) {
    if known.is_on(SEND) == Some(false) {
        return report.add(Found::new(&SEND_DISABLED, known.shown(SEND)).about(&[SEND]));
    }
    let (Some(target), Some(main)) = (known.text(TARGET), config.origins.first()) else { return };
    let finding = match target.trim() {
        "*" => &SEND_TARGET_ANY,
        text if text.contains(',') => &SEND_TARGET_LIST,
        text => match Origin::from_url(text) {
            Ok((origin, _)) if origin == *main => return,
            _ => &SEND_TARGET_OTHER,
        },
    };
    report.add(Found::new(finding, format!("{}; origins: {main}", known.shown(TARGET))).about(&[TARGET]));
}

/// The origins that Rocket.Chat hears: compared letter by letter.
pub(super) fn receive(config: &Config, known: &Known, report: &mut Report) {
    if known.is_on(RECEIVE) == Some(false) {
        return report.add(Found::new(&RECEIVE_DISABLED, known.shown(RECEIVE)).about(&[RECEIVE]));
    }
    let Some(list) = known.text(HEARD) else { return };
    if list == "*" {
        return report.add(Found::new(&RECEIVE_ANY, known.shown(HEARD)).about(&[HEARD]));
    }
    let mut by_finding: Vec<(&'static Finding, Vec<&str>)> = Vec::new();
    for origin in &config.origins {
        let Some(finding) = unheard(list, origin) else { continue };
        match by_finding.iter_mut().find(|(known, _)| *known == finding) {
            Some((_, origins)) => origins.push(origin.as_str()),
            None => by_finding.push((finding, vec![origin.as_str()])),
        }
    }
    for (finding, origins) in by_finding {
        let detail = format!("{}; origins: {}", known.shown(HEARD), origins.join(", "));
        report.add(Found::new(finding, detail).about(&[HEARD]));
    }
}

/// Why an origin is not heard; none if it is.
fn unheard(list: &str, origin: &Origin) -> Option<&'static Finding> {
    let mut entries = list.split(',');
    if entries.clone().any(|entry| entry == origin.as_str()) {
        return None;
    }
    if entries.clone().any(|entry| entry.trim() == origin.as_str()) {
        return Some(&RECEIVE_ORIGIN_BLANK);
    }
    let meant = |entry: &str| Origin::from_url(entry).is_ok_and(|(meant, _)| meant == *origin);
    Some(if entries.any(meant) { &RECEIVE_ORIGIN_WRITTEN } else { &RECEIVE_ORIGIN_MISSING })
}

/// What Rocket.Chat counts, and whether the page can know of all rooms.
pub(super) fn unread(config: &Config, known: &Known, release: Option<Release>, report: &mut Report) {
    for (id, finding) in [(UNREAD, &COUNTS_MENTIONS_ONLY), (UNREAD_DIRECT, &COUNTS_DIRECT)] {
        if known.value(id).is_some_and(|value| value.as_str() != Some(ALL)) {
            report.add(Found::new(finding, known.shown(id)).about(&[id]));
        }
    }
    if let Some(release) = release.filter(|release| *release >= ONE_ROOM_SINCE && config.login.is_none()) {
        report.add(Found::new(&COUNTS_ONE_ROOM, format!("Rocket.Chat {release}; gantry.toml: [login] -")));
    }
}
