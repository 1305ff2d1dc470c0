//! The hands of tests and of the demo: what people say and do who sit at no frame, and what there is to look at.
//!
//! Bodies are JSON, so that no page of another origin can call this without a preflight, which is never granted.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::boot;
use super::faults::Fault;
use super::hub::Hub;
use super::people::{self, PEOPLE};
use super::places;
use super::world::{Change, World};
use crate::protocol::Release;

fn refused(text: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": text }))).into_response()
}

/// A room by name, id, or `group/<name>`, `channel/<name>`, `direct/<id>`.
fn room_id(world: &World, name: &str) -> Option<String> {
    let name = name.rsplit('/').next().unwrap_or(name);
    world.rooms.iter().find(|r| r.id == name || r.name.as_deref() == Some(name)).map(|room| room.id.clone())
}

/// Something to say.
#[derive(Deserialize)]
pub struct Say {
    room: String,
    user: String,
    text: String,
    thread: Option<String>,
}

/// Writes a message as one of the people, by REST as integrations do.
pub async fn say(State(hub): State<Hub>, Json(say): Json<Say>) -> Response {
    let Some(author) = people::by_username(&say.user) else { return refused("no such user") };
    let said = {
        let mut world = hub.world();
        room_id(&world, &say.room).and_then(|rid| world.say(&rid, author, &say.text, say.thread.as_deref(), true))
    };
    match said {
        Some((id, change)) => {
            hub.tell(change);
            Json(json!({ "messageId": id })).into_response()
        }
        None => refused("no such room or thread"),
    }
}

/// Whose subscription to which room.
#[derive(Deserialize)]
pub struct Whose {
    user: String,
    room: String,
}

/// Marks a room as read, as from another device.
pub async fn read(State(hub): State<Hub>, Json(whose): Json<Whose>) -> Response {
    let Some(person) = people::by_username(&whose.user) else { return refused("no such user") };
    let change = {
        let mut world = hub.world();
        room_id(&world, &whose.room).and_then(|rid| world.read(person.id, &rid))
    };
    match change {
        Some(change) => {
            hub.tell(change);
            Json(json!({})).into_response()
        }
        None => refused("no such subscription"),
    }
}

/// What to change of a subscription.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionPatch {
    user: String,
    room: String,
    unread: Option<u32>,
    alert: Option<bool>,
    open: Option<bool>,
    archived: Option<bool>,
    hide_unread_status: Option<bool>,
    unread_alert: Option<String>,
}

/// Changes a subscription directly: muted, hidden, archived, a thousand unread.
pub async fn subscription(State(hub): State<Hub>, Json(patch): Json<SubscriptionPatch>) -> Response {
    let Some(person) = people::by_username(&patch.user) else { return refused("no such user") };
    let rid = {
        let mut world = hub.world();
        let Some(rid) = room_id(&world, &patch.room) else { return refused("no such room") };
        let now = world.now;
        let Some(sub) = world.subscription_mut(person.id, &rid) else { return refused("no such subscription") };
        sub.unread = patch.unread.unwrap_or(sub.unread);
        sub.alert = patch.alert.unwrap_or(sub.alert);
        sub.open = patch.open.unwrap_or(sub.open);
        sub.archived = patch.archived.unwrap_or(sub.archived);
        sub.hide_unread_status = patch.hide_unread_status.unwrap_or(sub.hide_unread_status);
        sub.unread_alert = patch.unread_alert.or(sub.unread_alert.take());
        sub.updated = now;
        rid
    };
    hub.tell(Change::Subscription { uid: person.id.to_owned(), rid });
    Json(json!({})).into_response()
}

/// Every open frame reloads itself.
pub async fn reload(State(hub): State<Hub>) -> Response {
    hub.tell(Change::Reload);
    Json(json!({})).into_response()
}

/// Where to go.
#[derive(Deserialize)]
pub struct Go {
    path: String,
}

