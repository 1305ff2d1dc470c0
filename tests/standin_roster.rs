//! Accounts and private rooms of the stand-in: as unkind as the real server.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use gantry::protocol::Release;
use serde_json::{Value, json};

mod serving;

use serving::{Answer, Server, Session, populated};

struct Site {
    server: Server,
    admin: Session,
}

impl Site {
    async fn of(major: u16, minor: u16) -> Self {
        let server = populated(Release::new(major, minor)).await;
        let admin = server.log_in("admin").await;
        Self { server, admin }
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.server.post_proven(&format!("/api/v1/{path}"), &self.admin, body).await
    }

    async fn get(&self, path: &str) -> Value {
        self.server.get_as(&format!("/api/v1/{path}"), &self.admin).await.json()
    }

    async fn refused(&self, path: &str, body: Value, code: &str) {
        let answer = self.post(path, body.clone()).await;
        assert_eq!((answer.status, &answer.json()["errorType"]), (400, &json!(code)), "{path} {body}");
    }

    async fn user(&self, username: &str) -> Value {
        self.get(&format!("users.info?username={username}")).await["user"].clone()
    }

    async fn room(&self, name: &str, members: &[&str]) -> String {
        let made = self.post("groups.create", json!({ "name": name, "members": members })).await.json();
        made["group"]["_id"].as_str().unwrap().to_owned()
    }

    async fn usernames(&self, room: &str) -> Vec<String> {
        let members = self.get(&format!("groups.members?roomId={room}")).await["members"].clone();
        members.as_array().unwrap().iter().map(|member| member["username"].as_str().unwrap().to_owned()).collect()
    }
}

fn person(username: &str, email: &str) -> Value {
    json!({ "username": username, "name": "N", "email": email, "password": "Aa1!aabbccddeeff" })
}

#[tokio::test]
async fn an_account_joins_the_default_channels_unless_told_not_to() {
    let site = Site::of(8, 8).await;
    let general = || site.server.hub.world().room("GENERAL").unwrap().members.len();
    let before = general();
    site.post("users.create", person("one", "one@x.test")).await;
    assert_eq!(general(), before + 1);
    let mut two = person("two", "two@x.test");
    two["joinDefaultChannels"] = json!(false);
    two["verified"] = json!(true);
    let made = site.post("users.create", two).await.json();
    assert_eq!(general(), before + 1);
    assert_eq!(made["user"]["emails"], json!([{ "address": "two@x.test", "verified": true }]));
    assert_eq!(site.user("one").await["emails"][0]["verified"], false);
}

#[tokio::test]
async fn names_and_addresses_are_unique_in_any_case_and_deactivated_people_keep_theirs() {
    let site = Site::of(7, 10).await;
    let made = site.post("users.create", person("One", "One@x.test")).await.json();
    let id = made["user"]["_id"].clone();
    site.post("users.setActiveStatus", json!({ "userId": id, "activeStatus": false })).await;
    site.refused("users.create", person("oNE", "b@x.test"), "error-field-unavailable").await;
    site.refused("users.create", person("b", "oNE@X.test"), "error-field-unavailable").await;
    site.refused("users.create", person("here", "h@x.test"), "error-blocked-username").await;
    site.refused("users.create", person("h", "no address"), "error-invalid-email").await;
    let update = json!({ "userId": id, "data": { "email": "alice@example.test" } });
    site.refused("users.update", update, "error-field-unavailable").await;
    site.server.set("Accounts_Password_Policy_Enabled", json!(true));
    site.server.set("Accounts_Password_Policy_MinLength", json!(40));
    site.refused("users.create", person("weak", "w@x.test"), "error-password-policy-not-met").await;
}

