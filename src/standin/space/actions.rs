//! `POST /demo/{action}`: the panel's buttons that need the stand-in, asked through this site's own server.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Login;
use super::preferences::Visitor;
use super::routes::Space;

/// Passes one of the known actions on to the stand-in.
///
/// `say` takes who speaks from the page; the others are about the visitor, whom the cookie names.
pub(super) async fn act(
    State(space): State<Space>,
    Path(action): Path<String>,
    headers: HeaderMap,
    Json(asked): Json<Value>,
) -> Response {
    let visitor = Visitor::of(&headers).member;
    let field = |name: &str| asked.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let body = match (action.as_str(), visitor) {
        ("say", _) => match (field("room"), field("user"), field("text")) {
            (Some(room), Some(user), Some(text)) => json!({ "room": room, "user": user, "text": text }),
            _ => return answer(StatusCode::BAD_REQUEST, "room-user-and-text-are-needed"),
        },
        ("read", Some(user)) => match field("room") {
            Some(room) => json!({ "user": user, "room": room }),
            None => return answer(StatusCode::BAD_REQUEST, "room-is-needed"),
        },
        ("forget", Some(user)) => json!({ "user": user }),
        ("read" | "forget", None) => return answer(StatusCode::UNAUTHORIZED, "not-a-member"),
        ("reload", _) => json!({}),
        _ => return answer(StatusCode::NOT_FOUND, "unknown-action"),
    };
    let Login::StandIn(standin) = &space.options.login else {
        return answer(StatusCode::CONFLICT, "no-stand-in");
    };
    match standin.control(&action, body).await {
        Ok(value) => Json(value).into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, Json(json!({ "error": error.to_string() }))).into_response(),
    }
}

fn answer(status: StatusCode, code: &'static str) -> Response {
    (status, Json(json!({ "error": code }))).into_response()
}
