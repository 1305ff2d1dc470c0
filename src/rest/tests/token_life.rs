use secrecy::ExposeSecret;
use serde_json::{Value, json as js};

use super::script::{PASSWORD, Script, challenge, fine, json};
use crate::rest::tokens::{self, TokenError};
use crate::rest::{Answer, Broken};
use crate::setup::{Challenge, ServerError};

const NEW: &str = "NEW-TOKEN-MARKER-abc123";

fn session() -> Result<Answer, Broken> {
    json(200, &js!({ "status": "success", "data": { "userId": "u1", "authToken": "SESSION-MARKER-xyz" } }))
}

fn me(id: &str) -> Result<Answer, Broken> {
    fine(js!({ "_id": id, "username": "admin", "roles": ["admin"] }))
}

fn listed(tokens: &[(&str, &str)]) -> Result<Answer, Broken> {
    let tokens: Vec<Value> = tokens
        .iter()
        .map(|(name, tail)| js!({ "name": name, "createdAt": "2026-11-22T13:56:53.500Z", "lastTokenPart": tail, "bypassTwoFactor": true }))
        .collect();
    fine(js!({ "tokens": tokens }))
}

#[test]
fn a_login_proves_itself_by_its_password_afterwards() {
    let script = Script::of([
        session(),
        listed(&[]),
        challenge("password"),
        fine(js!({ "token": NEW })),
        me("u1"),
        fine(js!({})),
    ]);
    let mut connection = script.connect(None);
    connection.log_in("admin", &PASSWORD.into()).unwrap();
    let made = tokens::create(&mut connection, "ametys", true).unwrap();
    connection.log_out().unwrap();
    assert_eq!((made.user_id.as_str(), made.token.expose_secret()), ("u1", NEW));
    assert_eq!(script.sent(0).body, js!({ "user": "admin", "password": PASSWORD }));
    assert_eq!(script.sent(2).body, js!({ "tokenName": "ametys", "bypassTwoFactor": true }));
    assert_eq!(script.sent(4).header("x-auth-token"), Some(NEW), "the new token is proven by itself");
    assert_eq!(script.calls()[5], "POST /api/v1/logout");
    assert_eq!(script.sent(5).header("x-auth-token"), Some("SESSION-MARKER-xyz"));
    assert!(script.0.borrow().asked.is_empty(), "the password is known already");
    assert!(connection.credentials().is_none());
}

#[test]
fn a_login_with_a_code_carries_it_in_its_body() {
    let needed = js!({ "status": "error", "error": "totp-required", "message": "TOTP Required [totp-required]",
        "details": { "method": "totp", "codeGenerated": false, "availableMethods": ["totp"] } });
    let script = Script::of([json(401, &needed), session()]).proving(&["123456"]);
    script.connect(None).log_in("admin", &PASSWORD.into()).unwrap();
    assert_eq!(script.sent(1).body, js!({ "user": "admin", "password": PASSWORD, "code": "123456" }));
    assert_eq!(script.0.borrow().asked[0].challenge, Challenge::Totp);
}

#[test]
fn a_wrong_password_is_told_in_the_server_s_words() {
    let wrong = js!({ "status": "error", "error": 403, "message": "Incorrect password" });
    let script = Script::of([json(401, &wrong)]);
    let refused = ServerError::Refused { call: "POST /api/v1/login".into(), reason: "Incorrect password".into() };
    assert_eq!(script.connect(None).log_in("admin", &PASSWORD.into()), Err(refused));
}

#[test]
fn a_name_in_use_is_not_made_again() {
    let script = Script::of([listed(&[("ametys", "r6TF3Z")])]);
    let taken = TokenError::NameTaken("ametys".into());
    assert_eq!(tokens::create(&mut script.connection(), "ametys", true).unwrap_err(), taken);
}

#[test]
fn a_token_whose_making_was_cut_is_made_anew() {
    let script = Script::of([
        listed(&[]),
        Err(Broken::Cut),
        listed(&[("ametys", "unseen")]),
        fine(js!({ "token": NEW })),
        me("u1"),
    ]);
    let made = tokens::create(&mut script.connection(), "ametys", true).unwrap();
    assert_eq!(made.token.expose_secret(), NEW);
    assert_eq!(script.calls()[3], "POST /api/v1/users.regeneratePersonalAccessToken");
    let script = Script::of([listed(&[]), Err(Broken::Cut), listed(&[])]);
    let error = tokens::create(&mut script.connection(), "ametys", true).unwrap_err();
    assert!(matches!(error, TokenError::Server(ServerError::Cut { .. })), "nothing was made: {error:?}");
}

