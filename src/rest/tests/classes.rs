use serde_json::{Value, json as js};

use super::script::{Script, fine, html, json, with_header};
use crate::rest::{Answer, Broken, Event};
use crate::setup::{Server, ServerError};

const CALL: &str = "GET /api/v1/settings/Unread_Count";

/// What reading a setting comes to when every try is answered like this.
fn reading(answer: Result<Answer, Broken>) -> Result<Option<Value>, ServerError> {
    let script = Script::of(std::iter::repeat_n(answer, 4));
    script.connection().setting("Unread_Count")
}

fn call() -> String {
    CALL.to_owned()
}

#[test]
fn a_value_is_read_as_it_is() {
    let script = Script::of([fine(js!({ "_id": "Unread_Count", "value": "all_messages" }))]);
    assert_eq!(script.connection().setting("Unread_Count"), Ok(Some(js!("all_messages"))));
    assert_eq!(script.calls(), [CALL]);
    let sent = script.sent(0);
    assert_eq!(sent.header("user-agent"), Some(crate::rest::USER_AGENT));
    assert_eq!((sent.header("x-user-id"), sent.header("x-auth-token")), (Some("u1"), Some(super::script::TOKEN)));
    assert_eq!(sent.header("x-2fa-code"), None);
}

#[test]
fn an_id_is_no_path() {
    let script = Script::of([json(400, &js!({ "success": false }))]);
    assert_eq!(script.connection().setting("../users.list?x=1"), Ok(None));
    assert_eq!(script.calls(), ["GET /api/v1/settings/..%2Fusers.list%3Fx%3D1"]);
}

#[test]
fn a_refusal_without_a_word_is_an_unknown_setting() {
    assert_eq!(reading(json(400, &js!({ "success": false }))), Ok(None));
    let script = Script::of([json(400, &js!({ "success": false }))]);
    let unknown = ServerError::Unknown { what: "the setting No_Such".into() };
    assert_eq!(script.connection().write_setting("No_Such", &js!(1)), Err(unknown));
}

#[test]
fn a_lost_session_is_told_in_every_version_s_shape() {
    let recorded = js!({ "status": "error", "message": "You must be logged in to do this." });
    let eight = js!({ "success": false, "status": "error", "error": "You must be logged in to do this.",
        "message": "You must be logged in to do this." });
    let lost = Err(ServerError::NotLoggedIn { call: call() });
    assert_eq!(reading(json(401, &recorded)), lost);
    assert_eq!(reading(json(401, &eight)), lost);
    let thrown =
        js!({ "success": false, "error": "Invalid user [error-invalid-user]", "errorType": "error-invalid-user" });
    assert_eq!(reading(json(400, &thrown)), lost);
}

#[test]
fn a_refusal_is_told_in_every_version_s_shape() {
    let refused = |answer| match reading(answer) {
        Err(ServerError::Refused { call, reason }) => {
            assert_eq!(call, CALL);
            reason
        }
        other => panic!("{other:?}"),
    };
    let words = "User does not have the permissions required for this action [error-unauthorized]";
    assert_eq!(refused(json(403, &js!({ "success": false, "error": words }))), words);
    assert_eq!(refused(json(403, &js!({ "success": false, "error": "unauthorized" }))), "unauthorized");
    assert_eq!(refused(json(400, &js!({ "success": false, "error": "unauthorized" }))), "unauthorized");
    let nine = js!({ "success": false, "error": "Not allowed", "errorType": "error-forbidden" });
    assert_eq!(refused(json(403, &nine)), "Not allowed");
    for kind in [
        "error-not-allowed",
        "error-not-authorized",
        "not-authorized",
        "error-action-not-allowed",
        "error-unauthorized",
        "error-edit-permissions-not-allowed",
    ] {
        assert_eq!(refused(json(400, &js!({ "success": false, "error": "No", "errorType": kind }))), "No", "{kind}");
    }
}

