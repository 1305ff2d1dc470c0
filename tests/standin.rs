//! The stand-in over HTTP: what it serves, with which headers, and where it is as unhelpful as a real server.

#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use gantry::protocol::{Release, ServerUrl};
use gantry::standin::{self, Options};
use serde_json::{Value, json};

mod serving;

use serving::{PAGE, start};

/// The address in an attribute that follows `before` in the page.
fn address_after<'a>(page: &'a str, before: &str, attribute: &str) -> &'a str {
    let after = &page[page.find(before).unwrap()..];
    let start = after.find(attribute).unwrap() + attribute.len() + 2;
    after[start..].split('"').next().unwrap()
}

#[tokio::test]
async fn pages_may_be_framed_only_when_access_is_not_restricted() {
    let server = start(Release::NEWEST, "", "", "").await;
    let page = server.get("/group/projet-alpha?layout=embedded").await;
    assert_eq!((page.status, page.header("x-frame-options")), (200, None));
    server.set("Iframe_Restrict_Access", json!(true));
    assert_eq!(server.get("/").await.header("x-frame-options"), Some("sameorigin"));
    assert_eq!(server.get("/api/info").await.header("x-frame-options"), Some("sameorigin"));
}

#[tokio::test]
async fn the_page_obeys_the_policy_of_a_real_one() {
    let server = start(Release::new(6, 5), "", "", "").await;
    let page = server.get("/home").await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self' 'unsafe-eval'  ;"), "{policy}");
    assert!(!policy.contains("frame-ancestors"));
    let text = page.text();
    for script in text.split("<script").skip(1) {
        let tag = script.split('>').next().unwrap();
        assert!(tag.contains("src=") || tag.contains("application/json"), "an inline script: {tag}");
    }
    server.set("Enable_CSP", json!(false));
    assert_eq!(server.get("/home").await.header("content-security-policy"), None);
}

#[tokio::test]
async fn custom_scripts_are_one_file_of_three_listeners() {
    for (release, start_of_url, css_start) in [
        (Release::new(3, 18), "/scripts.js?", "/css-theme.css?"),
        (Release::new(5, 4), "/scripts.js?", "/css-theme.css?"),
        (Release::new(6, 5), "/scripts_", "/css-theme_"),
        (Release::new(8, 8), "/scripts_", "/css-theme_"),
    ] {
        let server = start(release, "", "window.mark = 1;", ".a { color: red }").await;
        let page = server.get("/").await.text();
        let url = address_after(&page, "<script id=\"scripts\"", "src");
        assert!(url.starts_with(start_of_url), "{release}: {url}");
        let file = server.get(url).await;
        assert_eq!(file.header("cache-control"), Some("public, max-age=31536000"));
        let text = file.text();
        let at = |id: &str| text.find(&format!("window.addEventListener('{id}', function() {{\n\t")).unwrap();
        let (out, inside, gone) =
            (at("Custom_Script_Logged_Out"), at("Custom_Script_Logged_In"), at("Custom_Script_On_Logout"));
        assert!(out < inside && inside < gone);
        assert_eq!(text.matches("window.mark = 1;").count(), 2);
        let css = address_after(&page, "<link id=\"css-theme\"", "href");
        assert!(css.starts_with(css_start), "{release}: {css}");
        assert_eq!(server.get(css).await.text(), ".a { color: red }");
    }
}

#[tokio::test]
async fn a_changed_script_has_a_new_address() {
    let server = start(Release::NEWEST, "", "1;", "").await;
    let before = server.get("/").await.text();
    server.post("/_standin/settings", json!({ "Custom_Script_Logged_In": "2;" })).await;
    let after = server.get("/").await.text();
    let url = |page: &str| address_after(page, "<script id=\"scripts\"", "src").to_owned();
    assert_ne!(url(&before), url(&after));
    assert!(server.get(&url(&after)).await.text().contains("\t2;\n"));
}

#[tokio::test]
async fn letters_beyond_ascii_cut_the_tail_of_small_files() {
    let server = start(Release::new(6, 5), "", "// \u{e9}\u{e9}\u{e9}", "/* \u{e9} */.a{}").await;
    let page = server.get("/").await.text();
    let (script, css) =
        (address_after(&page, "id=\"scripts\"", "src"), address_after(&page, "id=\"css-theme\"", "href"));
    // Three letters in each of two slots, one byte more each than characters.
    let file = server.get(script).await;
    assert!(!file.text().trim_end().ends_with("})"), "the last listener is cut");
    assert_eq!(file.header("content-length").unwrap(), file.body.len().to_string());
    assert_eq!(server.get(css).await.text(), "/* \u{e9} */.a{");
    let gzip = [("Accept-Encoding", "gzip, deflate, br")];
    assert_eq!(server.send("GET", css, &gzip, "").await.text(), "/* \u{e9} */.a{", "too small to be compressed");

    let long = format!("/* \u{e9} */{}", ".a{}".repeat(300));
    server.set("theme-custom-css", json!(long));
    assert_eq!(server.send("GET", css, &gzip, "").await.text(), long, "compression drops the wrong length");
    assert_eq!(server.get(css).await.body.len(), long.len() - 1);
    assert_eq!(server.send("GET", "/theme.css", &gzip, "").await.body.len(), long.len() - 1);
}

