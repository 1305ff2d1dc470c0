//! Every recorded answer of a real 6.5.3 whose route the stand-in has, asked of the stand-in: the same status, the same
//! headers, the same fields of the same kinds, and the same words where something is refused.

#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use gantry::protocol::Release;
use gantry::standin::Options;
use gantry::standin::two_factor::digest;
use serde_json::{Value, json};

mod serving;

use serving::{Answer, Server, Session, serve};

const RECORDING: &str = include_str!("fixtures/6.5.3/rest-6.5.3.jsonl");

/// Headers that are compared wherever they were recorded.
const COMPARED: [&str; 8] = [
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "content-type",
    "vary",
    "x-content-type-options",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
];

/// Recorded fields that the stand-in's people and rooms do not have, by line.
const UNLIKE: [(&str, &str, &str); 1] =
    [("admin-not-limited", "/subscription/u/name", "only the first administrator's first subscription has it")];

async fn server(limited: bool) -> Server {
    serve("", |url| Options { populated: true, limited, ..Options::fresh(Release::new(6, 5), url) }).await
}

/// Who makes the recorded call.
fn caller(name: &str) -> Option<&'static str> {
    match name {
        "me-bad-token" | "token-revoked" | "unknown-path" => None,
        _ if name.starts_with("login-") || name.starts_with("options-") => None,
        "settings-as-user" | "settings-post-as-user" | "permissions-as-user" | "subscriptions-get" => Some("alice"),
        _ if name.starts_with("rate-limited") => Some("alice"),
        _ => Some("admin"),
    }
}

/// Brings the server to where the recorded one was.
async fn prepare(server: &Server, name: &str, admin: &Session) {
    let pat = json!({ "tokenName": "cap-x", "bypassTwoFactor": true });
    match name {
        "settings-get-string-for-bool" => server.set("NPS_survey_enabled", json!("false")),
        "pat-list" | "pat-generate-duplicate-name" | "pat-remove" | "settings-post-remembered-after-2fa" => {
            let made = server.post_proven("/api/v1/users.generatePersonalAccessToken", admin, pat).await;
            assert_eq!(made.status, 200);
        }
        "options-cors-on" | "options-cors-wrong-origin" => {
            server.set("API_Enable_CORS", json!(true));
            server.set("API_CORS_Origin", json!("http://127.0.0.1:9"));
        }
        "subscriptions-get" | "rate-limited-0" | "rate-limited-9" => {
            server.control("read", json!({ "user": "alice", "room": "general" })).await;
        }
        "groups-listAll" => {
            let said = json!({ "room": "projet-alpha", "user": "bob", "text": "@all meeting" });
            server.control("say", said).await;
        }
        "groups-create-dup" => {
            let made = server.post_as("/api/v1/groups.create", admin, json!({ "name": "secret" })).await;
            assert_eq!(made.status, 200);
        }
        "users-info" => drop(server.log_in("alice").await),
        _ => {}
    }
}

async fn replay(line: &Value) -> Answer {
    let name = line["name"].as_str().unwrap();
    let server = server(name.starts_with("rate-limited") || name == "admin-not-limited").await;
    let admin = server.log_in("admin").await;
    prepare(&server, name, &admin).await;
    let mut who = match caller(name) {
        Some("admin") => Some(admin.clone()),
        Some(user) => Some(server.log_in(user).await),
        None => None,
    };
    let request = &line["request"];
    let (method, path) = (request["method"].as_str().unwrap(), request["path"].as_str().unwrap());
    let mut body = request["body"].clone();
    if name.starts_with("login-") {
        body["user"] = json!(if body["user"] == "rcadmin" { "admin" } else { "alice" });
        body["password"] = json!(if body["password"] == "WRONG" { "WRONG" } else { "demo" });
    }
    let mut headers: Vec<(&str, String)> = Vec::new();
    if let Some(origin) = request["headers"]["Origin"].as_str() {
        headers.push(("Origin", origin.to_owned()));
    }
    let code = request["twoFactor"]["code"].as_str();
    let right = code == Some("CORRECT")
        || (request["twoFactor"].is_string() && !matches!(name, "settings-post-as-user" | "permissions-as-user"));
    if right || code.is_some() {
        headers.push(("x-2fa-method", "password".to_owned()));
        headers.push(("x-2fa-code", digest(if right { "demo" } else { "something else" })));
    }
    match name {
        "me-bad-token" | "token-revoked" => who = Some(("nobody's".to_owned(), admin.1.clone())),
        "settings-post-by-bypass-token" => {
            let pat = json!({ "tokenName": "p", "bypassTwoFactor": true });
            let made = server.post_proven("/api/v1/users.generatePersonalAccessToken", &admin, pat).await.json();
            who = Some((made["token"].as_str().unwrap().to_owned(), admin.1.clone()));
        }
        _ => {}
    }
    let more: Vec<(&str, &str)> = headers.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let earlier = name.strip_prefix("rate-limited-").map_or(0, |number| number.parse().unwrap());
    for _ in 0..earlier {
        server.call(method, path, who.as_ref(), &more, &body).await;
    }
    server.call(method, path, who.as_ref(), &more, &body).await
}

