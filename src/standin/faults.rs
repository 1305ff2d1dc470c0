//! Answers that go wrong on purpose, and the list of calls: what a server or the way to it can do to a client.
//!
//! Stands around everything else, so that a fault reaches pages and their headers too.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::hub::Hub;

/// The longest answer that a fault changes; there is none longer.
const LONGEST: usize = 16 * 1024 * 1024;

/// A page such as a proxy writes.
const PROXY_PAGE: &str =
    "<!DOCTYPE html>\n<html><head><title>Portal</title></head><body><h1>Portal</h1></body></html>\n";

/// One fault, as a test asks for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// `*`, or a method and the start of a path below the server's address; the method may be `*` too.
    #[serde(rename = "match")]
    pub matches: String,
    /// How many such calls go right before.
    #[serde(default)]
    pub after: u64,
    /// How many then go wrong; all of them if left out.
    pub times: Option<u64>,
    /// What goes wrong.
    #[serde(rename = "do")]
    pub what: Deed,
    /// How many such calls there were.
    #[serde(skip)]
    seen: u64,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Deed {
    /// `status:N`: this status, and nothing is done.
    Status(StatusCode),
    /// `html`: a proxy's page with status 200, and nothing is done.
    Html,
    /// `cut`: it is done, and the connection ends in the middle of the answer.
    Cut,
    /// `cut-before`: nothing is done, and the connection ends without an answer's body.
    CutBefore,
    /// `hang:MS`: it is done, and the answer comes this much later.
    Hang(Duration),
    /// `delay:MS`: it is done this much later.
    Delay(Duration),
    /// `429:SECONDS`: too many requests, and nothing is done.
    TooMany(i64),
    /// `ignore`: success is told, and nothing is done.
    Ignore,
    /// `401`: nobody is logged in, and nothing is done.
    LoggedOut,
    /// `redirect:URL`: sent elsewhere.
    Redirect(String),
    /// `drop-header:NAME`: a header on the way is lost.
    DropHeader(HeaderName),
    /// `header:NAME:VALUE`: a header is added or replaced on the way.
    Header(HeaderName, HeaderValue),
    /// `truncate`: half of the answer, which looks complete.
    Truncate,
}

/// The text is no fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a fault: {0}")]
pub struct NotAFault(String);

impl TryFrom<String> for Deed {
    type Error = NotAFault;

    fn try_from(text: String) -> Result<Self, NotAFault> {
        let (word, rest) = text.split_once(':').unwrap_or((&text, ""));
        let wait = || rest.parse().ok().map(Duration::from_millis);
        let status = |number: &str| StatusCode::from_bytes(number.as_bytes()).ok();
        let deed = match word {
            "status" => status(rest).map(Self::Status),
            "html" => Some(Self::Html),
            "cut" => Some(Self::Cut),
            "cut-before" => Some(Self::CutBefore),
            "hang" => wait().map(Self::Hang),
            "delay" => wait().map(Self::Delay),
            "429" => rest.parse().ok().map(Self::TooMany),
            "ignore" => Some(Self::Ignore),
            "401" => Some(Self::LoggedOut),
            "redirect" => Some(Self::Redirect(rest.to_owned())),
            "drop-header" => rest.parse().ok().map(Self::DropHeader),
            "header" => rest
                .split_once(':')
                .and_then(|(name, value)| Some(Self::Header(name.parse().ok()?, value.trim_start().parse().ok()?))),
            "truncate" => Some(Self::Truncate),
            _ => None,
        };
        deed.ok_or_else(|| NotAFault(text.clone()))
    }
}

impl Fault {
    /// Whether this call goes wrong; counts it if it is one of those meant.
    fn strikes(&mut self, method: &Method, path: &str) -> bool {
        let (verb, start) = self.matches.split_once(' ').unwrap_or((&self.matches, ""));
        if (verb != "*" && verb != method.as_str()) || !path.starts_with(start) {
            return false;
        }
        self.seen += 1;
        let turn = self.seen.checked_sub(self.after + 1);
        turn.is_some_and(|turn| self.times.is_none_or(|times| turn < times))
    }
}

/// A call as it was answered.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Made {
    /// HTTP method.
    pub method: String,
    /// Below the server's address, without what follows the question mark.
    pub path: String,
    /// HTTP status; a connection that was cut has the status it was cut in.
    pub status: u16,
}

