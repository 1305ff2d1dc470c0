//! Stands where the bundle's generator and the stand-in Rocket.Chat will be joined.

#![allow(clippy::indexing_slicing)]

use std::future::Future;
use std::io;

use axum::response::Html;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::config::{Config, ProfileTarget};

pub struct Bundle {
    pub script: String,
    pub css: String,
    pub gantry_json: String,
}

pub fn generate(config: &Config) -> Bundle {
    let mut written = json!({
        "version": 1,
        "server": config.server.to_string(),
        "stamp": "placeholder",
        "origins": config.origins.iter().map(|origin| origin.as_str()).collect::<Vec<_>>(),
    });
    if let Some(login) = &config.login {
        written["login"] = json!({ "url": login.url });
    }
    match &config.profile.target {
        ProfileTarget::Url(url) => written["profile"] = json!({ "url": url }),
        ProfileTarget::People(people) => written["profile"] = json!({ "people": people }),
        ProfileTarget::None => {}
    }
    written["allow"] = json!(config.profile.allow.iter().map(|origin| origin.as_str()).collect::<Vec<_>>());
    written["newTab"] = json!(config.profile.new_tab);
    written["hide"] = json!(config.bundle.hide);
    Bundle { script: String::new(), css: String::new(), gantry_json: format!("{written:#}\n") }
}

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
