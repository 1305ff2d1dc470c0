//! The gate's rule, row by row: what real frames say, what old scripts say, and what nobody should.

use super::*;
use serde_json::{Value, json};

const ORIGIN: &str = "https://chat.example.org";

fn heard(data: &Value) -> Result<Event, Refusal> {
    judge(true, ORIGIN, ORIGIN, data)
}

fn named(name: &str, data: Value) -> Result<Event, Refusal> {
    heard(&json!({"eventName": name, "data": data}))
}

#[test]
fn window_comes_before_origin_and_origin_before_shape() {
    let startup = json!({"eventName": "startup", "data": true});
    assert_eq!(judge(false, "https://evil.example", ORIGIN, &Value::Null), Err(Refusal::Window));
    assert_eq!(judge(true, "https://evil.example", ORIGIN, &Value::Null), Err(Refusal::Origin));
    assert_eq!(judge(true, ORIGIN, ORIGIN, &Value::Null), Err(Refusal::Shape));
    assert_eq!(judge(true, ORIGIN, ORIGIN, &startup), Ok(Event::Startup));
    for origin in ["https://chat.example.org/", "https://chat.example.org:443", "HTTPS://chat.example.org", "null", ""]
    {
        assert_eq!(judge(true, origin, ORIGIN, &startup), Err(Refusal::Origin), "{origin}");
    }
    assert_eq!(judge(true, "null", "null", &startup), Err(Refusal::Origin), "opaque origins are equal to nothing");
}

#[test]
fn what_is_no_message_is_refused() {
    for data in [json!(null), json!("text"), json!(7), json!(true), json!([]), json!({}), json!({"data": 1})] {
        assert_eq!(heard(&data), Err(Refusal::Shape), "{data}");
    }
    for data in [
        json!({"eventName": "no-such-event"}),
        json!({"eventName": "__proto__"}),
        json!({"evtname": "other"}),
        json!({"event": "other"}),
        json!({"gantry": {"v": 2, "kind": "here", "nonce": "n"}}),
        json!({"gantry": {"v": 1, "kind": "hello", "nonce": "n"}}),
        json!({"gantry": {"v": 1, "kind": "here"}}),
    ] {
        assert_eq!(heard(&data), Err(Refusal::Event), "{data}");
    }
    let long = "x".repeat(1_001);
    for data in [
        json!({"eventName": long}),
        json!({"eventName": "status-changed", "data": long}),
        json!({"eventName": "unread-changed-by-subscription", "data": {"rid": "r", "name": long}}),
        json!({"evtname": "user-card-click", "username": long}),
        json!({"gantry": {"v": 1, "kind": "here", "nonce": long}}),
    ] {
        assert_eq!(heard(&data), Err(Refusal::Size));
    }
}

#[test]
fn a_session_shows_itself_by_many_events() {
    assert_eq!(named("startup", json!(true)), Ok(Event::Startup));
    assert_eq!(heard(&json!({"eventName": "Custom_Script_Logged_In"})), Ok(Event::LoggedIn));
    assert_eq!(named("Custom_Script_Logged_Out", json!(null)), Ok(Event::LoggedOut));
    let script = json!("alert('text of a script')".repeat(1_000));
    assert_eq!(named("Custom_Script_On_Logout", script), Ok(Event::OnLogout), "what it carries is never looked at");
    assert_eq!(named("status-changed", json!("busy")), Ok(Event::Status(Some(Status::Busy))));
    assert_eq!(named("status-changed", json!("dancing")), Ok(Event::Status(None)));
    let descriptor = json!({"id": "busy", "name": "busy", "statusType": "busy", "localizeName": true});
    for data in [json!("busy"), descriptor] {
        assert_eq!(named("user-status-manually-set", data), Ok(Event::Other));
    }
    assert_eq!(heard(&json!({"event": "login-error", "response": "no"})), Ok(Event::LoginError));
}

