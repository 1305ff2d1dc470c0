//! The gate's rule, row by row: what real frames say, what old scripts say, and what nobody should.

use super::*;
use crate::protocol::fields_twin;
use crate::protocol::texts::Table;
use serde_json::{Value, json};

const ORIGIN: &str = "https://chat.example.org";

/// A page, with the letters of what it hears.
#[derive(Default)]
struct Page(Table);

impl Page {
    fn judge(&mut self, same_window: bool, origin: &str, data: &Value) -> Result<Event, Refusal> {
        let [origin, expected] = [origin, ORIGIN].map(|text| self.0.number(text));
        let fields = fields_twin::read(data, &mut self.0);
        judge(same_window, origin, expected, Fields(&fields), &mut self.0)
    }

    fn heard(&mut self, data: &Value) -> Result<Event, Refusal> {
        self.judge(true, ORIGIN, data)
    }

    fn named(&mut self, name: &str, data: Value) -> Result<Event, Refusal> {
        self.heard(&json!({"eventName": name, "data": data}))
    }
}

fn heard(data: &Value) -> Result<Event, Refusal> {
    Page::default().heard(data)
}

fn named(name: &str, data: Value) -> Result<Event, Refusal> {
    Page::default().named(name, data)
}

#[test]
fn window_comes_before_origin_and_origin_before_shape() {
    let startup = json!({"eventName": "startup", "data": true});
    let judge = |same_window, origin, data: &Value| Page::default().judge(same_window, origin, data);
    assert_eq!(judge(false, "https://evil.example", &Value::Null), Err(Refusal::Window));
    assert_eq!(judge(true, "https://evil.example", &Value::Null), Err(Refusal::Origin));
    assert_eq!(judge(true, ORIGIN, &Value::Null), Err(Refusal::Shape));
    assert_eq!(judge(true, ORIGIN, &startup), Ok(Event::Startup));
    for origin in ["https://chat.example.org/", "https://chat.example.org:443", "HTTPS://chat.example.org", "null", ""]
    {
        assert_eq!(judge(true, origin, &startup), Err(Refusal::Origin), "{origin}");
    }
    let mut texts = Table::default();
    let fields = fields_twin::read(&startup, &mut texts);
    let none = super::judge(true, TextId::NONE, TextId::NONE, Fields(&fields), &mut texts);
    assert_eq!(none, Err(Refusal::Origin), "an origin without a number is equal to nothing");
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
    let mut page = Page::default();
    let Ok(Event::Subscription(whole)) = page.named(
        "unread-changed-by-subscription",
        json!({"_id": "s", "rid": "r1", "t": "p", "name": "p1", "fname": "P1", "unread": 2, "alert": true, "ls": null,
            "usersCount": 14, "tunread": ["a", "b"], "_updatedAt": {"$date": 5}}),
    ) else {
        panic!("a subscription")
    };
    assert_eq!(page.0.text(whole.room), "r1");
    assert_eq!(whole.names.map(|name| page.0.text(name)), ["p1", "P1", "p"]);
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
    let mut page = Page::default();
    let manual = page.heard(&json!({"evtname": "user-card-click", "username": "bob", "id": "m1"}));
    let [username, message_id] = ["bob", "m1"].map(|text| page.0.number(text));
    let bob = Person { username, message_id, ..Person::default() };
    assert_eq!(manual, Ok(Event::Person(Some(bob))));
    let nobody = heard(&json!({"evtname": "user-card-click", "username": null, "id": null}));
    assert_eq!(nobody, Ok(Event::Person(None)), "the manual's script on a name");
    let richer = page.heard(&json!({"evtname": "user-card-click", "username": null, "id": "m1", "gantry": {"v": 1,
        "userId": "u1", "messageId": "m2", "room": "r1", "trigger": "mention",
        "modifiers": {"ctrl": true, "alt": "yes", "keyboard": true}, "stamp": "s"}}));
    let Ok(Event::Person(Some(person))) = richer else { panic!("a person") };
    let Person { username, user_id, message_id, room, trigger, modifiers } = person;
    let told = [username, user_id, message_id, room, trigger].map(|text| page.0.text(text));
    assert_eq!(told, ["", "u1", "m2", "r1", "mention"]);
    assert_eq!(modifiers.bits(), 0b10_0001, "only what is really held");
    assert!(modifiers.new_tab());
    let native = named("click-user-card-message", json!({"username": "bob"}));
    assert!(matches!(native, Ok(Event::Person(Some(_)))), "Rocket.Chat's own, up to 3.9");
}

#[test]
fn rooms_links_and_speakers_are_read() {
    let mut page = Page::default();
    let Ok(Event::RoomOpened(room)) = page.named("room-opened", json!({"_id": "d1", "t": "d", "uids": ["a", "b"]}))
    else {
        panic!("a room")
    };
    assert_eq!((page.0.text(room.id), room.name), ("d1", TextId::NONE));
    assert_eq!(named("room-opened", json!({"t": "d"})), Err(Refusal::Shape));
    let mention = page.named("click-mention-link", json!({"path": "/channel/x", "channel": "r"}));
    assert_eq!(mention, Ok(Event::Link(page.0.number("/channel/x"))));
    let message = page.named("click-message-link", json!({"link": "/group/x?msg=m1"}));
    assert_eq!(message, Ok(Event::Link(page.0.number("/group/x?msg=m1"))));
    assert_eq!(named("click-mention-link", json!({"link": "/channel/x"})), Err(Refusal::Shape));
    let bob = Ok(Event::Spoke(page.0.number("u1"), page.0.number("bob")));
    assert_eq!(page.named("new-message", json!({"u": {"_id": "u1", "username": "bob"}})), bob);
    assert_eq!(named("new-message", json!({})), Ok(Event::Spoke(TextId::NONE, TextId::NONE)));
    let sender = json!({"notification": {"payload": {"sender": {"_id": "u1", "username": "bob"}}}});
    assert_eq!(page.named("notification", sender), bob);
}
