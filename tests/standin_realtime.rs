//! The stand-in's realtime: frame by frame as the real 6.5.3 said it, and over a socket with all that goes wrong.

#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::time::Duration;

use gantry::protocol::{Origin, Release, ServerUrl};
use gantry::standin::people::{DIRECT, PEOPLE};
use gantry::standin::realtime::manner::manner;
use gantry::standin::realtime::session::{Session, Step};
use gantry::standin::world::World;
use gantry::standin::{self, Options};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const RECORDING: &str = include_str!("fixtures/6.5.3/ddp-6.5.3.jsonl");
const THEIR_ALICE: &str = "SWnKNZdL4xE9B7DCx";

fn world() -> World {
    let mut world = World::new(1_795_357_000_000);
    world.add_room("dev-id", 'c', Some("dev"), Some("dev"), &["admin", "alice", "bob"]);
    world
}

fn said(steps: Vec<Step>) -> Vec<Value> {
    steps.into_iter().filter_map(|step| if let Step::Say(frame) = step { Some(frame) } else { None }).collect()
}

/// A frame without what differs from server to server: tokens, dates, ids of things, and the fields that a subscription
/// has only after a history that the stand-in's has not.
fn plain(value: &Value) -> Value {
    const OF_HISTORY: [&str; 5] = ["lr", "tunread", "f", "disableNotifications", "ls"];
    match value {
        Value::Object(object) => object
            .iter()
            .filter(|(key, _)| !OF_HISTORY.contains(&key.as_str()))
            .map(|(key, value)| match key.as_str() {
                "$date" => (key.clone(), json!(value.is_i64())),
                "session" | "token" | "rid" => (key.clone(), json!(value.is_string())),
                "_id" if value != PEOPLE[0].id => (key.clone(), json!(value.is_string())),
                _ => (key.clone(), plain(value)),
            })
            .collect(),
        Value::Array(list) => list.iter().map(plain).collect(),
        other => other.clone(),
    }
}

#[test]
fn the_recording_is_said_again_frame_by_frame() {
    let mut world = world();
    let alice = &PEOPLE[0];
    let token = world.open_session(alice);
    let (mut session, greeting) = Session::new(manner(Release::new(6, 5)), &mut world);
    let mut told: Vec<Value> = said(greeting);
    let mut theirs: Vec<Value> = Vec::new();
    let recording = RECORDING.replace(THEIR_ALICE, alice.id).replace("RESUME-TOKEN", &token);
    let lines: Vec<Value> = recording.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (at, line) in lines.iter().enumerate() {
        if line["dir"] == "in" {
            theirs.push(line["frame"].clone());
            if line["frame"]["msg"] == "changed" {
                world.now += 1_000;
                let change = if line["frame"]["fields"]["args"][1]["unread"] == 1 {
                    world.say("dev-id", &PEOPLE[1], "@alice", None, true).unwrap().1
                } else {
                    world.read(alice.id, "dev-id").unwrap()
                };
                // The recording brought no notification, although it was subscribed to.
                told.extend(said(session.learn(&change, &world)).into_iter().filter(|frame| {
                    frame["fields"]["eventName"].as_str().is_some_and(|name| name.ends_with("/subscriptions-changed"))
                }));
            }
        } else {
            told.extend(said(session.hear(&lines[at]["frame"].to_string(), &world)));
        }
    }
    let plain = |frames: Vec<Value>| frames.iter().map(plain).collect::<Vec<_>>();
    let (mut told, theirs) = (plain(told), plain(theirs));
    // The thread that keeps the room's alert up in the recording is not there.
    for frame in &mut told {
        if let Some(record) = frame.pointer_mut("/fields/args/1").filter(|record| record["unread"] == 0) {
            record["alert"] = json!(true);
        }
    }
    for (ours, theirs) in told.iter().zip(&theirs) {
        if ours["msg"] == "changed" {
            let keys =
                |frame: &Value| frame["fields"]["args"][1].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(ours), keys(theirs));
        }
        assert_eq!(ours, theirs);
    }
    assert_eq!(told.len(), theirs.len());
}

