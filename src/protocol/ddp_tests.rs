//! Frames of a real 6.5.3, and what no server should send.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::*;
use crate::protocol::subscription::flag;
use crate::protocol::texts::{Table, Texts};
use crate::protocol::wire_twin;
use serde_json::{Value, json};

const CAPTURE: &str = include_str!("../../tests/fixtures/6.5.3/ddp-6.5.3.jsonl");
const ALICE: &str = "SWnKNZdL4xE9B7DCx";

/// What a frame says, in words.
fn said(frame: &Value) -> String {
    let mut texts = Table::default();
    let incoming = read(&wire_twin::frame(frame, &mut texts));
    let word = |id| texts.text(id).to_owned();
    match incoming {
        Incoming::Connected(session) => format!("connected {}", word(session)),
        Incoming::LoggedIn(user) => format!("logged in {}", word(user)),
        Incoming::Ping(id) => format!("ping {}", word(id)),
        Incoming::Changed(user, record) => {
            let Record { id, room, names: [name, label, kind], tally } = record;
            let texts = [user, id, room, name, label, kind].map(word).join(" ");
            let alert = if tally.has(flag::ALERT) { "alert" } else { "quiet" };
            format!("{texts}: {} {alert} {} {}", tally.unread, tally.threads(), tally.updated_at)
        }
        Incoming::Removed(user, id) => format!("{} removed {}", word(user), word(id)),
        Incoming::Notice(user, message, room) => format!("{} notice {} {}", word(user), word(message), word(room)),
        Incoming::LoggedOut(user, session) => format!("{} logged out {}", word(user), word(session)),
        other => format!("{other:?}"),
    }
}

