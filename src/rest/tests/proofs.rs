use serde_json::json as js;

use super::script::{PASSWORD, Script, challenge, fine, json, wrong_proof};
use crate::rest::Asked;
use crate::setup::{Challenge, Server, ServerError};

const CALL: &str = "POST /api/v1/settings/X";

fn hash() -> String {
    use secrecy::ExposeSecret;
    crate::rest::proof::Proof::new(Challenge::Password, &PASSWORD.into()).code.expose_secret().to_owned()
}

#[test]
fn a_password_is_asked_once_and_then_goes_along() {
    let script = Script::of([challenge("password"), fine(js!({})), fine(js!({})), fine(js!({}))]).proving(&[PASSWORD]);
    let mut connection = script.connection();
    connection.write_setting("X", &js!(1)).unwrap();
    connection.write_setting("Y", &js!(2)).unwrap();
    connection.write_settings(&[("Z".into(), js!(3))]).unwrap();
    assert_eq!(script.0.borrow().asked.len(), 1);
    assert_eq!((script.sent(0).header("x-2fa-method"), script.sent(0).header("x-2fa-code")), (None, None));
    for index in 1..4 {
        assert_eq!(script.sent(index).header("x-2fa-method"), Some("password"));
        assert_eq!(script.sent(index).header("x-2fa-code"), Some(hash().as_str()));
    }
    assert_eq!(script.calls().len(), 4, "one challenge in all");
}

#[test]
fn reads_carry_no_proof() {
    let script = Script::of([fine(js!({ "value": 1 }))]);
    let mut connection = script.connection();
    connection.use_password(&PASSWORD.into());
    connection.setting("X").unwrap();
    assert_eq!(script.sent(0).header("x-2fa-code"), None);
}

#[test]
fn a_wrong_password_is_not_asked_for_again() {
    let script = Script::of([challenge("password"), wrong_proof("password")]).proving(&["wrong", "right"]);
    let wrong = ServerError::SecondFactorWrong { call: CALL.into(), challenge: Challenge::Password };
    assert_eq!(script.connection().write_setting("X", &js!(1)), Err(wrong));
    assert_eq!(script.0.borrow().asked.len(), 1);
}

#[test]
fn a_wrong_code_may_be_corrected_twice() {
    let right = Script::of([challenge("totp"), wrong_proof("totp"), fine(js!({}))]).proving(&["111111", "222222"]);
    assert_eq!(right.connection().write_setting("X", &js!(1)), Ok(()));
    assert_eq!(right.sent(2).header("x-2fa-code"), Some("222222"));
    let asked: Vec<bool> = right.0.borrow().asked.iter().map(|asked| asked.again).collect();
    assert_eq!(asked, [false, true]);
    let answers = [challenge("totp"), wrong_proof("totp"), wrong_proof("totp"), wrong_proof("totp")];
    let never = Script::of(answers).proving(&["1", "2", "3", "4"]);
    let wrong = ServerError::SecondFactorWrong { call: CALL.into(), challenge: Challenge::Totp };
    assert_eq!(never.connection().write_setting("X", &js!(1)), Err(wrong));
}

#[test]
fn codes_are_asked_for_at_each_challenge() {
    let script = Script::of([challenge("totp"), fine(js!({})), challenge("totp"), fine(js!({})), fine(js!({}))])
        .proving(&["111111", "222222"]);
    let mut connection = script.connection();
    connection.write_setting("X", &js!(1)).unwrap();
    connection.write_setting("Y", &js!(1)).unwrap();
    connection.write_setting("Z", &js!(1)).unwrap();
    assert_eq!(script.0.borrow().asked.len(), 2);
    assert_eq!(script.sent(4).header("x-2fa-code"), None, "the server remembers by itself");
}

#[test]
fn a_mailed_code_is_told_to_be_one() {
    let script = Script::of([challenge("email"), fine(js!({}))]).proving(&["123456"]);
    script.connection().write_setting("X", &js!(1)).unwrap();
    let asked = Asked { challenge: Challenge::Email, call: CALL.into(), again: false, mailed: true };
    assert_eq!(script.0.borrow().asked, [asked]);
    assert_eq!(script.sent(1).header("x-2fa-method"), Some("email"));
}

#[test]
fn nobody_to_ask_is_told() {
    for (word, challenge_) in
        [("password", Challenge::Password), ("totp", Challenge::Totp), ("email", Challenge::Email)]
    {
        let script = Script::of([challenge(word)]);
        let missing = ServerError::SecondFactorMissing { call: CALL.into(), challenge: challenge_ };
        assert_eq!(script.connection().write_setting("X", &js!(1)), Err(missing));
    }
}

#[test]
fn a_proof_that_does_not_arrive_ends_the_asking() {
    // A proxy that drops the headers makes the server ask for ever.
    let script = Script::of([challenge("password"), challenge("password")]).proving(&[PASSWORD, PASSWORD]);
    let wrong = ServerError::SecondFactorWrong { call: CALL.into(), challenge: Challenge::Password };
    assert_eq!(script.connection().write_setting("X", &js!(1)), Err(wrong));
}

#[test]
fn a_password_at_hand_does_not_answer_for_an_app() {
    let script = Script::of([challenge("totp"), fine(js!({}))]).proving(&["123456"]);
    let mut connection = script.connection();
    connection.use_password(&PASSWORD.into());
    connection.write_setting("X", &js!(1)).unwrap();
    assert_eq!(script.sent(1).header("x-2fa-method"), Some("totp"));
    assert_eq!(script.sent(1).header("x-2fa-code"), Some("123456"));
}

#[test]
fn an_unknown_kind_of_proof_and_too_many_tries_are_told() {
    let script = Script::of([challenge("hardware")]);
    assert!(matches!(script.connection().write_setting("X", &js!(1)), Err(ServerError::Invalid { .. })));
    let body = js!({ "success": false, "error": "TOTP Maximum Failed Attempts Reached [totp-max-attempts]",
        "errorType": "totp-max-attempts", "details": { "method": "email" } });
    let script = Script::of([challenge("email"), json(400, &body)]).proving(&["1"]);
    assert!(matches!(script.connection().write_setting("X", &js!(1)), Err(ServerError::Refused { .. })));
}
