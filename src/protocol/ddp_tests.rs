//! Frames of a real 6.5.3, and what no server should send.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::protocol::subscription::Tally;
use serde_json::{Value, json};

const CAPTURE: &str = include_str!("../../tests/fixtures/6.5.3/ddp-6.5.3.jsonl");
const ALICE: &str = "SWnKNZdL4xE9B7DCx";

fn sent(outgoing: &Outgoing<'_>) -> Value {
    serde_json::from_str(&outgoing.text()).unwrap()
}

/// What a frame says, as text.
fn said(frame: &Value) -> String {
    match read(frame) {
        Incoming::News(user, news) => {
            assert_eq!(user, ALICE);
            match news {
                News::Changed(record) => {
                    let Tally { unread, alert, updated_at, threads, .. } = record.subscription.tally;
                    let name = record.subscription.name.unwrap();
                    format!("{name} {unread:?} {alert} {threads:?} {updated_at:?}")
                }
                other => format!("{other:?}"),
            }
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn the_capture_is_understood_frame_by_frame() {
    let told = [
        "Connected(Some(\"exdzNyCsaf9yG9W3d\"))",
        "Other",
        "Other",
        "Other",
        "Other",
        "Other",
        "Other",
        "dev Some(1) true Some(3) Some(1795357820167.0)",
        "dev Some(0) true Some(3) Some(1795357821896.0)",
        "Other",
        "Other",
    ];
    let lines = CAPTURE.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let frames: Vec<String> = lines.filter(|line| line["dir"] == "in").map(|line| said(&line["frame"])).collect();
    assert_eq!(frames, told);
}

/// The capture with our ids, which are names, in place of its own.
fn with_our_ids() -> Vec<Value> {
    let mut capture = CAPTURE.to_owned();
    for (theirs, ours) in [
        ("1", "login"),
        ("2", "login"),
        ("s1", "subscriptions-changed"),
        ("s2", "notification"),
        ("s3", "force_logout"),
    ] {
        capture = capture.replace(&format!(r#""id":"{theirs}""#), &format!(r#""id":"{ours}""#));
        capture = capture.replace(&format!(r#""subs":["{theirs}"]"#), &format!(r#""subs":["{ours}"]"#));
    }
    capture.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn answers_to_our_own_calls_are_known_by_their_ids() {
    let lines = with_our_ids();
    let told: Vec<String> = lines.iter().filter(|line| line["dir"] == "in").map(|line| said(&line["frame"])).collect();
    assert_eq!(told[3], format!("LoggedIn(\"{ALICE}\")"));
    assert_eq!(told[4..7], ["Ready(Subscriptions)", "Ready(Notifications)", "NoStream(Logout)"]);
    assert_eq!(told[10], "NotLoggedIn(true)");
}

#[test]
fn what_we_say_is_what_a_real_client_said() {
    let lines = with_our_ids();
    let out = lines.iter().filter(|line| line["dir"] == "out").map(|line| &line["frame"]);
    let ours = [
        Outgoing::Connect,
        Outgoing::Login("RESUME-TOKEN"),
        Outgoing::Subscribe(ALICE, Stream::Subscriptions),
        Outgoing::Subscribe(ALICE, Stream::Notifications),
        Outgoing::Subscribe("someoneelse", Stream::Subscriptions),
        Outgoing::Login("bad-token"),
    ];
    for (theirs, ours) in out.zip(&ours) {
        let mut ours = sent(ours);
        if let (Some(ours), Some(id)) = (ours.get_mut("id"), theirs.get("id")) {
            ours.clone_from(id);
        }
        assert_eq!(&ours, theirs);
    }
}

#[test]
fn the_rest_of_what_we_say() {
    assert_eq!(sent(&Outgoing::Ping), json!({ "msg": "ping" }));
    assert_eq!(sent(&Outgoing::Pong(None)), json!({ "msg": "pong" }));
    assert_eq!(sent(&Outgoing::Pong(Some("a\"b"))), json!({ "msg": "pong", "id": "a\"b" }));
    let call =
        |params: Value| json!({ "msg": "method", "method": SUBSCRIPTIONS, "id": SUBSCRIPTIONS, "params": params });
    assert_eq!(sent(&Outgoing::Subscriptions(None)), call(json!([])));
    for since in [1_795_357_000_007_u64, 1_000_000, 7] {
        let asked = Outgoing::Subscriptions(Some(since as f64));
        assert_eq!(sent(&asked), call(json!([{ "$date": since }])));
    }
}

#[test]
fn a_token_is_quoted() {
    let login = Outgoing::Login("a\"}],\"x\":[{\"");
    assert_eq!(sent(&login)["params"], json!([{ "resume": "a\"}],\"x\":[{\"" }]));
}

fn on(stream: &str, args: Value) -> Incoming {
    let fields = json!({ "eventName": format!("u/{stream}"), "args": args });
    read(&json!({ "msg": "changed", "collection": "stream-notify-user", "id": "id", "fields": fields }))
}

#[test]
fn streams_bring_removals_notices_and_log_outs() {
    let news = |news| Incoming::News("u".to_owned(), news);
    assert_eq!(on("subscriptions-changed", json!(["removed", { "_id": "s1" }])), news(News::Removed("s1".into())));
    assert_eq!(on("force_logout", json!([])), news(News::LoggedOut(None)));
    assert_eq!(on("force_logout", json!(["other"])), news(News::LoggedOut(Some("other".into()))));
    let payload =
        json!({ "_id": "m1", "rid": "r1", "type": "p", "name": "alpha", "sender": {}, "message": { "msg": "x" } });
    let notice = on("notification", json!([{ "title": "alpha", "text": "Bob: x", "payload": payload }]));
    let Incoming::News(_, News::Notice(notice)) = notice else { panic!("{notice:?}") };
    assert_eq!((notice.message.as_str(), notice.room.as_str()), ("m1", "r1"));
    assert_eq!(
        (notice.title.as_str(), notice.text.as_str(), notice.name.as_deref()),
        ("alpha", "Bob: x", Some("alpha"))
    );
}

#[test]
fn several_may_be_ready_at_once() {
    let ready = |subs: Value| read(&json!({ "msg": "ready", "subs": subs }));
    let first = Incoming::Ready(Stream::Subscriptions);
    assert_eq!(ready(json!(["notification", "subscriptions-changed", "force_logout"])), first);
    assert_eq!(ready(json!(["x"])), Incoming::Other);
}

#[test]
fn what_is_of_no_concern_or_of_no_shape_is_let_pass() {
    for frame in [
        json!(null),
        json!([]),
        json!("ping"),
        json!({ "server_id": "0" }),
        json!({ "msg": 7 }),
        json!({ "msg": "updated", "methods": ["login"] }),
        json!({ "msg": "result", "id": "x", "result": {} }),
        json!({ "msg": "changed", "collection": "users", "fields": { "eventName": "u/force_logout" } }),
        json!({ "msg": "changed", "collection": "stream-notify-user" }),
        json!({ "msg": "ready", "subs": "subscriptions-changed" }),
    ] {
        assert_eq!(read(&frame), Incoming::Other, "{frame}");
    }
    assert_eq!(on("subscriptions-changed", json!(["updated", { "rid": "r" }])), Incoming::Other);
    assert_eq!(on("notification", json!([{ "payload": { "_id": "", "rid": "" } }])), Incoming::Other);
    assert_eq!(on("subscriptions-changed", json!(["removed", { "_id": "x".repeat(2_000) }])), Incoming::Other);
}

#[test]
fn only_403_blames_the_token() {
    let result = |error: Value| read(&json!({ "msg": "result", "id": "login", "error": { "error": error } }));
    assert_eq!(result(json!(403)), Incoming::NotLoggedIn(true));
    assert_eq!(result(json!("403")), Incoming::NotLoggedIn(true));
    assert_eq!(result(json!("too-many-requests")), Incoming::NotLoggedIn(false));
    assert_eq!(result(json!(500)), Incoming::NotLoggedIn(false));
}
