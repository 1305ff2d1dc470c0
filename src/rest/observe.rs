//! Reads all that a plan is made from, in few calls.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::connection::{Call, Connection};
use super::server::{page, setting_value, unlike};
use super::transport::{Answer, Transport};
use crate::protocol::Release;
use crate::setup::{Caller, Capabilities, Identity, Observed, Population, Server, ServerError};

/// Tells the release.
pub(super) const INFO: &str = "/api/info";
/// Tells whose token it is.
pub(super) const ME: &str = "/api/v1/me";
/// No server has it: the top-level domain is reserved for that.
const NOBODYS_MAIL: &str = "nobody%40gantry.invalid";

/// Reads a server's state: eight calls, two more with the population, and one for every hundred settings where the
/// server does not give them all at once.
///
/// # Errors
/// See [`ServerError`].
pub fn observe<T: Transport>(connection: &mut Connection<T>, population: bool) -> Result<Observed, ServerError> {
    let release = release(connection)?;
    let caller = caller(connection)?;
    let records = connection.setting_records()?;
    let permissions = connection.permissions()?;
    let pinned = records.iter().filter(|record| text(record, "valueSource") == Some("processEnvValue"));
    let pinned = pinned.filter_map(|record| text(record, "_id")).map(str::to_owned).collect();
    let settings: BTreeMap<_, _> = records.iter().filter_map(setting_value).collect();
    let population = match population.then(|| self::population(connection)) {
        Some(Ok(population)) => Some(population),
        // Who may not look at rooms may still set up.
        None | Some(Err(ServerError::Refused { .. })) => None,
        Some(Err(error)) => return Err(error),
    };
    let named = |id: &str| settings.get(id).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    Ok(Observed {
        identity: Identity { unique_id: named("uniqueID"), site_url: named("Site_Url"), release },
        caller,
        capabilities: capabilities(connection)?,
        permissions,
        pinned,
        population,
        settings,
    })
}

/// The server's own defaults by setting, in one call. Only releases from 8.0 on tell them; of older ones there are none.
///
/// # Errors
/// See [`ServerError`].
pub fn defaults<T: Transport>(connection: &mut Connection<T>) -> Result<BTreeMap<String, Value>, ServerError> {
    let body = connection.get("/api/v1/settings?includeDefaults=true&count=0")?;
    let (records, _) = page(&body, "settings").ok_or_else(|| unlike("GET /api/v1/settings"))?;
    let told = records
        .iter()
        .filter_map(|record| Some((text(record, "_id")?.to_owned(), record.get("packageValue")?.clone())));
    Ok(told.collect())
}

/// The release, from the one route that has been there in every version and needs no token.
///
/// # Errors
/// [`ServerError::NotTheApi`] if something else than Rocket.Chat answers.
pub(super) fn release<T: Transport>(connection: &mut Connection<T>) -> Result<Release, ServerError> {
    release_told(connection.get(INFO))
}

/// The release, from the answer to [`INFO`].
///
/// # Errors
/// As [`release`].
pub(super) fn release_told(answer: Result<Value, ServerError>) -> Result<Release, ServerError> {
    let body = answer.map_err(|error| match error {
        ServerError::Unknown { what } => {
            ServerError::NotTheApi { call: what, what: "\"not found\", which no Rocket.Chat says here".to_owned() }
        }
        other => other,
    })?;
    let named = text(&body, "version").or_else(|| text(body.get("info")?, "version"));
    named.and_then(|text| text.parse().ok()).ok_or_else(|| unlike("GET /api/info"))
}

/// Whose token it is.
///
/// # Errors
/// [`ServerError::NotLoggedIn`] if it is nobody's.
pub(super) fn caller<T: Transport>(connection: &mut Connection<T>) -> Result<Caller, ServerError> {
    caller_told(&connection.get(ME)?)
}

/// Whose token it is, from the answer to [`ME`].
///
/// # Errors
/// If it is not what that answers.
pub(super) fn caller_told(body: &Value) -> Result<Caller, ServerError> {
    let roles = body.get("roles").and_then(Value::as_array).into_iter().flatten();
    let roles: BTreeSet<_> = roles.filter_map(Value::as_str).map(str::to_owned).collect();
    let id = text(body, "_id").ok_or_else(|| unlike("GET /api/v1/me"))?.to_owned();
    Ok(Caller { id, username: text(body, "username").unwrap_or_default().to_owned(), roles })
}

/// What the server can, asked with calls that change nothing.
fn capabilities<T: Transport>(connection: &mut Connection<T>) -> Result<Capabilities, ServerError> {
    let mut ask = |call: &Call| connection.probe(call).map(|answer| (answer.status, json_of(&answer)));
    let refused_for_its_form = |(status, body): (u16, Value)| {
        let kind = text(&body, "errorType").unwrap_or_default();
        status == 400 && ["invalid-params", "error-invalid-params", "totp-required"].contains(&kind)
    };
    let bulk = ask(&Call::post("/api/v1/settings", &json!({ "settings": [] })))?;
    let roles = ask(&Call::post("/api/v1/permissions.removeRole", &json!({})))?;
    let (_, by_email) = ask(&Call::get(format!("/api/v1/users.info?email={NOBODYS_MAIL}")))?;
    let (ready, readiness) = ask(&Call::get("/readyz"))?;
    Ok(Capabilities {
        bulk_settings: refused_for_its_form(bulk),
        single_roles: refused_for_its_form(roles),
        users_by_email: text(&by_email, "error").is_some_and(|error| error.starts_with("User not found")),
        readiness: matches!(ready, 200 | 503) && readiness.is_object(),
    })
}

/// How many people and rooms there are. Exact up to a hundred; beyond, what the first hundred leave out is left out.
fn population<T: Transport>(connection: &mut Connection<T>) -> Result<Population, ServerError> {
    let mut count = |path: &str, list: &str, counts: fn(&Value) -> bool| {
        let body = connection.get(format!("{path}?count=100"))?;
        let (records, total) = page(&body, list).ok_or_else(|| unlike(&format!("GET {path}")))?;
        let others = records.iter().filter(|record| !counts(record)).count();
        Ok::<_, ServerError>(u64::try_from(total.saturating_sub(others)).unwrap_or(u64::MAX))
    };
    Ok(Population {
        people: count("/api/v1/users.list", "users", |user| text(user, "type").is_none_or(|kind| kind == "user"))?,
        rooms: count("/api/v1/rooms.adminRooms", "rooms", |room| text(room, "t") != Some("d"))?,
    })
}

fn text<'a>(record: &'a Value, key: &str) -> Option<&'a str> {
    record.get(key).and_then(Value::as_str)
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_default()
}
