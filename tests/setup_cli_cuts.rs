//! Applying is cut after every single call in turn, and the next run finishes it; in one process and without waiting.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod setup_cli_server;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use gantry::config::Config;
use gantry::rest::{Answer, Broken, Connection, Credentials, Method, Nobody, Request, Silent, Transport, observe};
use gantry::setup::{self, Memory, Outcome};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use setup_cli_server::Served;
use ureq::Agent;

/// Carries calls, and waits for nothing.
struct Hasty(Agent);

impl Transport for Hasty {
    fn exchange(&mut self, request: &Request) -> Result<Answer, Broken> {
        let method = if request.method == Method::Post { "POST" } else { "GET" };
        let mut built = ureq::http::Request::builder().method(method).uri(&request.url);
        for (name, value) in &request.headers {
            built = built.header(*name, value);
        }
        for (name, value) in &request.secret_headers {
            built = built.header(*name, value.expose_secret());
        }
        let body = request.body.as_ref().map_or("", |body| body.expose_secret()).as_bytes();
        let mut response = self.0.run(built.body(body).unwrap()).map_err(|_| Broken::Cut)?;
        let body = response.body_mut().with_config().limit(1 << 24).read_to_vec().map_err(|_| Broken::Cut)?;
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        Ok(Answer { status: response.status().as_u16(), headers, body: String::from_utf8_lossy(&body).into_owned() })
    }

    fn now(&self) -> u64 {
        0
    }

    fn wait(&mut self, _: Duration) {}
}

fn connection(served: &Served) -> Connection<Hasty> {
    let agent = Agent::config_builder().http_status_as_error(false).proxy(None).build().new_agent();
    let admin = gantry::standin::people::by_username("admin").unwrap();
    let credentials = Credentials::new(admin.id.into(), served.token.clone().into()).unwrap();
    let server = served.hub.options.server.clone();
    Connection::new(Hasty(agent), server, Some(credentials), Box::new(Nobody), Box::new(Silent))
}

/// As the command does it: read, plan, apply. None if the server could not be read.
fn apply(served: &Served) -> Option<Outcome> {
    let text = std::fs::read_to_string(served.path("gantry.toml")).unwrap();
    let (config, _) = Config::parse(&text).unwrap();
    let mut connection = connection(served);
    let observed = observe(&mut connection, false).ok()?;
    let mut plan = setup::plan(&config, &observed, &Memory::default()).unwrap();
    plan.accept_occupied();
    Some(setup::apply(&plan, &mut connection, &mut setup::Silent))
}

/// Settings, and roles by permission.
type State = (BTreeMap<String, Value>, BTreeMap<String, BTreeSet<String>>);

fn state(served: &Served) -> State {
    let world = served.hub.world();
    let permissions = world.permissions.iter();
    let permissions = permissions.map(|(id, permission)| (id.to_owned(), permission.roles.iter().cloned().collect()));
    (world.settings.clone(), permissions.collect())
}

/// Changes of every kind.
const SETTINGS: [&str; 4] = ["Unread_Count", "theme-custom-css", "UI_Use_Real_Name", "Custom_Script_Logged_In"];
const PERMISSIONS: [&str; 3] = ["create-c", "leave-p", "create-personal-access-tokens"];

/// Takes back some changes of every kind, or one of each: a whole first apply has more calls of the same kinds.
fn drift(served: &Served, many: bool) {
    let (settings, permissions) = if many { (4, 3) } else { (2, 1) };
    let mut world = served.hub.world();
    for id in &SETTINGS[..settings] {
        let default = world.catalogue.get(id).and_then(|setting| setting.default.clone()).unwrap();
        world.settings.insert((*id).to_owned(), default);
    }
    for id in &PERMISSIONS[..permissions] {
        let mut roles = world.permissions.get(id).unwrap().roles.clone();
        roles.push("user".to_owned());
        let now = world.now;
        world.permissions.set(id, roles, now);
    }
}

fn cut_everywhere(release: &str, many: bool) {
    let served = Served::fresh(release);
    assert!(apply(&served).unwrap().is_complete());
    let wanted = state(&served);
    drift(&served, many);
    served.calls();
    assert!(apply(&served).unwrap().is_complete());
    let calls = served.calls().len();
    for after in 0..calls {
        let deed = if after % 2 == 0 { "cut" } else { "cut-before" };
        drift(&served, many);
        served.faults(&json!([{ "match": "*", "after": after, "do": deed }]));
        if let Some(outcome) = apply(&served) {
            assert!(!outcome.is_complete(), "{release}, cut after {after}");
            assert!(outcome.next("gantry apply").unwrap().contains("gantry apply"));
        }
        served.faults(&json!([]));
        assert!(apply(&served).unwrap().is_complete(), "{release}, cut after {after}");
        assert!(state(&served) == wanted, "{release}, cut after {after}");

        // A single cut meets the same code everywhere, so each kind of call once will do.
        if !many || after % 4 != 0 {
            continue;
        }
        drift(&served, many);
        served.faults(&json!([{ "match": "*", "after": after, "times": 1, "do": deed }]));
        let outcome = apply(&served).unwrap();
        assert!(outcome.is_complete(), "{release}, call {after} cut: {outcome:?}");
    }
}

#[test]
fn where_settings_are_written_one_by_one() {
    cut_everywhere("6.5", true);
}

#[test]
fn where_settings_are_written_together_and_roles_one_by_one() {
    cut_everywhere("8.8", true);
}

#[test]
fn on_older_releases() {
    for release in ["3.18", "4.8", "5.4"] {
        cut_everywhere(release, false);
    }
}

#[test]
fn on_releases_between() {
    for release in ["7.7", "7.10", "7.13"] {
        cut_everywhere(release, false);
    }
}
