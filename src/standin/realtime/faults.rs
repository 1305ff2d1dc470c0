//! What goes wrong on purpose, and what else a test's hand can do: `POST /_standin/realtime`, `GET` to look.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::broadcast;
use tokio::time::Instant;

use crate::standin::hub::Hub;
use crate::standin::people;
use crate::standin::world::{Change, World};

/// How changes are carried from now on. What is not named in a request is as it should be.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Faults {
    /// The server says nothing at all, not even to pings, and hears nothing.
    pub silence: bool,
    /// Two changes in a row arrive in the wrong order.
    pub reorder: bool,
    /// Each change arrives twice.
    pub duplicate: bool,
    /// Each change arrives so many milliseconds later.
    pub late: u64,
    /// Dates of changes are off by so many milliseconds.
    pub skew: i64,
    /// No socket can be opened.
    pub refuse: bool,
}

/// What connections are told besides what happens.
#[derive(Clone, Debug)]
pub(super) enum Order {
    /// Break, in a way that the other side notices.
    Close,
    /// Break, in a way that it does not.
    Freeze,
    /// Say everything again, so many times.
    Flood(u32),
    /// Log out whoever this is; whether the session itself is meant.
    LogOut(String, bool),
}

/// What the realtime connections of a server share.
#[derive(Debug)]
pub struct Realtime {
    pub(super) faults: Mutex<Faults>,
    /// Dates that were set off already, by subscription.
    skewed: Mutex<BTreeSet<(String, i64)>>,
    /// No socket can be opened until then.
    pub(super) down_until: Mutex<Option<Instant>>,
    /// Open connections: who, and what is listened to.
    pub(super) connections: Mutex<BTreeMap<u64, Value>>,
    pub(super) accepted: Mutex<u64>,
    pub(super) orders: broadcast::Sender<Order>,
}

impl Default for Realtime {
    fn default() -> Self {
        Self {
            faults: Mutex::default(),
            skewed: Mutex::default(),
            down_until: Mutex::default(),
            connections: Mutex::default(),
            accepted: Mutex::default(),
            orders: broadcast::channel(64).0,
        }
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Realtime {
    /// Sets the dates off of what has changed, once, as a server whose clock is off would have written them.
    pub(super) fn skew(&self, change: &Change, world: &mut World) {
        let skew = lock(&self.faults).skew;
        let (rid, uids) = match change {
            Change::Said { rid, touched, .. } => (rid, touched.clone()),
            Change::Subscription { uid, rid } => (rid, vec![uid.clone()]),
            _ => return,
        };
        for uid in uids.iter().filter(|_| skew != 0) {
            let Some(sub) = world.subscription_mut(uid, rid) else { continue };
            let mut skewed = lock(&self.skewed);
            if !skewed.contains(&(sub.id.clone(), sub.updated)) {
                sub.updated += skew;
                skewed.insert((sub.id.clone(), sub.updated));
            }
        }
    }
}

/// What a test wants. A request without `faults` leaves them as they are.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Wanted {
    faults: Option<Faults>,
    /// Closes every socket.
    close: bool,
    /// Leaves every socket standing that is open now, dead.
    half_open: bool,
    /// Closes every socket, and opens none for so many milliseconds.
    restart: Option<u64>,
    /// Everything is said again, so many times.
    flood: Option<u32>,
    /// An administrator logs this person out.
    log_out: Option<String>,
    /// Another session of this person is logged out.
    log_out_other: Option<String>,
    /// This person leaves this room.
    leave: Option<[String; 2]>,
    /// This person joins this room again.
    join: Option<[String; 2]>,
}

/// Does what is wanted.
pub async fn control(
    State(hub): State<Hub>,
    Extension(realtime): Extension<Arc<Realtime>>,
    Json(wanted): Json<Wanted>,
) -> Response {
    if let Some(faults) = wanted.faults {
        *lock(&realtime.faults) = faults;
    }
    if let Some(millis) = wanted.restart {
        *lock(&realtime.down_until) = Some(Instant::now() + Duration::from_millis(millis));
    }
    let uid = |name: &String| people::by_username(name).map(|person| person.id.to_owned());
    let orders = [
        wanted.half_open.then_some(Order::Freeze),
        wanted.flood.map(Order::Flood),
        wanted.log_out.as_ref().and_then(uid).map(|uid| Order::LogOut(uid, true)),
        wanted.log_out_other.as_ref().and_then(uid).map(|uid| Order::LogOut(uid, false)),
        (wanted.close || wanted.restart.is_some()).then_some(Order::Close),
    ];
    for order in orders.into_iter().flatten() {
        // No connection open is fine: there is nobody to tell.
        let _ = realtime.orders.send(order);
    }
    for (membership, joins) in [(&wanted.leave, false), (&wanted.join, true)] {
        let Some([username, room]) = membership else { continue };
        let Some(change) = uid(username).and_then(|uid| member(&hub, &uid, room, joins)) else {
            return (StatusCode::BAD_REQUEST, Json(json!({ "error": "no such membership" }))).into_response();
        };
        hub.tell(change);
    }
    look(Extension(realtime)).await
}

/// The open connections, and how many there were.
pub async fn look(Extension(realtime): Extension<Arc<Realtime>>) -> Response {
    let connections: Vec<Value> = lock(&realtime.connections).values().cloned().collect();
    let accepted = *lock(&realtime.accepted);
    Json(json!({ "connections": connections, "accepted": accepted })).into_response()
}

fn member(hub: &Hub, uid: &str, room: &str, joins: bool) -> Option<Change> {
    let mut world = hub.world();
    let rid = world.rooms.iter().find(|one| one.id == room || one.name.as_deref() == Some(room))?.id.clone();
    match (world.subscription(uid, &rid).is_some(), joins) {
        (true, false) => world.unsubscribe(uid, &rid),
        (false, true) => world.subscribe(uid, &rid),
        _ => return None,
    }
    Some(Change::Subscription { uid: uid.to_owned(), rid })
}
