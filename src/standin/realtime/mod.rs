//! The realtime: Meteor's DDP at `/websocket`, one JSON text per frame, and what can go wrong with it.
//!
//! [`session`] decides what one connection says, and is checked against the recording; [`faults`] spoils it.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use super::hub::Hub;
use faults::{Order, Realtime, lock};
use session::{Session, Step};

pub mod faults;
pub mod manner;
pub mod session;

/// Meteor asks for a sign of life after this long without one, and closes after as long again.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a change waits for another to be told before it, where they arrive in the wrong order.
const REORDER_WAIT: Duration = Duration::from_millis(300);

/// The routes of the realtime and of its control.
pub fn routes() -> Router<Hub> {
    let realtime = Arc::new(Realtime::default());
    Router::new()
        .route("/websocket", get(connect))
        .route("/_standin/realtime", get(faults::look).post(faults::control))
        .layer(Extension(realtime))
}

async fn connect(
    State(hub): State<Hub>,
    Extension(realtime): Extension<Arc<Realtime>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let down = lock(&realtime.down_until).is_some_and(|until| Instant::now() < until);
    if down || lock(&realtime.faults).refuse {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    upgrade.on_upgrade(move |socket| run(hub, realtime, socket))
}

/// What waits to be said.
struct Mouth {
    socket: WebSocket,
    /// Frames and their times, in the order in which they are said.
    waiting: Vec<(Instant, Value)>,
    frozen: bool,
}

impl Mouth {
    /// Says the steps, spoiled as is wanted; whether the connection goes on.
    async fn say(&mut self, steps: Vec<Step>, realtime: &Realtime) -> bool {
        let faults = *lock(&realtime.faults);
        for step in steps {
            let frame = match step {
                Step::Say(_) if self.frozen || faults.silence => continue,
                Step::Say(frame) => frame,
                Step::Close if self.frozen || faults.silence => continue,
                Step::Close => return false,
            };
            let change = frame.get("msg").and_then(Value::as_str) == Some("changed");
            let spoiled = change && (faults.late > 0 || faults.reorder);
            if spoiled {
                let mut wait = Duration::from_millis(faults.late);
                // The first of two waits; the second is said at once.
                if faults.reorder && self.waiting.is_empty() {
                    wait += REORDER_WAIT;
                }
                self.waiting.push((Instant::now() + wait, frame.clone()));
                self.waiting.sort_by_key(|(at, _)| *at);
            } else if !self.send(&frame).await {
                return false;
            }
            if change && faults.duplicate && !self.send(&frame).await {
                return false;
            }
        }
        true
    }

    async fn send(&mut self, frame: &Value) -> bool {
        self.socket.send(Message::text(frame.to_string())).await.is_ok()
    }

    /// Says what is due.
    async fn tick(&mut self) -> bool {
        let now = Instant::now();
        while let Some((at, _)) = self.waiting.first()
            && *at <= now
        {
            let (_, frame) = self.waiting.remove(0);
            if !self.frozen && !self.send(&frame).await {
                return false;
            }
        }
        true
    }
}

async fn run(hub: Hub, realtime: Arc<Realtime>, socket: WebSocket) {
    let number = {
        let mut accepted = lock(&realtime.accepted);
        *accepted += 1;
        *accepted
    };
    let mut changes = hub.listen();
    let mut orders = realtime.orders.subscribe();
    let (mut session, greeting) = Session::new(manner::manner(hub.options.release), &mut hub.world());
    let mut mouth = Mouth { socket, waiting: Vec::new(), frozen: false };
    let (mut heard, mut asked) = (Instant::now(), false);
    let mut goes_on = mouth.say(greeting, &realtime).await;
    while goes_on {
        note(&realtime, number, &session);
        let heartbeat = heard + if asked { HEARTBEAT * 2 } else { HEARTBEAT };
        let due = mouth.waiting.first().map_or(heartbeat, |(at, _)| heartbeat.min(*at));
        let steps = tokio::select! {
            biased;
            message = mouth.socket.recv() => match message {
                Some(Ok(Message::Text(text))) if !mouth.frozen && !lock(&realtime.faults).silence => {
                    (heard, asked) = (Instant::now(), false);
                    session.hear(&text, &hub.world())
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => Vec::new(),
            },
            change = changes.recv() => match change {
                Ok(change) => {
                    let mut world = hub.world();
                    realtime.skew(&change, &mut world);
                    session.learn(&change, &world)
                }
                Err(RecvError::Lagged(_) | RecvError::Closed) => break,
            },
            order = orders.recv() => match order {
                Ok(Order::Close) if !mouth.frozen => vec![Step::Close],
                Ok(Order::Freeze) => {
                    mouth.frozen = true;
                    Vec::new()
                }
                Ok(Order::Flood(times)) => (0..times).flat_map(|_| session.repeat(&hub.world())).collect(),
                Ok(Order::LogOut(uid, own)) if session.person().is_some_and(|person| person.id == uid) => {
                    session.log_out(own)
                }
                Ok(_) => Vec::new(),
                Err(_) => break,
            },
            () = tokio::time::sleep_until(due) => {
                goes_on = mouth.tick().await;
                if Instant::now() < heartbeat {
                    Vec::new()
                } else if mouth.frozen || lock(&realtime.faults).silence {
                    (heard, asked) = (Instant::now(), false);
                    Vec::new()
                } else if asked {
                    vec![Step::Close]
                } else {
                    asked = true;
                    vec![Step::Say(json!({ "msg": "ping" }))]
                }
            }
        };
        goes_on &= mouth.say(steps, &realtime).await;
    }
    lock(&realtime.connections).remove(&number);
}

fn note(realtime: &Realtime, number: u64, session: &Session) {
    let user = session.person().map(|person| person.username);
    let state = json!({ "user": user, "streams": session.streams() });
    lock(&realtime.connections).insert(number, state);
}
