//! Administration over REST: where the stand-in is as unkind as a real server, and what exists in which release.

#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use gantry::protocol::Release;
use gantry::standin::Options;
use serde_json::{Value, json};

mod serving;

use serving::{Server, fresh, populated, serve};

const V6_5: Release = Release::new(6, 5);

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["_id"].as_str().unwrap()).collect()
}

async fn roles_of(server: &Server, permission: &str) -> Vec<String> {
    server.hub.world().permissions.get(permission).unwrap().roles.clone()
}

#[tokio::test]
async fn a_fresh_server_has_an_administrator_and_nothing_set_up() {
    for release in [Release::OLDEST, V6_5, Release::NEWEST] {
        let server = fresh(release).await;
        let admin = server.log_in("admin").await;
        let users = server.get_as("/api/v1/users.list", &admin).await.json();
        let names: Vec<&str> =
            users["users"].as_array().unwrap().iter().map(|u| u["username"].as_str().unwrap()).collect();
        assert_eq!(names, ["admin", "rocket.cat"]);
        assert_eq!(ids(&server.get_as("/api/v1/rooms.adminRooms", &admin).await.json()["rooms"]), ["GENERAL"]);
        let world = server.hub.world();
        assert_eq!(world.setting("Iframe_Restrict_Access"), true);
        assert_eq!(world.setting("Accounts_TwoFactorAuthentication_Enabled"), true);
        assert_eq!(world.setting("Unread_Count"), "user_and_group_mentions_only");
        assert!(!world.text_setting("uniqueID").is_empty());
    }
    assert_eq!(
        fresh(V6_5).await.post("/api/v1/login", json!({ "user": "alice", "password": "demo" })).await.status,
        401
    );
}

#[tokio::test]
async fn lists_come_in_pages_that_the_settings_cut() {
    let server = fresh(V6_5).await;
    let admin = server.log_in("admin").await;
    let page = |query: &'static str| {
        let (server, admin) = (&server, &admin);
        async move {
            let body = server.get_as(&format!("/api/v1/settings{query}"), admin).await.json();
            assert_eq!(body["settings"].as_array().unwrap().len(), body["count"]);
            (body["count"].as_i64().unwrap(), body["offset"].as_i64().unwrap(), body["total"].as_i64().unwrap())
        }
    };
    assert_eq!(page("").await, (50, 0, 855));
    assert_eq!(page("?count=1000").await, (100, 0, 855));
    assert_eq!(page("?count=100&offset=800").await, (55, 800, 855));
    assert_eq!(page("?count=0").await, (855, 0, 855));
    let wrong = server.get_as("/api/v1/settings?sort=name", &admin).await;
    assert_eq!((wrong.status, &wrong.json()["errorType"]), (400, &json!("error-invalid-sort")));
    assert_eq!(server.get_as("/api/v1/settings?sort=%7B%22_id%22%3A1%7D", &admin).await.status, 200);
    server.set("API_Allow_Infinite_Count", json!(false));
    assert_eq!(page("?count=0").await, (50, 0, 855));
    server.set("API_Upper_Count_Limit", json!(20));
    assert_eq!(page("?count=1000").await, (20, 0, 855));
}

#[tokio::test]
async fn who_is_no_administrator_sees_public_settings_and_changes_none() {
    let server = populated(V6_5).await;
    let alice = server.log_in("alice").await;
    let seen = server.get_as("/api/v1/settings?count=0", &alice).await.json();
    assert_eq!(seen["total"], 380);
    assert_eq!(server.get_as("/api/v1/settings/Site_Url", &alice).await.status, 403);
    let body = json!({ "value": "x" });
    let refused = server.post_proven("/api/v1/settings/Site_Name", &alice, body).await;
    assert_eq!((refused.status, refused.json()), (403, json!({ "success": false, "error": "unauthorized" })));
    assert_eq!(server.hub.world().setting("Site_Name"), "Rocket.Chat");
    let newest = populated(Release::NEWEST).await;
    let alice = newest.log_in("alice").await;
    let refused = newest.post_as("/api/v1/settings/Site_Name", &alice, json!({ "value": "x" })).await;
    let words = "User does not have the permissions required for this action [error-unauthorized]";
    assert_eq!((refused.status, &refused.json()["error"]), (403, &json!(words)), "before the second factor");
}

