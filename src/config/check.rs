//! What makes a value acceptable, apart from where it was written.

use crate::protocol::{Origin, OriginError};

/// Placeholders of which a profile URL needs at least one.
pub const PERSON_PLACEHOLDERS: [&str; 2] = ["username", "user_id"];
/// All placeholders of a profile URL.
pub const PLACEHOLDERS: [&str; 4] = ["username", "user_id", "room", "lang"];

/// Why a URL can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlError {
    /// Empty, or only blanks.
    #[error("the address is empty")]
    Empty,
    /// `javascript:`, `data:` and every other scheme that is neither http nor https.
    #[error("only http and https addresses can be visited, not `{0}:`")]
    Scheme(String),
    /// `//host/path`, which would leave the page's origin unseen.
    #[error(
        "an address that starts with // leaves this site: write https:// in full, or a path that starts with one /"
    )]
    ProtocolRelative,
    /// Neither a path from the root nor an absolute address.
    #[error("write a path that starts with /, or a full https:// address")]
    NotRooted,
    /// Blanks, control characters or backslashes, which browsers read in their own way.
    #[error("blanks, line breaks and backslashes are not allowed in an address")]
    Characters,
    /// No placeholder for the person, so everybody would have the same page.
    #[error("without {{username}} or {{user_id}} everybody would have the same page")]
    NoPlaceholder,
    /// A placeholder that is never filled.
    #[error("unknown placeholder {{{0}}}")]
    UnknownPlaceholder(String),
    /// A brace without its partner.
    #[error("a brace without its partner")]
    Brace,
    /// The address is absolute and its origin no origin.
    #[error("{0}")]
    Origin(OriginError),
    /// On an origin that is not allowed.
    #[error("{0} is neither the page's own origin nor listed in `allow`")]
    NotAllowed(Origin),
    /// The address must lie on the page's own origin.
    #[error("this must be a path on the page's own origin, starting with /")]
    NotSameOrigin,
}

impl UrlError {
    /// The stable code of this error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "url-empty",
            Self::Scheme(_) => "url-scheme",
            Self::ProtocolRelative => "url-protocol-relative",
            Self::NotRooted => "url-not-rooted",
            Self::Characters => "url-characters",
            Self::NoPlaceholder => "url-no-placeholder",
            Self::UnknownPlaceholder(_) => "url-unknown-placeholder",
            Self::Brace => "url-brace",
            Self::Origin(error) => error.code(),
            Self::NotAllowed(_) => "url-not-allowed",
            Self::NotSameOrigin => "url-not-same-origin",
        }
    }
}

/// The scheme that a browser would read, without the colon.
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let mut bytes = scheme.bytes();
    let valid = bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    valid.then_some(scheme)
}

fn visible(url: &str) -> Result<(), UrlError> {
    if url.trim().is_empty() {
        return Err(UrlError::Empty);
    }
    if url.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err(UrlError::Characters);
    }
    Ok(())
}

/// The origin of an absolute URL, or none for a path.
fn absolute_origin(url: &str) -> Result<Option<Origin>, UrlError> {
    visible(url)?;
    if url.starts_with("//") {
        return Err(UrlError::ProtocolRelative);
    }
    if url.starts_with('/') {
        return Ok(None);
    }
    match scheme(url) {
        Some(scheme) if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") => {
            Origin::from_url(url).map(|(origin, _)| Some(origin)).map_err(UrlError::Origin)
        }
        Some(scheme) => Err(UrlError::Scheme(scheme.to_ascii_lowercase())),
        None => Err(UrlError::NotRooted),
    }
}

/// Checks a profile's URL template against the origins of the pages and those allowed besides.
///
/// An absolute address passes without `allow` only if it lies on the one origin that all pages have.
///
/// # Errors
/// [`UrlError`].
pub fn profile_url(url: &str, pages: &[Origin], allow: &[Origin]) -> Result<(), UrlError> {
    let origin = absolute_origin(url)?;
    let mut rest = url;
    let mut person = false;
    while let Some(at) = rest.find(['{', '}']) {
        let (_, tail) = rest.split_at(at);
        let Some(inner) = tail.strip_prefix('{') else { return Err(UrlError::Brace) };
        let Some((name, after)) = inner.split_once('}') else { return Err(UrlError::Brace) };
        if !PLACEHOLDERS.contains(&name) {
            return Err(UrlError::UnknownPlaceholder(name.to_owned()));
        }
        person |= PERSON_PLACEHOLDERS.contains(&name);
        rest = after;
    }
    if !person {
        return Err(UrlError::NoPlaceholder);
    }
    match origin {
        Some(origin) if !allow.contains(&origin) && pages != [origin.clone()] => Err(UrlError::NotAllowed(origin)),
        _ => Ok(()),
    }
}