/// Lets a call through, or lets it go wrong; and notes it.
pub async fn around(State(hub): State<Hub>, request: Request, next: Next) -> Response {
    let whole = request.uri().path();
    let path = whole.strip_prefix(hub.options.server.path()).unwrap_or(whole).to_owned();
    if path.starts_with("/_standin/") {
        return next.run(request).await;
    }
    let method = request.method().clone();
    let deeds: Vec<Deed> = {
        let mut faults = hub.faults();
        let struck = faults.iter_mut().filter_map(|fault| fault.strikes(&method, &path).then(|| fault.what.clone()));
        struck.collect()
    };
    let response = answer(&hub, deeds, request, next).await;
    hub.calls().push(Made { method: method.to_string(), path, status: response.status().as_u16() });
    response
}

async fn answer(hub: &Hub, deeds: Vec<Deed>, request: Request, next: Next) -> Response {
    for deed in &deeds {
        match deed {
            Deed::Delay(wait) => tokio::time::sleep(*wait).await,
            Deed::Status(_)
            | Deed::Html
            | Deed::CutBefore
            | Deed::TooMany(_)
            | Deed::Ignore
            | Deed::LoggedOut
            | Deed::Redirect(_) => return instead(hub, deed),
            _ => {}
        }
    }
    let mut response = next.run(request).await;
    for deed in deeds {
        response = changed(deed, response).await;
    }
    response
}

/// What comes in place of the answer.
fn instead(hub: &Hub, deed: &Deed) -> Response {
    let json = |status: StatusCode, body: &str| {
        (status, [(header::CONTENT_TYPE, "application/json")], body.to_owned()).into_response()
    };
    match deed {
        Deed::Status(status @ StatusCode::FORBIDDEN) => json(
            *status,
            "{\"success\":false,\"error\":\"User does not have the permissions required for this action \
             [error-unauthorized]\"}",
        ),
        Deed::Status(status) if status.is_server_error() => {
            let reason = status.canonical_reason().unwrap_or("Error");
            let page = format!("<html><head><title>{status}</title></head><body><h1>{reason}</h1></body></html>");
            (*status, [(header::CONTENT_TYPE, "text/html")], page).into_response()
        }
        Deed::Status(status) => json(*status, "{\"success\":false}"),
        Deed::Html => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], PROXY_PAGE).into_response(),
        Deed::TooMany(seconds) => {
            let reset = hub.world().now + seconds * 1000;
            super::rest::refused_for(*seconds, reset)
        }
        Deed::Ignore => json(StatusCode::OK, "{\"success\":true}"),
        Deed::LoggedOut => {
            json(StatusCode::UNAUTHORIZED, "{\"status\":\"error\",\"message\":\"You must be logged in to do this.\"}")
        }
        Deed::Redirect(target) => {
            let target = HeaderValue::from_str(target).unwrap_or(HeaderValue::from_static("/"));
            (StatusCode::FOUND, [(header::LOCATION, target)]).into_response()
        }
        _ => cut(StatusCode::OK, Vec::new()),
    }
}

/// What becomes of the answer on its way.
async fn changed(deed: Deed, mut response: Response) -> Response {
    match deed {
        Deed::Hang(wait) => tokio::time::sleep(wait).await,
        Deed::DropHeader(name) => drop(response.headers_mut().remove(name)),
        Deed::Header(name, value) => drop(response.headers_mut().insert(name, value)),
        Deed::Cut | Deed::Truncate => {
            let (mut head, body) = response.into_parts();
            let bytes = to_bytes(body, LONGEST).await.unwrap_or_default();
            let half = bytes.get(..bytes.len() / 2).unwrap_or(&[]).to_vec();
            if deed == Deed::Cut {
                return cut(head.status, half);
            }
            head.headers.remove(header::CONTENT_LENGTH);
            return Response::from_parts(head, Body::from(half));
        }
        _ => {}
    }
    response
}

/// An answer whose connection ends before it does.
fn cut(status: StatusCode, start: Vec<u8>) -> Response {
    let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
    let pieces = futures_util::stream::iter([Ok(start), Err(broken)]);
    (status, [(header::CONTENT_TYPE, "application/json")], Body::from_stream(pieces)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_fault_strikes_after_so_many_calls_and_so_often() {
        let mut fault = fault(r#"{"match":"POST /api/v1/settings","after":1,"times":2,"do":"cut"}"#);
        let calls: Vec<bool> = (0..5).map(|_| fault.strikes(&Method::POST, "/api/v1/settings/Site_Name")).collect();
        assert_eq!(calls, [false, true, true, false, false]);
        assert!(!fault.strikes(&Method::GET, "/api/v1/settings"));
    }

    #[test]
    fn what_is_no_fault_is_refused() {
        for text in ["boom", "status:abc", "hang:long", "header:only-a-name"] {
            assert!(Deed::try_from(text.to_owned()).is_err(), "{text}");
        }
        assert_eq!(
            Deed::try_from("redirect:https://a.test/x".to_owned()),
            Ok(Deed::Redirect("https://a.test/x".into()))
        );
    }
}