#[test]
fn what_the_server_takes_for_wrong_is_told_in_its_words() {
    let body =
        js!({ "success": false, "error": "must have\nrequired \u{1b}[31mproperty", "errorType": "invalid-params" });
    let Err(ServerError::Invalid { reason, .. }) = reading(json(400, &body)) else { panic!() };
    assert_eq!(reason, "must have required  [31mproperty [invalid-params]", "no control character reaches a terminal");
    let long = js!({ "success": false, "error": "x".repeat(9000), "errorType": "e" });
    let Err(ServerError::Invalid { reason, .. }) = reading(json(400, &long)) else { panic!() };
    assert_eq!(reason.len(), 300 + " [e]".len());
}

#[test]
fn another_s_page_is_not_taken_for_an_answer() {
    let other = |answer| match reading(answer) {
        Err(ServerError::NotTheApi { what, .. }) => what,
        other => panic!("{other:?}"),
    };
    let text = |status, body: &str| Ok(Answer { status, headers: Vec::new(), body: body.into() });
    assert_eq!(other(html(200)), "an HTML page");
    assert_eq!(other(text(200, "<html>")), "an HTML page");
    assert_eq!(other(text(200, "")), "an empty answer");
    assert_eq!(other(text(200, "OK")), "a text that is not JSON");
    assert_eq!(other(json(200, &js!({ "hello": 1 }))), "JSON that is not Rocket.Chat's");
    assert_eq!(other(json(200, &js!([1]))), "JSON that is not Rocket.Chat's");
    assert_eq!(other(html(403)), "an HTML page with status 403");
    assert_eq!(other(text(401, "Authorization Required")), "a text that is not JSON with status 401");
    assert_eq!(other(Err(Broken::TooLong)), "an answer longer than any of Rocket.Chat's");
}

#[test]
fn an_unknown_route_is_told() {
    let body = js!({ "success": false, "error": "Invalid URL" });
    for status in [404, 405] {
        let script = Script::of([json(status, &body)]);
        let unknown = ServerError::Unknown { what: "GET /api/v1/permissions.listAll".into() };
        assert_eq!(script.connection().permissions(), Err(unknown));
    }
}

#[test]
fn a_route_that_rocket_chat_has_not_is_known_at_once() {
    let page = |status| {
        html(status).map(|mut answer| {
            answer.body = "<!DOCTYPE html>\n<link rel=\"stylesheet\" class=\"__meteor-css__\" href=\"/a.css\">".into();
            answer
        })
    };
    for status in [200, 404] {
        let script = Script::of([fine(js!({ "value": 1 })), page(status)]);
        let mut connection = script.connection();
        connection.setting("Unread_Count").unwrap();
        let unknown = ServerError::Unknown { what: "GET /api/v1/permissions.listAll".into() };
        assert_eq!(connection.permissions(), Err(unknown));
        assert_eq!((script.calls().len(), script.waits()), (2, Vec::new()), "it is not asked for again");
    }
    // The first answer of all: the path of `server` may be wrong.
    let error = Script::of([page(200)]).connection().permissions().unwrap_err();
    assert!(matches!(error, ServerError::NotTheApi { what, .. } if what == "an HTML page"));
}

#[test]
fn a_redirect_is_never_followed_and_its_target_told_without_path() {
    let redirect = |location: &str| {
        let script = Script::of([with_header(html(302), "location", location)]);
        let error = script.connection().setting("Unread_Count").unwrap_err();
        assert_eq!(script.calls().len(), 1);
        let ServerError::Redirected { target, .. } = error else { panic!("{error:?}") };
        target
    };
    assert_eq!(redirect("https://evil.example/steal?token=1"), "https://evil.example");
    assert_eq!(redirect("http://chat.example.org/chat/api"), "http://chat.example.org");
    assert_eq!(redirect("/login?next=1"), "https://chat.example.org");
    assert_eq!(redirect("//evil.example/x"), "an address that can't be read");
    assert_eq!(redirect(""), "an address that can't be read");
}

