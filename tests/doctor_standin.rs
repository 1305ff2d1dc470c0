//! The doctor over HTTP, on a stand-in of several releases that `gantry apply` has set up: nothing when it is sound, and
//! for each fault its own finding and no other.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod setup_cli_server;

use std::collections::BTreeMap;
use std::time::Duration;

use gantry::config::Config;
use gantry::doctor::{self, Private, Report};
use gantry::protocol::{Origin, Release, ServerUrl};
use gantry::rest::tokens::Verified;
use gantry::rest::{self, Answer, Broken, Connection, Credentials, Nobody, Request, Silent, Transport, tokens};
use gantry::setup::Observed;
use gantry::standin::limits::Limits;
use gantry::standin::people;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use setup_cli_server::{PAGE, Served};
use ureq::http::Request as HttpRequest;

const RELEASES: [&str; 3] = ["3.18", "6.5", "8.8"];

/// Enough for a busy machine; the doctor's own is longer.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// HTTP with a short patience. The stand-in's realtime is that of its own client page.
struct Http {
    agent: ureq::Agent,
    /// Off, it is a proxy that forgets to pass the upgrade on.
    upgrades: bool,
}

impl Http {
    fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .proxy(None)
            .build();
        Self { agent: config.new_agent(), upgrades: true }
    }
}

impl Transport for Http {
    fn exchange(&mut self, request: &Request) -> Result<Answer, Broken> {
        let mut built = HttpRequest::builder().method(request.method.name()).uri(&request.url);
        for (name, value) in request.headers.iter().filter(|(name, _)| self.upgrades || *name != "upgrade") {
            built = built.header(*name, value);
        }
        for (name, value) in &request.secret_headers {
            built = built.header(*name, value.expose_secret());
        }
        let sent = match &request.body {
            Some(body) => self.agent.run(built.body(body.expose_secret().as_bytes()).unwrap()),
            None => self.agent.run(built.body(()).unwrap()),
        };
        let broken = |error: ureq::Error| match error {
            ureq::Error::Timeout(_) => Broken::TimedOut,
            ureq::Error::HostNotFound => Broken::Unreachable("there is no host of this name".into()),
            ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
                Broken::Unreachable(error.to_string())
            }
            _ => Broken::Cut,
        };
        let mut answer = sent.map_err(broken)?;
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        let status = answer.status().as_u16();
        let body = answer.body_mut().read_to_vec().map_err(broken)?;
        Ok(Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() })
    }

    fn now(&self) -> u64 {
        u64::try_from(gantry::standin::hub::now()).unwrap()
    }

    fn wait(&mut self, time: Duration) {
        panic!("{time:?}: the limits are forgotten before each examination");
    }
}

struct Patient {
    served: Served,
    config: Config,
    healthy: BTreeMap<String, Value>,
    /// As it was seen in health.
    seen: Observed,
    token: Verified,
}

impl Patient {
    fn new(release: &str) -> Self {
        let served = Served::fresh(release);
        served.configure("[settings]\nBlock_Multiple_Failed_Logins_Ip_Whitelist = \"127.0.0.1\"\n");
        let config = Config::example(ServerUrl::parse(&served.url).unwrap(), &[Origin::from_url(PAGE).unwrap().0]);
        served.gantry(&["apply", "--yes"]).comes_to(0);
        served.hub.world().settings.insert("Show_Setup_Wizard".into(), json!("completed"));
        let healthy = served.hub.world().settings.clone();
        let mut connection = connection(&config, &served.token);
        let seen = rest::observe(&mut connection, false).unwrap();
        let token = tokens::verify(&mut connection).unwrap();
        Self { served, config, healthy, seen, token }
    }

    fn set(&self, id: &str, value: Value) {
        assert!(self.served.hub.world().settings.insert(id.to_owned(), value).is_some(), "{id}");
    }

    fn heal(&self) {
        self.served.faults(&json!([]));
        self.served.hub.world().settings = self.healthy.clone();
    }

    /// With all that is seen anew.
    fn examined_by(&self, token: &str) -> Report {
        self.served.hub.world().limits = Limits::default();
        let mut connection = connection(&self.config, token);
        let seen = rest::observe(&mut connection, false);
        let token = tokens::verify(&mut connection).ok();
        let private = match &seen {
            Ok(observed) => Private::Seen { observed, token: token.as_ref() },
            Err(error) => Private::Failed(error),
        };
        doctor::examine(&mut Http::new(), &self.config, private)
    }

