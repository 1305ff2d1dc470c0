//! Sessions, personal access tokens, the second factor and the count of calls.

#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use gantry::protocol::Release;
use gantry::standin::people::{BACKUP_CODE, EMAIL_CODE, TOTP_CODE};
use gantry::standin::two_factor::digest;
use gantry::standin::{Options, SecondFactor};
use serde_json::{Value, json};

mod serving;

use serving::{Answer, Server, Session, fresh, populated, serve};

const V6_5: Release = Release::new(6, 5);
const SETTING: &str = "/api/v1/settings/Site_Name";

async fn with_factor(release: Release, second_factor: SecondFactor) -> Server {
    serve("", |url| Options { second_factor, ..Options::fresh(release, url) }).await
}

fn named(name: &str, bypass: bool) -> Value {
    json!({ "tokenName": name, "bypassTwoFactor": bypass })
}

async fn set(server: &Server, who: &Session, more: &[(&str, &str)]) -> Answer {
    server.call("POST", SETTING, Some(who), more, &json!({ "value": "x" })).await
}

async fn bypassing(server: &Server, admin: &Session) -> Session {
    let made = server.post_proven("/api/v1/users.generatePersonalAccessToken", admin, named("ours", true)).await;
    (made.json()["token"].as_str().unwrap().to_owned(), admin.1.clone())
}

#[tokio::test]
async fn a_proof_is_remembered_for_the_token_and_its_client_alone() {
    let server = fresh(V6_5).await;
    let (first, second) = (server.log_in("admin").await, server.log_in("admin").await);
    assert_eq!(set(&server, &first, &[]).await.json()["errorType"], "totp-required");
    let code = digest("demo").to_uppercase();
    assert_eq!(set(&server, &first, &[("x-2fa-code", &code)]).await.status, 200, "letters of any case, no method");
    assert_eq!(set(&server, &first, &[]).await.status, 200);
    assert_eq!(set(&server, &second, &[]).await.status, 400, "another token");
    let other = [
        ("X-Auth-Token", first.0.as_str()),
        ("X-User-Id", first.1.as_str()),
        ("User-Agent", "other"),
        ("Content-Type", "application/json"),
    ];
    let answer = server.send("POST", SETTING, &other, "{\"value\":\"x\"}").await;
    assert_eq!(answer.json()["errorType"], "totp-required", "another client");
    server.control("clock", json!({ "ahead": 1_801_000 })).await;
    assert_eq!(set(&server, &first, &[]).await.status, 400, "half an hour later");
}

#[tokio::test]
async fn nothing_is_asked_while_the_setting_is_off() {
    let server = fresh(V6_5).await;
    let admin = server.log_in("admin").await;
    let path = "/api/v1/settings/Accounts_TwoFactorAuthentication_Enabled";
    assert_eq!(server.post_proven(path, &admin, json!({ "value": false })).await.status, 200);
    let other = server.log_in("admin").await;
    assert_eq!(set(&server, &other, &[]).await.status, 200);
}

#[tokio::test]
async fn a_token_that_bypasses_does_so_except_in_8_5() {
    for (major, minor, passes) in [(3, 18, true), (6, 5, true), (8, 4, true), (8, 5, false), (8, 6, true)] {
        let server = fresh(Release::new(major, minor)).await;
        let admin = server.log_in("admin").await;
        let token = bypassing(&server, &admin).await;
        assert_eq!(set(&server, &token, &[]).await.status == 200, passes, "{major}.{minor}");
    }
    let server = fresh(Release::NEWEST).await;
    let admin = server.log_in("admin").await;
    let token = bypassing(&server, &admin).await;
    let body = json!({ "settings": [{ "_id": "Site_Name", "value": "x" }] });
    assert_eq!(server.post_as("/api/v1/settings", &token, body).await.status, 200, "in one call too");
}

#[tokio::test]
async fn an_account_that_was_just_made_is_spared_in_the_newest_only() {
    for (release, spared) in [(V6_5, false), (Release::NEWEST, true)] {
        let server = fresh(release).await;
        let admin = server.log_in("admin").await;
        {
            let mut world = server.hub.world();
            let now = world.now;
            world.accounts.get_mut(&admin.1).unwrap().created = now;
        }
        assert_eq!(set(&server, &admin, &[]).await.status == 200, spared, "{release}");
    }
}

