//! A stand-in Rocket.Chat: what a page that embeds the chat sees of a server, for the demo and for tests.
//!
//! It takes the part of one version out of [`versions::VERSIONS`]: its markup, its events with their order and gaps,
//! its commands, its headers and the way it serves custom scripts. Everything it does is a fact of `docs/protocol.md`;
//! nothing in it is kinder than a real server.
//!
//! - [`world`] is the server's memory, [`frame`] decides what an open frame tells the page around it: both are pure.
//! - [`pages`], [`rest`], [`control`] and [`socket`] carry bytes; [`faults`] spoils them on purpose.
//! - `client/` is the web client that the frame shows.
//! - [`space`] is the project space that docks it in the demo.

use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::time::Duration;

use axum::Router;
use axum::routing::{any, get, post};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::protocol::{Origin, Release, ServerUrl};

pub mod accounts;
mod boot;
pub mod control;
mod counting;
pub mod faults;
pub mod frame;
pub mod hub;
pub mod limits;
pub mod markup;
mod membership;
pub mod pages;
pub mod people;
pub mod permissions;
pub mod places;
pub mod realtime;
pub mod records;
pub mod rest;
pub mod room;
pub mod seed;
pub mod sessions;
pub mod settings;
pub mod socket;
pub mod space;
pub mod talk;
pub mod two_factor;
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
    /// Set up as an integrator would; otherwise it is as its first start leaves it.
    pub set_up: bool,
    /// Everybody of [`people::PEOPLE`] and their rooms are there; otherwise one administrator and the server's own bot.
    pub populated: bool,
    /// Calls are counted. Off, the setting that counts them is off.
    pub limited: bool,
    /// How the administrator proves a second time who calls.
    pub second_factor: SecondFactor,
    /// Settings that the server's environment sets at each start, by id.
    pub pinned: BTreeMap<String, Value>,
    /// Custom scripts are forbidden, as on a trial in the cloud.
    pub no_custom_scripts: bool,
    /// The environment lets `users.createToken` work: `CREATE_TOKENS_FOR_USERS`, and from 8.0 on
    /// `CREATE_TOKENS_FOR_USERS_SECRET` with this value.
    pub create_tokens: Option<String>,
    /// What the licence says of accounts; without one nothing is limited.
    pub licence: Licence,
    /// How much later each call of the API is answered.
    pub delay: Duration,
}

/// The second factor of the administrator's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SecondFactor {
    /// None of its own: the password serves, as on a fresh server.
    #[default]
    Password,
    /// An authenticator app, showing [`people::TOTP_CODE`].
    Totp,
    /// A code by e-mail, [`people::EMAIL_CODE`].
    Email,
}

/// What `licenses.info` tells of accounts. No answer has been recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Licence {
    /// As many as one likes.
    #[default]
    None,
    /// So many that may log in.
    Seats(i64),
    /// Something that nobody has seen before.
    Unknown,
}

impl Options {
    /// A server set up and populated for a page to embed, with calls not counted: all of a demo's people share one
    /// address.
    #[must_use]
    pub fn docked(release: Release, server: ServerUrl, page_origins: Vec<Origin>) -> Self {
        Self {
            release,
            server,
            page_origins,
            script: String::new(),
            css: String::new(),
            quiet: false,
            set_up: true,
            populated: true,
            limited: false,
            second_factor: SecondFactor::Password,
            pinned: BTreeMap::new(),
            no_custom_scripts: false,
            create_tokens: None,
            licence: Licence::None,
            delay: Duration::ZERO,
        }
    }

    /// A server as its first start leaves it, with Rocket.Chat's own defaults: account `admin` with
    /// [`people::PASSWORD`], and nobody else.
    #[must_use]
    pub fn fresh(release: Release, server: ServerUrl) -> Self {
        let docked = Self::docked(release, server, Vec::new());
        Self { quiet: true, set_up: false, populated: false, limited: true, ..docked }
    }
}

/// The release is older than any that Gantry supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Rocket.Chat {asked} is older than {}, the oldest that the stand-in can be", Release::OLDEST)]
pub struct TooOld {
    /// The release asked for.
    pub asked: Release,
}

/// Makes a server's shared state, as its options want it.
///
/// # Errors
/// [`TooOld`] for releases before [`Release::OLDEST`].
pub fn hub(options: Options) -> Result<hub::Hub, TooOld> {
    let features = versions::features(options.release).ok_or(TooOld { asked: options.release })?;
    let world = boot::world(&options, hub::now());
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
        .route("/_standin/faults", post(control::faults))
        .route("/_standin/calls", get(control::calls))
        .route("/_standin/calls/reset", post(control::reset_calls))
        .route("/_standin/clock", post(control::clock))
        .route("/_standin/restart", post(control::restart))
        .route("/_standin/upgrade", post(control::upgrade))
        .route("/_standin/state", get(control::state))
        .route("/_standin/places", get(control::places))
        .route("/avatar/{*name}", get(pages::avatar))
        .route("/scripts.js", get(pages::script_by_query))
        .route("/css-theme.css", get(pages::css_by_query))
        .route("/theme.css", get(pages::theme_css))
        .route("/api/{*path}", any(rest::api))
        .route("/livez", get(rest::info::readiness))
        .route("/readyz", get(rest::info::readiness))
        .route("/health", get(rest::info::health))
        .merge(realtime::routes())
        .fallback(pages::page_or_asset)
        .layer(axum::middleware::map_response_with_state(hub.clone(), pages::headers))
        .layer(axum::middleware::from_fn_with_state(hub.clone(), faults::around));
    let path = hub.options.server.path().to_owned();
    if path.is_empty() {
        return routes.with_state(hub);
    }
    // Nesting leaves out the path with a slash at its end.
    let home = Router::new().route(&format!("{path}/"), get(pages::client));
    let home = home
        .layer(axum::middleware::map_response_with_state(hub.clone(), pages::headers))
        .layer(axum::middleware::from_fn_with_state(hub.clone(), faults::around));
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
