//! Whether Rocket.Chat answers at all, at this address, and which release it is.

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use crate::bundle::proxy;
use crate::config::Config;
use crate::findings::server::{
    BACKEND_AWAY, CERTIFICATE, CLOCK_WRONG, CONNECTION_CUT, DNS_UNKNOWN, MAINTENANCE, NO_ANSWER, NOT_ROCKETCHAT,
    PROXY_LOGIN, REDIRECT_ELSEWHERE, REDIRECT_HTTPS, REDIRECT_LOOP, RELEASE_UNREADABLE, SERVER_FAILING, SITE_URL_OTHER,
    SITE_URL_PATH, SITE_URL_SCHEME, SUB_PATH_OTHER, UNREACHABLE,
};
use crate::findings::{RELEASE_NEWER, RELEASE_OLDER};
use crate::protocol::{Origin, Release, ServerUrl, Support};
use crate::rest::{Answer, Broken};

use super::calls::{self, Calls, came, header};
use super::known::Known;
use super::report::{Found, Report, Topic, Why};

const INFO: &str = "/api/info";
/// Two clocks may differ by this much, milliseconds: less than what an authenticator's code forgives in practice.
const CLOCK_TOLERANCE: u64 = 120_000;
/// What a machine says when it finds no address for a name, in pieces.
const NAME_TROUBLES: [&str; 7] = ["dns", "lookup", "resolve", "name or service", "nodename", "no such host", "no host"];

/// A Rocket.Chat that answers.
pub(super) struct Reached {
    /// None where the answer tells no version.
    pub release: Option<Release>,
}

/// Asks for the version. None if nothing else can be asked; the reason is then in the report.
pub(super) fn look(calls: &mut Calls, config: &Config, report: &mut Report) -> Option<Reached> {
    let answer = match calls.get(INFO) {
        Ok(answer) => answer,
        Err(broken) => {
            report.add(Found::new(
                no_answer(&broken),
                format!("GET {}: {}", config.server.join(INFO), calls::words(&broken)),
            ));
            return None;
        }
    };
    let seen = came(&format!("GET {}", config.server.join(INFO)), &answer);
    let finding = match answer.status {
        429 => {
            report.skip(Topic::Server, Why::NoAnswer(seen));
            return None;
        }
        300..=399 => {
            report.add(redirected(config, &answer, INFO));
            return None;
        }
        401 | 403 | 407 => &PROXY_LOGIN,
        502 | 504 => &BACKEND_AWAY,
        503 => &MAINTENANCE,
        500..=u16::MAX => &SERVER_FAILING,
        _ => match calls::json(&answer) {
            Some(body) if answer.status == 200 => {
                clock(calls, &answer, report);
                return Some(Reached { release: release(&body, &seen, report) });
            }
            _ => return elsewhere(calls, config, &answer, seen, report),
        },
    };
    report.add(Found::new(finding, seen));
    None
}

fn no_answer(broken: &Broken) -> &'static crate::findings::Finding {
    match broken {
        Broken::Unreachable(reason) => {
            let reason = reason.to_ascii_lowercase();
            if NAME_TROUBLES.iter().any(|trouble| reason.contains(trouble)) { &DNS_UNKNOWN } else { &UNREACHABLE }
        }
        Broken::Certificate(_) => &CERTIFICATE,
        Broken::TimedOut => &NO_ANSWER,
        Broken::Cut => &CONNECTION_CUT,
        Broken::TooLong => &NOT_ROCKETCHAT,
    }
}

