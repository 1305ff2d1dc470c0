use serde_json::{Value, json as js};

use super::script::{Script, fine, html, json};
use crate::protocol::Release;
use crate::rest::{Answer, Broken, observe};
use crate::setup::{Capabilities, Population, ServerError};

fn info() -> Result<Answer, Broken> {
    fine(js!({ "version": "6.5.3" }))
}

fn me() -> Result<Answer, Broken> {
    fine(js!({ "_id": "u1", "username": "admin", "roles": ["admin", "user"] }))
}

fn setting(id: &str, value: Value) -> Value {
    js!({ "_id": id, "value": value, "enterprise": false })
}

fn settings(records: &[Value], total: usize) -> Result<Answer, Broken> {
    fine(js!({ "settings": records, "count": records.len(), "offset": 0, "total": total }))
}

fn permissions() -> Result<Answer, Broken> {
    fine(js!({ "update": [
        { "_id": "create-c", "roles": ["admin", "user"], "_updatedAt": "2026-11-22T13:47:37.846Z" },
        { "_id": "change-setting-SMS", "level": "settings", "settingId": "SMS", "roles": [] } ], "remove": [] }))
}

/// As a server before 8.4 answers the four questions.
fn old() -> [Result<Answer, Broken>; 4] {
    let asks = js!({ "success": false, "error": "The required \"userId\" or \"username\" param was not provided \
        [error-user-param-not-provided]", "errorType": "error-user-param-not-provided" });
    [html(200), json(404, &js!({ "success": false })), json(400, &asks), html(200)]
}

#[test]
fn a_server_is_observed_in_eight_calls() {
    let all = [setting("uniqueID", js!("abc")), setting("Site_Url", js!("https://chat.example.org/chat"))];
    let script = Script::of([info(), me(), settings(&all, 2), permissions()].into_iter().chain(old()));
    let observed = observe(&mut script.connection(), false).unwrap();
    assert_eq!(
        script.calls(),
        [
            "GET /api/info",
            "GET /api/v1/me",
            "GET /api/v1/settings?count=0",
            "GET /api/v1/permissions.listAll",
            "POST /api/v1/settings",
            "POST /api/v1/permissions.removeRole",
            "GET /api/v1/users.info?email=nobody%40gantry.invalid",
            "GET /readyz",
        ]
    );
    assert_eq!(observed.identity.unique_id.as_deref(), Some("abc"));
    assert_eq!(observed.identity.site_url.as_deref(), Some("https://chat.example.org/chat"));
    assert_eq!(observed.identity.release, Release::new(6, 5));
    assert_eq!((observed.caller.id.as_str(), observed.caller.roles.len()), ("u1", 2));
    assert_eq!(observed.permissions.keys().collect::<Vec<_>>(), ["create-c"], "single settings are left out");
    assert_eq!((observed.capabilities, observed.population), (Capabilities::default(), None));
}

#[test]
fn what_a_new_server_can_is_seen_without_a_second_proof() {
    let challenge = super::script::challenge("password");
    let params = js!({ "success": false, "error": "must have required property", "errorType": "invalid-params" });
    let nobody = js!({ "success": false, "error": "User not found." });
    let new = [challenge, json(400, &params), json(400, &nobody), json(503, &js!({ "status": "down" }))];
    let script = Script::of([info(), me(), settings(&[], 0), permissions()].into_iter().chain(new));
    let capabilities = observe(&mut script.connection(), false).unwrap().capabilities;
    let all = Capabilities { bulk_settings: true, single_roles: true, users_by_email: true, readiness: true };
    assert_eq!(capabilities, all);
    assert!(script.0.borrow().asked.is_empty());
    assert_eq!(script.sent(4).body, js!({ "settings": [] }), "a question, not a write");
}

#[test]
fn settings_are_read_in_pages_where_the_server_cuts_the_list() {
    let records =
        |from: usize, to: usize| -> Vec<Value> { (from..to).map(|n| setting(&format!("S{n:04}"), js!(n))).collect() };
    let pages = [settings(&records(0, 50), 220), settings(&records(50, 150), 220), settings(&records(150, 220), 220)];
    let script = Script::of([info(), me()].into_iter().chain(pages).chain([permissions()]).chain(old()));
    let observed = observe(&mut script.connection(), false).unwrap();
    assert_eq!(observed.settings.len(), 220);
    assert_eq!(script.calls()[3], "GET /api/v1/settings?count=100&offset=50&sort=%7B%22_id%22%3A1%7D");
    assert!(script.calls()[4].contains("offset=150"));
}

#[test]
fn an_empty_page_ends_the_list() {
    let pages = [settings(&[setting("A", js!(1))], 3), settings(&[], 3)];
    let script = Script::of([info(), me()].into_iter().chain(pages).chain([permissions()]).chain(old()));
    assert_eq!(observe(&mut script.connection(), false).unwrap().settings.len(), 1);
}

#[test]
fn people_and_rooms_are_counted_when_asked() {
    let users = fine(js!({ "users": [
        { "_id": "rocket.cat", "type": "bot" }, { "_id": "u1", "type": "user" }, { "_id": "u2", "type": "user" } ],
        "total": 3 }));
    let rooms = fine(js!({ "rooms": [{ "_id": "GENERAL", "t": "c" }, { "_id": "d1", "t": "d" }], "total": 2 }));
    let first = [info(), me(), settings(&[], 0), permissions()];
    let script = Script::of(first.into_iter().chain(old()).chain([users, rooms]));
    let observed = observe(&mut script.connection(), true).unwrap();
    assert_eq!(observed.population, Some(Population { people: 2, rooms: 1 }));
    assert_eq!(script.calls().len(), 10);
}

#[test]
fn values_pinned_by_the_environment_are_seen_where_the_server_tells() {
    let mut pinned = setting("Unread_Count", js!("all_messages"));
    pinned["valueSource"] = js!("processEnvValue");
    let script = Script::of([info(), me(), settings(&[pinned], 1), permissions()].into_iter().chain(old()));
    let observed = observe(&mut script.connection(), false).unwrap();
    assert_eq!(observed.pinned.iter().collect::<Vec<_>>(), ["Unread_Count"]);
}

#[test]
fn something_else_at_the_address_is_told_by_the_first_call() {
    for answer in [html(200), json(404, &js!({ "success": false })), fine(js!({ "version": "x" })), fine(js!({}))] {
        let script = Script::of([answer]);
        let error = observe(&mut script.connection(), false).unwrap_err();
        assert!(matches!(error, ServerError::NotTheApi { .. }), "{error:?}");
    }
}

#[test]
fn the_release_is_read_from_either_shape() {
    for body in [js!({ "info": { "version": "3.18.7" } }), js!({ "version": "3.18" })] {
        let script = Script::of([fine(body), me(), settings(&[], 0), permissions()].into_iter().chain(old()));
        let observed = observe(&mut script.connection(), false).unwrap();
        assert_eq!(observed.identity.release, Release::new(3, 18));
    }
}
