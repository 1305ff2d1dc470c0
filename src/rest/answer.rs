//! What an answer means. Sources of the shapes: the recording of 6.5.3, and `docs/protocol.md` for what later versions
//! changed.

use serde_json::Value;

use super::login::LOGIN_PATH;
use super::proof;
use super::transport::{Answer, Broken};
use crate::protocol::{Origin, ServerUrl};
use crate::setup::render::steers;
use crate::setup::{Challenge, ServerError};

/// How much of the server's own words is repeated.
const LONGEST_REASON: usize = 300;

/// What another's page is called.
pub(super) const HTML_PAGE: &str = "an HTML page";

/// Refusals by `errorType` with status 400, up to 8.8; from 9.0 on they are 403 `error-forbidden`.
const REFUSALS: [&str; 7] = [
    "error-not-allowed",
    "error-not-authorized",
    "not-authorized",
    "error-action-not-allowed",
    "error-unauthorized",
    "error-forbidden",
    "error-edit-permissions-not-allowed",
];

/// What an answer means.
#[derive(Debug)]
pub(super) enum Meaning {
    /// It worked; this is the body.
    Done(Value),
    /// Too many requests; the same call is taken later.
    Later(Limit),
    /// A second proof is needed.
    Challenged { challenge: Challenge, mailed: bool },
    /// The second proof was wrong.
    WrongProof,
    /// Rocket.Chat's own page in place of an answer, as up to 7.x where there is no such route, or where `server` lacks a
    /// part of its path.
    Unrouted,
    /// It did not work.
    Wrong(ServerError),
}

/// When a rate limit ends, as the server tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Limit {
    /// `X-RateLimit-Reset`: milliseconds since 1970, by the server's clock.
    pub reset: Option<u64>,
    /// From the text, which needs no clock.
    pub seconds: Option<u64>,
}

/// Reads an answer to `call` (method and path).
pub(super) fn understand(server: &ServerUrl, call: &str, answer: &Answer) -> Meaning {
    let call = call.to_owned();
    let whole: Option<Value> = serde_json::from_str(&answer.body).ok();
    let cut = whole.is_none() && begins_as_json(answer);
    let foreign = whole.as_ref().is_some_and(|body| !body.is_object());
    let body = whole.filter(Value::is_object);
    let not_the_api = |what: String| Meaning::Wrong(ServerError::NotTheApi { call: call.clone(), what });
    match (answer.status, body) {
        (200..=299, Some(body)) => match succeeded(&body) {
            Some(true) => Meaning::Done(body),
            Some(false) => failure(&call, answer, &body),
            None => not_the_api("JSON that is not Rocket.Chat's".to_owned()),
        },
        (200..=299, None) if foreign => not_the_api("JSON that is not Rocket.Chat's".to_owned()),
        (200..=299 | 404 | 405, None) if is_own_page(answer) => Meaning::Unrouted,
        (200..=299, None) if cut => Meaning::Wrong(ServerError::Cut { call }),
        (200..=299, None) => not_the_api(kind_of_page(answer)),
        (300..=399, _) => Meaning::Wrong(ServerError::Redirected { call, target: target(server, answer) }),
        (429, _) => Meaning::Later(limit(answer)),
        (500.., _) => Meaning::Wrong(ServerError::Failed { call, status: answer.status }),
        (404 | 405, Some(_)) => Meaning::Wrong(ServerError::Unknown { what: call }),
        (404 | 405, None) if !is_html(answer) => Meaning::Wrong(ServerError::Unknown { what: call }),
        (_, Some(body)) => failure(&call, answer, &body),
        (status, None) => not_the_api(format!("{} with status {status}", kind_of_page(answer))),
    }
}

/// Reads why there is no answer.
pub(super) fn broken(server: &ServerUrl, call: &str, broken: Broken) -> ServerError {
    let (server, call) = (server.to_string(), call.to_owned());
    match broken {
        Broken::Unreachable(reason) => ServerError::Unreachable { server, reason },
        Broken::Certificate(reason) => ServerError::Certificate { server, reason },
        Broken::TimedOut => ServerError::TimedOut { call },
        Broken::Cut => ServerError::Cut { call },
        Broken::TooLong => ServerError::NotTheApi { call, what: "an answer longer than any of Rocket.Chat's".into() },
    }
}

/// Whether a body says that the call worked; none if it is not Rocket.Chat's.
fn succeeded(body: &Value) -> Option<bool> {
    let success = body.get("success").and_then(Value::as_bool);
    success.or_else(|| body.get("status").and_then(Value::as_str).map(|status| status == "success"))
}

