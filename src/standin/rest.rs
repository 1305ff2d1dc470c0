//! REST, as much of it as the companion, the demo and the tests call.
//!
//! Later work adds endpoints here; each answers with the bodies recorded from 6.5.3.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::hub::Hub;
use super::pages;
use super::people::{self, Person};
use super::records;
use super::settings::HIDDEN;
use super::world::{Change, World};

const METHODS: &str = "GET, POST, PUT, DELETE, HEAD, PATCH";
const HEADERS: &str = "Origin, X-Requested-With, Content-Type, Accept, X-User-Id, X-Auth-Token";

/// An answer before its headers.
struct Answer(StatusCode, Value);

fn ok(mut body: Value) -> Answer {
    if let Some(object) = body.as_object_mut() {
        object.insert("success".to_owned(), Value::Bool(true));
    }
    Answer(StatusCode::OK, records::with_text_dates(body))
}

fn bad(error: &str) -> Answer {
    Answer(StatusCode::BAD_REQUEST, json!({ "success": false, "error": error }))
}

fn unauthorized() -> Answer {
    Answer(StatusCode::UNAUTHORIZED, json!({ "status": "error", "message": "You must be logged in to do this." }))
}

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
        return preflight(&hub, &headers);
    }
    let path = uri.path().strip_prefix(hub.options.server.path()).unwrap_or(uri.path()).to_owned();
    let query = Query(query.unwrap_or_default());
    let body = serde_json::from_slice::<Value>(&body).unwrap_or(Value::Null);
    let person = caller(&hub.world(), &headers);
    let answer = match (method.as_str(), path.as_str()) {
        ("GET", "/api/info" | "/api/v1/info") => info(&hub),
        ("POST", "/api/v1/login") => login(&mut hub.world(), &body),
        ("POST", "/api/v1/logout") => person.map_or_else(unauthorized, |(token, _)| {
            hub.world().close_session(&token);
            Answer(StatusCode::OK, json!({ "status": "success", "data": { "message": "You've been logged out!" } }))
        }),
        ("GET", "/api/v1/settings.public") => settings_public(&hub.world(), &query),
        ("GET", "/api/v1/me") => person.map_or_else(unauthorized, |(_, person)| ok(me(&hub, person))),
        ("GET", "/api/v1/users.info") => person.map_or_else(unauthorized, |_| users_info(&hub.world(), &query)),
        ("GET", "/api/v1/subscriptions.get") => {
            person.map_or_else(unauthorized, |(_, person)| subscriptions(&hub.world(), person, &query))
        }
        ("GET", "/api/v1/subscriptions.getOne") => {
            person.map_or_else(unauthorized, |(_, person)| subscription(&hub.world(), person, &query))
        }
        ("POST", "/api/v1/subscriptions.read") => {
            person.map_or_else(unauthorized, |(_, person)| marked(&hub, person, &body, World::read))
        }
        ("POST", "/api/v1/subscriptions.unread") => {
            person.map_or_else(unauthorized, |(_, person)| marked(&hub, person, &body, World::mark_unread))
        }
        ("POST", "/api/v1/users.setStatus") => person.map_or_else(unauthorized, |(_, person)| {
            let status = body.get("status").and_then(Value::as_str).unwrap_or("");
            let change = hub.world().set_status(person, status);
            hub.tell(change);
            ok(json!({}))
        }),
        ("POST", "/api/v1/chat.postMessage") => {
            person.map_or_else(unauthorized, |(_, person)| post_message(&hub, person, &body))
        }
        // An address nobody serves is answered with the client page.
        _ => return pages::client(State(hub)).await,
    };
    finish(answer)
}

fn finish(Answer(status, body): Answer) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::VARY, "Accept-Encoding"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
    ];
    (status, headers, body.to_string()).into_response()
}

fn preflight(hub: &Hub, headers: &HeaderMap) -> Response {
    let world = hub.world();
    if !world.switch("API_Enable_CORS") {
        let text = "CORS not enabled. Go to \"Admin > General > REST Api\" to enable it.";
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], text).into_response();
    }
    let origin = headers.get(header::ORIGIN).cloned().unwrap_or(HeaderValue::from_static(""));
    let list = world.text_setting("API_CORS_Origin");
    let listed = list.split(',').any(|one| one.trim().to_lowercase().as_bytes() == origin.as_bytes());
    let allowed = if list.trim() == "*" { HeaderValue::from_static("*") } else { origin };
    if list.trim() != "*" && !listed {
        let status = if hub.features.preflight_refused.is { StatusCode::FORBIDDEN } else { StatusCode::OK };
        return (status, [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")]).into_response();
    }
    let more: [(HeaderName, HeaderValue); 4] = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed),
        (header::VARY, HeaderValue::from_static("Origin")),
        (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS)),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static(
                "Origin, X-Requested-With, Content-Type, Accept, X-User-Id, X-Auth-Token, x-visitor-token, Authorization",
            ),
        ),
    ];
    (StatusCode::OK, more).into_response()
}

fn caller(world: &World, headers: &HeaderMap) -> Option<(String, &'static Person)> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (token, uid) = (text("x-auth-token")?, text("x-user-id")?);
    world.session(token).filter(|person| person.id == uid).map(|person| (token.to_owned(), person))
}

struct Query(String);

impl Query {
    fn get(&self, key: &str) -> Option<String> {
        let pair = self.0.split('&').filter_map(|pair| pair.split_once('=')).find(|(name, _)| *name == key);
        pair.map(|(_, value)| percent_decoded(value))
    }
}