#[tokio::test]
async fn hidden_settings_are_none_and_any_type_is_kept() {
    let server = fresh(V6_5).await;
    let admin = server.log_in("admin").await;
    let silent = json!({ "success": false });
    for id in ["Accounts_SystemBlockedUsernameList", "Nothing"] {
        let path = format!("/api/v1/settings/{id}");
        let (got, put) =
            (server.get_as(&path, &admin).await, server.post_proven(&path, &admin, json!({ "value": 1 })).await);
        assert_eq!(
            (got.status, got.json(), put.status, put.json()),
            (400, silent.clone(), 400, silent.clone()),
            "{id}"
        );
    }
    let path = "/api/v1/settings/Iframe_Restrict_Access";
    assert_eq!(server.post_proven(path, &admin, json!({})).await.json(), silent, "no value");
    assert_eq!(server.post_proven(path, &admin, json!({ "value": ["x"] })).await.status, 200);
    assert_eq!(server.get_as(path, &admin).await.json()["value"], json!(["x"]));
}

#[tokio::test]
async fn several_settings_at_once_are_all_or_none_and_asked_for_each_time() {
    let older = fresh(Release::new(8, 5)).await;
    let admin = older.log_in("admin").await;
    let two = json!({ "settings": [{ "_id": "Site_Name", "value": "A" }, { "_id": "Unread_Count", "value": "all_messages" }] });
    assert_eq!(older.post_proven("/api/v1/settings", &admin, two.clone()).await.status, 404);
    let oldest = fresh(V6_5).await;
    let admin = oldest.log_in("admin").await;
    let answer = oldest.post_proven("/api/v1/settings", &admin, two.clone()).await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("GET")));

    let server = fresh(Release::new(8, 6)).await;
    let admin = server.log_in("admin").await;
    let asked = server.post_as("/api/v1/settings", &admin, json!({ "settings": [] })).await.json();
    assert_eq!(asked["errorType"], "invalid-params", "the shape is looked at first");
    assert_eq!(server.post_proven("/api/v1/settings", &admin, two.clone()).await.status, 200);
    let again = server.post_as("/api/v1/settings", &admin, two).await.json();
    assert_eq!(again["errorType"], "totp-required", "nothing is remembered");
    let wrong =
        json!({ "settings": [{ "_id": "Site_Name", "value": "B" }, { "_id": "API_Enable_CORS", "value": "true" }] });
    let refused = server.post_proven("/api/v1/settings", &admin, wrong).await;
    assert_eq!((refused.status, &refused.json()["error"]), (400, &json!("Match error: Expected boolean, got string")));
    assert_eq!(server.hub.world().setting("Site_Name"), "A", "all or none");
}

#[tokio::test]
async fn roles_are_replaced_and_one_wrong_id_refuses_the_call() {
    let server = fresh(V6_5).await;
    let admin = server.log_in("admin").await;
    let update = |permissions: Value| {
        let (server, admin) = (&server, &admin);
        async move { server.post_as("/api/v1/permissions.update", admin, json!({ "permissions": permissions })).await }
    };
    let answer = update(json!([{ "_id": "create-c", "roles": ["owner"] }])).await;
    assert_eq!((answer.status, answer.json()["permissions"].as_array().unwrap().len()), (200, 1022));
    assert_eq!(roles_of(&server, "create-c").await, ["owner"]);
    let refused = update(json!([{ "_id": "create-c", "roles": [] }, { "_id": "nothing", "roles": [] }])).await;
    assert_eq!(refused.json()["errorType"], "error-invalid-permission");
    assert_eq!(roles_of(&server, "create-c").await, ["owner"]);
    for path in ["permissions.addRole", "permissions.removeRole"] {
        let body = json!({ "permissionId": "create-c", "role": "user" });
        assert!(server.post_as(&format!("/api/v1/{path}"), &admin, body).await.text().starts_with("<!DOCTYPE html>"));
    }
    let server = fresh(Release::new(8, 7)).await;
    let admin = server.log_in("admin").await;
    let body = json!({ "permissionId": "create-c", "role": "user" });
    for _ in 0..2 {
        assert_eq!(server.post_as("/api/v1/permissions.removeRole", &admin, body.clone()).await.status, 200);
        assert!(!roles_of(&server, "create-c").await.contains(&"user".to_owned()));
    }
    assert_eq!(server.post_as("/api/v1/permissions.addRole", &admin, body).await.status, 200);
    assert!(roles_of(&server, "create-c").await.contains(&"user".to_owned()));
}

