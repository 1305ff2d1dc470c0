//! Origins, compared exactly as a browser serialises them.
//!
//! An integrator writes a URL; a browser compares `scheme://host[:port]` in lower case, without the default port,
//! without a path. This module turns the one into the other and says what it dropped. What can never be compared
//! safely (`null`, wildcards, patterns) is refused.

use super::encode::push_decimal;
use std::fmt;

/// A serialised origin: lower-case scheme and host, the port only where it is not the scheme's own.
///
/// Two origins are equal exactly if their texts are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(String);

/// What was left out of a URL to make an origin of it; told to the integrator as a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginNote {
    /// A path, query or fragment was dropped.
    PathDropped,
    /// The default port of the scheme was dropped.
    DefaultPortDropped,
    /// Scheme or host was written in upper case.
    Lowercased,
}

/// Why a text is no origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OriginError {
    /// Empty text.
    #[error("the address is empty")]
    Empty,
    /// `null`, the origin of sandboxed frames and files, which every such page shares.
    #[error("\"null\" is the origin of every sandboxed page and file, so it can't be trusted")]
    Null,
    /// `*` anywhere, or another sign of a pattern.
    #[error("patterns are not accepted: write each origin out")]
    Pattern,
    /// Neither `http://` nor `https://`.
    #[error("an address must start with https:// or http://")]
    Scheme,
    /// A user name or password in the URL.
    #[error("an address must not carry a user name or a password")]
    Credentials,
    /// No host, or one with characters that no host has.
    #[error("the host name is missing or not valid")]
    Host,
    /// A host with letters outside ASCII, which browsers serialise as punycode.
    #[error("write the host name in its ASCII form (xn--...)")]
    NotAscii,
    /// No port number between 1 and 65535.
    #[error("the port is not a number between 1 and 65535")]
    Port,
}

impl OriginError {
    /// The stable code of this error.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "origin-empty",
            Self::Null => "origin-null",
            Self::Pattern => "origin-pattern",
            Self::Scheme => "origin-scheme",
            Self::Credentials => "origin-credentials",
            Self::Host => "origin-host",
            Self::NotAscii => "origin-not-ascii",
            Self::Port => "origin-port",
        }
    }
}

/// A URL cut at its joints; `path` starts with `/` or is empty.
struct Parts<'a> {
    https: bool,
    host: &'a str,
    port: Option<u16>,
    explicit_default_port: bool,
    path: &'a str,
    rest: &'a str,
    uppercase: bool,
}

/// What stands before the first of these characters, and the rest beginning with it.
fn cut<'a>(text: &'a str, at: &[char]) -> (&'a str, &'a str) {
    let end = text.find(at).unwrap_or(text.len());
    (text.get(..end).unwrap_or(text), text.get(end..).unwrap_or(""))
}

fn split(text: &str) -> Result<Parts<'_>, OriginError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(OriginError::Empty);
    }
    if text.eq_ignore_ascii_case("null") {
        return Err(OriginError::Null);
    }
    let unschemed = if text.contains('*') && !text.contains('/') { OriginError::Pattern } else { OriginError::Scheme };
    let (scheme, after) = text.split_once(':').ok_or(unschemed)?;
    let after = after.strip_prefix("//").ok_or(OriginError::Scheme)?;
    let https = scheme.eq_ignore_ascii_case("https");
    if !https && !scheme.eq_ignore_ascii_case("http") {
        return Err(OriginError::Scheme);
    }
    let (authority, tail) = cut(after, &['/', '?', '#', '\\']);
    if authority.contains('@') {
        return Err(OriginError::Credentials);
    }
    if authority.contains(['*', '^', '$', '(', '|', '+']) {
        return Err(OriginError::Pattern);
    }
    if !authority.is_ascii() {
        return Err(OriginError::NotAscii);
    }
    let (host, port) = if let Some(inner) = authority.strip_prefix('[') {
        let (address, after) = inner.split_once(']').ok_or(OriginError::Host)?;
        if address.is_empty() || !address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.') {
            return Err(OriginError::Host);
        }
        let host = authority.get(..address.len() + 2).ok_or(OriginError::Host)?;
        match after.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if after.is_empty() => (host, None),
            None => return Err(OriginError::Host),
        }
    } else {
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        let valid = !host.is_empty()
            && !host.split('.').rev().skip(1).any(str::is_empty)
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'));
        if !valid {
            return Err(OriginError::Host);
        }
        (host, port)
    };
    let default = if https { 443 } else { 80 };
    let (port, explicit_default_port) = match port {
        None | Some("") => (None, false),
        Some(digits) => {
            if !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(OriginError::Port);
            }
            match digits.parse::<u16>() {
                Ok(0) | Err(_) => return Err(OriginError::Port),
                Ok(number) if number == default => (None, true),
                Ok(number) => (Some(number), false),
            }
        }
    };
    let (path, rest) = cut(tail, &['?', '#']);
    Ok(Parts {
        https,
        host,
        port,
        explicit_default_port,
        path,
        rest,
        uppercase: scheme.bytes().chain(host.bytes()).any(|b| b.is_ascii_uppercase()),
    })
}