/// What a redirect from a path below the server's address means. Only the target's origin and path are told: a query
/// may hold what nobody should read.
pub(super) fn redirected(config: &Config, answer: &Answer, path: &str) -> Found {
    let asked = config.server.join(path);
    let location = header(answer, "location").unwrap_or("");
    let target = match location.strip_prefix('/') {
        Some(_) if !location.starts_with("//") => format!("{}{location}", config.server.origin()),
        _ => location.to_owned(),
    };
    let bare = target.split(['?', '#']).next().unwrap_or("");
    let seen = format!("GET {asked}: {} -> {bare}", answer.status);
    let server = config.server.origin();
    let to_https = !server.is_https()
        && Origin::from_url(&target).is_ok_and(|(target, _)| target.is_https() && target.host() == server.host());
    let asked_bare = asked.split(['?', '#']).next().unwrap_or("");
    if to_https {
        Found::new(&REDIRECT_HTTPS, seen)
    } else if bare == asked_bare {
        Found::new(&REDIRECT_LOOP, seen).with_lines(proxy::forwarded_scheme())
    } else {
        Found::new(&REDIRECT_ELSEWHERE, seen)
    }
}

/// Something else answered: perhaps Rocket.Chat lives below another path.
fn elsewhere(
    calls: &mut Calls,
    config: &Config,
    answer: &Answer,
    seen: String,
    report: &mut Report,
) -> Option<Reached> {
    let root = format!("{}{INFO}", config.server.origin());
    let at_root = !config.server.path().is_empty()
        && calls
            .get_url(&root, Vec::new())
            .is_ok_and(|answer| calls::json(&answer).is_some_and(|body| version(&body).is_some()));
    if at_root {
        report.add(Found::new(&SUB_PATH_OTHER, format!("{seen}; {root}: 200")));
    } else if answer.body.contains("__meteor_runtime_config__") {
        report.add(Found::new(&SUB_PATH_OTHER, seen));
    } else {
        report.add(Found::new(&NOT_ROCKETCHAT, seen));
    }
    None
}

/// Up to 3.x the version may stand in `info`.
fn version(body: &Value) -> Option<&str> {
    body.get("version").or_else(|| body.get("info")?.get("version")).and_then(Value::as_str)
}

fn release(body: &Value, seen: &str, report: &mut Report) -> Option<Release> {
    let text = version(body);
    let Some(release) = text.and_then(|text| text.parse::<Release>().ok()) else {
        let detail = text.map_or_else(|| seen.to_owned(), |text| format!("{seen}, version {text:?}"));
        report.add(Found::new(&RELEASE_UNREADABLE, detail));
        return None;
    };
    let finding = match release.support() {
        Support::Supported => None,
        Support::Newer => Some(&RELEASE_NEWER),
        Support::Older => Some(&RELEASE_OLDER),
    };
    if let Some(finding) = finding {
        report.add(Found::new(finding, format!("GET {INFO}: version {}", text.unwrap_or_default())));
    }
    Some(release)
}

fn clock(calls: &Calls, answer: &Answer, report: &mut Report) {
    // An answer out of a cache tells the time at which it was made.
    if header(answer, "age").is_some() {
        return;
    }
    let Some(there) = header(answer, "date").and_then(|text| OffsetDateTime::parse(text, &Rfc2822).ok()) else {
        return;
    };
    let there = u64::try_from(there.unix_timestamp()).unwrap_or(0).saturating_mul(1000);
    let here = calls.now();
    if there.abs_diff(here) > CLOCK_TOLERANCE {
        let sign = if there > here { '+' } else { '-' };
        report.add(Found::new(&CLOCK_WRONG, format!("Date: {sign}{} s", there.abs_diff(here) / 1000)));
    }
}

/// Whether Rocket.Chat takes the server's address for its own.
pub(super) fn site_url(config: &Config, known: &Known, report: &mut Report) {
    const ID: &str = "Site_Url";
    let Some(Ok(own)) = known.text(ID).map(ServerUrl::parse) else { return };
    let (own_origin, server) = (own.origin(), config.server.origin());
    let bare = |origin: &Origin| origin.as_str().split_once("://").map(|(_, rest)| rest.to_owned());
    let finding = if own.path() != config.server.path() {
        &SITE_URL_PATH
    } else if own_origin == server {
        return;
    } else if bare(own_origin) == bare(server) {
        &SITE_URL_SCHEME
    } else {
        &SITE_URL_OTHER
    };
    report.add(Found::new(finding, format!("{}; server = {}", known.shown(ID), config.server)).about(&[ID]));
}
