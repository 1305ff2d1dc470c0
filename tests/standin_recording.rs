//! The stand-in's 6.5 frame, taken through the steps of the recording: it sends the same events in the same order, with
//! the same fields.

#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use gantry::protocol::Release;
use gantry::standin::frame::Input;
use gantry::standin::world::World;
use serde_json::{Value, json};

mod running;

use running::{ALICE, BOB, Run};

const RECORDING: &str = include_str!("fixtures/6.5.3/iframe-events-6.5.3.jsonl");
const VERSION: Release = Release::new(6, 5);
const DIRECT: &str = "direct-of-alice-and-bob";

/// The events of the recording, cut where the step changes.
fn recording() -> Vec<(String, Vec<Value>)> {
    let mut steps: Vec<(String, Vec<Value>)> = Vec::new();
    for line in RECORDING.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let step = line["step"].as_str().unwrap();
        if steps.last().is_none_or(|(last, _)| last != step) {
            steps.push((step.to_owned(), Vec::new()));
        }
        steps.last_mut().unwrap().1.push(line["data"].clone());
    }
    steps
}

fn world(teams: usize) -> World {
    let mut world = World::new(1_000_000);
    world.settings.insert("Iframe_Integration_send_enable".into(), json!(true));
    let all = ["admin", "alice", "bob"];
    world.add_room("GENERAL", 'c', Some("general"), None, &all);
    world.add_room("dev-id", 'c', Some("dev"), Some("dev"), &all);
    world.add_room("secret-id", 'p', Some("secret"), Some("secret"), &all);
    world.add_room(DIRECT, 'd', None, None, &["alice", "bob"]);
    for at in 0..teams {
        let name = ["team1795355810784", "team1795356026364", "team1795356097584"][at];
        world.add_room(name, 'c', Some(name), Some(name), &all);
    }
    for room in ["GENERAL", "dev-id", "secret-id", DIRECT] {
        world.say(room, BOB, "before", None, true);
    }
    world
}

fn set(world: &mut World, room: &str, unread: u32, alert: bool, seen: bool) {
    let sub = world.subscription_mut(ALICE.id, room).unwrap();
    (sub.unread, sub.alert, sub.ls) = (unread, alert, seen.then_some(1));
}

/// A last message with a file or a quotation, which the stand-in's people do not write.
const UNLIKE: &str = "a message with attachments";

/// What is compared of a value: which fields there are, all the way down, and of which kind.
fn shape(value: &Value) -> Value {
    match value {
        Value::String(text) if text.len() == 24 && text.ends_with('Z') && text.as_bytes()[10] == b'T' => json!("date"),
        Value::Object(object) if object.len() == 1 && object.contains_key("$date") => json!("date"),
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| {
                let plain = value["attachments"].as_array().is_none_or(Vec::is_empty);
                let value = if key == "lastMessage" && !plain { json!(UNLIKE) } else { shape(value) };
                (key.clone(), value)
            })
            .collect(),
        Value::Array(values) => values.first().map_or_else(|| json!([]), |first| json!([shape(first)])),
        Value::String(_) => json!("text"),
        Value::Number(_) => json!("number"),
        Value::Bool(_) => json!("boolean"),
        Value::Null => Value::Null,
    }
}

/// What is compared of an event: values where they are the point, shapes elsewhere.
fn essence(event: &Value) -> Value {
    let data = &event["data"];
    let has_data = event.as_object().unwrap().contains_key("data");
    let name = event["eventName"].as_str().unwrap();
    let data = match name {
        "unread-changed" | "status-changed" | "startup" => data.clone(),
        "unread-changed-by-subscription" => {
            let fields: BTreeSet<&String> = data.as_object().unwrap().keys().collect();
            json!([data["name"], data["t"], data["unread"], data["alert"], fields, shape(data)])
        }
        "notification" => json!([data["notification"]["title"], data["fromOpenedRoom"], data["hasFocus"], shape(data)]),
        "new-message" => json!([data["msg"], data["room"]["type"], shape(data)]),
        "user-status-manually-set" => data.clone(),
        _ => shape(data),
    };
    json!([name, has_data, data])
}