/// A refusal in Rocket.Chat's own shape.
fn failure(call: &str, answer: &Answer, body: &Value) -> Meaning {
    let call = call.to_owned();
    let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
    // At login the id stands in `error`.
    let kind = if text("errorType").is_empty() { text("error") } else { text("errorType") };
    let reason = clean([text("error"), text("message")].into_iter().find(|words| !words.is_empty()).unwrap_or(kind));
    match kind {
        "totp-required" => return challenged(call, body),
        "totp-invalid" => return Meaning::WrongProof,
        "totp-max-attempts" => return Meaning::Wrong(ServerError::Refused { call, reason }),
        "error-too-many-requests" => return Meaning::Later(limit(answer)),
        _ => {}
    }
    // 3.x may answer a rate limit with 400, and names the kind in the text only.
    if reason.ends_with("[error-too-many-requests]") {
        return Meaning::Later(limit(answer));
    }
    Meaning::Wrong(match answer.status {
        // A login has no token that could be unknown: name or password are wrong, or logging in is blocked.
        401 if call.ends_with(LOGIN_PATH) => ServerError::Refused { call, reason: worded(reason) },
        401 => ServerError::NotLoggedIn { call },
        400 if kind == "error-invalid-user" => ServerError::NotLoggedIn { call },
        403 => ServerError::Refused { call, reason: worded(reason) },
        400 if REFUSALS.contains(&kind) || reason == "unauthorized" => ServerError::Refused { call, reason },
        // A setting that is not there, or hidden, is answered without a word.
        400 if reason.is_empty() => ServerError::Unknown { what: call },
        // The id says more than the words, and does not stand in them in every version.
        _ if reason.contains(kind) => ServerError::Invalid { call, reason: worded(reason) },
        _ => ServerError::Invalid { call, reason: worded(format!("{reason} [{}]", clean(kind))) },
    })
}

fn challenged(call: String, body: &Value) -> Meaning {
    let details = body.get("details");
    let detail = |key: &str| details.and_then(|details| details.get(key));
    let mailed = detail("codeGenerated").and_then(Value::as_bool).unwrap_or(false);
    match detail("method").and_then(Value::as_str) {
        // Old logins don't say which; an app is what they mean.
        None => Meaning::Challenged { challenge: Challenge::Totp, mailed },
        Some(word) => match proof::challenge(word) {
            Some(challenge) => Meaning::Challenged { challenge, mailed },
            None => Meaning::Wrong(ServerError::Invalid {
                call,
                reason: format!("it asks for a second proof of an unknown kind, {}", clean(word)),
            }),
        },
    }
}

/// When a rate limit ends.
pub(super) fn limit(answer: &Answer) -> Limit {
    let reset = answer.header("x-ratelimit-reset").and_then(|text| text.trim().parse().ok());
    let seconds = answer.body.split_once("must wait ").and_then(|(_, rest)| {
        let digits = rest.split(' ').next()?;
        digits.parse().ok()
    });
    Limit { reset, seconds }
}

/// The origin that a redirect leads to, without path and query: they may hold anything.
fn target(server: &ServerUrl, answer: &Answer) -> String {
    let location = answer.header("location").unwrap_or_default();
    match Origin::from_url(location) {
        Ok((origin, _)) => origin.to_string(),
        Err(_) if location.starts_with('/') && !location.starts_with("//") => server.origin().to_string(),
        Err(_) => "an address that can't be read".to_owned(),
    }
}

fn content_type(answer: &Answer) -> &str {
    answer.header("content-type").unwrap_or_default()
}

fn is_html(answer: &Answer) -> bool {
    content_type(answer).starts_with("text/html") || answer.body.trim_start().starts_with('<')
}

/// Whether it is the page of Rocket.Chat's web client: Meteor marks its stylesheet (recorded from 6.5.3).
fn is_own_page(answer: &Answer) -> bool {
    is_html(answer) && answer.body.contains("__meteor-css__")
}

fn begins_as_json(answer: &Answer) -> bool {
    !is_html(answer) && (answer.body.trim_start().starts_with('{') || content_type(answer).contains("json"))
}

fn kind_of_page(answer: &Answer) -> String {
    if is_html(answer) {
        HTML_PAGE.to_owned()
    } else if answer.body.trim().is_empty() {
        "an empty answer".to_owned()
    } else {
        "a text that is not JSON".to_owned()
    }
}

fn worded(reason: String) -> String {
    if reason.is_empty() { "it did not say why".to_owned() } else { reason }
}

/// The server's words, fit for a line of a terminal: nothing that steers it, and not without end.
pub(super) fn clean(words: &str) -> String {
    let line: String = words.chars().map(|c| if steers(c) { ' ' } else { c }).take(LONGEST_REASON).collect();
    line.trim().to_owned()
}