#[tokio::test]
async fn an_authenticator_app_is_asked_for_at_login_and_at_guarded_calls() {
    let server = with_factor(V6_5, SecondFactor::Totp).await;
    let log_in = |body: Value| {
        let server = &server;
        async move { server.post("/api/v1/login", body).await }
    };
    let asked = log_in(json!({ "user": "admin", "password": "demo" })).await;
    let details = json!({ "method": "totp", "codeGenerated": false, "availableMethods": ["totp"] });
    assert_eq!((asked.status, &asked.json()["error"]), (401, &json!("totp-required")));
    assert_eq!(asked.json()["details"], details);
    let wrong = log_in(json!({ "user": "admin", "password": "demo", "code": "000000" })).await;
    assert_eq!((wrong.status, &wrong.json()["error"]), (401, &json!("totp-invalid")));
    let right = log_in(json!({ "user": "admin", "password": "demo", "code": TOTP_CODE })).await.json();
    let text = |key: &str| right["data"][key].as_str().unwrap().to_owned();
    let admin = (text("authToken"), text("userId"));
    assert_eq!(server.get_as("/api/v1/me", &admin).await.json()["services"]["totp"]["enabled"], true);
    let password = [("x-2fa-method", "password"), ("x-2fa-code", &digest("demo"))];
    assert_eq!(set(&server, &admin, &password).await.json()["errorType"], "totp-invalid", "the app goes first");
    assert_eq!(set(&server, &admin, &[("x-2fa-code", BACKUP_CODE)]).await.status, 200);
}

#[tokio::test]
async fn a_code_by_mail_is_sent_once_and_tried_five_times() {
    let server = with_factor(Release::NEWEST, SecondFactor::Email).await;
    let body = json!({ "user": "admin", "password": "demo", "code": EMAIL_CODE });
    assert_eq!(server.post("/api/v1/login", body.clone()).await.status, 401, "no code was mailed yet");
    let right = server.post("/api/v1/login", body).await.json();
    let text = |key: &str| right["data"][key].as_str().unwrap().to_owned();
    let admin = (text("authToken"), text("userId"));
    let first = set(&server, &admin, &[]).await.json()["details"].clone();
    assert_eq!((&first["method"], &first["codeGenerated"]), (&json!("email"), &json!(true)));
    assert_eq!((&first["emailOrUsername"], &first["availableMethods"]), (&json!("admin"), &json!(["email"])));
    let second = set(&server, &admin, &[]).await.json()["details"].clone();
    assert_eq!((&second["codeGenerated"], second["codeExpires"].is_array()), (&json!(false), true));
    let mut words = Vec::new();
    for _ in 0..5 {
        let answer = set(&server, &admin, &[("x-2fa-code", "000000")]).await.json();
        words.push(answer["errorType"].as_str().unwrap().to_owned());
    }
    assert_eq!(words[3..], ["totp-invalid", "totp-max-attempts"]);
    let sent = server.post("/api/v1/users.2fa.sendEmailCode", json!({ "emailOrUsername": "admin" })).await;
    assert_eq!(sent.status, 200);
    assert_eq!(set(&server, &admin, &[("x-2fa-code", EMAIL_CODE)]).await.status, 200);
    let disabled = server.post_as("/api/v1/users.2fa.disableEmail", &admin, json!({})).await;
    assert_eq!(disabled.json()["errorType"], "totp-required", "asked for each time");
}

#[tokio::test]
async fn personal_access_tokens_are_shown_once_and_replaced() {
    let server = populated(V6_5).await;
    let admin = server.log_in("admin").await;
    let list =
        || async { server.get_as("/api/v1/users.getPersonalAccessTokens", &admin).await.json()["tokens"].clone() };
    let token = bypassing(&server, &admin).await;
    let listed = list().await;
    assert_eq!((&listed[0]["name"], &listed[0]["bypassTwoFactor"]), (&json!("ours"), &json!(true)));
    assert!(token.0.ends_with(listed[0]["lastTokenPart"].as_str().unwrap()));
    assert_eq!(server.get_as("/api/v1/me", &token).await.status, 200);
    let again =
        server.post_as("/api/v1/users.regeneratePersonalAccessToken", &token, json!({ "tokenName": "ours" })).await;
    let renewed = (again.json()["token"].as_str().unwrap().to_owned(), admin.1.clone());
    assert_eq!(server.get_as("/api/v1/me", &token).await.status, 401, "the old one ended");
    assert_eq!(set(&server, &renewed, &[]).await.status, 200, "it bypasses as before");
    let missing =
        server.post_as("/api/v1/users.removePersonalAccessToken", &renewed, json!({ "tokenName": "no" })).await;
    assert_eq!(missing.json()["errorType"], "error-token-does-not-exists");
    server.post_as("/api/v1/logout", &admin, json!({})).await;
    assert_eq!(server.get_as("/api/v1/me", &admin).await.status, 401);
    assert_eq!(server.get_as("/api/v1/me", &renewed).await.status, 200, "logging out ends the session alone");
}

