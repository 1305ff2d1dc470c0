//! A call as a route sees it: who calls, with what.

use axum::http::HeaderMap;
use serde_json::Value;

use crate::standin::hub::Hub;
use crate::standin::people::Person;
use crate::standin::two_factor::Proof;
use crate::standin::world::World;

/// A call to a route.
pub struct Call<'a> {
    /// The server.
    pub hub: &'a Hub,
    /// The end of the path where the route leaves it open, or empty.
    pub id: &'a str,
    /// What follows the question mark.
    pub query: Query,
    /// The body as JSON; null if it is none.
    pub body: Value,
    /// The request's headers.
    pub headers: &'a HeaderMap,
    /// Token and person, if both headers are there and belong together.
    pub caller: Option<Caller>,
}

/// Who calls.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The token that was shown.
    pub token: String,
    /// Whose it is.
    pub person: &'static Person,
}

impl Caller {
    /// The owner of the token in the headers.
    pub fn of(world: &World, headers: &HeaderMap) -> Option<Self> {
        let (token, uid) = (text(headers, "x-auth-token")?, text(headers, "x-user-id")?);
        let person = world.session(token).filter(|person| person.id == uid)?;
        world.accounts.get(uid).filter(|account| account.active)?;
        Some(Self { token: token.to_owned(), person })
    }
}

impl<'a> Call<'a> {
    /// A text of the body.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.body.get(key).and_then(Value::as_str)
    }

    /// What proves a second time who calls.
    pub fn proof(&'a self) -> Proof<'a> {
        let agent = text(self.headers, "user-agent").unwrap_or("");
        Proof {
            token: self.caller.as_ref().map(|caller| caller.token.as_str()),
            fingerprint: format!("{agent}\n{}", address(self.headers)),
            code: text(self.headers, "x-2fa-code"),
            method: text(self.headers, "x-2fa-method"),
        }
    }
}

/// The body as JSON. One that does not say that it is JSON is not looked at.
pub fn json_body(headers: &HeaderMap, body: &[u8]) -> Value {
    let says_so = text(headers, "content-type").is_some_and(|kind| kind.contains("application/json"));
    if says_so { serde_json::from_slice(body).unwrap_or(Value::Null) } else { Value::Null }
}

/// The address that counts for limits: a proxy's last word, as with `HTTP_FORWARDED_COUNT` at its default of one.
pub fn address(headers: &HeaderMap) -> &str {
    let forwarded = text(headers, "x-forwarded-for").and_then(|list| list.rsplit(',').next());
    forwarded.map_or("127.0.0.1", str::trim)
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The part of an address after the question mark.
pub struct Query(pub String);

impl Query {
    /// The first value of this name.
    pub fn get(&self, key: &str) -> Option<String> {
        self.all(key).next()
    }

    /// Every value of this name; lists are written `name[]`.
    pub fn all<'q>(&'q self, key: &'q str) -> impl Iterator<Item = String> + 'q {
        let pairs = self.0.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .map(|(name, value)| (percent_decoded(name), value))
            .filter(move |(name, _)| name.strip_suffix("[]").unwrap_or(name) == key)
            .map(|(_, value)| percent_decoded(value))
    }
}

/// A query value's text; what is no valid escape stays as it is.
#[must_use]
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escape = (first == b'%').then(|| tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok())).flatten();
        if let Some(byte) = escape.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = tail.get(2..).unwrap_or(&[]);
        } else {
            bytes.push(if first == b'+' { b' ' } else { first });
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
