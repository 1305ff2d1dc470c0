//! Carries requests over HTTP. The only file that opens a connection.

use std::error::Error as _;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use secrecy::ExposeSecret;
use ureq::http::request::Builder;
use ureq::http::{HeaderName, HeaderValue, Request as HttpRequest, Response};
use ureq::tls::{PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem};
use ureq::{Agent, Body, Error, Timeout};

use crate::rest::{Answer, Broken, Method, Request, Transport};

/// The longest real answer, all permissions with one per setting, has less than a megabyte.
const LONGEST_BODY: u64 = 16 * 1024 * 1024;
/// A roster of a hundred thousand people on a slow line.
const LONGEST_DOWNLOAD: Duration = Duration::from_secs(1800);
/// The most that `gantry sync --parallel` takes.
const MOST_AT_ONCE: usize = 16;
const LONGEST_CONNECT: Duration = Duration::from_secs(10);
/// A bare container or a new root has none, and the library's words for it speak of an unexpected error.
const NO_AUTHORITIES: &str = "this machine has no certificate authorities to judge it by. They come with the package \
    ca-certificates; into a container, mount the host's /etc/ssl/certs, or name a file of them with --ca-file";
/// What comes of https to a port of plain http; the library's words for it are `received corrupt message of type
/// InvalidContentType`.
const NO_HTTPS: &str =
    "this port does not speak https; if it is Rocket.Chat without a proxy, write http:// in `server`";

/// HTTP with the machine's own certificate authorities and proxies.
#[derive(Clone, Debug)]
pub(super) struct Http {
    agent: Agent,
    timeout: Duration,
}

impl Http {
    /// A transport that gives each call `timeout`, and trusts the authorities in `ca_file` in place of the machine's.
    pub fn new(timeout: Duration, ca_file: Option<&Path>) -> anyhow::Result<Self> {
        let roots = match ca_file {
            Some(file) => authorities(file)?,
            None => RootCerts::PlatformVerifier,
        };
        let tls = TlsConfig::builder().provider(TlsProvider::Rustls).root_certs(roots).build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(timeout))
            .timeout_connect(Some(timeout.min(LONGEST_CONNECT)))
            .tls_config(tls)
            // As many as may be asked for at once; a new connection costs more than the call.
            .max_idle_connections(MOST_AT_ONCE)
            .max_idle_connections_per_host(MOST_AT_ONCE)
            .build();
        Ok(Self { agent: config.new_agent(), timeout })
    }

    fn send(&self, request: &Request) -> Result<Response<Body>, Error> {
        let built = built(request)?;
        match &request.body {
            Some(body) => self.agent.run(built.body(body.expose_secret().as_bytes())?),
            None => self.agent.run(built.body(())?),
        }
    }
}

impl Http {
    /// Sends a read, and gives its status and its body as it comes, however long that is and takes: the timeout is for what
    /// comes before.
    pub fn open(&self, request: &Request) -> Result<(u16, impl Read + use<>), Broken> {
        let built = built(request).map_err(|error| broken(&error))?.body(()).map_err(|error| broken(&error.into()))?;
        let waited = self.agent.configure_request(built).timeout_global(None);
        let waited = waited.timeout_recv_response(Some(self.timeout)).timeout_recv_body(Some(LONGEST_DOWNLOAD)).build();
        let response = self.agent.run(waited).map_err(|error| broken(&error))?;
        Ok((response.status().as_u16(), response.into_body().into_reader()))
    }
}

impl Transport for Http {
    fn exchange(&mut self, request: &Request) -> Result<Answer, Broken> {
        let mut response = self.send(request).map_err(|error| broken(&error))?;
        let headers = response.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(LONGEST_BODY).read_to_vec();
        let body = body.map_err(|error| match error {
            Error::BodyExceedsLimit(_) => Broken::TooLong,
            Error::Timeout(_) => Broken::TimedOut,
            _ => Broken::Cut,
        })?;
        Ok(Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() })
    }

    fn now(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }

    fn wait(&mut self, time: Duration) {
        std::thread::sleep(time);
    }
}

fn built(request: &Request) -> Result<Builder, Error> {
    let method = match request.method {
        Method::Get => ureq::http::Method::GET,
        Method::Post => ureq::http::Method::POST,
        Method::Options => ureq::http::Method::OPTIONS,
    };
    let mut built = HttpRequest::builder().method(method).uri(&request.url);
    for (name, value) in &request.headers {
        built = built.header(*name, value);
    }
    for (name, secret) in &request.secret_headers {
        let mut value = HeaderValue::from_str(secret.expose_secret()).map_err(|error| Error::Http(error.into()))?;
        value.set_sensitive(true);
        built = built.header(HeaderName::from_static(name), value);
    }
    Ok(built)
}

fn broken(error: &Error) -> Broken {
    match error {
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => Broken::Unreachable("no connection in time".into()),
        Error::Timeout(_) => Broken::TimedOut,
        Error::HostNotFound => Broken::Unreachable("there is no host of this name".into()),
        Error::Io(io) => match io.kind() {
            ErrorKind::UnexpectedEof
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe => Broken::Cut,
            ErrorKind::TimedOut => Broken::TimedOut,
            _ => by_words(&io.get_ref().map_or_else(|| io.to_string(), ToString::to_string)),
        },
        // Half an answer is the only protocol error that a Rocket.Chat or a proxy is known for.
        Error::Protocol(_) => Broken::Cut,
        other => by_words(&other.source().map_or_else(|| other.to_string(), ToString::to_string)),
    }
}

/// The TLS library's own errors come wrapped, and are told apart by their words.
fn by_words(words: &str) -> Broken {
    if words.contains("No CA certificates") {
        return Broken::Certificate(NO_AUTHORITIES.to_owned());
    }
    if words.contains("InvalidContentType") {
        return Broken::Unreachable(NO_HTTPS.to_owned());
    }
    let words = words.trim_start_matches("rustls: ").trim_start_matches("io: ").to_owned();
    if words.contains("certificate") { Broken::Certificate(words) } else { Broken::Unreachable(words) }
}

fn authorities(file: &Path) -> anyhow::Result<RootCerts> {
    let shown = file.display();
    let text = std::fs::read(file).with_context(|| format!("can't read --ca-file {shown}"))?;
    let mut certificates = Vec::new();
    for item in parse_pem(&text) {
        if let PemItem::Certificate(certificate) = item.with_context(|| format!("--ca-file {shown} is not PEM"))? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        bail!("--ca-file {shown} holds no certificate; it must be PEM, with BEGIN CERTIFICATE in it");
    }
    Ok(RootCerts::from(certificates))
}
