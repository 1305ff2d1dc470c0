//! Which address answers what.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use tower_http::services::ServeDir;

use super::{Options, Package, actions, guard, inspection, login, members, pages, preferences};
use crate::assets::Asset;

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
    ("/demo/badges.js", "text/javascript; charset=utf-8", include_str!("../../../www/demo/badges.js")),
    ("/demo/chat.js", "text/javascript; charset=utf-8", include_str!("../../../www/demo/chat.js")),
    ("/demo/panel.js", "text/javascript; charset=utf-8", include_str!("../../../www/demo/panel.js")),
    ("/demo/standing.js", "text/javascript; charset=utf-8", include_str!("../../../www/demo/standing.js")),
    ("/demo/words.js", "text/javascript; charset=utf-8", include_str!("../../../www/demo/words.js")),
    ("/demo/icon.svg", "image/svg+xml", include_str!("../../../www/demo/icon.svg")),
];

/// The project space as a service.
pub(super) fn router(options: Options) -> Router {
    let headers = guard::headers(&options.server).into();
    let space = Space { options: Arc::new(options), headers };
    let router = match &space.options.package {
        Package::Folder(folder) => Router::new().nest_service("/gantry", ServeDir::new(folder)),
        Package::Carried => Router::new().route("/gantry/{*file}", get(carried)),
    };
    let mut router = router
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
        .route("/gantry/gantry.json", get(gantry_json));
    for (path, media_type, text) in ASSETS {
        router = router.route(path, get(move || async move { ([(header::CONTENT_TYPE, *media_type)], *text) }));
    }
    router.fallback(pages::missing).layer(from_fn_with_state(space.clone(), guard::guard)).with_state(space)
}

async fn people(State(space): State<Space>) -> Json<serde_json::Value> {
    let made = space.options.people.clone();
    Json(made.unwrap_or_else(|| members::people_json(&space.options.members)))
}

async fn carried(Path(file): Path<String>) -> Response {
    let index = |folder: &str| Asset::named(&format!("{folder}/index.html"));
    match Asset::named(&file).or_else(|| index(file.strip_suffix('/')?)) {
        Some(asset) => ([(header::CONTENT_TYPE, asset.media_type())], asset.bytes).into_response(),
        None if index(&file).is_some() => Redirect::permanent(&format!("/gantry/{file}/")).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn gantry_json(State(space): State<Space>) -> Response {
    let text = space.options.gantry_json.clone();
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}