#[test]
fn a_token_that_does_not_work_is_removed_again() {
    let lost = json(401, &js!({ "status": "error", "message": "You must be logged in to do this." }));
    let script =
        Script::of([listed(&[]), fine(js!({ "token": NEW })), lost, listed(&[("ametys", "abc123")]), fine(js!({}))]);
    let error = tokens::create(&mut script.connection(), "ametys", true).unwrap_err();
    assert!(matches!(error, TokenError::Unproven { .. }));
    assert_eq!(script.calls()[4], "POST /api/v1/users.removePersonalAccessToken");
    assert!(!error.to_string().contains("MARKER"));
    let script = Script::of([
        listed(&[]),
        fine(js!({ "token": NEW })),
        me("u2"),
        listed(&[("ametys", "abc123")]),
        fine(js!({})),
    ]);
    assert!(tokens::create(&mut script.connection(), "ametys", true).is_err(), "somebody else's");
}

#[test]
fn the_configured_token_is_recognised_by_its_end() {
    let script = Script::of([listed(&[("a", "r6TF3Z"), ("b", "456789")])]);
    assert_eq!(tokens::own(&mut script.connection()).unwrap().name, "b");
    let script = Script::of([listed(&[("a", "r6TF3Z")])]);
    assert_eq!(tokens::own(&mut script.connection()), Err(TokenError::NotListed("456789".into())));
    let script = Script::of([listed(&[("a", "456789"), ("b", "456789")])]);
    assert_eq!(tokens::own(&mut script.connection()), Err(TokenError::Ambiguous("456789".into())));
}

fn permissions(holder: &str) -> Result<Answer, Broken> {
    fine(js!({ "update": [
        { "_id": "view-privileged-setting", "roles": ["admin"] },
        { "_id": "edit-privileged-setting", "roles": [holder] },
        { "_id": "access-permissions", "roles": ["admin"] } ] }))
}

#[test]
fn a_token_is_verified_without_changing_anything() {
    let none = js!({ "success": false, "error": "Token not found [token-does-not-exists]", "errorType": "error-token-does-not-exists" });
    let script = Script::of([me("u1"), permissions("admin"), listed(&[("ametys", "456789")]), json(400, &none)]);
    let verified = tokens::verify(&mut script.connection()).unwrap();
    assert_eq!(verified.listed.unwrap().name, "ametys");
    assert_eq!((verified.missing.len(), verified.challenged), (0, Some(false)));
    assert_eq!(script.sent(3).body, js!({ "tokenName": "gantry: no token has this name" }));
}

#[test]
fn what_a_token_lacks_is_told() {
    let script = Script::of([me("u1"), permissions("boss"), listed(&[("ametys", "456789")]), challenge("password")]);
    let verified = tokens::verify(&mut script.connection()).unwrap();
    assert_eq!((verified.missing, verified.challenged), (vec!["edit-privileged-setting"], Some(true)));
    let script = Script::of([me("u1"), permissions("admin"), listed(&[])]);
    let verified = tokens::verify(&mut script.connection()).unwrap();
    assert_eq!((verified.listed, verified.challenged), (None, None), "a session");
}

#[test]
fn a_token_is_removed_by_name_and_seen_to_be_gone() {
    let script = Script::of([listed(&[("ametys", "x")]), fine(js!({}))]);
    assert_eq!(tokens::remove(&mut script.connection(), "ametys"), Ok(()));
    let script = Script::of([listed(&[])]);
    assert_eq!(tokens::remove(&mut script.connection(), "ametys"), Err(TokenError::NoSuchName("ametys".into())));
    let lost = json(401, &js!({ "status": "error", "message": "You must be logged in to do this." }));
    let script = Script::of([listed(&[("ametys", "456789")]), Err(Broken::Cut), lost]);
    assert_eq!(tokens::remove(&mut script.connection(), "ametys"), Ok(()), "it was the one in use");
}

#[test]
fn the_next_name_is_free() {
    let taken = |names: &[&str]| -> Vec<tokens::Listed> {
        names
            .iter()
            .map(|name| tokens::Listed {
                name: (*name).into(),
                created: None,
                tail: String::new(),
                bypasses_two_factor: None,
            })
            .collect()
    };
    assert_eq!(tokens::next_name("ametys", &taken(&["ametys"])), "ametys-2");
    assert_eq!(tokens::next_name("ametys-2", &taken(&["ametys-2", "ametys-3"])), "ametys-4");
    assert_eq!(tokens::next_name("a-b", &taken(&[])), "a-b-2");
}