#[test]
fn a_subscription_needs_no_more_than_its_room() {
    let Ok(Event::Subscription(whole)) = named(
        "unread-changed-by-subscription",
        json!({"_id": "s", "rid": "r1", "t": "p", "name": "p1", "fname": "P1", "unread": 2, "alert": true, "ls": null,
            "usersCount": 14, "tunread": ["a", "b"], "_updatedAt": {"$date": 5}}),
    ) else {
        panic!("a subscription")
    };
    assert_eq!((whole.room.as_str(), whole.label.as_deref()), ("r1", Some("P1")));
    assert_eq!((whole.tally.unread, whole.tally.threads(), whole.tally.updated_at), (2, 2, 5.0));
    let Ok(Event::Subscription(bare)) = named("unread-changed-by-subscription", json!({"rid": "r1"})) else {
        panic!("a subscription")
    };
    assert_eq!(bare.tally.unread, crate::protocol::Tally::UNTOLD);
    for unread in [json!(-1), json!(1.5), json!("3"), json!(null), json!(1e12)] {
        let Ok(Event::Subscription(odd)) =
            named("unread-changed-by-subscription", json!({"rid": "r1", "unread": unread, "alert": true}))
        else {
            panic!("a subscription")
        };
        assert_eq!(odd.tally.unread, crate::protocol::Tally::UNTOLD, "{unread}");
    }
    assert_eq!(named("unread-changed-by-subscription", json!({"unread": 1})), Err(Refusal::Shape));
}

#[test]
fn a_person_is_named_by_either_script() {
    let manual = heard(&json!({"evtname": "user-card-click", "username": "bob", "id": "m1"}));
    let bob = Person { username: Some("bob".into()), message_id: Some("m1".into()), ..Person::default() };
    assert_eq!(manual, Ok(Event::Person(Some(Box::new(bob)))));
    let nobody = heard(&json!({"evtname": "user-card-click", "username": null, "id": null}));
    assert_eq!(nobody, Ok(Event::Person(None)), "the manual's script on a name");
    let richer = heard(&json!({"evtname": "user-card-click", "username": null, "id": "m1", "gantry": {"v": 1,
        "userId": "u1", "messageId": "m1", "room": "r1", "trigger": "mention", "modifiers": {"ctrl": true, "alt": "yes"},
        "stamp": "s"}}));
    let Ok(Event::Person(Some(person))) = richer else { panic!("a person") };
    assert_eq!((person.username.as_deref(), person.user_id.as_deref()), (None, Some("u1")));
    assert_eq!(person.modifiers.bits(), 1, "only what is really held");
    assert!(person.modifiers.new_tab());
    let native = named("click-user-card-message", json!({"username": "bob"}));
    assert!(matches!(native, Ok(Event::Person(Some(_)))), "Rocket.Chat's own, up to 3.9");
}

#[test]
fn rooms_links_and_speakers_are_read() {
    let Ok(Event::RoomOpened(room)) = named("room-opened", json!({"_id": "d1", "t": "d", "uids": ["a", "b"]})) else {
        panic!("a room")
    };
    assert_eq!((room.id.as_str(), room.name), ("d1", None));
    assert_eq!(named("room-opened", json!({"t": "d"})), Err(Refusal::Shape));
    let mention = named("click-mention-link", json!({"path": "/channel/x", "channel": "r"}));
    assert_eq!(mention, Ok(Event::Link("/channel/x".into())));
    let spoke = |author: Option<(&str, &str)>| {
        Ok(Event::Spoke { author: author.map(|(id, name)| (id.to_owned(), name.to_owned())) })
    };
    assert_eq!(named("new-message", json!({"u": {"_id": "u1", "username": "bob"}})), spoke(Some(("u1", "bob"))));
    assert_eq!(named("new-message", json!({})), spoke(None));
    let sender = json!({"notification": {"payload": {"sender": {"_id": "u1", "username": "bob"}}}});
    assert_eq!(named("notification", sender), spoke(Some(("u1", "bob"))));
}
