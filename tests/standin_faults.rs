//! What can be made to go wrong, as a client over a socket meets it.

#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use gantry::protocol::Release;
use gantry::standin::Options;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

mod serving;

use serving::{Server, fresh, serve};

const SETTING: &str = "/api/v1/settings/Site_Name";

async fn go_wrong(server: &Server, fault: Value) {
    server.control("faults", json!({ "faults": [fault] })).await;
}

/// Everything that comes before the connection ends.
async fn raw(server: &Server, request: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    // A connection that is cut may end in an error; what came before it counts.
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn answers_are_replaced_and_nothing_is_done() {
    let server = fresh(Release::new(6, 5)).await;
    let admin = server.log_in("admin").await;
    for (deed, status, start) in [
        ("status:500", 500, "<html>"),
        ("status:403", 403, "{\"success\":false"),
        ("html", 200, "<!DOCTYPE html>"),
        ("401", 401, "{\"status\":\"error\""),
        ("ignore", 200, "{\"success\":true}"),
        ("429:7", 429, "{\"success\":false"),
        ("redirect:https://elsewhere.test/", 302, ""),
    ] {
        go_wrong(&server, json!({ "match": "POST /api/v1/settings", "do": deed })).await;
        let answer = server.post_proven(SETTING, &admin, json!({ "value": deed })).await;
        assert_eq!(answer.status, status, "{deed}");
        assert!(answer.text().starts_with(start), "{deed}: {}", answer.text());
        assert_eq!(server.hub.world().setting("Site_Name"), "Rocket.Chat", "{deed}");
        if deed == "429:7" {
            let reset: i64 = answer.header("x-ratelimit-reset").unwrap().parse().unwrap();
            assert!(reset > server.hub.world().now && answer.text().contains("wait 7 seconds"));
        }
        if status == 302 {
            assert_eq!(answer.header("location"), Some("https://elsewhere.test/"));
        }
    }
    server.control("faults", json!({ "faults": [] })).await;
    assert_eq!(server.post_proven(SETTING, &admin, json!({ "value": "done" })).await.status, 200);
}

#[tokio::test]
async fn a_cut_connection_leaves_the_call_done_or_not() {
    let server = fresh(Release::new(6, 5)).await;
    let admin = server.log_in("admin").await;
    let proven = server.post_proven(SETTING, &admin, json!({ "value": "before" })).await;
    assert_eq!(proven.status, 200);
    for (deed, kept) in [("cut-before", "before"), ("cut", "after")] {
        go_wrong(&server, json!({ "match": "* /api/v1/settings", "times": 1, "do": deed })).await;
        let body = "{\"value\":\"after\"}";
        let request = format!(
            "POST {SETTING} HTTP/1.1\r\nHost: a\r\nUser-Agent: test\r\nContent-Type: application/json\r\n\
             X-Auth-Token: {}\r\nX-User-Id: {}\r\nContent-Length: {}\r\n\r\n{body}",
            admin.0,
            admin.1,
            body.len()
        );
        let told = raw(&server, &request).await;
        assert!(!told.contains("{\"success\":true}") && !told.ends_with("0\r\n\r\n"), "{deed}: {told:?}");
        assert_eq!(server.hub.world().setting("Site_Name"), kept, "{deed}");
    }
}

#[tokio::test]
async fn headers_and_bodies_suffer_on_the_way() {
    let server = fresh(Release::NEWEST).await;
    let faults = json!([
        { "match": "GET /", "do": "drop-header:x-frame-options" },
        { "match": "*", "do": "header:Content-Security-Policy:frame-ancestors 'none'" },
        { "match": "GET /api/info", "do": "truncate" },
    ]);
    server.control("faults", json!({ "faults": faults })).await;
    let page = server.get("/").await;
    assert_eq!(page.header("x-frame-options"), None);
    assert_eq!(page.header("content-security-policy"), Some("frame-ancestors 'none'"));
    let half = server.get("/api/info").await;
    assert_eq!((half.status, serde_json::from_slice::<Value>(&half.body).is_err()), (200, true));
    assert_eq!(half.header("content-length"), Some(half.body.len().to_string().as_str()), "it looks complete");
}

#[tokio::test]
async fn slow_answers_come_later() {
    let server = fresh(Release::new(6, 5)).await;
    for deed in ["hang:30", "delay:30"] {
        go_wrong(&server, json!({ "match": "GET /api/info", "do": deed })).await;
        let before = std::time::Instant::now();
        assert_eq!(server.get("/api/info").await.status, 200);
        assert!(before.elapsed().as_millis() >= 30, "{deed}");
    }
    let delay = std::time::Duration::from_millis(30);
    let server = serve("", |url| Options { delay, ..Options::fresh(Release::NEWEST, url) }).await;
    let before = std::time::Instant::now();
    server.get("/api/info").await;
    assert!(before.elapsed() >= delay);
}

#[tokio::test]
async fn calls_are_noted_with_their_status_and_without_the_sub_path() {
    let server = serve("/chat", |url| Options::fresh(Release::NEWEST, url)).await;
    let call = async |path: &str| server.get(&format!("/chat{path}")).await;
    drop(call("/api/info").await);
    drop(call("/api/v1/me?x=1").await);
    drop(call("/").await);
    let noted = |body: Value| body["calls"].clone();
    let one = |path: &str, status: u16| json!({ "method": "GET", "path": path, "status": status });
    let calls = noted(call("/_standin/calls").await.json());
    assert_eq!(calls, json!([one("/api/info", 200), one("/api/v1/me", 401), one("/", 200)]));
    assert_eq!(server.post("/chat/_standin/calls/reset", json!({})).await.status, 200);
    assert_eq!(noted(call("/_standin/calls").await.json()), json!([]));
}

#[tokio::test]
async fn what_is_no_fault_is_refused() {
    let server = fresh(Release::NEWEST).await;
    for fault in [json!({ "match": "*", "do": "boom" }), json!({ "match": "*", "do": "html", "time": 1 })] {
        let answer = server.post("/_standin/faults", json!({ "faults": [fault] })).await;
        assert_eq!(answer.status, 422);
    }
}
