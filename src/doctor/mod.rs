//! Everything that can keep a docked chat from working, looked for on a live server.
//!
//! No I/O: it asks through a [`crate::rest::Transport`] and tells [`crate::findings`]. It changes nothing, and sends no
//! token: what only an administrator sees comes as an [`Observed`]. What could not be looked at is said, never passed
//! over. Facts: `docs/protocol.md`; every finding: `docs/doctor.md`.

mod accounts;
mod ancestors;
mod calls;
mod cors;
mod framing;
mod installed;
mod integration;
mod known;
mod permissions;
mod pinned;
mod reach;
mod realtime;
pub mod reference;
pub mod render;
mod report;
mod script_text;
mod served;
mod site;

pub use report::{Found, ProxyLines, Report, Skipped, Topic, Verdict, Why};

use serde_json::Value;

use crate::config::{Asked, Config, SettingValue};
use crate::findings::Severity;
use crate::findings::server::{TOKEN_REFUSED, TOKEN_WITHOUT_RIGHTS};
use crate::protocol::Release;
use crate::rest::Transport;
use crate::rest::tokens::Verified;
use crate::setup::{Observed, ServerError};

use calls::Calls;
use known::Known;

/// What only a token shows.
#[derive(Clone, Copy, Debug)]
pub enum Private<'a> {
    /// There is no token.
    NoToken,
    /// There is one, and asking with it failed.
    Failed(&'a ServerError),
    /// This was seen with it.
    Seen {
        /// Settings and permissions.
        observed: &'a Observed,
        /// What the token turned out to be, where that was looked at.
        token: Option<&'a Verified>,
    },
}

/// A setting that every administrator sees and nobody else does.
const PRIVATE: &str = "API_Enable_CORS";

/// Examines the server of a configuration.
///
/// At most some fifteen calls, without a token; waits once where the server asks to slow down.
pub fn examine(transport: &mut dyn Transport, config: &Config, private: Private<'_>) -> Report {
    let mut report = Report::default();
    let mut calls = Calls::new(transport, config);
    site::mixed_content(config, &mut report);
    report.skip(Topic::WayBack, Why::NotFromHere);
    report.skip(Topic::ProjectSpace, Why::InThePage);
    if let Some(reached) = reach::look(&mut calls, config, &mut report) {
        let known = match private {
            Private::Seen { observed, .. } => Known::new(observed.settings.clone()),
            Private::NoToken | Private::Failed(_) => known::public(&mut calls, &mut report),
        };
        ask(&mut calls, config, &known, reached.release, &mut report);
        judge(config, &known, reached.release, &mut report);
        leave_out_what_is_asked(config, &known, &mut report);
        with_token(config, private, &known, &mut report);
    } else if !report.skipped.iter().any(|skipped| skipped.topic == Topic::Server) {
        report.skip(Topic::Server, Why::ServerAway);
    }
    report.sort();
    report
}

/// Leaves out what is as gantry.toml asks in so many words: who writes a setting there knows what it does. Errors stay.
fn leave_out_what_is_asked(config: &Config, known: &Known, report: &mut Report) {
    let is_as_asked = |id: &&'static str| match (config.settings.get(*id), known.value(id)) {
        (Some(Asked::Is(SettingValue::Bool(asked))), Some(Value::Bool(have))) => asked == have,
        (Some(Asked::Is(SettingValue::Text(asked))), Some(Value::String(have))) => asked == have,
        (Some(Asked::Is(SettingValue::Number(asked))), Some(have @ Value::Number(_))) => *have == *asked,
        _ => false,
    };
    report.found.retain(|found| {
        let settings = &found.settings;
        found.finding.severity == Severity::Error || settings.is_empty() || !settings.iter().all(is_as_asked)
    });
}

/// What is seen in answers.
fn ask(calls: &mut Calls, config: &Config, known: &Known, release: Option<Release>, report: &mut Report) {
    let readable = installed::look(config, known, report);
    if let Some(page) = framing::page(calls, config, report) {
        framing::look(&page, config, known, report);
        served::look(calls, config, &page, known, readable, report);
    }
    cors::look(calls, config, known, release, report);
    realtime::look(calls, config, report);
}

/// What is seen in settings.
fn judge(config: &Config, known: &Known, release: Option<Release>, report: &mut Report) {
    reach::site_url(config, known, report);
    site::sites(config, known, report);
    integration::switches(known, report);
    integration::send(config, known, report);
    integration::receive(config, known, report);
    integration::unread(config, known, release, report);
    accounts::look(config, known, report);
}

fn with_token(config: &Config, private: Private<'_>, known: &Known, report: &mut Report) {
    match private {
        Private::NoToken => {
            for topic in [Topic::PrivateSettings, Topic::Permissions, Topic::TokenBypass] {
                report.skip(topic, Why::NeedsToken);
            }
        }
        Private::Failed(error) => {
            match error {
                ServerError::NotLoggedIn { .. } => report.add(Found::new(&TOKEN_REFUSED, error.to_string())),
                ServerError::Refused { .. } => report.add(Found::new(&TOKEN_WITHOUT_RIGHTS, error.to_string())),
                _ => {}
            }
            for topic in [Topic::PrivateSettings, Topic::Permissions, Topic::TokenBypass] {
                report.skip(topic, Why::NoAnswer(error.to_string()));
            }
        }
        Private::Seen { observed, token } => {
            accounts::token(token, known, report);
            if known.value(PRIVATE).is_none() {
                if token.is_none_or(|token| token.missing.is_empty()) {
                    report.add(Found::new(&TOKEN_WITHOUT_RIGHTS, format!("GET /api/v1/settings: {PRIVATE}: -")));
                }
                report.skip(Topic::PrivateSettings, Why::NeedsToken);
            }
            permissions::look(&observed.permissions, &config.keep, report);
            pinned::look(config, observed, known, report);
        }
    }
}
