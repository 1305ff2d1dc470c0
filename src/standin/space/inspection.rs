//! The page about the server: what `gantry check` and `gantry doctor` say of it now.

use std::fmt;
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;

use super::page::Page;
use super::routes::Space;
use super::texts::Language;
use crate::protocol::encode::percent_encode;

const SERVER: &str = include_str!("../../../www/demo/server.html");

/// How the server compares with the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to change, nothing found.
    Sound,
    /// Something to change, or something found.
    Differs,
    /// It could not be asked.
    Unknown,
}

/// What was seen of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// In short.
    pub verdict: Verdict,
    /// The plan, or why there is none, as lines.
    pub plan: String,
    /// The doctor's findings, as lines.
    pub findings: String,
}

/// Looks at the server; may take its time.
#[derive(Clone)]
pub struct Inspector(Arc<dyn Fn(Language) -> Inspection + Send + Sync>);

impl Inspector {
    /// One that looks by calling `look`.
    pub fn new(look: impl Fn(Language) -> Inspection + Send + Sync + 'static) -> Self {
        Self(Arc::new(look))
    }
}

impl fmt::Debug for Inspector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inspector")
    }
}

/// The set-up page of the package, with this demo's addresses.
fn setup_page(space: &Space) -> String {
    let written: Value = serde_json::from_str(&space.options.gantry_json).unwrap_or_default();
    let text = |pointer: &str| written.pointer(pointer).and_then(Value::as_str);
    let listed = written.get("origins").and_then(Value::as_array);
    let origins: Vec<&str> = listed.into_iter().flatten().filter_map(Value::as_str).collect();
    let mut address = "/gantry/setup/#server=".to_owned();
    let mut add = |name: &str, value: &str| {
        address.push_str(name);
        percent_encode(value, &mut address);
    };
    add("", &space.options.server.to_string());
    add("&origins=", &origins.join("\n"));
    add("&room=", &space.options.room);
    match (text("/profile/people"), text("/profile/url")) {
        (Some(people), _) => add("&profile=people&people=", people),
        (None, Some(url)) => add("&profile=url&url=", url),
        (None, None) => add("&profile=none", ""),
    }
    if let Some(login) = text("/login/url") {
        add("&by=back-end&login=", login);
    }
    address
}

/// `/server`
pub(super) async fn server(State(space): State<Space>, headers: HeaderMap) -> Response {
    let page = Page::new(&space, &headers, "/server", "server");
    let language = page.language();
    let inspection = match space.options.inspector.clone() {
        Some(inspector) => tokio::task::spawn_blocking(move || (inspector.0)(language)).await.ok(),
        None => None,
    };
    let verdict = page.text(match inspection.as_ref().map(|inspection| inspection.verdict) {
        Some(Verdict::Sound) => "server.sound",
        Some(Verdict::Differs) => "server.differs",
        Some(Verdict::Unknown) => "server.unknown",
        None => "server.elsewhere",
    });
    let (plan, findings) = inspection.map_or_else(Default::default, |seen| (seen.plan, seen.findings));
    let content = page.fill(
        SERVER,
        &[
            ("verdict", verdict.as_str().into()),
            ("plan", plan.as_str().into()),
            ("findings", findings.as_str().into()),
            ("setup", setup_page(&space).into()),
        ],
    );
    let title = page.text("nav.server");
    page.show(&title, "", content)
}