/// A query value's text; what is no valid escape stays as it is.
#[must_use]
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escape = (first == b'%').then(|| tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok())).flatten();
        if let Some(byte) = escape.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = tail.get(2..).unwrap_or(&[]);
        } else {
            bytes.push(if first == b'+' { b' ' } else { first });
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn info(hub: &Hub) -> Answer {
    let release = hub.features.release;
    let version = if hub.features.short_version.is { release.to_string() } else { format!("{release}.0") };
    ok(json!({ "version": version }))
}

fn login(world: &mut World, body: &Value) -> Answer {
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let nested = |key: &str| body.get("user").and_then(|user| user.get(key)).and_then(Value::as_str);
    let session = match text("resume") {
        Some(token) => world.session(token).map(|person| (token.to_owned(), person)),
        None => text("user")
            .or_else(|| nested("username"))
            .and_then(people::by_username)
            .filter(|_| text("password") == Some(people::PASSWORD))
            .map(|person| (world.open_session(person), person)),
    };
    match session {
        Some((token, person)) => {
            let data = json!({ "userId": person.id, "authToken": token, "me": user(world, person) });
            Answer(StatusCode::OK, json!({ "status": "success", "data": data }))
        }
        None if text("resume").is_some() => Answer(
            StatusCode::UNAUTHORIZED,
            json!({
                "status": "error", "error": 403, "message": "You've been logged out by the server. Please log in again.",
            }),
        ),
        None => Answer(
            StatusCode::UNAUTHORIZED,
            json!({ "status": "error", "error": 403, "message": "Incorrect password" }),
        ),
    }
}

fn user(world: &World, person: &Person) -> Value {
    json!({
        "_id": person.id, "username": person.username, "name": person.name, "type": "user", "roles": [person.role],
        "status": world.status(person), "active": true,
        "emails": [{ "address": format!("{}@example.test", person.username), "verified": true }],
    })
}

fn me(hub: &Hub, person: &Person) -> Value {
    let mut record = user(&hub.world(), person);
    if let Some(object) = record.as_object_mut() {
        object.insert("avatarUrl".into(), json!(hub.options.server.join(&format!("/avatar/{}", person.username))));
        object.insert("settings".into(), json!({ "preferences": { "unreadAlert": true } }));
    }
    record
}

fn users_info(world: &World, query: &Query) -> Answer {
    let found = match (query.get("userId"), query.get("username")) {
        (Some(id), _) => people::by_id(&id),
        (None, Some(name)) => people::by_username(&name),
        (None, None) => {
            return bad(
                "The required \"userId\" or \"username\" param was not provided [error-user-param-not-provided]",
            );
        }
    };
    found.map_or_else(|| bad("User not found."), |person| ok(json!({ "user": user(world, person) })))
}

/// The public settings as an object of ids and values.
#[must_use]
pub fn public_settings(world: &World) -> Value {
    world
        .settings
        .iter()
        .filter(|(id, _)| !HIDDEN.contains(&id.as_str()))
        .map(|(id, v)| (id.clone(), v.clone()))
        .collect()
}

fn settings_public(world: &World, query: &Query) -> Answer {
    let wanted = query.get("_id");
    let wanted: Option<Vec<&str>> = wanted.as_deref().map(|ids| ids.split(',').collect());
    let settings: Vec<Value> = world
        .settings
        .iter()
        .filter(|(id, _)| !HIDDEN.contains(&id.as_str()))
        .filter(|(id, _)| wanted.as_ref().is_none_or(|ids| ids.contains(&id.as_str())))
        .map(|(id, value)| json!({ "_id": id, "value": value, "enterprise": false }))
        .collect();
    let count = settings.len();
    ok(json!({ "settings": settings, "count": count, "offset": 0, "total": count }))
}

fn subscriptions(world: &World, person: &Person, query: &Query) -> Answer {
    let since = query.get("updatedSince");
    let update: Vec<Value> = world
        .subscriptions_of(person.id)
        .filter(|sub| since.as_ref().is_none_or(|since| records::text_date(sub.updated) > *since))
        .map(|sub| records::subscription(world, sub))
        .collect();
    ok(json!({ "update": update, "remove": [] }))
}

fn subscription(world: &World, person: &Person, query: &Query) -> Answer {
    let found = query.get("roomId").and_then(|rid| world.subscription(person.id, &rid));
    ok(json!({ "subscription": found.map(|sub| records::subscription(world, sub)) }))
}

fn marked(hub: &Hub, person: &Person, body: &Value, mark: impl Fn(&mut World, &str, &str) -> Option<Change>) -> Answer {
    let rid = ["rid", "roomId"].iter().find_map(|key| body.get(key)).and_then(Value::as_str).unwrap_or("");
    let change = mark(&mut hub.world(), person.id, rid);
    match change {
        Some(change) => {
            hub.tell(change);
            ok(json!({}))
        }
        None => bad("[error-invalid-subscription]"),
    }
}

fn post_message(hub: &Hub, person: &'static Person, body: &Value) -> Answer {
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let said = {
        let mut world = hub.world();
        let wanted = text("roomId").or_else(|| text("channel")).unwrap_or("").trim_start_matches(['#', '@']).to_owned();
        let rid = world
            .rooms
            .iter()
            .find(|room| room.id == wanted || room.name.as_deref() == Some(wanted.as_str()))
            .map(|room| room.id.clone());
        rid.filter(|rid| world.subscription(person.id, rid).is_some()).and_then(|rid| {
            let (id, change) = world.say(&rid, person, text("text").unwrap_or(""), text("tmid"), true)?;
            let record = world.message(&rid, &id).map(|message| records::message(&world, message));
            Some((record, change))
        })
    };
    match said {
        Some((record, change)) => {
            hub.tell(change);
            ok(json!({ "message": record }))
        }
        None => bad("[error-not-allowed]"),
    }
}
