use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json as js};

use super::script::{Script, fine, html, json};
use crate::rest::{Broken, Event};
use crate::setup::{Server, ServerError};

fn value(value: Value) -> Result<crate::rest::Answer, Broken> {
    fine(js!({ "_id": "X", "value": value }))
}

fn roles(permissions: &[(&str, &[&str])]) -> BTreeMap<String, BTreeSet<String>> {
    let named = |roles: &[&str]| roles.iter().map(|role| (*role).to_owned()).collect();
    permissions.iter().map(|(id, roles)| ((*id).to_owned(), named(roles))).collect()
}

#[test]
fn a_write_that_worked_is_not_looked_up() {
    let script = Script::of([fine(js!({}))]);
    assert_eq!(script.connection().write_setting("X", &js!(["a"])), Ok(()));
    assert_eq!(script.sent(0).body, js!({ "value": ["a"] }));
}

#[test]
fn a_write_of_unknown_effect_is_looked_up_and_not_repeated_if_it_holds() {
    for broken in [Err(Broken::Cut), Err(Broken::TimedOut), html(200), html(502)] {
        let script = Script::of([broken, value(js!(1))]);
        assert_eq!(script.connection().write_setting("X", &js!(1)), Ok(()));
        assert_eq!(script.calls(), ["POST /api/v1/settings/X", "GET /api/v1/settings/X"]);
        let told = Event::ReadBack { call: "POST /api/v1/settings/X".into() };
        assert!(script.0.borrow().events.contains(&told));
    }
}

#[test]
fn a_write_known_to_have_had_no_effect_is_made_again() {
    let script = Script::of([Err(Broken::Cut), value(js!(0)), fine(js!({}))]);
    assert_eq!(script.connection().write_setting("X", &js!(1)), Ok(()));
    assert_eq!(script.calls().len(), 3);
    let never = [Err(Broken::Cut), value(js!(0)), Err(Broken::Cut), value(js!(0)), Err(Broken::Cut), value(js!(0))];
    let script = Script::of(never);
    assert!(matches!(script.connection().write_setting("X", &js!(1)), Err(ServerError::Cut { .. })));
    assert!(script.is_played());
}

#[test]
fn a_write_that_can_not_be_looked_up_stays_unknown() {
    let gone = || Err(Broken::Unreachable("refused".into()));
    let script = Script::of([Err(Broken::Cut), gone()]);
    assert!(matches!(script.connection().write_setting("X", &js!(1)), Err(ServerError::Cut { .. })));
    assert_eq!(script.calls().len(), 2);
}

#[test]
fn a_refused_write_is_neither_looked_up_nor_repeated() {
    let script = Script::of([json(403, &js!({ "success": false, "error": "unauthorized" }))]);
    assert!(matches!(script.connection().write_setting("X", &js!(1)), Err(ServerError::Refused { .. })));
}

#[test]
fn several_settings_are_one_call_and_looked_up_together() {
    let both = [("A".to_owned(), js!(true)), ("B".to_owned(), js!("b"))];
    let script = Script::of([fine(js!({}))]);
    script.connection().write_settings(&both).unwrap();
    assert_eq!(script.calls(), ["POST /api/v1/settings"]);
    assert_eq!(script.sent(0).body, js!({ "settings": [{ "_id": "A", "value": true }, { "_id": "B", "value": "b" }] }));
    let list =
        |b: &str| fine(js!({ "settings": [{ "_id": "A", "value": true }, { "_id": "B", "value": b }], "total": 2 }));
    let script = Script::of([Err(Broken::Cut), list("b")]);
    assert_eq!(script.connection().write_settings(&both), Ok(()));
    let script = Script::of([Err(Broken::Cut), list("a"), fine(js!({}))]);
    assert_eq!(script.connection().write_settings(&both), Ok(()));
    assert_eq!(script.calls().len(), 3);
}

#[test]
fn permissions_are_replaced_in_one_call() {
    let wanted = roles(&[("create-c", &["admin"]), ("view-p-room", &["admin", "user"])]);
    let script = Script::of([fine(js!({ "permissions": [] }))]);
    script.connection().write_permissions(&wanted).unwrap();
    let body = js!({ "permissions": [
        { "_id": "create-c", "roles": ["admin"] }, { "_id": "view-p-room", "roles": ["admin", "user"] } ] });
    assert_eq!((script.calls(), script.sent(0).body), (vec!["POST /api/v1/permissions.update".to_owned()], body));
    let listed = fine(js!({ "update": [
        { "_id": "create-c", "roles": ["admin"] }, { "_id": "view-p-room", "roles": ["user", "admin"] } ] }));
    let script = Script::of([Err(Broken::TimedOut), listed]);
    assert_eq!(script.connection().write_permissions(&wanted), Ok(()), "the order of roles means nothing");
}

#[test]
fn an_unknown_permission_is_told_in_the_server_s_words() {
    let body = js!({ "success": false, "error": "Invalid permission", "errorType": "error-invalid-permission" });
    let script = Script::of([json(400, &body)]);
    let Err(ServerError::Invalid { reason, .. }) = script.connection().write_permissions(&roles(&[("x", &[])])) else {
        panic!()
    };
    assert_eq!(reason, "Invalid permission");
}

#[test]
fn a_single_role_is_given_and_taken() {
    let script = Script::of([fine(js!({})), fine(js!({}))]);
    let mut connection = script.connection();
    connection.remove_role("create-c", "user").unwrap();
    connection.add_role("create-c", "user").unwrap();
    assert_eq!(script.calls(), ["POST /api/v1/permissions.removeRole", "POST /api/v1/permissions.addRole"]);
    assert_eq!(script.sent(0).body, js!({ "permissionId": "create-c", "role": "user" }));
    let still = fine(js!({ "update": [{ "_id": "create-c", "roles": ["admin", "user"] }] }));
    let script = Script::of([Err(Broken::Cut), still, fine(js!({}))]);
    assert_eq!(script.connection().remove_role("create-c", "user"), Ok(()));
}
