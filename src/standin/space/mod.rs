//! The demo's project space: the pages of an intranet in which a chat is docked.
//!
//! It is what an integrator's site would be: it serves its pages, the package's files under `/gantry/` with a
//! [`gantry.json`](Options::gantry_json), and `POST /chat-login`, which answers a member's cookie with what
//! Rocket.Chat needs to log that member in. Its headers are as strict as a careful site's, so that the companion is
//! seen to work under them.

mod actions;
mod guard;
mod inspection;
mod login;
mod members;
mod page;
mod pages;
mod preferences;
mod rocket_chat;
mod routes;
mod template;
mod texts;

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::protocol::{Origin, ServerUrl};

pub use inspection::{Inspection, Inspector, Verdict};
pub use login::{LoginFileError, read_login_file};
pub use members::Member;
pub use rocket_chat::{Credentials, RocketChat, RocketChatError};

/// Where `/chat-login` gets a member's session from.
#[derive(Clone, Debug)]
pub enum Login {
    /// From the stand-in, for the member that the page's cookie names.
    StandIn(Arc<RocketChat>),
    /// From a file with `{"token","userId"}`, read anew at each login.
    File(PathBuf),
    /// Nowhere: the member logs in inside the frame.
    Frame,
}

/// Where the package's files are.
#[derive(Clone, Debug)]
pub enum Package {
    /// In a folder, read anew at each request.
    Folder(PathBuf),
    /// In the program.
    Carried,
}

/// What a project space is made of.
#[derive(Clone, Debug)]
pub struct Options {
    /// The origin that the pages are served from; requests that name another host are refused.
    pub origin: Origin,
    /// Whether this is the second space, whose pages say so.
    pub second: bool,
    /// The Rocket.Chat that the pages dock.
    pub server: ServerUrl,
    /// The room that the pages show, like `group/projet-alpha`.
    pub room: String,
    /// Who has a profile page.
    pub members: Vec<Member>,
    /// The map from people to their pages, as `gantry sync` makes it; without it, one of the members.
    pub people: Option<serde_json::Value>,
    /// The text of `/gantry/gantry.json`.
    pub gantry_json: String,
    /// Where the package's files are.
    pub package: Package,
    /// Where sessions come from.
    pub login: Login,
    /// What says how the server is set up; none where there is no administrator's token.
    pub inspector: Option<Inspector>,
}

/// Serves a project space until `shutdown` is done.
///
/// # Errors
/// As [`axum::serve()`]: none in practice, since a failed connection ends that connection alone.
pub async fn serve(
    listener: TcpListener,
    options: Options,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, routes::router(options)).with_graceful_shutdown(shutdown).await
}