/// Checks a path on the page's own origin.
///
/// # Errors
/// [`UrlError`].
pub fn own_path(url: &str) -> Result<(), UrlError> {
    match absolute_origin(url)? {
        None => Ok(()),
        Some(_) => Err(UrlError::NotSameOrigin),
    }
}

/// Checks the address of a file beside `gantry.json`, or a path from the root.
///
/// # Errors
/// [`UrlError`].
pub fn file_beside(url: &str) -> Result<(), UrlError> {
    visible(url)?;
    if scheme(url).is_some() {
        Err(UrlError::NotSameOrigin)
    } else if url.starts_with("//") {
        Err(UrlError::ProtocolRelative)
    } else {
        Ok(())
    }
}

/// Whether a text is one plain CSS length or percentage, not negative: nothing else may go into a style sheet.
#[must_use]
pub fn is_css_length(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |part: &str| (1..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && (matches!(unit, "px" | "%" | "em" | "rem" | "pt" | "vw" | "vh" | "ch" | "ex" | "mm" | "cm" | "in")
            || unit.is_empty() && number == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::from_url(text).unwrap().0
    }

    #[test]
    fn a_profile_is_a_path_or_lies_on_an_allowed_origin() {
        let (a, b) = (origin("https://a.example"), origin("https://b.example"));
        let check = |url, pages: &[Origin], allow: &[Origin]| profile_url(url, pages, allow).map_err(|e| e.code());
        assert_eq!(check("/members/{username}", std::slice::from_ref(&a), &[]), Ok(()));
        assert_eq!(check("/m?u={user_id}&r={room}&l={lang}", std::slice::from_ref(&a), &[]), Ok(()));
        assert_eq!(check("https://A.example:443/{username}", std::slice::from_ref(&a), &[]), Ok(()));
        assert_eq!(check("https://b.example/{username}", std::slice::from_ref(&a), std::slice::from_ref(&b)), Ok(()));
        assert_eq!(check("https://b.example/{username}", std::slice::from_ref(&a), &[]), Err("url-not-allowed"));
        assert_eq!(check("https://a.example/{username}", &[a.clone(), b], &[]), Err("url-not-allowed"));
        for (url, code) in [
            ("", "url-empty"),
            ("  ", "url-empty"),
            ("/members", "url-no-placeholder"),
            ("/{room}", "url-no-placeholder"),
            ("/{user}", "url-unknown-placeholder"),
            ("/{username", "url-brace"),
            ("/username}", "url-brace"),
            ("members/{username}", "url-not-rooted"),
            ("//b.example/{username}", "url-protocol-relative"),
            ("/\\b.example/{username}", "url-characters"),
            ("/a b/{username}", "url-characters"),
            ("javascript:alert('{username}')", "url-scheme"),
            ("JavaScript:alert('{username}')", "url-scheme"),
            ("data:text/html,{username}", "url-scheme"),
            ("https://{username}.example/", "origin-host"),
            ("https://*.example/{username}", "origin-pattern"),
        ] {
            assert_eq!(check(url, std::slice::from_ref(&a), &[]), Err(code), "{url}");
        }
    }

    #[test]
    fn lengths_are_lengths_and_nothing_else() {
        for good in ["100px", "50%", "0", "0.5em", "1.25rem", "12pt"] {
            assert!(is_css_length(good), "{good}");
        }
        for bad in
            ["", "px", "5", "-1px", "1 px", "1px;", "1px}*{", "calc(1px)", "1..2px", ".5em", "1e3px", "var(--x)", "1PX"]
        {
            assert!(!is_css_length(bad), "{bad}");
        }
    }
}