#[tokio::test]
async fn changing_somebody_asks_for_a_second_proof_and_making_somebody_does_not() {
    let site = Site::of(6, 5).await;
    let made = site.server.post_as("/api/v1/users.create", &site.admin, person("one", "one@x.test")).await;
    assert_eq!(made.status, 200);
    let data = json!({ "userId": made.json()["user"]["_id"], "data": { "name": "Other" } });
    let asked = site.server.post_as("/api/v1/users.update", &site.admin, data.clone()).await;
    assert_eq!((asked.status, &asked.json()["errorType"]), (400, &json!("totp-required")));
    assert_eq!(site.post("users.update", data).await.json()["user"]["name"], "Other");
    let alice = site.server.log_in("alice").await;
    let refused = site.server.post_as("/api/v1/users.create", &alice, person("two", "two@x.test")).await;
    assert_eq!((refused.status, &refused.json()["errorType"]), (400, &json!("error-action-not-allowed")));
}

#[tokio::test]
async fn a_private_room_is_not_there_for_who_is_no_member() {
    for (major, minor) in [(6, 5), (8, 8)] {
        let site = Site::of(major, minor).await;
        let bob = site.server.log_in("bob").await;
        site.server.hub.world().permissions = gantry::standin::permissions::Permissions::of(
            Release::new(major, minor),
            &gantry::standin::settings::Catalogue::of(Release::new(major, minor)),
            0,
        );
        let made = site.server.post_as("/api/v1/groups.create", &bob, json!({ "name": "bobs" })).await;
        assert_eq!(made.status, 200, "{}", made.text());
        let id = made.json()["group"]["_id"].as_str().unwrap().to_owned();
        for path in ["groups.info", "groups.members", "groups.roles"] {
            assert_eq!(site.get(&format!("{path}?roomId={id}")).await["errorType"], "error-room-not-found");
        }
        for (path, body) in [
            ("groups.invite", json!({ "roomId": id, "userId": "x" })),
            ("groups.archive", json!({ "roomId": id })),
            ("groups.setCustomFields", json!({ "roomId": id, "customFields": {} })),
        ] {
            site.refused(path, body, "error-room-not-found").await;
        }
        let listed = site.get("groups.listAll").await["groups"].clone();
        assert!(listed.as_array().unwrap().iter().any(|group| group["_id"] == id.as_str()));
        assert_eq!(site.get(&format!("rooms.adminRooms.getRoom?rid={id}")).await["name"], "bobs");
    }
}

#[tokio::test]
async fn an_archived_room_keeps_its_name_and_takes_nothing() {
    let site = Site::of(8, 8).await;
    let id = site.room("old", &["alice"]).await;
    site.post("groups.archive", json!({ "roomId": id })).await;
    site.refused("groups.create", json!({ "name": "old" }), "error-archived-duplicate-name").await;
    site.refused("groups.archive", json!({ "roomId": id }), "error-room-archived").await;
    site.refused("groups.rename", json!({ "roomId": id, "name": "new" }), "error-room-archived").await;
    assert_eq!(site.get(&format!("groups.members?roomId={id}")).await["errorType"], "error-room-archived");
    let listed = site.get("groups.listAll").await["groups"].clone();
    let room = listed.as_array().unwrap().iter().find(|group| group["_id"] == id.as_str()).unwrap().clone();
    assert_eq!(room["archived"], true);
    assert_eq!(site.post("groups.unarchive", json!({ "roomId": id })).await.status, 200);
    assert_eq!(site.usernames(&id).await, ["admin", "alice"]);
}