/// Fields and kinds; words of refusals as they are.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let told = |key: &str| ["error", "errorType", "message", "method", "status"].contains(&key);
            let refused = object.get("success") == Some(&json!(false)) || object.contains_key("message");
            object
                .iter()
                .map(|(key, value)| {
                    let as_it_is = (refused && told(key)) || key == "success" || key == "details";
                    (key.clone(), if as_it_is { value.clone() } else { shape(value) })
                })
                .collect()
        }
        Value::Array(values) => values.first().map_or_else(|| json!([]), |first| json!([shape(first)])),
        Value::String(_) => json!("text"),
        Value::Number(_) => json!("number"),
        Value::Bool(_) => json!("boolean"),
        Value::Null => Value::Null,
    }
}

fn without(name: &str, mut body: Value) -> Value {
    for (_, pointer, _) in UNLIKE.iter().filter(|(line, ..)| *line == name) {
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        if let Some(object) = body.pointer_mut(parent).and_then(Value::as_object_mut) {
            object.shift_remove(field);
        }
    }
    body
}

#[tokio::test]
async fn every_recorded_call_is_answered_as_recorded() {
    let mut wrong = Vec::new();
    for line in RECORDING.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let name = line["name"].as_str().unwrap();
        let answer = replay(&line).await;
        if u64::from(answer.status) != line["status"] {
            wrong.push(format!("{name}: status {} and not {}: {}", answer.status, line["status"], answer.text()));
            continue;
        }
        let headers = line["headers"].as_object().unwrap();
        for header in COMPARED.iter().filter(|header| headers.contains_key(**header)) {
            if answer.header(header) != headers[*header].as_str() {
                wrong.push(format!("{name}: {header} is {:?} and not {}", answer.header(header), headers[*header]));
            }
        }
        match (&line["body"], serde_json::from_slice::<Value>(&answer.body)) {
            (Value::String(recorded), _) => {
                let start = recorded.get(..15).unwrap_or(recorded);
                if !answer.text().starts_with(start) {
                    wrong.push(format!("{name}: {} does not begin with {start:?}", answer.text()));
                }
            }
            (recorded, Ok(body)) => {
                let (recorded, body) = (shape(&without(name, recorded.clone())), shape(&without(name, body)));
                if recorded != body {
                    wrong.push(format!("{name}:\n  {body}\nand not\n  {recorded}"));
                }
            }
            (_, Err(error)) => wrong.push(format!("{name}: no JSON: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_whole_administration_surface_is_the_recorded_one() {
    let server = server(false).await;
    let admin = server.log_in("admin").await;
    // What the recording server's administrator had changed, and what is each server's own.
    let changed = |id: &str| {
        let own = ["Site_Url", "uniqueID", "API_Enable_Rate_Limiter", "Update_EnableChecker"];
        let not_recorded = [
            "Accounts_OAuth_Tokenpass_callback_url",
            "Accounts_RegistrationForm_SecretURL",
            "Federation_Matrix_as_token",
            "Federation_Matrix_hs_token",
            "Federation_Matrix_id",
            "Forgot_Password_Email",
            "Forgot_Password_Email_Subject",
            "LDAP_Unique_Identifier_Field",
            "Omnichannel_External_Frame_GenerateKey",
            "Password_Changed_Email",
            "Password_Changed_Email_Subject",
        ];
        own.contains(&id) || not_recorded.contains(&id) || id.starts_with("Iframe_")
    };
    for (path, recorded) in [
        ("settings", include_str!("fixtures/6.5.3/settings-6.5.3.json")),
        ("settings.public", include_str!("fixtures/6.5.3/settings.public-6.5.3.json")),
    ] {
        let recorded: Value = serde_json::from_str(recorded).unwrap();
        let told = server.get_as(&format!("/api/v1/{path}?count=0"), &admin).await.json();
        for key in ["count", "offset", "total", "success"] {
            assert_eq!(told[key], recorded[key], "{path}: {key}");
        }
        let (told, recorded) = (told["settings"].as_array().unwrap(), recorded["settings"].as_array().unwrap());
        for (told, recorded) in told.iter().zip(recorded) {
            assert_eq!(told["_id"], recorded["_id"]);
            if changed(told["_id"].as_str().unwrap()) {
                assert_eq!(shape(told), shape(recorded));
            } else {
                assert_eq!(told, recorded);
            }
        }
    }
    let recorded: Value = serde_json::from_str(include_str!("fixtures/6.5.3/permissions.listAll-6.5.3.json")).unwrap();
    let told = server.get_as("/api/v1/permissions.listAll", &admin).await.json();
    assert_eq!(told["remove"], recorded["remove"]);
    let told = told["update"].as_array().unwrap();
    let recorded = recorded["update"].as_array().unwrap();
    assert_eq!(told.len(), recorded.len());
    for permission in recorded {
        let mut mine = told.iter().find(|mine| mine["_id"] == permission["_id"]).unwrap().clone();
        mine["_updatedAt"] = permission["_updatedAt"].clone();
        assert_eq!(&mine, permission);
    }
}

#[tokio::test]
async fn the_recorded_roles_and_preferences_are_the_same_word_for_word() {
    let server = server(false).await;
    let admin = server.log_in("admin").await;
    let recorded = |name: &str| {
        let lines = RECORDING.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.into_iter().find(|line| line["name"] == name).unwrap()["body"].clone()
    };
    assert_eq!(server.get_as("/api/v1/roles.list", &admin).await.json(), recorded("roles-list"));
    let me = server.get_as("/api/v1/me", &admin).await.json();
    assert_eq!(me["settings"], recorded("me-by-token")["settings"]);
}
