//! Who may ask, and the headers of every answer.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::routes::Space;
use crate::protocol::{Origin, ServerUrl};

/// The policy of a careful site that docks the chat at `server`: no script or style but its own files, no frame but
/// the chat.
#[must_use]
pub fn content_security_policy(server: &ServerUrl) -> String {
    let chat = server.origin().as_str();
    let socket = chat.replacen("http", "ws", 1);
    [
        "default-src 'none'".to_owned(),
        "script-src 'self' 'wasm-unsafe-eval'".to_owned(),
        "style-src 'self'".to_owned(),
        "img-src 'self' data:".to_owned(),
        format!("connect-src 'self' {chat} {socket}"),
        format!("frame-src {chat}"),
        "frame-ancestors 'none'".to_owned(),
        "form-action 'self'".to_owned(),
        "base-uri 'none'".to_owned(),
    ]
    .join("; ")
}

/// Refuses requests that are meant for another host or sent by another site, and puts the headers on each answer.
///
/// `/chat-login` hands out sessions: without the first rule a page of any site whose name is made to point at
/// 127.0.0.1 could ask for one.
pub(super) async fn guard(State(space): State<Space>, request: Request, next: Next) -> Response {
    let own = &space.options.origin;
    let mut response = match asked_origin(request.headers()) {
        Some(asked) if asked == *own => {
            if request.method() == Method::POST && !sent_by(own, request.headers()) {
                (StatusCode::FORBIDDEN, "Only this site's own pages may ask this.\n").into_response()
            } else {
                next.run(request).await
            }
        }
        // The pages' origin is what the chat was told, so the same pages under another name would be refused by it.
        Some(asked) if asked.host() == "localhost" && request.method() == Method::GET => {
            let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
            (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, format!("{own}{path}"))]).into_response()
        }
        _ => (StatusCode::MISDIRECTED_REQUEST, format!("This site is {own}/ and no other.\n")).into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in &*space.headers {
        headers.insert(name, value.clone());
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

/// The headers that every answer carries, whatever it is.
pub(super) fn headers(server: &ServerUrl) -> Vec<(HeaderName, HeaderValue)> {
    // An origin is ASCII, so this always is a header; an empty policy would be no policy.
    let policy = HeaderValue::from_str(&content_security_policy(server))
        .unwrap_or(HeaderValue::from_static("default-src 'none'"));
    vec![
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    ]
}

fn asked_origin(headers: &HeaderMap) -> Option<Origin> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    Origin::from_url(&format!("http://{host}")).ok().map(|(origin, _)| origin)
}

/// Whether a request was sent by a page of `own`, or by no page at all.
fn sent_by(own: &Origin, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    text("origin").is_none_or(|origin| origin == own.as_str())
        && text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_chat_and_nothing_unsafe() {
        let policy = content_security_policy(&ServerUrl::parse("https://chat.example.org/rc").unwrap());
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
             connect-src 'self' https://chat.example.org wss://chat.example.org; \
             frame-src https://chat.example.org; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
        );
    }

    #[test]
    fn a_post_from_elsewhere_is_known() {
        let (own, _) = Origin::from_url("http://127.0.0.1:4810").unwrap();
        let sent = |pairs: &[(&'static str, &'static str)]| {
            let pairs =
                pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            sent_by(&own, &pairs.collect())
        };
        assert!(sent(&[]));
        assert!(sent(&[("origin", "http://127.0.0.1:4810"), ("sec-fetch-site", "same-origin")]));
        assert!(!sent(&[("origin", "http://127.0.0.1:4811"), ("sec-fetch-site", "same-site")]));
        assert!(!sent(&[("origin", "null")]));
        assert!(!sent(&[("sec-fetch-site", "cross-site")]));
    }
}
