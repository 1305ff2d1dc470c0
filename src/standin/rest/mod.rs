//! REST, as much of it as administration, the companion, the demo and the tests call.
//!
//! `routes` is the table of what there is. Each call goes through the same gates in the order of a real server: the
//! session, the count of calls, the permission, the second factor. Answers are those recorded from 6.5.3; where
//! releases differ, [`crate::standin::versions::surface`] says how.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::Response;
use serde_json::{Map, Value, json};

mod answer;
mod bulk;
mod call;
mod chat;
mod cors;
mod factors;
mod groups;
mod groups_write;
pub mod info;
mod login;
mod paging;
mod permissions;
mod rooms;
mod routes;
mod settings;
mod since;
mod subscriptions;
mod tokens;
mod users;
mod users_write;

pub use call::percent_decoded;
pub use settings::public_settings;

use answer::Answer;
use call::{Call, Caller, Query};
use routes::Route;

use super::hub::Hub;
use super::limits::Counted;
use super::pages;
use super::people::Person;
use super::versions::surface::{Refusal, Unrouted};

/// Answers any path below `/api/`.
pub async fn api(
    State(hub): State<Hub>,
    method: Method,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if method == Method::OPTIONS {
        return cors::preflight(&hub, &headers);
    }
    if !hub.options.delay.is_zero() {
        tokio::time::sleep(hub.options.delay).await;
    }
    let path = uri.path().strip_prefix(hub.options.server.path()).unwrap_or(uri.path());
    let (surface, caller) = {
        let world = hub.world();
        (world.surface(), Caller::of(&world, &headers))
    };
    let mut call = Call {
        hub: &hub,
        id: "",
        query: Query(query.unwrap_or_default()),
        body: call::json_body(&headers, &body),
        headers: &headers,
        caller,
    };
    if path == "/api/info" && method == Method::GET {
        return info::info(&call).respond(None);
    }
    let found = path.strip_prefix("/api/v1/").map(|path| routes::find(surface, method.as_str(), path));
    match found {
        Some(Ok((route, id))) => {
            let id = percent_decoded(id);
            call.id = &id;
            gates(&call, &route)
        }
        Some(Err(methods)) if surface.unrouted.is == Unrouted::Page && !methods.is_empty() => wrong_method(&methods),
        _ if surface.unrouted.is == Unrouted::NotFound => {
            Answer(StatusCode::NOT_FOUND, json!({ "success": false, "error": "Not Found" })).respond(None)
        }
        _ => pages::client(State(hub)).await,
    }
}

fn wrong_method(methods: &[&str]) -> Response {
    let body = json!({ "status": "error", "message": "API endpoint does not exist" });
    let mut response = Answer(StatusCode::METHOD_NOT_ALLOWED, body).respond(None);
    if let Ok(methods) = methods.join(", ").parse() {
        response.headers_mut().insert(header::ALLOW, methods);
    }
    response
}

fn gates(call: &Call<'_>, route: &Route) -> Response {
    if route.session && call.caller.is_none() {
        return answer::unauthorized().respond(None);
    }
    let counted = count(call, route);
    if let Some(counted) = counted.filter(|counted| counted.refused) {
        let wait = counted.reset - call.hub.world().now;
        return answer::too_many((wait + 999).div_euclid(1000)).respond(Some(counted));
    }
    guarded(call, route).respond(counted)
}

/// Counts the call, unless counting is off or the caller is exempt.
fn count(call: &Call<'_>, route: &Route) -> Option<Counted> {
    let mut world = call.hub.world();
    let exempt = call.caller.as_ref().is_some_and(|caller| world.allows(caller.person, "api-bypass-rate-limit"));
    if exempt || !world.switch("API_Enable_Rate_Limiter") {
        return None;
    }
    let limit = world.number_setting("API_Enable_Rate_Limiter_Limit_Calls_Default", 10);
    let window = world.number_setting("API_Enable_Rate_Limiter_Limit_Time_Default", 60_000);
    let now = world.now;
    let route = format!("{} {}", route.path, route.method);
    Some(world.limits.count(&route, call::address(call.headers), limit, window, now))
}

fn guarded(call: &Call<'_>, route: &Route) -> Answer {
    if let Some(wrong) = unsortable(call).or_else(|| route.check.and_then(|check| check(call))) {
        return wrong;
    }
    let refusal = call.hub.world().surface().refusal.is;
    let allowed = match (route.permission, &call.caller) {
        (Some(permission), Some(caller)) => call.hub.world().allows(caller.person, permission),
        _ => true,
    };
    if !allowed && refusal == Refusal::Before {
        return answer::forbidden("User does not have the permissions required for this action [error-unauthorized]");
    }
    if let (Some(guard), Some(caller)) = (route.guard, &call.caller) {
        let person: &'static Person = caller.person;
        let passed = call.hub.world().second_factor(person, guard, &call.proof());
        if let Err(challenge) = passed {
            return answer::challenged(challenge);
        }
    }
    if allowed { (route.handler)(call) } else { answer::forbidden("unauthorized") }
}

/// `sort` has to be JSON, wherever it is given.
fn unsortable(call: &Call<'_>) -> Option<Answer> {
    let sort = call.query.get("sort").filter(|sort| serde_json::from_str::<Map<String, Value>>(sort).is_err())?;
    let reason = format!("Invalid sort parameter provided: \"{sort}\"");
    Some(answer::thrown("error-invalid-sort", &reason).detailed(json!({ "helperMethod": "parseJsonQuery" })))
}

/// The refusal of a call that is one too many, for so many seconds more.
#[must_use]
pub fn refused_for(seconds: i64, reset: i64) -> Response {
    answer::too_many(seconds).respond(Some(Counted { limit: 10, remaining: 0, reset, refused: true }))
}