#[tokio::test]
async fn role_user_without_the_permission_makes_no_tokens() {
    let server = populated(V6_5).await;
    let (admin, alice) = (server.log_in("admin").await, server.log_in("alice").await);
    let body = json!({ "permissions": [{ "_id": "create-personal-access-tokens", "roles": ["admin"] }] });
    server.post_as("/api/v1/permissions.update", &admin, body).await;
    let refused = server.post_proven("/api/v1/users.generatePersonalAccessToken", &alice, named("x", false)).await;
    assert_eq!((refused.status, &refused.json()["error"]), (400, &json!("Not Authorized [not-authorized]")));
}

#[tokio::test]
async fn logins_are_by_name_or_mail_with_a_password_or_its_digest() {
    let server = populated(V6_5).await;
    let digest = json!({ "digest": digest("demo"), "algorithm": "sha-256" });
    for body in [
        json!({ "username": "alice", "password": "demo" }),
        json!({ "user": "ALICE", "password": "demo" }),
        json!({ "user": "alice@example.test", "password": "demo" }),
        json!({ "email": "alice@example.test", "password": digest }),
    ] {
        assert_eq!(server.post("/api/v1/login", body.clone()).await.status, 200, "{body}");
    }
    let unknown = server.post("/api/v1/login", json!({ "user": "nobody", "password": "demo" })).await;
    assert_eq!((unknown.status, &unknown.json()["error"]), (401, &json!("Unauthorized")));
}

#[tokio::test]
async fn calls_are_counted_by_route_method_and_address() {
    let server = populated(V6_5).await;
    let alice = server.log_in("alice").await;
    let me = |headers: &'static [(&'static str, &'static str)]| {
        let (server, alice) = (&server, &alice);
        async move { server.call("GET", "/api/v1/me", Some(alice), headers, &Value::Null).await }
    };
    for left in (0..10).rev() {
        let answer = me(&[]).await;
        assert_eq!((answer.status, answer.header("x-ratelimit-remaining")), (200, Some(left.to_string().as_str())));
    }
    let refused = me(&[]).await;
    assert_eq!(refused.status, 429);
    assert!(refused.text().contains("You must wait 60 seconds"), "{}", refused.text());
    let reset: i64 = refused.header("x-ratelimit-reset").unwrap().parse().unwrap();
    assert!(reset > server.hub.world().now, "milliseconds");
    assert_eq!(me(&[("X-Forwarded-For", "10.0.0.1, 10.0.0.9")]).await.status, 200, "another address");
    assert_eq!(server.get_as("/api/v1/users.info?username=bob", &alice).await.status, 200, "another route");
    server.control("clock", json!({ "ahead": 60_000 })).await;
    assert_eq!(me(&[]).await.status, 200, "a new window");
    server.set("API_Enable_Rate_Limiter_Limit_Calls_Default", json!(1));
    assert_eq!(me(&[]).await.status, 429);
    server.set("API_Enable_Rate_Limiter", json!(false));
    let answer = me(&[]).await;
    assert_eq!((answer.status, answer.header("x-ratelimit-limit")), (200, None));
}

#[tokio::test]
async fn logins_are_counted_and_administrators_are_not_until_the_permission_goes() {
    let server = fresh(V6_5).await;
    let admin = server.log_in("admin").await;
    for _ in 0..20 {
        assert_eq!(server.get_as("/api/v1/me", &admin).await.status, 200);
    }
    let body = json!({ "permissions": [{ "_id": "api-bypass-rate-limit", "roles": ["bot"] }] });
    server.post_as("/api/v1/permissions.update", &admin, body).await;
    let mut last = 0;
    for _ in 0..11 {
        last = server.get_as("/api/v1/me", &admin).await.status;
    }
    assert_eq!(last, 429);
    let mut statuses = Vec::new();
    for _ in 0..10 {
        statuses.push(server.post("/api/v1/login", json!({ "user": "admin", "password": "WRONG" })).await.status);
    }
    assert_eq!((statuses[8], statuses[9]), (401, 429), "one login went before");
    assert_eq!(server.get("/api/info").await.status, 200, "never counted");
}

#[tokio::test]
async fn a_challenged_call_costs_one_too() {
    let server = populated(V6_5).await;
    let alice = server.log_in("alice").await;
    let answer = set(&server, &alice, &[]).await;
    assert_eq!((answer.status, answer.header("x-ratelimit-remaining")), (400, Some("9")));
}