#[test]
fn nobody_is_told_anything_without_a_login() {
    let mut world = world();
    let (mut session, _) = Session::new(manner(Release::new(8, 8)), &mut world);
    let mut hear = |frame: Value| said(session.hear(&frame.to_string(), &world)).pop().unwrap();
    assert_eq!(hear(json!({ "msg": "ping" }))["msg"], "error");
    assert_eq!(hear(json!({ "msg": "connect", "version": "pre2" }))["msg"], "failed");
    assert_eq!(hear(json!({ "msg": "connect", "version": "1" }))["msg"], "connected");
    assert_eq!(hear(json!({ "msg": "ping", "id": "7" })), json!({ "msg": "pong", "id": "7" }));
    let event = format!("{}/subscriptions-changed", PEOPLE[0].id);
    let refused = hear(json!({ "msg": "sub", "id": "x", "name": "stream-notify-user", "params": [event, false] }));
    assert_eq!((&refused["msg"], &refused["error"]["error"]), (&json!("nosub"), &json!("not-allowed")));
    let call = hear(json!({ "msg": "method", "id": "m", "method": "subscriptions/get", "params": [] }));
    assert_eq!(call["result"], json!([]));
    let unknown = hear(json!({ "msg": "method", "id": "m", "method": "nothing", "params": [] }));
    assert_eq!(unknown["error"]["error"], 404);
}

/// A WebSocket client of a few lines: texts only, and short ones.
struct Socket(TcpStream);

struct Server {
    address: std::net::SocketAddr,
    token: String,
}

impl Server {
    async fn start(release: Release) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = ServerUrl::parse(&format!("http://{address}")).unwrap();
        let page = Origin::from_url("http://127.0.0.1:4810").unwrap().0;
        let options = Options { quiet: true, ..Options::docked(release, server, vec![page]) };
        let hub = standin::hub(options).unwrap();
        let token = hub.world().open_session(&PEOPLE[0]);
        tokio::spawn(standin::serve_hub(listener, hub, std::future::pending()));
        Self { address, token }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let body = body.to_string();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
    }

    async fn control(&self, wanted: Value) -> Value {
        self.post("/_standin/realtime", wanted).await
    }

    async fn say(&self, text: &str) {
        self.post("/_standin/say", json!({ "room": DIRECT, "user": "bob", "text": text })).await;
    }

    /// A socket, if one can be opened.
    async fn open(&self) -> Option<Socket> {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let head = format!(
            "GET /websocket HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            self.address
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.unwrap());
        }
        answer.starts_with(b"HTTP/1.1 101").then_some(Socket(stream))
    }

    /// A socket that is logged in and listens to the changes of alice's subscriptions.
    async fn listen(&self) -> Socket {
        let mut socket = self.open().await.unwrap();
        socket.say(json!({ "msg": "connect", "version": "1", "support": ["1"] })).await;
        let login = json!([{ "resume": self.token }]);
        socket.say(json!({ "msg": "method", "id": "1", "method": "login", "params": login })).await;
        for (id, event) in [("s", "subscriptions-changed"), ("f", "force_logout")] {
            let params = json!([format!("{}/{event}", PEOPLE[0].id), { "useCollection": false, "args": [] }]);
            socket.say(json!({ "msg": "sub", "id": id, "name": "stream-notify-user", "params": params })).await;
        }
        socket.until(|frame| frame["subs"] == json!(["f"])).await;
        socket
    }
}

impl Socket {
    async fn say(&mut self, frame: Value) {
        let text = frame.to_string().into_bytes();
        let mut bytes = vec![0x81, 0x80 | 126];
        bytes.extend(u16::try_from(text.len()).unwrap().to_be_bytes());
        bytes.extend([0; 4]);
        bytes.extend(text);
        self.0.write_all(&bytes).await.unwrap();
    }

    /// The next frame; `None` where the connection ends.
    async fn next(&mut self) -> Option<Value> {
        loop {
            let kind = self.0.read_u8().await.ok()? & 15;
            let mut length = usize::from(self.0.read_u8().await.ok()?);
            if length == 126 {
                length = usize::from(self.0.read_u16().await.ok()?);
            }
            let mut text = vec![0; length];
            self.0.read_exact(&mut text).await.ok()?;
            match kind {
                1 => return Some(serde_json::from_slice(&text).unwrap()),
                8 => return None,
                _ => {}
            }
        }
    }

    async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let frame = self.next().await.expect("the connection has ended");
            if wanted(&frame) {
                return frame;
            }
        }
    }

    /// What the next changes say: kind, id and count.
    async fn changes(&mut self, count: usize) -> Vec<(String, u64)> {
        let mut changes = Vec::new();
        for _ in 0..count {
            let frame = self.until(|frame| frame["msg"] == "changed").await;
            let args = &frame["fields"]["args"];
            changes.push((args[0].as_str().unwrap_or("").to_owned(), args[1]["unread"].as_u64().unwrap_or(0)));
        }
        changes
    }

    async fn is_silent(&mut self) -> bool {
        tokio::time::timeout(Duration::from_millis(200), self.next()).await.is_err()
    }
}

