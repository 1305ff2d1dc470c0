use serde_json::json as js;

use super::script::{PASSWORD, Script, TOKEN, challenge, fine, json, with_header, wrong_proof};
use crate::rest::{Broken, tokens};
use crate::setup::Server;

/// Runs through refusals that repeat every secret, and returns all that anyone could print.
fn everything_shown() -> String {
    let echo =
        || js!({ "success": false, "error": format!("you sent {TOKEN} and {PASSWORD} and 424242"), "errorType": "e" });
    let script = Script::of([
        challenge("totp"),
        wrong_proof("totp"),
        json(400, &echo()),
        json(403, &echo()),
        with_header(json(302, &echo()), "location", &format!("https://other.example/?t={TOKEN}")),
        json(401, &echo()),
        json(404, &echo()),
        json(500, &echo()),
        fine(js!({ "value": 0 })),
        Err(Broken::Cut),
        Err(Broken::Unreachable("refused".into())),
    ])
    .proving(&["424242", "424242"]);
    let mut connection = script.connection();
    connection.use_password(&PASSWORD.into());
    let mut shown = format!("{connection:?}");
    for _ in 0..6 {
        let error = connection.write_setting("X", &js!("value-of-a-setting"));
        shown += &error.as_ref().map_or_else(|error| format!("{error} {error:?}"), |()| String::new());
    }
    for event in &script.0.borrow().events {
        shown += &format!("{event:?}");
    }
    shown + &format!("{:?}", connection.credentials())
}

#[test]
fn nothing_that_can_be_shown_holds_a_secret() {
    let shown = everything_shown();
    assert!(shown.contains("you sent *** and *** and ***"), "{shown}");
    for secret in [TOKEN, PASSWORD, "424242", "value-of-a-setting"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[test]
fn a_request_shows_no_secret() {
    use crate::rest::{Method, Request};
    let request = Request {
        method: Method::Post,
        url: "https://chat.example.org/api/v1/login".into(),
        headers: Vec::new(),
        secret_headers: vec![("x-auth-token", TOKEN.into())],
        body: Some(format!("{{\"password\":\"{PASSWORD}\"}}").into()),
    };
    let shown = format!("{request:?}");
    assert!(!shown.contains(TOKEN) && !shown.contains(PASSWORD), "{shown}");
}

#[test]
fn errors_of_tokens_show_no_token() {
    let echo = js!({ "success": false, "error": format!("no {TOKEN}"), "errorType": "e" });
    let script = Script::of([fine(js!({ "tokens": [] })), json(400, &echo)]);
    let error = tokens::create(&mut script.connection(), "ametys", true).unwrap_err();
    assert!(!format!("{error} {error:?}").contains(TOKEN));
}