fn captured(direction: &str, ours: &[(&str, &str)]) -> Vec<Value> {
    let mut capture = CAPTURE.to_owned();
    for (theirs, ours) in ours {
        capture = capture.replace(&format!(r#""id":"{theirs}""#), &format!(r#""id":"{ours}""#));
        capture = capture.replace(&format!(r#""subs":["{theirs}"]"#), &format!(r#""subs":["{ours}"]"#));
    }
    let lines = capture.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["dir"] == direction).map(|line| line["frame"].clone()).collect()
}

#[test]
fn the_first_words_are_the_numbers_that_frames_are_read_by() {
    let mut texts = Table::default();
    for (at, word) in WORDS.iter().enumerate() {
        assert_eq!(texts.number(word), TextId(KNOWN + at as u32 + 1), "{word}");
    }
    let word = |number: u32| texts.text(TextId(number));
    for (number, expected) in [
        (CONNECTED, "connected"),
        (FAILED, "failed"),
        (ERROR, "error"),
        (PING, "ping"),
        (RESULT, "result"),
        (READY, "ready"),
        (NOSUB, "nosub"),
        (CHANGED, "changed"),
        (LOGIN, "login"),
        (SUBSCRIPTIONS, "subscriptions/get"),
        (STREAM, "stream-notify-user"),
        (REMOVED, "removed"),
        (FORBIDDEN, "403"),
        (CHANGES, "subscriptions-changed"),
        (NOTIFICATIONS, "notification"),
        (LOGOUT, "force_logout"),
    ] {
        assert_eq!(word(number), expected);
    }
}

#[test]
fn the_capture_is_understood_frame_by_frame() {
    let dev = format!("{ALICE} 6b02f2eefcab8e5bd89f482c 6b02f2eefcab8e5bd89f482a dev dev c:");
    let told = [
        "connected exdzNyCsaf9yG9W3d",
        "Other",
        "Other",
        "Other",
        "Other",
        "Other",
        "Other",
        &format!("{dev} 1 alert 3 1795357820167"),
        &format!("{dev} 0 alert 3 1795357821896"),
        "Other",
        "Other",
    ];
    let frames: Vec<String> = captured("in", &[]).iter().map(said).collect();
    assert_eq!(frames, told);
}

#[test]
fn answers_to_our_own_calls_are_known_by_their_ids() {
    // Our ids are names, of which the capture knows nothing; the stream that was refused there is not ours.
    let ids = [("1", "login"), ("2", "login"), ("s1", "subscriptions-changed"), ("s3", "subscriptions-changed")];
    let told: Vec<String> = captured("in", &ids).iter().map(said).collect();
    assert_eq!(told[3], format!("logged in {ALICE}"));
    assert_eq!(told[4..7], ["Ready", "Other", "NoChanges"]);
    assert_eq!(told[10], "NotLoggedIn(true)");
}

fn on(stream: &str, args: Value) -> String {
    let fields = json!({ "eventName": format!("u/{stream}"), "args": args });
    said(&json!({ "msg": "changed", "collection": "stream-notify-user", "id": "id", "fields": fields }))
}

#[test]
fn streams_bring_changes_removals_notices_and_log_outs() {
    assert_eq!(on("subscriptions-changed", json!(["removed", { "_id": "s1" }])), "u removed s1");
    let changed = json!(["inserted", { "_id": "s1", "rid": "r1", "name": "n", "fname": "f", "t": "p" }]);
    assert_eq!(on("subscriptions-changed", changed), "u s1 r1 n f p: 0 quiet 0 0");
    assert_eq!(on("force_logout", json!([])), "u logged out ");
    assert_eq!(on("force_logout", json!(["other"])), "u logged out other");
    let payload =
        json!({ "_id": "m1", "rid": "r1", "type": "p", "name": "alpha", "sender": {}, "message": { "msg": "x" } });
    let notice = json!([{ "title": "alpha", "text": "Bob: x", "payload": payload }]);
    assert_eq!(on("notification", notice), "u notice m1 r1");
    assert_eq!(on("something-else", json!(["removed", { "_id": "s1" }])), "Other");
}

#[test]
fn several_may_be_ready_at_once() {
    let ready = |subs: Value| said(&json!({ "msg": "ready", "subs": subs }));
    assert_eq!(ready(json!(["notification", "subscriptions-changed", "force_logout"])), "Ready");
    assert_eq!(ready(json!([7, null, "subscriptions-changed"])), "Ready");
    assert_eq!(ready(json!(["x"])), "Other");
}

#[test]
fn what_is_of_no_concern_or_of_no_shape_is_let_pass() {
    for frame in [
        json!(null),
        json!([]),
        json!("ping"),
        json!({ "server_id": "0" }),
        json!({ "msg": 7 }),
        json!({ "msg": -4 }),
        json!({ "msg": "updated", "methods": ["login"] }),
        json!({ "msg": "result", "id": "x", "result": {} }),
        json!({ "msg": "result", "id": "subscriptions/get", "result": [] }),
        json!({ "msg": "changed", "collection": "users", "fields": { "eventName": "u/force_logout" } }),
        json!({ "msg": "changed", "collection": "stream-notify-user" }),
        json!({ "msg": "changed", "collection": "stream-notify-user", "fields": { "eventName": "force_logout" } }),
        json!({ "msg": "ready", "subs": "subscriptions-changed" }),
        json!({ "msg": "nosub", "id": "notification" }),
    ] {
        assert_eq!(said(&frame), "Other", "{frame}");
    }
    for list in [&[][..], &[f64::NAN], &[f64::INFINITY; 30], &[f64::NEG_INFINITY; 30], &[-8.0, 0.0, 0.0, -11.0]] {
        assert_eq!(read(list), Incoming::Other, "{list:?}");
    }
    assert_eq!(on("subscriptions-changed", json!(["updated", { "rid": "r" }])), "Other");
    assert_eq!(on("subscriptions-changed", json!(["updated", { "_id": "s", "rid": "r", "unread": "7" }])), "Other");
    assert_eq!(on("subscriptions-changed", json!(["updated"])), "Other");
    // No text is none; whoever takes it looks.
    assert_eq!(on("notification", json!([{ "payload": { "_id": "", "rid": "" } }])), "u notice  ");
    assert_eq!(on("subscriptions-changed", json!(["removed", { "_id": "x".repeat(2_000) }])), "u removed ");
}

#[test]
fn only_403_blames_the_token() {
    let result = |error: Value| said(&json!({ "msg": "result", "id": "login", "error": error }));
    for (error, blamed) in [
        (json!({ "error": 403 }), true),
        (json!({ "error": "403" }), true),
        (json!({ "error": "too-many-requests" }), false),
        (json!({ "error": 500 }), false),
        (json!({ "error": -13 }), false),
        (json!("403"), false),
        (json!({}), false),
    ] {
        assert_eq!(result(error.clone()), format!("NotLoggedIn({blamed})"), "{error}");
    }
    assert_eq!(said(&json!({ "msg": "result", "id": "login", "result": {} })), "NotLoggedIn(false)");
    assert_eq!(said(&json!({ "msg": "result", "id": "login", "result": { "id": "u" }, "error": null })), "logged in u");
    assert_eq!(said(&json!({ "msg": "result", "id": "subscriptions/get", "error": {} })), "NoSubscriptions");
    assert_eq!(said(&json!({ "msg": "failed", "version": "pre1" })), "Failed");
    assert_eq!(said(&json!({ "msg": "error", "reason": "Bad request" })), "Failed");
    assert_eq!(said(&json!({ "msg": "ping" })), "ping ");
    assert_eq!(said(&json!({ "msg": "ping", "id": "x" })), "ping x");
}