#[tokio::test]
async fn who_takes_a_permission_from_admin_is_locked_out() {
    let server = fresh(V6_5).await;
    let admin = server.log_in("admin").await;
    for (id, path) in [("view-privileged-setting", "settings/Site_Url"), ("view-room-administration", "groups.listAll")]
    {
        assert_eq!(server.get_as(&format!("/api/v1/{path}"), &admin).await.status, 200);
        let body = json!({ "permissions": [{ "_id": id, "roles": [] }] });
        assert_eq!(server.post_as("/api/v1/permissions.update", &admin, body).await.status, 200);
        assert_eq!(server.get_as(&format!("/api/v1/{path}"), &admin).await.status, 403, "{id}");
    }
    let body = json!({ "permissions": [{ "_id": "access-permissions", "roles": [] }] });
    assert_eq!(server.post_as("/api/v1/permissions.update", &admin, body.clone()).await.status, 200);
    let out = server.post_as("/api/v1/permissions.update", &admin, body).await.json();
    assert_eq!(out["errorType"], "error-edit-permissions-not-allowed");
}

#[tokio::test]
async fn permissions_that_changed_since_are_listed_alone() {
    let server = fresh(V6_5).await;
    let admin = server.log_in("admin").await;
    let since = server.hub.world().now;
    let body = json!({ "permissions": [{ "_id": "create-c", "roles": ["admin"] }] });
    server.post_as("/api/v1/permissions.update", &admin, body).await;
    let since = gantry::standin::records::text_date(since);
    let listed = server.get_as(&format!("/api/v1/permissions.listAll?updatedSince={since}"), &admin).await.json();
    assert_eq!(ids(&listed["update"]), ["create-c"]);
    let wrong = server.get_as("/api/v1/permissions.listAll?updatedSince=yesterday", &admin).await.json();
    assert_eq!(wrong["errorType"], "error-roomId-param-invalid");
}

#[tokio::test]
async fn each_release_has_its_own_routes_and_parameters() {
    for (major, minor, livez, by_email, short) in [
        (3, 18, false, false, false),
        (6, 5, false, false, false),
        (7, 10, false, false, false),
        (7, 11, true, false, false),
        (8, 3, true, false, false),
        (8, 4, true, true, false),
        (8, 8, true, true, true),
    ] {
        let release = Release::new(major, minor);
        let server = fresh(release).await;
        let admin = server.log_in("admin").await;
        for path in ["/livez", "/readyz"] {
            let answer = server.get(path).await;
            assert_eq!(
                (answer.status, answer.header("content-type") == Some("application/json")),
                (200, livez),
                "{release}"
            );
        }
        let health = server.get("/health").await;
        assert_eq!(health.text() == "ok", !livez, "{release}");
        let found = server.get_as("/api/v1/users.info?email=Admin@example.test", &admin).await;
        assert_eq!(found.status == 200, by_email, "{release}");
        let version = server.get("/api/info").await.json()["version"].as_str().unwrap().to_owned();
        assert_eq!(version == release.to_string(), short, "{release}: {version}");
        let whole = server.get_as("/api/info", &admin).await.json();
        assert_eq!(whole["version"].as_str().unwrap().split('.').count(), 3, "{release}");
        let old = server.get("/api/v1/info").await;
        assert_eq!(old.header("content-type") == Some("application/json") && old.status == 200, major < 4, "{release}");
        let one = server.get("/api/v1/settings.public?_id=uniqueID,Site_Url").await.json();
        assert_eq!(one["total"] == 2, major >= 7, "{release}");
        let asked = server.get("/api/v1/settings.public?query=%7B%22_id%22%3A%22uniqueID%22%7D").await.json();
        assert_eq!(asked["total"] == 1, major < 7, "{release}");
        let defaults = server.get_as("/api/v1/settings?includeDefaults=true&count=5", &admin).await.json();
        assert_eq!(defaults["settings"][0].get("packageValue").is_some(), major >= 8, "{release}");
        let history = server.hub.world().permissions.get("view-history").is_some();
        assert_eq!(history, major < 7, "{release}");
    }
}