    /// With what was seen in health, but for one setting.
    fn examined_with(&self, id: &str, value: &Value) -> Report {
        self.served.hub.world().limits = Limits::default();
        let mut observed = self.seen.clone();
        assert!(observed.settings.insert(id.to_owned(), value.clone()).is_some(), "{id}");
        let private = Private::Seen { observed: &observed, token: Some(&self.token) };
        doctor::examine(&mut Http::new(), &self.config, private)
    }

    fn without_token(&self) -> Report {
        self.served.hub.world().limits = Limits::default();
        doctor::examine(&mut Http::new(), &self.config, Private::NoToken)
    }
}

fn connection(config: &Config, token: &str) -> Connection<Http> {
    let admin = people::by_username("admin").unwrap();
    let credentials = Credentials::new(admin.id.to_owned(), token.to_owned().into()).unwrap();
    let server = config.server.clone();
    Connection::new(Http::new(), server, Some(credentials), Box::new(Nobody), Box::new(Silent))
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.found.iter().map(|found| found.finding.code).collect()
}

fn shown(report: &Report) -> Vec<String> {
    report.found.iter().map(|found| format!("{}: {}", found.finding.code, found.detail)).collect()
}

/// What an administrator did.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("framing-restricted", "Iframe_Restrict_Access", "true"),
    ("cors-off", "API_Enable_CORS", "false"),
    ("cors-any", "API_CORS_Origin", "\"*\""),
    ("cors-origin-missing", "API_CORS_Origin", "\"http://other.example\""),
    ("send-disabled", "Iframe_Integration_send_enable", "false"),
    ("send-target-any", "Iframe_Integration_send_target_origin", "\"*\""),
    ("send-target-list", "Iframe_Integration_send_target_origin", "\"http://127.0.0.1:4810,http://a.example\""),
    ("send-target-other", "Iframe_Integration_send_target_origin", "\"http://a.example\""),
    ("receive-disabled", "Iframe_Integration_receive_enable", "false"),
    ("receive-any", "Iframe_Integration_receive_origin", "\"*\""),
    ("receive-origin-missing", "Iframe_Integration_receive_origin", "\"http://a.example\""),
    ("receive-origin-blank", "Iframe_Integration_receive_origin", "\"http://a.example, http://127.0.0.1:4810\""),
    ("receive-origin-written", "Iframe_Integration_receive_origin", "\"http://127.0.0.1:4810/\""),
    ("setting-type", "Iframe_Integration_receive_enable", "\"true\""),
    ("counts-mentions-only", "Unread_Count", "\"user_mentions_only\""),
    ("counts-direct", "Unread_Count_DM", "\"mentions_only\""),
    ("files-public", "FileUpload_ProtectFiles", "false"),
    ("registration-open", "Accounts_RegistrationForm", "\"Public\""),
    ("iframe-login-on", "Accounts_iframe_enabled", "true"),
    ("identity-changeable", "Accounts_AllowUsernameChange", "true"),
    ("encryption-on", "E2E_Enable", "true"),
    ("wizard-pending", "Show_Setup_Wizard", "\"pending\""),
    ("rate-limiter-off", "API_Enable_Rate_Limiter", "false"),
    ("rate-limiter-tight", "API_Enable_Rate_Limiter_Limit_Calls_Default", "8"),
    ("site-url-other", "Site_Url", "\"https://chat.example.org\""),
    ("bundle-logged-out-missing", "Custom_Script_Logged_Out", "\"//Add your script\""),
    ("bundle-missing", "Custom_Script_Logged_In", "\"//Add your script\""),
    ("script-syntax", "Custom_Script_On_Logout", "\"alert('bye)\""),
    ("script-cut", "Custom_Script_On_Logout", "\"console.log('\u{e9}l\u{e8}ve \u{e0} No\u{eb}l')\""),
];