fn updated(counts: &[u64]) -> Vec<(String, u64)> {
    counts.iter().map(|count| ("updated".to_owned(), *count)).collect()
}

#[tokio::test]
async fn changes_come_over_the_socket() {
    let server = Server::start(Release::new(6, 5)).await;
    let mut socket = server.listen().await;
    server.say("one").await;
    server.say("two").await;
    let first = socket.changes(1).await[0].1;
    assert_eq!(socket.changes(1).await, updated(&[first + 1]));
    server.control(json!({ "leave": ["alice", "autre-projet"] })).await;
    server.control(json!({ "join": ["alice", "autre-projet"] })).await;
    assert_eq!(socket.changes(2).await, [("removed".to_owned(), 0), ("inserted".to_owned(), 0)]);
    let look = server.control(json!({})).await;
    assert_eq!((&look["accepted"], &look["connections"][0]["user"]), (&json!(1), &json!("alice")));
}

#[tokio::test]
async fn changes_come_twice_late_and_in_the_wrong_order() {
    let server = Server::start(Release::new(6, 5)).await;
    let mut socket = server.listen().await;
    server.control(json!({ "faults": { "duplicate": true } })).await;
    server.say("one").await;
    let twice = socket.changes(2).await;
    assert_eq!(twice[0], twice[1]);
    let had = twice[0].1;
    server.control(json!({ "faults": { "reorder": true } })).await;
    server.say("two").await;
    server.say("three").await;
    assert_eq!(socket.changes(2).await, updated(&[had + 2, had + 1]));
    server.control(json!({ "faults": { "late": 400 } })).await;
    server.say("four").await;
    assert!(socket.is_silent().await);
    assert_eq!(socket.changes(1).await, updated(&[had + 3]));
}

#[tokio::test]
async fn dates_are_off_where_a_clock_is() {
    let server = Server::start(Release::new(6, 5)).await;
    let mut socket = server.listen().await;
    server.say("one").await;
    let date = |frame: &Value| frame["fields"]["args"][1]["_updatedAt"]["$date"].as_i64().unwrap();
    let first = date(&socket.until(|frame| frame["msg"] == "changed").await);
    server.control(json!({ "faults": { "skew": -60_000 } })).await;
    server.say("two").await;
    assert!(date(&socket.until(|frame| frame["msg"] == "changed").await) < first);
}

#[tokio::test]
async fn a_server_can_be_silent_half_open_or_gone() {
    let server = Server::start(Release::new(6, 5)).await;
    let mut socket = server.listen().await;
    server.control(json!({ "faults": { "silence": true } })).await;
    server.say("one").await;
    socket.say(json!({ "msg": "ping" })).await;
    assert!(socket.is_silent().await);
    server.control(json!({ "faults": {} })).await;
    server.control(json!({ "halfOpen": true })).await;
    server.say("two").await;
    assert!(socket.is_silent().await);
    let mut other = server.listen().await;
    server.say("three").await;
    assert_eq!(other.changes(1).await.len(), 1);
    server.control(json!({ "restart": 300 })).await;
    assert_eq!(other.next().await, None);
    assert!(server.open().await.is_none());
    tokio::time::sleep(Duration::from_millis(350)).await;
    assert!(server.open().await.is_some());
    server.control(json!({ "faults": { "refuse": true } })).await;
    assert!(server.open().await.is_none());
}

#[tokio::test]
async fn a_flood_is_everything_many_times() {
    let server = Server::start(Release::new(6, 5)).await;
    let mut socket = server.listen().await;
    server.control(json!({ "flood": 200 })).await;
    assert_eq!(socket.changes(800).await.len(), 800);
}

#[tokio::test]
async fn a_log_out_ends_the_connection_and_newer_servers_say_whose() {
    for (release, named) in [(Release::new(6, 5), false), (Release::new(8, 8), true)] {
        let server = Server::start(release).await;
        let mut socket = server.listen().await;
        server.control(json!({ "logOutOther": "alice" })).await;
        server.control(json!({ "logOut": "alice" })).await;
        let mut told = Vec::new();
        while let Some(frame) = socket.next().await {
            told.push(frame["fields"]["args"].as_array().unwrap().len());
        }
        assert_eq!(told, if named { vec![1, 1] } else { vec![0] });
        let mut socket = server.listen().await;
        server.post("/_standin/forget", json!({ "user": "alice" })).await;
        assert_eq!(socket.next().await, None);
    }
}
