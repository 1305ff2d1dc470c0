//! Which address answers what.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use tower_http::services::ServeDir;

use super::{Options, actions, guard, inspection, login, members, pages, preferences};

/// What every handler sees.
#[derive(Clone)]
pub struct Space {
    pub options: Arc<Options>,
    pub headers: Arc<[(HeaderName, HeaderValue)]>,
}

/// The files of the pages, which are part of the program: path, media type, text.
const ASSETS: &[(&str, &str, &str)] = &[
    ("/demo/space.css", "text/css; charset=utf-8", include_str!("../../../www/demo/space.css")),
    ("/demo/panel.css", "text/css; charset=utf-8", include_str!("../../../www/demo/panel.css")),
    ("/demo/chat.js", "text/javascript; charset=utf-8", include_str!("../../../www/demo/chat.js")),
    ("/demo/panel.js", "text/javascript; charset=utf-8", include_str!("../../../www/demo/panel.js")),
    ("/demo/icon.svg", "image/svg+xml", include_str!("../../../www/demo/icon.svg")),
];

/// The project space as a service.
pub(super) fn router(options: Options) -> Router {
    let headers = guard::headers(&options.server).into();
    let package = ServeDir::new(&options.package).append_index_html_on_directories(false);
    let space = Space { options: Arc::new(options), headers };
    let mut router = Router::new()
        .route("/", get(pages::home))
        .route("/members", get(|| async { Redirect::permanent("/members/") }))
        .route("/members/", get(pages::members))
        .route("/members/{username}", get(pages::profile))
        .route("/chat", get(pages::chat))
        .route("/simple", get(pages::simple))
        .route("/badges", get(pages::badges))
        .route("/server", get(inspection::server))
        .route("/people.json", get(people))
        .route("/chat-login", post(login::chat_login))
        .route("/demo/preferences", post(preferences::choose))
        .route("/demo/{action}", post(actions::act))
        .route("/gantry/gantry.json", get(gantry_json))
        .nest_service("/gantry", package);
    for (path, media_type, text) in ASSETS {
        router = router.route(path, get(move || async move { ([(header::CONTENT_TYPE, *media_type)], *text) }));
    }
    router.fallback(pages::missing).layer(from_fn_with_state(space.clone(), guard::guard)).with_state(space)
}

async fn people(State(space): State<Space>) -> Json<serde_json::Value> {
    let made = space.options.people.clone();
    Json(made.unwrap_or_else(|| members::people_json(&space.options.members)))
}

async fn gantry_json(State(space): State<Space>) -> Response {
    let text = space.options.gantry_json.clone();
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}