/// What a proxy does.
const PROXIES: &[(&str, &str, &str)] = &[
    ("redirect-loop", "GET /api/info", "redirect:SELF/api/info"),
    ("redirect-elsewhere", "GET /", "redirect:https://sso.example.org/login"),
    ("not-rocketchat", "GET /api", "html"),
    ("not-rocketchat", "GET /api", "status:404"),
    ("page-missing", "GET /home", "status:404"),
    ("server-failing", "GET /api", "status:500"),
    ("backend-away", "GET /", "status:502"),
    ("maintenance", "GET /", "status:503"),
    ("proxy-login", "GET /api/info", "status:401"),
    ("no-answer", "GET /api/info", "hang:3000"),
    ("connection-cut", "GET /api/info", "cut"),
    ("framing-proxy", "GET /", "header:x-frame-options:DENY"),
    ("framing-ancestors", "GET /", "header:content-security-policy:frame-ancestors 'self'"),
    ("preflight-eaten", "OPTIONS /", "status:204"),
    ("preflight-eaten", "OPTIONS /", "html"),
    ("cors-stripped", "GET /api", "drop-header:access-control-allow-origin"),
    ("clock-wrong", "GET /api/info", "header:date:Sun, 22 Nov 2020 14:30:18 GMT"),
];

#[test]
fn what_apply_has_set_up_is_sound() {
    for release in RELEASES {
        let patient = Patient::new(release);
        let report = patient.examined_by(&patient.served.token);
        assert_eq!(codes(&report), [""; 0], "{release}: {:#?}", shown(&report));
        let report = patient.without_token();
        assert_eq!(codes(&report), [""; 0], "{release}: {:#?}", shown(&report));
    }
}

#[test]
fn each_setting_that_is_wrong_raises_its_own_finding() {
    for release in RELEASES {
        let patient = Patient::new(release);
        for (code, id, value) in SETTINGS {
            let value: Value = serde_json::from_str(value).unwrap();
            patient.set(id, value.clone());
            let report = patient.examined_with(id, &value);
            // A compressed answer would be whole; this client asks for none, as the stand-in can't compress.
            assert_eq!(codes(&report), [*code], "{id} on {release}: {:#?}", shown(&report));
            patient.heal();
        }
    }
}

#[test]
fn each_deed_of_a_proxy_raises_its_own_finding() {
    for release in RELEASES {
        let patient = Patient::new(release);
        for (code, calls, deed) in PROXIES {
            let deed = deed.replace("SELF", &patient.served.url);
            // The proxy is broken while the page is loaded, not while the settings are read.
            let expected = if *code == "framing-proxy" { "framing-blocked" } else { code };
            patient.served.fault(calls, &deed);
            let report = patient.without_token();
            assert_eq!(codes(&report), [expected], "{calls} {deed} on {release}: {:#?}", shown(&report));
            patient.heal();
        }
    }
}

#[test]
fn tokens_are_looked_at_too() {
    let patient = Patient::new("6.5");
    assert_eq!(codes(&patient.examined_by("no-such-token-000000000000000000000000000000")), ["token-refused"]);
    let challenged = patient.served.issue("challenged", false);
    assert_eq!(codes(&patient.examined_by(&challenged)), ["token-challenged"]);
    patient.served.hub.world().release = Release::new(8, 5);
    assert_eq!(codes(&patient.examined_by(&patient.served.token)), ["token-bypass-broken"]);
}

#[test]
fn a_server_that_is_gone_and_a_wrong_path_are_told() {
    let patient = Patient::new("6.5");
    let mut config = patient.config.clone();
    config.server = ServerUrl::parse(&format!("{}/chat", patient.served.url)).unwrap();
    let report = doctor::examine(&mut Http::new(), &config, Private::NoToken);
    assert_eq!(codes(&report), ["sub-path-other"]);
    config.server = ServerUrl::parse("http://127.0.0.1:1").unwrap();
    let report = doctor::examine(&mut Http::new(), &config, Private::NoToken);
    assert_eq!(codes(&report), ["unreachable"]);
}

#[test]
fn an_upgrade_that_a_proxy_drops_is_told() {
    let patient = Patient::new("6.5");
    let mut proxy = Http { upgrades: false, ..Http::new() };
    let report = doctor::examine(&mut proxy, &patient.config, Private::NoToken);
    assert_eq!(codes(&report), ["realtime-blocked"]);
}