#[tokio::test]
async fn sessions_begin_with_a_login_and_end_when_forgotten() {
    let server = start(Release::new(6, 5), "", "", "").await;
    let wrong = server.post("/api/v1/login", json!({ "user": "alice", "password": "WRONG" })).await;
    assert_eq!(
        (wrong.status, wrong.json()),
        (401, json!({ "status": "error", "error": 403, "message": "Incorrect password" }))
    );
    let session = server.log_in("alice").await;
    let resumed = server.post("/api/v1/login", json!({ "resume": session.0 })).await.json();
    assert_eq!(resumed["data"]["userId"], session.1.as_str());
    assert_eq!(server.get_as("/api/v1/me", &session).await.json()["username"], "alice");
    server.post("/_standin/forget", json!({ "user": "alice" })).await;
    let gone = server.get_as("/api/v1/me", &session).await;
    let body = json!({ "status": "error", "message": "You must be logged in to do this." });
    assert_eq!((gone.status, gone.json()), (401, body));
}

#[tokio::test]
async fn a_token_of_somebody_else_opens_nothing() {
    let server = start(Release::NEWEST, "", "", "").await;
    let (token, _) = server.log_in("alice").await;
    let (_, bob) = server.log_in("bob").await;
    assert_eq!(server.get_as("/api/v1/me", &(token, bob)).await.status, 401);
}

#[tokio::test]
async fn people_are_found_by_name_and_by_id() {
    let server = start(Release::NEWEST, "", "", "").await;
    let session = server.log_in("alice").await;
    let by_name = server.get_as("/api/v1/users.info?username=raf_utilisateur-local", &session).await.json();
    let id = by_name["user"]["_id"].as_str().unwrap();
    let by_id = server.get_as(&format!("/api/v1/users.info?userId={id}"), &session).await.json();
    assert_eq!(by_id["user"]["username"], "raf_utilisateur-local");
    let missing = server.get_as("/api/v1/users.info?username=nobody", &session).await;
    assert_eq!((missing.status, missing.json()), (400, json!({ "success": false, "error": "User not found." })));
    assert_eq!(server.get("/api/v1/users.info?username=bob").await.status, 401);
}