impl Parts<'_> {
    fn origin(&self) -> Origin {
        let mut text = String::from(if self.https { "https://" } else { "http://" });
        text.push_str(&self.host.to_ascii_lowercase());
        if let Some(port) = self.port {
            text.push(':');
            push_decimal(u32::from(port), &mut text);
        }
        Origin(text)
    }
}

impl Origin {
    /// Reads an origin from a URL and says what was left out of it.
    ///
    /// # Errors
    /// [`OriginError`] where no browser could ever send this origin, or where trusting it would trust more than one.
    pub fn from_url(text: &str) -> Result<(Self, Vec<OriginNote>), OriginError> {
        let parts = split(text)?;
        let mut notes = Vec::new();
        if !matches!(parts.path, "" | "/") || !parts.rest.is_empty() {
            notes.push(OriginNote::PathDropped);
        }
        if parts.explicit_default_port {
            notes.push(OriginNote::DefaultPortDropped);
        }
        if parts.uppercase {
            notes.push(OriginNote::Lowercased);
        }
        Ok((parts.origin(), notes))
    }

    /// The text that a browser shows in `event.origin`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the scheme is https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The host, without port; an IPv6 address keeps its brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        let after = self.0.split_once('/').map_or("", |(_, after)| after.trim_start_matches('/'));
        match after.find(']') {
            Some(end) => after.get(..=end).unwrap_or(after),
            None => after.split(':').next().unwrap_or(after),
        }
    }
}

impl AsRef<str> for Origin {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address of a Rocket.Chat server: its origin and, below a sub-path, that path without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerUrl {
    origin: Origin,
    path: String,
}

impl ServerUrl {
    /// Reads a server's address. Query and fragment are dropped.
    ///
    /// # Errors
    /// [`OriginError`] as for [`Origin::from_url`].
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let parts = split(text)?;
        let path = parts.path.trim_end_matches('/');
        let strange = |c: char| c == '\\' || c.is_control() || c.is_whitespace();
        if path.contains(strange) || path.split('/').any(|segment| segment == "..") {
            return Err(OriginError::Host);
        }
        Ok(Self { origin: parts.origin(), path: path.to_owned() })
    }