#[test]
fn reads_are_repeated_with_growing_pauses_and_writes_are_not() {
    let cut = || Ok(Answer { status: 200, headers: vec![], body: "{\"success\":tr".into() });
    let broken: [fn() -> Result<Answer, Broken>; 4] =
        [|| Err(Broken::Cut), || Err(Broken::TimedOut), || html(502), || json(500, &js!({ "success": false }))];
    for answer in broken.into_iter().chain([cut as fn() -> Result<Answer, Broken>]) {
        let script = Script::of([answer(), answer(), fine(js!({ "value": 1 }))]);
        assert_eq!(script.connection().setting("X"), Ok(Some(js!(1))));
        assert_eq!(script.waits(), [250, 500]);
        let script = Script::of([answer(), answer(), answer()]);
        let error = script.connection().setting("X").unwrap_err();
        assert!(
            matches!(error, ServerError::Cut { .. } | ServerError::TimedOut { .. } | ServerError::Failed { .. }),
            "{error:?}"
        );
        assert!(script.is_played());
    }
    let again = Event::Again { call: "GET /api/v1/settings/X".into(), attempt: 2 };
    let script = Script::of([Err(Broken::Cut), fine(js!({ "value": 1 }))]);
    assert!(script.connection().setting("X").is_ok());
    assert!(script.0.borrow().events.contains(&again));
}

#[test]
fn what_can_not_be_reached_or_trusted_is_told_at_once() {
    let script = Script::of([Err(Broken::Unreachable("connection refused".into()))]);
    let error = script.connection().setting("X").unwrap_err();
    assert_eq!(error.to_string(), "https://chat.example.org/chat cannot be reached: connection refused");
    let script = Script::of([Err(Broken::Certificate("unknown issuer".into()))]);
    assert!(matches!(script.connection().setting("X"), Err(ServerError::Certificate { .. })));
}

mod limits {
    use super::*;

    /// As recorded from 6.5.3.
    fn limited(reset: Option<u64>, seconds: u64) -> Result<Answer, Broken> {
        let words = format!(
            "Error, too many requests. Please slow down. You must wait {seconds} seconds before trying this endpoint \
             again. [error-too-many-requests]"
        );
        let answer = json(429, &js!({ "success": false, "error": words }));
        match reset {
            Some(reset) => with_header(answer, "x-ratelimit-reset", &reset.to_string()),
            None => answer,
        }
    }

    #[test]
    fn are_waited_for_as_the_header_says() {
        let script = Script::of([limited(Some(1_000_000 + 5_007), 60), fine(js!({ "value": 1 }))]);
        assert!(script.connection().setting("X").is_ok());
        assert_eq!(script.waits(), [5_200]);
        let told = script.0.borrow().events.iter().any(|event| matches!(event, Event::Limited { .. }));
        assert!(told, "who waits is told");
    }

    #[test]
    fn are_waited_for_as_the_text_says_where_the_clocks_differ() {
        for reset in [None, Some(900_000), Some(90_000_000)] {
            let script = Script::of([limited(reset, 12), fine(js!({ "value": 1 }))]);
            assert!(script.connection().setting("X").is_ok());
            assert_eq!(script.waits(), [12_200], "{reset:?}");
        }
    }

    #[test]
    fn are_waited_for_by_the_words_where_the_clocks_differ() {
        let ten_seconds_too_early = 1_000_000 + 5_000;
        let answers =
            [limited(Some(ten_seconds_too_early), 15), limited(Some(1_000_000 + 6_000), 10), fine(js!({ "value": 1 }))];
        let script = Script::of(answers);
        assert!(script.connection().setting("X").is_ok());
        assert_eq!(script.waits()[1..], [10_200]);
    }

    #[test]
    fn are_not_waited_for_without_end() {
        let script = Script::of(std::iter::repeat_n(limited(None, 100_000), 4));
        let error = script.connection().setting("X").unwrap_err();
        assert_eq!(error, ServerError::TooManyRequests { call: "GET /api/v1/settings/X".into() });
        assert_eq!(script.waits(), [120_200, 120_200, 120_200]);
    }

    #[test]
    fn hold_for_writes_too_and_for_old_servers() {
        let old = json(
            400,
            &js!({ "success": false, "error": "Error, too many requests. You must wait 3 seconds \
            before trying this endpoint again. [error-too-many-requests]" }),
        );
        let script = Script::of([old, fine(js!({}))]);
        assert_eq!(script.connection().write_setting("X", &js!(1)), Ok(()));
        assert_eq!(script.waits(), [3_200]);
    }
}
