//! Stands where the stand-in Rocket.Chat will be joined.

use std::future::Future;
use std::io;

use axum::response::Html;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub const PEOPLE: &[(&str, &str, &str)] = &[
    ("aL1ceMartin7xQ2bR", "alice", "Alice Martin"),
    ("b0bDurandK4tVw8Zs", "bob", "Bob Durand"),
    ("chL0ePetitN6yHj3M", "chloe", "Chloé Petit"),
    ("rAfUtil1sateurP9c", "raf_utilisateur-local", "Raf Utilisateur"),
    ("aDm1nistratorT5gD", "admin", "Administrateur"),
];

async fn login(Json(asked): Json<Value>) -> Json<Value> {
    let user = asked.get("user").and_then(Value::as_str).unwrap_or("resumed").to_owned();
    Json(
        json!({ "status": "success", "data": { "userId": format!("{user}-id"), "authToken": format!("{user}-token") } }),
    )
}

pub async fn serve(listener: TcpListener, shutdown: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
    let router = Router::new()
        .fallback(get(|| async { Html("<!doctype html><title>Rocket.Chat</title><p>The stand-in is not joined yet.") }))
        .route("/api/v1/login", post(login))
        .route("/_standin/{action}", post(|| async { Json(json!({ "messageId": "placeholder" })) }));
    axum::serve(listener, router).with_graceful_shutdown(shutdown).await
}