    /// The origin whose messages are the server's.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The sub-path, starting with `/`, or empty.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The address of `path` (which starts with `/`) on this server.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        let mut url = String::with_capacity(self.origin.0.len() + self.path.len() + path.len());
        url.push_str(&self.origin.0);
        url.push_str(&self.path);
        url.push_str(path);
        url
    }
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin.0)?;
        f.write_str(&self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Result<String, OriginError> {
        Origin::from_url(text).map(|(origin, _)| origin.0)
    }

    #[test]
    fn a_servers_path_has_no_blank_and_nothing_that_steers() {
        for text in
            ["https://chat.example.org/a b", "https://chat.example.org/a\0", "https://x.example/chat \u{2022} #d"]
        {
            assert_eq!(ServerUrl::parse(text), Err(OriginError::Host), "{text}");
        }
    }

    #[test]
    fn an_origin_is_what_a_browser_serialises() {
        assert_eq!(origin("https://Chat.Example.ORG:443/x?y#z"), Ok("https://chat.example.org".into()));
        assert_eq!(origin("http://chat.example.org:80"), Ok("http://chat.example.org".into()));
        assert_eq!(origin("http://127.0.0.1:3300/"), Ok("http://127.0.0.1:3300".into()));
        assert_eq!(origin("https://[::1]:8443"), Ok("https://[::1]:8443".into()));
        assert_eq!(origin("https://chat.example.org:80"), Ok("https://chat.example.org:80".into()));
    }

    #[test]
    fn what_was_dropped_is_told() {
        let (_, notes) = Origin::from_url("HTTPS://a.example:443/path").unwrap();
        assert_eq!(notes, [OriginNote::PathDropped, OriginNote::DefaultPortDropped, OriginNote::Lowercased]);
        assert_eq!(Origin::from_url("https://a.example/").unwrap().1, []);
    }

    #[test]
    fn what_can_not_be_compared_is_refused() {
        for (text, error) in [
            ("", OriginError::Empty),
            ("null", OriginError::Null),
            ("*", OriginError::Pattern),
            ("https://*.example.org", OriginError::Pattern),
            ("^https://a\\.example$", OriginError::Scheme),
            ("https://(a|b).example", OriginError::Pattern),
            ("chat.example.org", OriginError::Scheme),
            ("javascript:alert(1)", OriginError::Scheme),
            ("data:text/html,x", OriginError::Scheme),
            ("https://user:pw@a.example", OriginError::Credentials),
            ("https://", OriginError::Host),
            ("https:///path", OriginError::Host),
            ("https://a b.example", OriginError::Host),
            ("https://a.example:0", OriginError::Port),
            ("https://a.example:99999", OriginError::Port),
            ("https://m\u{fc}nchen.example", OriginError::NotAscii),
        ] {
            assert_eq!(origin(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_server_keeps_its_sub_path() {
        let server = ServerUrl::parse("https://example.org/chat/").unwrap();
        assert_eq!(server.origin().as_str(), "https://example.org");
        assert_eq!(server.join("/group/a"), "https://example.org/chat/group/a");
        assert_eq!(ServerUrl::parse("https://example.org").unwrap().path(), "");
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #[test]
        fn whatever_is_written_an_origin_is_what_it_says(text in "\\PC{0,60}") {
            if let Ok((origin, _)) = Origin::from_url(&text) {
                let again = Origin::from_url(origin.as_str());
                proptest::prop_assert_eq!(again, Ok((origin.clone(), Vec::new())), "a fixed point");
                let shape = origin.as_str().strip_prefix("https://").or(origin.as_str().strip_prefix("http://"));
                let host = shape.expect("a scheme");
                proptest::prop_assert!(!host.contains(['/', '?', '#', '@', '*', '\\', ' ']) && !host.is_empty());
            }
        }

        #[test]
        fn an_origin_does_not_depend_on_how_its_url_goes_on(
            host in "[a-z]{1,9}(\\.[a-z]{2,5}){1,2}", port in 1..=65535_u16, tail in "(/[a-z]{0,5}){0,3}(\\?[a-z=&]{0,9})?",
        ) {
            for scheme in ["https", "http"] {
                let bare = format!("{scheme}://{host}:{port}");
                let (origin, _) = Origin::from_url(&bare).unwrap();
                let (same, _) = Origin::from_url(&format!("{}{tail}", bare.to_uppercase())).unwrap();
                proptest::prop_assert_eq!(&origin, &same);
                let default = if scheme == "https" { 443 } else { 80 };
                proptest::prop_assert_eq!(origin.as_str().ends_with(&format!(":{port}")), port != default);
            }
        }
    }
}
