//! What carries requests to the server, and the request and the answer themselves.

use std::time::Duration;

use secrecy::SecretString;

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Writes.
    Post,
    /// A preflight, as a browser sends it.
    Options,
}

/// A request, ready to be sent. Its secrets are in [`Request::secret_headers`] and in a body marked secret, and nowhere
/// else.
#[derive(Clone, Debug)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Absolute URL; it never holds a secret.
    pub url: String,
    /// Headers without secrets.
    pub headers: Vec<(&'static str, String)>,
    /// Headers that nobody may log.
    pub secret_headers: Vec<(&'static str, SecretString)>,
    /// JSON text.
    pub body: Option<SecretString>,
}

/// An answer, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as text; at most what the transport takes.
    pub body: String,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// No connection was made.
    Unreachable(String),
    /// The certificate was not accepted.
    Certificate(String),
    /// No whole answer in time.
    TimedOut,
    /// The connection ended before the whole answer was there.
    Cut,
    /// The body is longer than the transport takes.
    TooLong,
}

/// Carries requests, and knows the time. Redirects are answers: it never follows one.
pub trait Transport {
    /// Sends a request and waits for its answer.
    ///
    /// # Errors
    /// [`Broken`] if there is no whole answer.
    fn exchange(&mut self, request: &Request) -> Result<Answer, Broken>;

    /// Milliseconds since 1970.
    fn now(&self) -> u64;

    /// Waits.
    fn wait(&mut self, time: Duration);
}

impl Method {
    /// The word on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Options => "OPTIONS",
        }
    }
}

impl Answer {
    /// A header by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl<T: Transport + ?Sized> Transport for &mut T {
    fn exchange(&mut self, request: &Request) -> Result<Answer, Broken> {
        (**self).exchange(request)
    }

    fn now(&self) -> u64 {
        (**self).now()
    }

    fn wait(&mut self, time: Duration) {
        (**self).wait(time);
    }
}
