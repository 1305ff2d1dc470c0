//! A stand-in Rocket.Chat: what a page that embeds the chat sees of a server, for the demo and for tests.
//!
//! It takes the part of one version out of [`versions::VERSIONS`]: its markup, its events with their order and gaps,
//! its commands, its headers and the way it serves custom scripts. Everything it does is a fact of `docs/protocol.md`;
//! nothing in it is kinder than a real server.
//!
//! - [`world`] is the server's memory, [`frame`] decides what an open frame tells the page around it: both are pure.
//! - [`pages`], [`rest`], [`control`] and [`socket`] carry bytes.
//! - `client/` is the web client that the frame shows.
//! - [`space`] is the project space that docks it in the demo.

use std::future::Future;
use std::io;

use axum::Router;
use axum::routing::{any, get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::protocol::{Origin, Release, ServerUrl};

pub mod control;
mod counting;
pub mod frame;
pub mod hub;
pub mod markup;
pub mod pages;
pub mod people;
pub mod places;
pub mod realtime;
pub mod records;
pub mod rest;
pub mod room;
pub mod seed;
pub mod settings;
pub mod socket;
pub mod space;
pub mod talk;
pub mod versions;
pub mod world;

/// What the stand-in is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The release whose part it takes.
    pub release: Release,
    /// Its own public address; below a sub-path is fine.
    pub server: ServerUrl,
    /// The origins of the pages that embed it, the main one first.
    pub page_origins: Vec<Origin>,
    /// The custom script, installed for both the logged-in and the logged-out layout.
    pub script: String,
    /// The custom CSS.
    pub css: String,
    /// Nobody talks by themselves.
    pub quiet: bool,
}

/// The release is older than any that Gantry supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Rocket.Chat {asked} is older than {}, the oldest that the stand-in can be", Release::OLDEST)]
pub struct TooOld {
    /// The release asked for.
    pub asked: Release,
}

/// Makes a server's shared state: seeded, and set up as an integrator would set up a real one.
///
/// # Errors
/// [`TooOld`] for releases before [`Release::OLDEST`].
pub fn hub(options: Options) -> Result<hub::Hub, TooOld> {
    let features = versions::features(options.release).ok_or(TooOld { asked: options.release })?;
    let mut world = seed::world(hub::now());
    let origins: Vec<&str> = options.page_origins.iter().map(Origin::as_str).collect();
    let set_up: [(&str, Value); 13] = [
        ("Site_Url", json!(options.server.to_string())),
        ("Iframe_Restrict_Access", json!(false)),
        ("Iframe_Integration_send_enable", json!(true)),
        ("Iframe_Integration_send_target_origin", json!(origins.first().copied().unwrap_or("*"))),
        ("Iframe_Integration_receive_enable", json!(true)),
        ("Iframe_Integration_receive_origin", json!(origins.join(","))),
        ("API_Enable_CORS", json!(true)),
        ("API_CORS_Origin", json!(origins.join(","))),
        ("Unread_Count", json!("all_messages")),
        ("Unread_Count_DM", json!("all_messages")),
        ("Custom_Script_Logged_In", json!(options.script)),
        ("Custom_Script_Logged_Out", json!(options.script)),
        ("theme-custom-css", json!(options.css)),
    ];
    for (id, value) in set_up {
        // An empty script leaves the default comment in place, as a server without a bundle has it.
        if !id.starts_with("Custom_Script") || !options.script.is_empty() {
            world.settings.insert(id.to_owned(), value);
        }
    }
    Ok(hub::Hub::new(features, options, world))
}

/// The routes of a server, below the path of its address.
pub fn router(hub: hub::Hub) -> Router {
    let routes = Router::new()
        .route("/_standin/frame", get(socket::connect))
        .route("/_standin/client/{file}", get(pages::file))
        .route("/_standin/say", post(control::say))
        .route("/_standin/read", post(control::read))
        .route("/_standin/reload", post(control::reload))
        .route("/_standin/go", post(control::go))
        .route("/_standin/forget", post(control::forget))
        .route("/_standin/settings", post(control::settings))
        .route("/_standin/subscription", post(control::subscription))
        .route("/_standin/state", get(control::state))
        .route("/_standin/places", get(control::places))
        .route("/avatar/{*name}", get(pages::avatar))
        .route("/scripts.js", get(pages::script_by_query))
        .route("/css-theme.css", get(pages::css_by_query))
        .route("/theme.css", get(pages::theme_css))
        .route("/api/{*path}", any(rest::api))
        .merge(realtime::routes())
        .fallback(pages::page_or_asset)
        .layer(axum::middleware::map_response_with_state(hub.clone(), pages::headers));
    let path = hub.options.server.path().to_owned();
    if path.is_empty() {
        return routes.with_state(hub);
    }
    // Nesting leaves out the path with a slash at its end.
    let home = Router::new().route(&format!("{path}/"), get(pages::client));
    let home = home.layer(axum::middleware::map_response_with_state(hub.clone(), pages::headers));
    home.nest(&path, routes).with_state(hub)
}

/// Serves a stand-in until `shutdown` is done.
///
/// # Errors
/// [`TooOld`] as invalid input; otherwise whatever the listener says.
pub async fn serve(
    listener: TcpListener,
    options: Options,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let hub = hub(options).map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    serve_hub(listener, hub, shutdown).await
}

/// As [`serve`], for a caller that keeps the shared state in hand.
///
/// # Errors
/// Whatever the listener says.
pub async fn serve_hub(
    listener: TcpListener,
    hub: hub::Hub,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let talkers = (!hub.options.quiet).then(|| tokio::spawn(talk::talk(hub.clone())));
    // Open frames would hold a graceful shutdown back; a demo that is asked to end, ends.
    let result = tokio::select! {
        result = async { axum::serve(listener, router(hub)).await } => result,
        () = shutdown => Ok(()),
    };
    talkers.inspect(|talkers| talkers.abort());
    result
}