#[tokio::test]
async fn subscriptions_have_the_recorded_fields() {
    let recorded = include_str!("fixtures/6.5.3/rest-6.5.3.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .find(|line| line["name"] == "subscriptions-get")
        .unwrap();
    let server = start(Release::new(6, 5), "", "", "").await;
    let session = server.log_in("alice").await;
    let body = server.get_as("/api/v1/subscriptions.get", &session).await.json();
    assert_eq!(body["remove"], json!([]));
    let known: Vec<&String> =
        recorded["body"]["update"].as_array().unwrap().iter().flat_map(|sub| sub.as_object().unwrap().keys()).collect();
    for sub in body["update"].as_array().unwrap() {
        for (field, value) in sub.as_object().unwrap() {
            assert!(known.contains(&field), "{field} was never recorded");
            assert!(value.get("$date").is_none(), "REST writes dates as text");
        }
    }
    server.post("/_standin/say", json!({ "room": "group/autre-projet", "user": "bob", "text": "hello" })).await;
    let body = server.get_as("/api/v1/subscriptions.get", &session).await.json();
    let other = body["update"].as_array().unwrap().iter().find(|sub| sub["name"] == "autre-projet").unwrap();
    assert_eq!((&other["unread"], &other["alert"]), (&json!(1), &json!(true)));
}

#[tokio::test]
async fn what_is_asked_for_since_a_date_tells_what_is_gone() {
    let server = start(Release::new(6, 5), "", "", "").await;
    let session = server.log_in("alice").await;
    let all = server.get_as("/api/v1/subscriptions.get", &session).await.json();
    let mine = all["update"].as_array().unwrap().iter().find(|sub| sub["name"] == "autre-projet").unwrap().clone();
    server.post("/_standin/realtime", json!({ "leave": ["alice", "autre-projet"] })).await;
    let since = |date: &str| format!("/api/v1/subscriptions.get?updatedSince={date}");
    let told = server.get_as(&since("2020-01-01T00:00:00.000Z"), &session).await.json();
    assert_eq!(told["remove"][0]["_id"], mine["_id"]);
    assert!(told["remove"][0]["_deletedAt"].as_str().unwrap().ends_with('Z'));
    assert_eq!(told["remove"].as_array().unwrap().len(), 1);
    let later = server.get_as(&since("2100-01-01T00:00:00.000Z"), &session).await.json();
    assert_eq!((&later["update"], &later["remove"]), (&json!([]), &json!([])));
    assert_eq!(server.get_as("/api/v1/subscriptions.get", &session).await.json()["remove"], json!([]));
    let other = server.log_in("bob").await;
    assert_eq!(server.get_as(&since("2020-01-01T00:00:00.000Z"), &other).await.json()["remove"], json!([]));
    let wrong = server.get_as(&since("yesterday"), &session).await;
    assert_eq!((wrong.status, &wrong.json()["errorType"]), (400, &json!("error-roomId-param-invalid")));
}

#[tokio::test]
async fn preflights_are_answered_as_recorded() {
    let server = start(Release::new(6, 5), "", "", "").await;
    let allowed = server.send("OPTIONS", "/api/v1/me", &[("Origin", PAGE)], "").await;
    assert_eq!((allowed.status, allowed.header("access-control-allow-origin")), (200, Some(PAGE)));
    assert!(allowed.header("access-control-allow-headers").unwrap().contains("X-Auth-Token"));
    assert_eq!(allowed.header("vary"), Some("Origin"));
    let other = server.send("OPTIONS", "/api/v1/me", &[("Origin", "http://127.0.0.1:7")], "").await;
    assert_eq!((other.status, other.header("access-control-allow-origin")), (200, Some("*")));
    assert_eq!(other.header("access-control-allow-headers"), None);
    server.set("API_Enable_CORS", json!(false));
    let off = server.send("OPTIONS", "/api/v1/me", &[("Origin", PAGE)], "").await;
    assert_eq!(off.status, 405);
    assert!(off.text().starts_with("CORS not enabled."));
}

#[tokio::test]
async fn an_unknown_api_path_answers_with_the_page_and_from_8_0_with_404() {
    let server = start(Release::new(6, 5), "", "", "").await;
    let answer = server.get("/api/v1/no.such.route").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let server = start(Release::NEWEST, "", "", "").await;
    let answer = server.get("/api/v1/no.such.route").await;
    assert_eq!((answer.status, answer.header("content-type")), (404, Some("application/json")));
}

#[tokio::test]
async fn secret_settings_stay_out_of_the_public_ones() {
    let server = start(Release::NEWEST, "", "", "").await;
    let all = server.get("/api/v1/settings.public?count=0").await.json();
    let ids: Vec<&str> = all["settings"].as_array().unwrap().iter().map(|s| s["_id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"Iframe_Integration_send_enable") && !ids.contains(&"Iframe_Restrict_Access"));
    let one = server.get("/api/v1/settings.public?_id=Site_Url,UI_Use_Real_Name").await.json();
    assert_eq!(one["total"], 2);
}

#[tokio::test]
async fn below_a_sub_path_everything_is_below_it() {
    let server = start(Release::new(6, 5), "/chat", "1;", "").await;
    for path in ["/chat", "/chat/", "/chat/group/projet-alpha", "/chat/api/info", "/chat/_standin/client/boot.js"] {
        assert_eq!(server.get(path).await.status, 200, "{path}");
    }
    let page = server.get("/chat/home").await.text();
    let script = address_after(&page, "id=\"scripts\"", "src");
    assert!(script.starts_with("/chat/scripts_"));
    assert!(server.get(script).await.text().contains("\t1;\n"));
    assert_eq!(server.get("/chat/api/info").await.json()["success"], true);
    assert_eq!(server.get("/api/info").await.status, 404);
}

#[tokio::test]
async fn the_oldest_release_is_the_limit() {
    let options = Options::fresh(Release::new(3, 17), ServerUrl::parse("http://127.0.0.1:1").unwrap());
    let error = standin::hub(options).err().unwrap();
    assert_eq!(error.to_string(), "Rocket.Chat 3.17 is older than 3.18, the oldest that the stand-in can be");
}

#[tokio::test]
async fn the_control_surface_takes_json_only() {
    let server = start(Release::NEWEST, "", "", "").await;
    let body = json!({ "user": "alice" }).to_string();
    let plain = server.send("POST", "/_standin/forget", &[("Content-Type", "text/plain")], &body).await;
    assert_eq!(plain.status, 415);
    let places = server.get("/_standin/places").await.json();
    assert_eq!((&places["version"], &places["features"]["dom"]), (&json!("8.8"), &json!("react6")));
    assert!(places["places"].as_array().unwrap().len() > 10);
}