/// Every open frame goes to a path, as if somebody had clicked a link in it.
pub async fn go(State(hub): State<Hub>, Json(go): Json<Go>) -> Response {
    hub.tell(Change::Go { path: go.path });
    Json(json!({})).into_response()
}

/// Who.
#[derive(Deserialize)]
pub struct Who {
    user: String,
}

/// Ends all sessions of a person; open frames show the login form.
pub async fn forget(State(hub): State<Hub>, Json(who): Json<Who>) -> Response {
    let Some(person) = people::by_username(&who.user) else { return refused("no such user") };
    let change = hub.world().forget(person);
    hub.tell(change);
    Json(json!({})).into_response()
}

/// Changes settings. Unknown ids are taken, as a server with another edition's settings would.
pub async fn settings(State(hub): State<Hub>, Json(changed): Json<Map<String, Value>>) -> Response {
    hub.world().settings.extend(changed);
    hub.tell(Change::Settings);
    Json(json!({})).into_response()
}

/// What there is to look at: sessions, open frames, what they heard and what they sent.
pub async fn state(State(hub): State<Hub>) -> Response {
    let (sessions, rooms, settings) = {
        let world = hub.world();
        let sessions: Map<String, Value> =
            PEOPLE.iter().map(|p| (p.username.to_owned(), json!(world.session_count(p)))).collect();
        let rooms: Map<String, Value> = world
            .rooms
            .iter()
            .map(|room| (room.id.clone(), json!({ "name": room.name, "messages": room.messages.len() })))
            .collect();
        (sessions, rooms, json!(world.settings))
    };
    let record = hub.record();
    Json(json!({
        "version": hub.features.release.to_string(), "sessions": sessions, "rooms": rooms, "settings": settings,
        "frames": record.frames, "heard": record.heard, "sent": record.sent,
    }))
    .into_response()
}

/// The places for a person that this version offers.
pub async fn places(State(hub): State<Hub>) -> Response {
    let real_names = hub.world().switch("UI_Use_Real_Name");
    Json(json!({
        "version": hub.features.release.to_string(),
        "room": "group/projet-alpha",
        "features": hub.features,
        "places": places::places(hub.features, real_names),
    }))
    .into_response()
}

/// What is to go wrong from now on; an empty list ends it.
#[derive(Deserialize)]
pub struct Faults {
    faults: Vec<Fault>,
}

/// Sets the faults.
pub async fn faults(State(hub): State<Hub>, Json(wanted): Json<Faults>) -> Response {
    *hub.faults() = wanted.faults;
    Json(json!({})).into_response()
}

/// The calls so far, without those of this surface.
pub async fn calls(State(hub): State<Hub>) -> Response {
    let calls = hub.calls().clone();
    Json(json!({ "calls": calls })).into_response()
}

/// Forgets the calls so far.
pub async fn reset_calls(State(hub): State<Hub>) -> Response {
    hub.calls().clear();
    Json(json!({})).into_response()
}

/// How far to go.
#[derive(Deserialize)]
pub struct Clock {
    ahead: i64,
}

/// Sets the server's clock forward by milliseconds.
pub async fn clock(State(hub): State<Hub>, Json(clock): Json<Clock>) -> Response {
    hub.advance(clock.ahead);
    Json(json!({})).into_response()
}

/// Starts the server again: what its environment pins is as it was.
pub async fn restart(State(hub): State<Hub>) -> Response {
    boot::pin(&mut hub.world(), &hub.options);
    hub.tell(Change::Settings);
    Json(json!({})).into_response()
}

/// To which release.
#[derive(Deserialize)]
pub struct Upgrade {
    release: String,
}

/// Starts the server again as another release: to REST, not to the web client.
pub async fn upgrade(State(hub): State<Hub>, Json(upgrade): Json<Upgrade>) -> Response {
    let Ok(release) = upgrade.release.parse::<Release>() else { return refused("not a release") };
    {
        let mut world = hub.world();
        boot::upgrade(&mut world, release);
        boot::pin(&mut world, &hub.options);
    }
    hub.tell(Change::Settings);
    Json(json!({})).into_response()
}
