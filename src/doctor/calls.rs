//! The few calls that an examination makes: plain GETs and preflights, none with a token.

use std::time::Duration;

use serde_json::Value;

use crate::config::Config;
use crate::protocol::Origin;
use crate::rest::{Answer, Broken, Method, Request, Transport};

/// Longest wait for a rate limit, milliseconds: a little more than the minute that Rocket.Chat's own limits last.
const LONGEST_WAIT: u64 = 65_000;

/// Asks the server of the configuration.
pub(super) struct Calls<'a> {
    transport: &'a mut dyn Transport,
    config: &'a Config,
}

impl<'a> Calls<'a> {
    pub(super) fn new(transport: &'a mut dyn Transport, config: &'a Config) -> Self {
        Self { transport, config }
    }

    pub(super) fn now(&self) -> u64 {
        self.transport.now()
    }

    /// GET of a path below the server's address.
    pub(super) fn get(&mut self, path: &str) -> Result<Answer, Broken> {
        self.get_with(path, Vec::new())
    }

    pub(super) fn get_with(&mut self, path: &str, headers: Vec<(&'static str, String)>) -> Result<Answer, Broken> {
        let url = self.config.server.join(path);
        self.exchange(Method::Get, url, headers)
    }

    /// GET of an absolute address.
    pub(super) fn get_url(&mut self, url: &str, headers: Vec<(&'static str, String)>) -> Result<Answer, Broken> {
        self.exchange(Method::Get, url.to_owned(), headers)
    }

    /// The preflight that a browser sends before a call of a page of this origin.
    pub(super) fn preflight(&mut self, path: &str, origin: &Origin) -> Result<Answer, Broken> {
        let headers = vec![
            ("origin", origin.to_string()),
            ("access-control-request-method", "GET".to_owned()),
            ("access-control-request-headers", "x-auth-token,x-user-id".to_owned()),
        ];
        let url = self.config.server.join(path);
        self.exchange(Method::Options, url, headers)
    }

    fn exchange(
        &mut self,
        method: Method,
        url: String,
        mut headers: Vec<(&'static str, String)>,
    ) -> Result<Answer, Broken> {
        headers.push(("user-agent", concat!("gantry/", env!("CARGO_PKG_VERSION")).to_owned()));
        let request = Request { method, url, headers, secret_headers: Vec::new(), body: None };
        let answer = self.transport.exchange(&request)?;
        if answer.status != 429 {
            return Ok(answer);
        }
        let now = self.transport.now();
        let reset = header(&answer, "x-ratelimit-reset").and_then(|text| text.trim().parse::<u64>().ok());
        let wait = reset.unwrap_or(now).saturating_sub(now).saturating_add(1_000).min(LONGEST_WAIT);
        self.transport.wait(Duration::from_millis(wait));
        self.transport.exchange(&request)
    }
}

/// The first header of this name, which is in lower case.
pub(super) fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    headers(answer, name).next()
}

/// Every header of this name.
pub(super) fn headers<'a>(answer: &'a Answer, name: &str) -> impl Iterator<Item = &'a str> {
    answer.headers.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The body, if it is a JSON object.
pub(super) fn json(answer: &Answer) -> Option<Value> {
    serde_json::from_str(&answer.body).ok().filter(Value::is_object)
}

pub(super) fn is_html(answer: &Answer) -> bool {
    let kind = header(answer, "content-type").unwrap_or("");
    kind.contains("text/html") || answer.body.trim_start().get(..9).is_some_and(|s| s.eq_ignore_ascii_case("<!doctype"))
}

/// Why there is no answer, in few words.
pub(super) fn words(broken: &Broken) -> String {
    match broken {
        Broken::Unreachable(reason) | Broken::Certificate(reason) => reason.clone(),
        Broken::TimedOut => "timed out".to_owned(),
        Broken::Cut => "cut".to_owned(),
        Broken::TooLong => "too long".to_owned(),
    }
}

/// What came, in few words: `GET /api/info: 502, text/html`.
pub(super) fn came(call: &str, answer: &Answer) -> String {
    let kind = header(answer, "content-type").and_then(|kind| kind.split(';').next());
    let kind = kind.map(|kind| format!(", {}", kind.trim())).unwrap_or_default();
    format!("{call}: {}{kind}", answer.status)
}
