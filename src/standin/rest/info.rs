//! What anybody may ask a server about itself.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::answer::{Answer, ok};
use super::call::Call;
use crate::protocol::Release;
use crate::standin::Licence;
use crate::standin::hub::Hub;
use crate::standin::pages;

/// The recorded patch of the recorded release; the first one of any other.
fn full_version(release: Release) -> String {
    let patch = if release == Release::new(6, 5) { 3 } else { 0 };
    format!("{release}.{patch}")
}

/// `GET /api/info`: the whole version only for who may see statistics, where the release keeps it back.
pub fn info(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let full = full_version(world.release);
    let trusted = call.caller.as_ref().is_some_and(|caller| world.allows(caller.person, "view-statistics"));
    if trusted {
        return ok(json!({ "version": full, "info": { "version": full } }));
    }
    let version = if world.surface().short_version.is { world.release.to_string() } else { full };
    ok(json!({ "version": version }))
}

fn json_text(body: &Value) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// `/livez` and `/readyz`.
pub async fn readiness(State(hub): State<Hub>) -> Response {
    if hub.world().surface().readiness.is {
        json_text(&json!({ "status": "ok" }))
    } else {
        pages::client(State(hub)).await
    }
}

/// `/health`: plain text, later another name for `/readyz`.
pub async fn health(State(hub): State<Hub>) -> Response {
    if hub.world().surface().readiness.is {
        json_text(&json!({ "status": "ok" }))
    } else {
        (StatusCode::OK, [(header::CONTENT_TYPE, "text/plain")], "ok").into_response()
    }
}

/// `GET licenses.info`. The values of the limits come where they are asked for.
pub fn licence(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let active = world.accounts.iter().filter(|account| account.active).count();
    let limit = |max: i64| {
        let mut limit = json!({ "max": max });
        let asked = call.query.get("loadValues").is_some_and(|value| value == "true");
        if let Some(object) = limit.as_object_mut().filter(|_| asked) {
            object.insert("value".to_owned(), json!(active));
        }
        limit
    };
    let active_users = match call.hub.options.licence {
        Licence::None => limit(-1),
        Licence::Seats(max) => limit(max),
        Licence::Unknown => json!([{ "most": "some" }]),
    };
    let full = matches!(call.hub.options.licence, Licence::Seats(max) if i64::try_from(active).is_ok_and(|n| n >= max));
    ok(json!({ "license": {
        "activeModules": [], "externalModules": [], "preventedActions": { "activeUsers": full },
        "limits": { "activeUsers": active_users, "guestUsers": limit(-1), "roomsPerGuest": limit(-1) },
        "tags": [], "trial": false,
    } }))
}

/// `GET licenses.maxActiveUsers`.
pub fn most_active(call: &Call<'_>) -> Answer {
    let active = call.hub.world().accounts.iter().filter(|account| account.active).count();
    match call.hub.options.licence {
        Licence::None => ok(json!({ "maxActiveUsers": 0, "activeUsers": active })),
        Licence::Seats(max) => ok(json!({ "maxActiveUsers": max, "activeUsers": active })),
        Licence::Unknown => ok(json!({ "most": "some" })),
    }
}
