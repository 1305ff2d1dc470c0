//! A scripted Rocket.Chat behind a scripted proxy: the settings and permissions that a real 6.5.3 gave, set up as planned.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use std::time::Duration;

use gantry::config::Config;
use gantry::doctor::{self, Private, Report};
use gantry::protocol::{Origin, Release, ServerUrl};
use gantry::rest::tokens::{Listed, Verified};
use gantry::rest::{Answer, Broken, Method, Request, Transport};
use gantry::setup::{Caller, Capabilities, Desired, Identity, Observed};
use serde_json::{Value, json};

pub const NOW: u64 = 1_795_361_418_000;
pub const RELEASES: [Release; 3] = [Release::new(3, 18), Release::new(6, 5), Release::new(8, 8)];

const CSP: &str = "default-src 'self' ; connect-src *; font-src 'self'  data:; frame-src *; img-src * data: blob:; \
                   media-src * data:; script-src 'self' 'unsafe-eval' ; style-src 'self' 'unsafe-inline' ";

pub fn origin(text: &str) -> Origin {
    Origin::from_url(text).unwrap().0
}

/// What a proxy does to answers of paths that begin so, `OPTIONS /api` or `GET /`.
pub type Edit = (&'static str, fn(&mut Answer));

#[derive(Clone)]
pub struct Model {
    pub release: Release,
    pub config: Config,
    /// Where Rocket.Chat really is.
    pub at: ServerUrl,
    pub version: Option<String>,
    pub settings: BTreeMap<String, Value>,
    pub permissions: BTreeMap<String, BTreeSet<String>>,
    pub pinned: BTreeSet<String>,
    pub token: Verified,
    pub broken: Option<Broken>,
    pub edits: Vec<Edit>,
    /// `Date` is this much ahead, milliseconds.
    pub ahead: i64,
    pub websocket: bool,
    pub compresses: bool,
    /// The file that a cache kept.
    pub kept_script: Option<String>,
    pub waited: Duration,
    pub calls: Vec<String>,
    hidden: BTreeSet<String>,
}

/// What the recordings hold, read once.
struct Recorded {
    settings: BTreeMap<String, Value>,
    public: BTreeSet<String>,
    permissions: BTreeMap<String, BTreeSet<String>>,
}

static RECORDED: LazyLock<Recorded> = LazyLock::new(|| {
    let fixture = |name: &str| -> Value {
        let path = format!("{}/tests/fixtures/6.5.3/{name}", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let id = |one: &Value| one["_id"].as_str().unwrap().to_owned();
    let roles = |one: &Value| one["roles"].as_array().unwrap().iter().map(|r| r.as_str().unwrap().to_owned()).collect();
    let list = |name: &str, key: &str| fixture(name)[key].as_array().unwrap().clone();
    Recorded {
        settings: list("settings-6.5.3.json", "settings").iter().map(|one| (id(one), one["value"].clone())).collect(),
        public: list("settings.public-6.5.3.json", "settings").iter().map(id).collect(),
        permissions: list("permissions.listAll-6.5.3.json", "update")
            .iter()
            .filter(|one| one["level"] != "settings")
            .map(|one| (id(one), roles(one)))
            .collect(),
    }
});

static HEALTHY: LazyLock<Vec<Model>> = LazyLock::new(|| RELEASES.map(Model::healthy).into());

impl Model {
    /// Healthy: what a plan wants is done, and the CMS's address is excepted from login blocking.
    pub fn new(release: Release) -> Self {
        HEALTHY.iter().find(|model| model.release == release).unwrap().clone()
    }

    fn healthy(release: Release) -> Self {
        // 3.x takes one origin only.
        let pages = ["https://projects.example.org", "https://extranet.example.org"];
        let pages: Vec<Origin> = pages.iter().take(if release.major < 4 { 1 } else { 2 }).map(|p| origin(p)).collect();
        let server = ServerUrl::parse("https://chat.example.org").unwrap();
        Self::with(release, Config::example(server, &pages))
    }

    pub fn with(release: Release, config: Config) -> Self {
        let caller = Caller { id: "u1".into(), username: "admin".into(), roles: ["admin".to_owned()].into() };
        let listed =
            Listed { name: "ametys".into(), created: None, tail: "r6TF3Z".into(), bypasses_two_factor: Some(true) };
        let mut model = Self {
            release,
            at: config.server.clone(),
            config,
            version: None,
            settings: RECORDED.settings.clone(),
            permissions: RECORDED.permissions.clone(),
            pinned: BTreeSet::new(),
            token: Verified { caller, listed: Some(listed), missing: Vec::new(), challenged: Some(false) },
            broken: None,
            edits: Vec::new(),
            ahead: 0,
            websocket: true,
            compresses: true,
            kept_script: None,
            waited: Duration::ZERO,
            calls: Vec::new(),
            hidden: BTreeSet::new(),
        };
        model.set("Site_Url", json!(model.config.server.to_string()));
        model.apply();
        model.set("Block_Multiple_Failed_Logins_Ip_Whitelist", json!("192.0.2.10"));
        model
    }

    /// Does what the configuration wants.
    pub fn apply(&mut self) {
        let desired = Desired::new(&self.config, &self.observed());
        for wish in desired.settings {
            let value = wish.value(&self.settings[&wish.id]).unwrap();
            self.settings.insert(wish.id, value);
        }
        for (id, wish) in desired.permissions {
            self.permissions.insert(id, wish.roles);
        }
    }

    pub fn set(&mut self, id: &str, value: Value) {
        assert!(self.settings.insert(id.to_owned(), value).is_some(), "6.5.3 has {id}");
    }

    /// The account of the token no longer sees this setting.
    pub fn hide(&mut self, id: &str) {
        assert!(self.hidden.insert(id.to_owned()));
    }

    pub fn text(&self, id: &str) -> String {
        self.settings[id].as_str().unwrap().to_owned()
    }

    pub fn proxy(&mut self, path: &'static str, edit: fn(&mut Answer)) {
        self.edits.push((path, edit));
    }

    pub fn observed(&self) -> Observed {
        Observed {
            identity: Identity {
                unique_id: Some("id".into()),
                site_url: Some(self.text("Site_Url")),
                release: self.release,
            },
            caller: self.token.caller.clone(),
            capabilities: Capabilities::default(),
            settings: self.settings.clone().into_iter().filter(|(id, _)| !self.hidden.contains(id)).collect(),
            permissions: self.permissions.clone(),
            pinned: self.pinned.clone(),
            population: None,
        }
    }

    pub fn examined(&mut self) -> Report {
        let (config, observed, token) = (self.config.clone(), self.observed(), self.token.clone());
        doctor::examine(self, &config, Private::Seen { observed: &observed, token: Some(&token) })
    }

    pub fn examined_without_token(&mut self) -> Report {
        let config = self.config.clone();
        doctor::examine(self, &config, Private::NoToken)
    }

    fn script_file(&self) -> String {
        let mut file = String::from("\n\n\n\n");
        for id in ["Custom_Script_Logged_Out", "Custom_Script_Logged_In", "Custom_Script_On_Logout"] {
            let text = self.text(id);
            file.push_str(&format!("\n\n// {id}\nwindow.addEventListener('{id}', function() {{\n\t{text}\n}})\n"));
        }
        file
    }

    /// `Content-Length` counts characters, and compression mends it.
    fn asset(&self, request: &Request, text: String, kind: &str) -> Answer {
        let zipped = request.headers.iter().any(|(name, value)| *name == "accept-encoding" && value.contains("gzip"));
        let mut headers = vec![("content-type".to_owned(), kind.to_owned())];
        if zipped && self.compresses {
            headers.push(("content-encoding".into(), "gzip".into()));
            return Answer { status: 200, headers, body: "\u{1f}\u{fffd}".into() };
        }
        let mut bytes = text.clone().into_bytes();
        bytes.truncate(text.encode_utf16().count());
        Answer { status: 200, headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    fn page(&self) -> Answer {
        let path = self.at.path();
        let (script, css) = if self.release < Release::new(6, 4) {
            (format!("{path}/scripts.js?5f0c"), format!("{path}/css-theme.css?5f0c"))
        } else {
            (format!("{path}/scripts_5f0c.js"), format!("{path}/css-theme_5f0c.css"))
        };
        let body = format!(
            "<!DOCTYPE html>\n<html>\n<head>\n<link id=\"css-theme\" rel=\"stylesheet\" type=\"text/css\" href=\"{css}\">\n\
             <script id=\"scripts\" type=\"text/javascript\" src=\"{script}\"></script>\n\
             <script>__meteor_runtime_config__ = 1</script></head><body></body></html>"
        );
        let headers = vec![("content-type".into(), "text/html; charset=utf-8".into())];
        Answer { status: 200, headers, body }
    }

    fn preflight(&self, request: &Request) -> Answer {
        let star = ("access-control-allow-origin".to_owned(), "*".to_owned());
        if self.settings["API_Enable_CORS"] != json!(true) {
            let body = "CORS not enabled. Go to \"Admin > General > REST Api\" to enable it.".into();
            return Answer { status: 405, headers: vec![star], body };
        }
        let origin = request.headers.iter().find(|(name, _)| *name == "origin").map(|(_, v)| v.clone()).unwrap();
        let list = self.text("API_CORS_Origin");
        let allowed = if self.release.major < 4 || list == "*" {
            list
        } else if list.split(',').any(|one| one.trim().to_lowercase() == origin) {
            origin
        } else {
            let status = if self.release.major < 7 { 200 } else { 403 };
            return Answer { status, headers: vec![star], body: String::new() };
        };
        let headers = [
            ("access-control-allow-origin", allowed.as_str()),
            ("vary", "Origin"),
            ("access-control-allow-methods", "GET, POST, PUT, DELETE, HEAD, PATCH"),
            (
                "access-control-allow-headers",
                "Origin, X-Requested-With, Content-Type, Accept, X-User-Id, X-Auth-Token, x-visitor-token, Authorization",
            ),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Answer { status: 200, headers, body: String::new() }
    }

    fn api(&self, status: u16, body: &Value) -> Answer {
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        if self.settings["API_Enable_CORS"] == json!(true) {
            headers.push(("access-control-allow-origin".into(), "*".into()));
        }
        Answer { status, headers, body: body.to_string() }
    }

    fn answer(&self, request: &Request, path: &str) -> Answer {
        let (bare, query) = path.split_once('?').unwrap_or((path, ""));
        match bare {
            _ if request.method == Method::Options && bare.starts_with("/api/") => self.preflight(request),
            "/api/info" => {
                let full = self.version.clone().unwrap_or_else(|| match self.release >= Release::new(8, 8) {
                    true => self.release.to_string(),
                    false => format!("{}.1", self.release),
                });
                self.api(200, &json!({ "version": full, "success": true }))
            }
            "/api/v1/settings.public" => {
                let offset: usize = query.split("offset=").nth(1).unwrap().parse().unwrap();
                let all: Vec<Value> = self
                    .settings
                    .iter()
                    .filter(|(id, _)| RECORDED.public.contains(*id))
                    .map(|(id, value)| json!({ "_id": id, "value": value }))
                    .collect();
                let page: Vec<&Value> = all.iter().skip(offset).take(150).collect();
                let body = json!({ "settings": page, "count": page.len(), "offset": offset, "total": all.len(), "success": true });
                self.api(200, &body)
            }
            "/api/v1/me" => {
                self.api(401, &json!({ "status": "error", "message": "You must be logged in to do this." }))
            }
            "/websocket" if self.websocket => Answer { status: 101, headers: Vec::new(), body: String::new() },
            "/websocket" => {
                Answer { status: 400, headers: Vec::new(), body: "Can \"Upgrade\" only to \"WebSocket\".".into() }
            }
            _ if bare.starts_with("/scripts") => {
                let text = self.kept_script.clone().unwrap_or_else(|| self.script_file());
                self.asset(request, text, "application/javascript")
            }
            _ if bare.starts_with("/css-theme") => self.asset(request, self.text("theme-custom-css"), "text/css"),
            _ => self.page(),
        }
    }

    fn date(&self) -> String {
        let seconds = (NOW as i64 + self.ahead) / 1000;
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        // 2026-11-22 is day 20779; the model stays within that day.
        assert_eq!(days, 20_779);
        format!("Sun, 22 Nov 2026 {:02}:{:02}:{:02} GMT", rest / 3600, rest / 60 % 60, rest % 60)
    }
}

impl Transport for Model {
    fn exchange(&mut self, request: &Request) -> Result<Answer, Broken> {
        assert!(request.secret_headers.is_empty() && request.body.is_none(), "an examination sends no secret");
        let word = if request.method == Method::Options { "OPTIONS" } else { "GET" };
        if let Some(broken) = &self.broken {
            return Err(broken.clone());
        }
        let rest = request.url.strip_prefix(self.at.origin().as_str()).expect("only the server is asked").to_owned();
        self.calls.push(format!("{word} {rest}"));
        let mut answer = match rest.strip_prefix(self.at.path()) {
            Some(path) => self.answer(request, path),
            None => Answer { status: 404, headers: Vec::new(), body: "Not Found".into() },
        };
        let mut add = |name: &str, value: String| answer.headers.push((name.to_owned(), value));
        add("date", self.date());
        add("content-security-policy", CSP.into());
        if self.settings["Iframe_Restrict_Access"] != json!(false) {
            add("x-frame-options", self.text("Iframe_X_Frame_Options"));
        }
        for (_, edit) in self.edits.iter().filter(|(path, _)| format!("{word} {rest}").starts_with(path)) {
            edit(&mut answer);
        }
        Ok(answer)
    }

    fn now(&self) -> u64 {
        NOW
    }

    fn wait(&mut self, time: Duration) {
        self.waited += time;
    }
}

/// An answer of the proxy's own.
pub fn replace(answer: &mut Answer, status: u16, kind: &str, body: &str) {
    *answer = Answer { status, headers: vec![("content-type".into(), kind.into())], body: body.into() };
}

pub fn header(answer: &mut Answer, name: &str, value: &str) {
    answer.headers.push((name.into(), value.into()));
}

pub fn drop_header(answer: &mut Answer, name: &str) {
    answer.headers.retain(|(known, _)| known != name);
}
