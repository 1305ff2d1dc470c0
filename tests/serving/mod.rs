//! A stand-in that is served in the test's own process, and a client that shows every byte of the head.

#![allow(dead_code, reason = "each test file uses a part of it")]

use gantry::protocol::{Origin, Release, ServerUrl};
use gantry::standin::two_factor::digest;
use gantry::standin::{self, Options, hub::Hub};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const PAGE: &str = "http://127.0.0.1:4810";

pub struct Server {
    pub address: std::net::SocketAddr,
    pub hub: Hub,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Serves with options that are made for the address.
pub async fn serve(path: &str, options: impl FnOnce(ServerUrl) -> Options) -> Server {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = options(ServerUrl::parse(&format!("http://{address}{path}")).unwrap());
    let hub = standin::hub(options).unwrap();
    tokio::spawn(standin::serve_hub(listener, hub.clone(), std::future::pending()));
    Server { address, hub }
}

/// Set up, with everybody, for two pages to embed.
pub async fn start(release: Release, path: &str, script: &str, css: &str) -> Server {
    let origins = vec![Origin::from_url(PAGE).unwrap().0, Origin::from_url("http://127.0.0.1:4812").unwrap().0];
    serve(path, |url| Options {
        script: script.to_owned(),
        css: css.to_owned(),
        quiet: true,
        ..Options::docked(release, url, origins)
    })
    .await
}

/// As its first start leaves it.
pub async fn fresh(release: Release) -> Server {
    serve("", |url| Options::fresh(release, url)).await
}

/// Rocket.Chat's defaults, but with everybody and their rooms.
pub async fn populated(release: Release) -> Server {
    serve("", |url| Options { populated: true, ..Options::fresh(release, url) }).await
}

pub type Session = (String, String);

impl Server {
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: bytes[end + 4..].to_vec() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, &[("Content-Type", "application/json")], &body.to_string()).await
    }

    pub async fn log_in(&self, user: &str) -> (String, String) {
        let answer = self.post("/api/v1/login", json!({ "user": user, "password": "demo" })).await.json();
        let text = |key: &str| answer["data"][key].as_str().unwrap().to_owned();
        (text("authToken"), text("userId"))
    }

    pub async fn get_as(&self, path: &str, session: &(String, String)) -> Answer {
        self.send("GET", path, &[("X-Auth-Token", &session.0), ("X-User-Id", &session.1)], "").await
    }

    pub fn set(&self, id: &str, value: Value) {
        self.hub.world().settings.insert(id.to_owned(), value);
    }

    /// A call as a client of this session makes it, with more headers.
    pub async fn call(
        &self,
        method: &str,
        path: &str,
        who: Option<&Session>,
        more: &[(&str, &str)],
        body: &Value,
    ) -> Answer {
        let mut headers = vec![("Content-Type", "application/json"), ("User-Agent", "test")];
        if let Some((token, uid)) = who {
            headers.extend([("X-Auth-Token", token.as_str()), ("X-User-Id", uid.as_str())]);
        }
        headers.extend(more);
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, path, &headers, &body).await
    }

    pub async fn post_as(&self, path: &str, who: &Session, body: Value) -> Answer {
        self.call("POST", path, Some(who), &[], &body).await
    }

    /// The same with the password as second factor.
    pub async fn post_proven(&self, path: &str, who: &Session, body: Value) -> Answer {
        let code = digest("demo");
        self.call("POST", path, Some(who), &[("x-2fa-method", "password"), ("x-2fa-code", &code)], &body).await
    }

    pub async fn control(&self, path: &str, body: Value) {
        assert_eq!(self.post(&format!("/_standin/{path}"), body).await.status, 200);
    }
}
