//! Preflights, as a browser of another origin sends them.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::standin::hub::Hub;

const METHODS: &str = "GET, POST, PUT, DELETE, HEAD, PATCH";

/// The headers that every answer allows.
pub const HEADERS: &str = "Origin, X-Requested-With, Content-Type, Accept, X-User-Id, X-Auth-Token";

/// The answer to `OPTIONS`.
pub fn preflight(hub: &Hub, headers: &HeaderMap) -> Response {
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