fn compare(step: &str, recorded: &[Value], sent: &[Value]) {
    let names = |events: &[Value]| events.iter().map(|e| e["eventName"].to_string()).collect::<Vec<_>>().join("\n");
    assert_eq!(names(sent), names(recorded), "order of events in step {step:?}");
    for (at, (recorded, sent)) in recorded.iter().zip(sent).enumerate() {
        let (recorded, mut sent) = (essence(recorded), essence(sent));
        if recorded[2]["lastMessage"] == UNLIKE {
            sent[2]["lastMessage"] = json!(UNLIKE);
        }
        assert_eq!(sent, recorded, "event {at} of step {step:?}");
    }
}

#[test]
fn a_6_5_frame_sends_what_was_recorded() {
    let recorded = recording();
    let mut steps = recorded.iter();
    let mut check = |expected: &str, sent: Vec<Value>| {
        let (step, events) = steps.next().expect("a further step");
        assert_eq!(step, expected);
        compare(step, events, &sent);
    };
    let boot =
        |token: Option<String>, embedded: bool, room: Option<(String, String)>| Input::Boot { token, embedded, room };

    let mut run = Run::new(VERSION, world(0));
    set(&mut run.world, "GENERAL", 1, true, false);
    set(&mut run.world, "dev-id", 1, true, false);
    set(&mut run.world, "secret-id", 0, true, false);
    set(&mut run.world, DIRECT, 1, true, false);
    check("load", run.step(boot(None, false, None)));
    run.handle(Input::Focus(true));
    check("login-form", run.log_in());
    check("open #general (command go)", run.open("channel", "general"));
    check("bob posts in #general (open room)", run.say("GENERAL", BOB, "ping in open room", None, true));
    check("bob mentions alice in #dev (other room)", run.say("dev-id", BOB, "hey @alice look", None, true));
    check("bob posts plain in #dev", run.say("dev-id", BOB, "plain message", None, true));
    check("bob @all in #secret", run.say("secret-id", BOB, "@all meeting", None, true));
    check("bob DM", run.say(DIRECT, BOB, "psst", None, true));
    check("open #dev (command go)", run.open("channel", "dev"));
    check("open secret group (go)", run.open("group", "secret"));
    check("open DM (go)", run.open("direct", "bob"));
    check("alice sends message from composer", run.say(DIRECT, ALICE, "from alice", None, false));
    let root = run.world.room(DIRECT).unwrap().messages.last().unwrap().id.clone();
    check("bob replies in thread", run.say(DIRECT, BOB, "thread reply", Some(&root), false));
    let change = run.world.mark_unread(ALICE.id, "dev-id");
    check("mark dev unread", run.change(change));
    let change = run.world.read(ALICE.id, "dev-id");
    check("mark dev read (REST)", run.change(change));
    check("logout command", run.step(Input::LogOut));
    check("login-with-token command", run.log_in());
    let token = run.world.open_session(ALICE);
    let mut run = run.reload(VERSION);
    check("reload", run.step(boot(Some(token), false, None)));

    let general = || Some(("channel".to_owned(), "general".to_owned()));
    let mut run = Run::new(VERSION, world(3));
    for (room, unread, alert) in [("GENERAL", 1, true), ("dev-id", 0, true), ("secret-id", 0, false), (DIRECT, 0, true)]
    {
        set(&mut run.world, room, unread, alert, true);
    }
    check("embedded: load logged out", run.step(boot(None, true, general())));
    check("embedded: login-with-token", run.log_in());
    let token = run.world.open_session(ALICE);
    let mut run = run.reload(VERSION);
    let mut sent = run.step(boot(Some(token), false, None));
    sent.extend(run.step(Input::PickStatus("busy".into())));
    // The recording of this step ends with the click in the menu, before the server confirmed the status.
    assert_eq!(sent.pop(), Some(json!({ "eventName": "status-changed", "data": "busy" })));
    check("full layout: status from menu", sent);
    let mut run = run.reload(VERSION);
    set(&mut run.world, "GENERAL", 1, true, true);
    check("embedded: load logged out", run.step(boot(None, true, general())));
    check("embedded: login-with-token", run.log_in());
    run.world.subscription_mut(ALICE.id, "dev-id").unwrap().tunread.push("a thread".into());
    let mut sent = run.step(Input::ClickMention { rid: "dev-id".into() });
    sent.extend(run.open("channel", "dev-id"));
    check("embedded: click channel mention", sent);
    assert!(steps.next().is_none(), "every recorded step is covered");
}