#[tokio::test]
async fn the_default_of_a_setting_stays_while_its_value_changes() {
    let server = fresh(Release::NEWEST).await;
    let admin = server.log_in("admin").await;
    server.set("API_CORS_Origin", json!("https://projects.example"));
    let listed = server.get_as("/api/v1/settings?includeDefaults=true&count=0", &admin).await.json();
    let one = listed["settings"].as_array().unwrap().iter().find(|one| one["_id"] == "API_CORS_Origin").unwrap();
    assert_eq!((&one["value"], &one["packageValue"]), (&json!("https://projects.example"), &json!("*")));
}

#[tokio::test]
async fn the_password_policy_is_on_from_8_1() {
    let older = fresh(Release::new(8, 0)).await;
    assert_eq!(older.get("/api/v1/pw.getPolicy").await.json()["enabled"], false);
    let newer = fresh(Release::new(8, 1)).await;
    let policy = newer.get("/api/v1/pw.getPolicy").await.json();
    assert_eq!(
        (&policy["enabled"], &policy["policy"][0]),
        (&json!(true), &json!(["get-password-policy-minLength", { "minLength": 14 }]))
    );
}

#[tokio::test]
async fn what_the_environment_pins_comes_back_at_the_next_start() {
    let pinned = [("Iframe_Restrict_Access".to_owned(), json!(true))].into();
    let server = serve("", |url| Options { pinned, ..Options::fresh(V6_5, url) }).await;
    let admin = server.log_in("admin").await;
    let path = "/api/v1/settings/Iframe_Restrict_Access";
    assert_eq!(server.post_proven(path, &admin, json!({ "value": false })).await.status, 200);
    assert_eq!(server.get_as(path, &admin).await.json()["value"], false);
    server.control("restart", json!({})).await;
    assert_eq!(server.get_as(path, &admin).await.json()["value"], true);
}

#[tokio::test]
async fn an_upgrade_brings_what_is_new_and_keeps_what_was_changed() {
    let server = fresh(V6_5).await;
    let admin = server.log_in("admin").await;
    let body = json!({ "permissions": [{ "_id": "create-c", "roles": ["admin"] }] });
    server.post_as("/api/v1/permissions.update", &admin, body).await;
    server.set("Site_Name", json!("Ours"));
    server.control("upgrade", json!({ "release": "8.8" })).await;
    assert_eq!(roles_of(&server, "create-c").await, ["admin"]);
    assert_eq!(roles_of(&server, "allow-internal-voice-calls").await, ["admin", "user"]);
    let world = server.hub.world();
    assert!(world.permissions.get("view-history").is_none());
    assert_eq!((world.setting("Site_Name"), world.setting("Use_RC_SDK")), (&json!("Ours"), &json!(false)));
    assert!(!world.settings.contains_key("UI_Click_Direct_Message"));
}

#[tokio::test]
async fn custom_scripts_may_be_forbidden() {
    let server = serve("", |url| Options { no_custom_scripts: true, ..Options::fresh(V6_5, url) }).await;
    let admin = server.log_in("admin").await;
    let refused =
        server.post_proven("/api/v1/settings/Custom_Script_Logged_In", &admin, json!({ "value": "1;" })).await;
    assert_eq!((refused.status, &refused.json()["error"]), (403, &json!("Custom scripts are disabled")));
}

#[tokio::test]
async fn framing_follows_what_administration_sets() {
    let server = fresh(Release::NEWEST).await;
    let admin = server.log_in("admin").await;
    assert_eq!(server.get("/").await.header("x-frame-options"), Some("sameorigin"));
    let path = "/api/v1/settings/Iframe_Restrict_Access";
    assert_eq!(server.post_proven(path, &admin, json!({ "value": false })).await.status, 200);
    assert_eq!(server.get("/").await.header("x-frame-options"), None);
}