#[tokio::test]
async fn owners_members_and_roles_are_refused_twice() {
    let site = Site::of(6, 5).await;
    let id = site.room("team", &["alice"]).await;
    let who = |user: &Value| json!({ "roomId": id, "userId": user["_id"] });
    let (alice, bob, admin) = (site.user("alice").await, site.user("bob").await, site.user("admin").await);
    site.refused("groups.kick", who(&bob), "error-user-not-in-room").await;
    site.refused("groups.addOwner", who(&bob), "error-user-not-in-room").await;
    site.refused("groups.kick", who(&admin), "error-you-are-last-owner").await;
    site.refused("groups.removeOwner", who(&admin), "error-remove-last-owner").await;
    site.refused("groups.addOwner", who(&admin), "error-user-already-owner").await;
    site.refused("groups.removeModerator", who(&alice), "error-user-not-moderator").await;
    let both = json!({ "roomId": id, "userIds": [alice["_id"], bob["_id"], "nobody"] });
    assert_eq!(site.post("groups.invite", both).await.status, 200);
    let world = site.server.hub.world();
    let told: Vec<_> = world.room(&id).unwrap().messages.iter().map(|m| (m.system.clone(), m.text.clone())).collect();
    assert_eq!(told, [(Some("au".to_owned()), "bob".to_owned())], "who is there already is no news");
}

#[tokio::test]
async fn who_is_deactivated_is_no_member_to_be_seen_and_leaves_no_room_without_an_owner() {
    let site = Site::of(8, 8).await;
    let id = site.room("team", &["alice"]).await;
    let (alice, admin) = (site.user("alice").await, site.user("admin").await);
    let whose = |user: &Value| json!({ "roomId": id, "userId": user["_id"] });
    site.post("groups.addOwner", whose(&alice)).await;
    site.post("groups.removeOwner", whose(&admin)).await;
    let off = json!({ "userId": alice["_id"], "activeStatus": false });
    site.refused("users.setActiveStatus", off.clone(), "user-last-owner").await;
    let mut sure = off;
    sure["confirmRelinquish"] = json!(true);
    assert_eq!(site.post("users.setActiveStatus", sure).await.status, 200);
    assert_eq!(site.usernames(&id).await, ["admin"]);
    let roles = site.get(&format!("groups.roles?roomId={id}")).await["roles"].clone();
    assert_eq!((&roles[0]["u"]["username"], &roles[0]["roles"]), (&json!("admin"), &json!(["owner"])));
}

#[tokio::test]
async fn a_title_is_kept_where_special_characters_are_allowed_and_refused_where_not() {
    let site = Site::of(8, 8).await;
    let room = json!({ "name": "Projet \u{c9}t\u{e9}" });
    site.refused("groups.create", room.clone(), "error-invalid-room-name").await;
    site.server.set("UI_Allow_room_names_with_special_chars", json!(true));
    let made = site.post("groups.create", room.clone()).await.json();
    assert_eq!(made["group"]["fname"], "Projet \u{c9}t\u{e9}");
    assert_ne!(made["group"]["name"], made["group"]["fname"]);
    site.refused("groups.create", room, "error-duplicate-channel-name").await;
}

#[tokio::test]
async fn custom_fields_are_replaced_whole() {
    let site = Site::of(8, 8).await;
    let id = site.room("team", &[]).await;
    for fields in [json!({ "a": "1" }), json!({ "b": "2" })] {
        site.post("groups.setCustomFields", json!({ "roomId": id, "customFields": fields })).await;
    }
    assert_eq!(site.get(&format!("groups.info?roomId={id}")).await["group"]["customFields"], json!({ "b": "2" }));
}

#[tokio::test]
async fn members_with_their_roles_come_with_7_3() {
    let old = Site::of(7, 2).await;
    let id = old.room("team", &[]).await;
    let path = format!("/api/v1/rooms.membersOrderedByRole?roomId={id}");
    assert!(old.server.get_as(&path, &old.admin).await.text().starts_with("<!DOCTYPE"));
    let new = Site::of(7, 3).await;
    let id = new.room("team", &["alice"]).await;
    let members = new.get(&format!("rooms.membersOrderedByRole?roomId={id}")).await["members"].clone();
    assert_eq!((&members[0]["username"], &members[0]["roles"]), (&json!("admin"), &json!(["owner"])));
    assert_eq!(members[1]["roles"], Value::Null);
}
