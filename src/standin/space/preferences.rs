//! Who visits and in which language: two cookies, and the form that sets them.

use axum::Form;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::texts::Language;

/// The member that a visitor is, unless a cookie says otherwise.
const FIRST_MEMBER: &str = "alice";
/// What the cookie says for a visitor who is no member.
pub(super) const NOBODY: &str = "nobody";

/// Who asks, and how to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The member's username; `None` for a visitor who is no member.
    pub member: Option<String>,
    /// The language of the pages.
    pub language: Language,
}

impl Visitor {
    /// Reads the cookies `demo_member` and `demo_lang`; without the latter, the browser's first language decides.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let member = match cookie(headers, "demo_member") {
            None => Some(FIRST_MEMBER.to_owned()),
            Some(NOBODY) => None,
            Some(username) => Some(username.to_owned()),
        };
        let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let language = match cookie(headers, "demo_lang") {
            Some("fr") => Language::French,
            Some(_) => Language::English,
            None if accepted().trim_start().starts_with("fr") => Language::French,
            None => Language::English,
        };
        Self { member, language }
    }
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// The fields of the form at the foot of each page.
#[derive(Debug, Deserialize)]
pub struct Choice {
    member: Option<String>,
    lang: Option<String>,
    #[serde(default)]
    back: String,
}

/// Sets the cookies and goes back to the page.
pub(super) async fn choose(Form(choice): Form<Choice>) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, local_path(&choice.back))]).into_response();
    let wanted = [("demo_member", choice.member), ("demo_lang", choice.lang)];
    for (name, value) in wanted.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        let plain = !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax");
        if let (true, Ok(cookie)) = (plain, HeaderValue::from_str(&cookie)) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// `path` if it can lead nowhere but to this site, else the home page.
fn local_path(path: &str) -> String {
    let local =
        path.starts_with('/') && !path.starts_with("//") && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if local { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(cookies: &str, languages: &str) -> (Option<String>, Language) {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookies.parse().unwrap());
        headers.insert(header::ACCEPT_LANGUAGE, languages.parse().unwrap());
        let visitor = Visitor::of(&headers);
        (visitor.member, visitor.language)
    }

    #[test]
    fn cookies_say_who_visits() {
        assert_eq!(visitor("", ""), (Some("alice".into()), Language::English));
        assert_eq!(visitor("a=b; demo_member=bob", ""), (Some("bob".into()), Language::English));
        assert_eq!(visitor("demo_member=nobody", ""), (None, Language::English));
        assert_eq!(visitor("xdemo_member=bob", ""), (Some("alice".into()), Language::English));
    }

    #[test]
    fn the_cookie_wins_over_the_browsers_language() {
        assert_eq!(visitor("", "fr-CA,en;q=0.5").1, Language::French);
        assert_eq!(visitor("", "en-GB,fr;q=0.5").1, Language::English);
        assert_eq!(visitor("demo_lang=en", "fr").1, Language::English);
        assert_eq!(visitor("demo_lang=fr", "en").1, Language::French);
    }

    #[test]
    fn the_way_back_stays_on_this_site() {
        assert_eq!(local_path("/chat?room=group/a"), "/chat?room=group/a");
        for path in ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "members"] {
            assert_eq!(local_path(path), "/", "{path}");
        }
    }
}
