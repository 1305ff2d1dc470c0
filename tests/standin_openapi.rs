//! The newest stand-in's answers against the official OpenAPI schemas: no field more, none less, none of another type.
//!
//! The schemas are made from examples, so where the recording of a real server says otherwise, the recording wins and
//! the difference is listed here with its reason. A listed difference that does not occur fails too.

#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use gantry::protocol::Release;
use gantry::standin::Options;
use serde_json::{Value, json};

mod serving;

use serving::{Server, Session, serve};

const SCHEMAS: &str = include_str!("fixtures/openapi/answers.json");

/// A route, where in its answer, how it differs from the schema, and why that is right.
struct Difference(&'static str, &'static str, &'static str);

const RECORDED: &str = "recorded from 6.5.3";

/// A star at the end stands for all that begins so.
#[rustfmt::skip]
const DIFFERENCES: &[Difference] = &[
    Difference("GET /api/v1/settings.public 200", "settings[].enterprise: more", RECORDED),
    Difference("GET /api/v1/settings.public 200", "settings[].invalidValue: more", RECORDED),
    Difference("GET /api/v1/settings.public 200", "settings[].modules: more", RECORDED),
    Difference("GET /api/v1/settings.public 200", "settings[].value: other type", "numbers and lists are recorded"),
    Difference("GET /api/v1/settings 200", "settings[].enterprise: more", RECORDED),
    Difference("GET /api/v1/settings 200", "settings[].invalidValue: more", RECORDED),
    Difference("GET /api/v1/settings 200", "settings[].modules: more", RECORDED),
    Difference("GET /api/v1/settings 200", "settings[].packageValue: more", "the example with includeDefaults has it"),
    Difference("GET /api/v1/settings 200", "settings[].value: missing", "groups have none, recorded"),
    Difference("GET /api/v1/settings 200", "settings[].value: other type", "numbers and lists are recorded"),
    Difference("POST /api/v1/settings/{_id} 403", "no schema", "permissions middleware of 8.x"),
    Difference("GET /api/v1/permissions.listAll 200", "update[].level: more", RECORDED),
    Difference("GET /api/v1/permissions.listAll 200", "update[].settingId: more", RECORDED),
    Difference("GET /api/v1/permissions.listAll 200", "update[].group: more", RECORDED),
    Difference("GET /api/v1/permissions.listAll 200", "update[].section: more", RECORDED),
    Difference("GET /api/v1/permissions.listAll 200", "update[].sorter: more", RECORDED),
    Difference("GET /api/v1/permissions.listAll 200", "update[].groupPermissionId: more", RECORDED),
    Difference("GET /api/v1/permissions.listAll 200", "update[].sectionPermissionId: more", RECORDED),
    Difference("POST /api/v1/permissions.update 200", "permissions[]._updatedAt: more", "every permission as permissions.listAll has it: app/api/server/v1/permissions.ts"),
    Difference("POST /api/v1/permissions.update 200", "permissions[].level: more", "every permission as permissions.listAll has it: app/api/server/v1/permissions.ts"),
    Difference("POST /api/v1/permissions.update 200", "permissions[].settingId: more", "every permission as permissions.listAll has it: app/api/server/v1/permissions.ts"),
    Difference("POST /api/v1/permissions.update 200", "permissions[].group: more", "every permission as permissions.listAll has it: app/api/server/v1/permissions.ts"),
    Difference("POST /api/v1/permissions.update 200", "permissions[].section: more", "every permission as permissions.listAll has it: app/api/server/v1/permissions.ts"),
    Difference("POST /api/v1/permissions.update 200", "permissions[].sorter: more", "every permission as permissions.listAll has it: app/api/server/v1/permissions.ts"),
    Difference("POST /api/v1/permissions.update 200", "permissions[].groupPermissionId: more", "every permission as permissions.listAll has it: app/api/server/v1/permissions.ts"),
    Difference("POST /api/v1/permissions.update 200", "permissions[].sectionPermissionId: more", "every permission as permissions.listAll has it: app/api/server/v1/permissions.ts"),
    Difference("GET /api/v1/roles.getUsersInRole 200", "count: more", "@rocket.chat/rest-typings: a page of a list"),
    Difference("GET /api/v1/roles.getUsersInRole 200", "offset: more", "@rocket.chat/rest-typings: a page of a list"),
    Difference("GET /api/v1/roles.getUsersInRole 200", "total: more", "@rocket.chat/rest-typings: a page of a list"),
    Difference("GET /api/v1/me 200", "settings.preferences.*", RECORDED),
    Difference("GET /api/v1/me 200", "settings.profile: more", RECORDED),
    Difference("GET /api/v1/me 200", "_updatedAt: more", RECORDED),
    Difference("GET /api/v1/me 200", "avatarOrigin: more", RECORDED),
    Difference("GET /api/v1/me 200", "services: more", RECORDED),
    Difference("GET /api/v1/me 200", "statusDefault: more", RECORDED),
    Difference("GET /api/v1/me 200", "statusConnection: missing", RECORDED),
    Difference("GET /api/v1/me 200", "customFields: missing", "only where the server has custom fields"),
    Difference("GET /api/v1/me 401", "no schema", RECORDED),
    Difference("POST /api/v1/login 200", "data.me._updatedAt: more", RECORDED),
    Difference("POST /api/v1/login 200", "data.me.avatarETag: more", RECORDED),
    Difference("POST /api/v1/login 200", "data.me.avatarOrigin: more", RECORDED),
    Difference("POST /api/v1/login 200", "data.me.email: more", RECORDED),
    Difference("POST /api/v1/login 200", "data.me.requirePasswordChange: more", RECORDED),
    Difference("POST /api/v1/login 200", "data.me.services: more", RECORDED),
    Difference("POST /api/v1/login 200", "data.me.settings.profile: more", RECORDED),
    Difference("POST /api/v1/login 200", "data.me.statusDefault: more", RECORDED),
    Difference("POST /api/v1/login 200", "data.me.statusText: more", RECORDED),
    Difference("GET /api/v1/users.info 200", "user.avatarETag: more", RECORDED),
    Difference("GET /api/v1/users.info 200", "user.statusText: more", RECORDED),
    Difference("GET /api/v1/users.info 200", "user.services: more", "the example has it"),
    Difference("GET /api/v1/users.info 200", "user.freeSwitchExtension: missing", "only where there is telephony"),
    Difference("GET /api/v1/users.list 200", "users[].lastLogin: missing", "not before the first login"),
    Difference("GET /api/v1/users.getPersonalAccessTokens 200", "tokens[].bypassTwoFactor: more", RECORDED),
    Difference("GET /api/v1/rooms.adminRooms 200", "rooms[].u.name: more", RECORDED),
    Difference("GET /api/v1/rooms.adminRooms 200", "rooms[].announcement: missing", "only where a room has it, as in the example"),
    Difference("GET /api/v1/rooms.adminRooms 200", "rooms[].description: missing", "only where a room has it, as in the example"),
    Difference("GET /api/v1/rooms.adminRooms 200", "rooms[].federated: missing", "only where a room has it, as in the example"),
    Difference("GET /api/v1/groups.listAll 200", "groups[].default: more", RECORDED),
    Difference("GET /api/v1/groups.listAll 200", "groups[].lastMessage: more", RECORDED),
    Difference("GET /api/v1/groups.listAll 200", "groups[].lm: more", RECORDED),
    Difference("GET /api/v1/groups.listAll 200", "groups[].u.name: more", RECORDED),
    Difference("GET /api/v1/groups.listAll 200", "groups[].usersCount: more", RECORDED),
    Difference("GET /api/v1/groups.listAll 200", "groups[].customFields.companyId: missing", "the example's own field"),
];

/// All ways in which a value is not what a schema says: every field that is named is required, none that is not named
/// may be there.
fn differences(schema: &Value, value: &Value, at: &str, found: &mut BTreeSet<String>) {
    if let Some(choices) = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array) {
        let fits = choices.iter().any(|choice| {
            let mut none = BTreeSet::new();
            differences(choice, value, at, &mut none);
            none.is_empty()
        });
        if !fits {
            found.insert(format!("{at}: other type"));
        }
        return;
    }
    let fits = match schema.get("type").and_then(Value::as_str) {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        _ => true,
    };
    if !fits {
        found.insert(format!("{at}: other type"));
        return;
    }
    let inner = |field: &str| if at.is_empty() { field.to_owned() } else { format!("{at}.{field}") };
    // A schema without fields is one of an example's empty object: it says nothing.
    let fields = schema.get("properties").and_then(Value::as_object).filter(|fields| !fields.is_empty());
    if let (Some(fields), Some(object)) = (fields, value.as_object()) {
        for field in object.keys().filter(|field| !fields.contains_key(*field)) {
            found.insert(format!("{}: more", inner(field)));
        }
        for (field, schema) in fields {
            match object.get(field) {
                Some(value) => differences(schema, value, &inner(field), found),
                None => drop(found.insert(format!("{}: missing", inner(field)))),
            }
        }
    }
    if let (Some(schema), Some(values)) = (schema.get("items"), value.as_array()) {
        for value in values {
            differences(schema, value, &format!("{at}[]"), found);
        }
    }
}

/// The schema that an example would be made into.
fn schema_of(example: &Value) -> Value {
    match example {
        Value::Object(object) => {
            let fields: serde_json::Map<String, Value> =
                object.iter().map(|(key, value)| (key.clone(), schema_of(value))).collect();
            json!({ "type": "object", "properties": fields })
        }
        Value::Array(values) => json!({ "type": "array", "items": values.first().map_or(json!({}), schema_of) }),
        Value::String(_) => json!({ "type": "string" }),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(_) => json!({ "type": "number" }),
        Value::Null => json!({}),
    }
}

async fn server() -> Server {
    serve("", |url| Options { populated: true, ..Options::fresh(Release::NEWEST, url) }).await
}

/// Each answer with the name of its schema.
async fn answers(server: &Server, admin: &Session, user: &Session) -> Vec<(String, u16, Value)> {
    let mut all = Vec::new();
    let pat = || json!({ "tokenName": "ours", "bypassTwoFactor": true });
    let change = |id: &str, role: &str| json!({ "permissionId": id, "role": role });
    let gets = [
        "settings.public?count=0",
        "settings?count=0&includeDefaults=true",
        "settings/Livechat_enabled",
        "permissions.listAll",
        "roles.list",
        "roles.getUsersInRole?role=admin",
        "users.info?username=alice",
        "users.list",
        "me",
        "rooms.adminRooms?types[]=p",
        "groups.listAll",
        "pw.getPolicy",
    ];
    for path in gets {
        let route = path.split('?').next().unwrap();
        let named = if route.starts_with("settings/") { "settings/{_id}" } else { route };
        let whole = format!("/api/v1/{path}");
        let answer = server.get_as(&whole, admin).await;
        all.push((format!("GET /api/v1/{named} {}", answer.status), answer.status, answer.json()));
        let nobody = server.get(&whole).await;
        if nobody.status == 401 {
            all.push((format!("GET /api/v1/{named} 401"), 401, nobody.json()));
        }
    }
    let posts = [
        ("settings/Unread_Count", json!({ "value": "all_messages" })),
        ("settings", json!({ "settings": [{ "_id": "Unread_Count", "value": "all_messages" }] })),
        ("settings", json!({})),
        ("permissions.update", json!({ "permissions": [{ "_id": "create-d", "roles": ["admin", "user"] }] })),
        ("permissions.update", json!({ "permissions": "all" })),
        ("permissions.addRole", change("create-d", "user")),
        ("permissions.addRole", change("no-such", "user")),
        ("permissions.addRole", json!({ "permissionId": "create-d" })),
        ("permissions.removeRole", change("create-d", "user")),
        ("permissions.removeRole", change("no-such", "user")),
        ("users.generatePersonalAccessToken", pat()),
        ("users.generatePersonalAccessToken", json!({})),
        ("users.regeneratePersonalAccessToken", pat()),
        ("users.removePersonalAccessToken", json!({})),
        ("users.2fa.sendEmailCode", json!({ "emailOrUsername": "admin" })),
        ("users.2fa.sendEmailCode", json!({})),
    ];
    for (path, body) in posts {
        let whole = format!("/api/v1/{path}");
        let named = if path.starts_with("settings/") { "settings/{_id}" } else { path };
        let answer = server.post_proven(&whole, admin, body.clone()).await;
        all.push((format!("POST /api/v1/{named} {}", answer.status), answer.status, answer.json()));
        let nobody = server.post(&whole, body.clone()).await;
        if nobody.status == 401 {
            all.push((format!("POST /api/v1/{named} 401"), 401, nobody.json()));
        }
        let refused = server.post_proven(&whole, user, body).await;
        all.push((format!("POST /api/v1/{named} {}", refused.status), refused.status, refused.json()));
    }
    let listed = "/api/v1/users.getPersonalAccessTokens";
    let answer = server.get_as(listed, admin).await;
    all.push((format!("GET {listed} 200"), answer.status, answer.json()));
    let answer = server.get(listed).await;
    all.push((format!("GET {listed} 401"), answer.status, answer.json()));
    let only_admins = json!({ "permissions": [{ "_id": "create-personal-access-tokens", "roles": ["admin"] }] });
    server.post_as("/api/v1/permissions.update", admin, only_admins).await;
    let answer = server.get_as(listed, user).await;
    all.push((format!("GET {listed} 400"), answer.status, answer.json()));
    for (path, body) in [
        ("users.regeneratePersonalAccessToken", json!({})),
        ("users.removePersonalAccessToken", pat()),
        ("users.2fa.disableEmail", json!({})),
    ] {
        let answer = server.post_proven(&format!("/api/v1/{path}"), admin, body).await;
        all.push((format!("POST /api/v1/{path} {}", answer.status), answer.status, answer.json()));
    }
    let answer = server.post_as("/api/v1/users.2fa.disableEmail", admin, json!({})).await;
    all.push((format!("POST /api/v1/users.2fa.disableEmail {}", answer.status), answer.status, answer.json()));
    let answer = server.post_as("/api/v1/users.2fa.enableEmail", admin, json!({})).await;
    all.push((format!("POST /api/v1/users.2fa.enableEmail {}", answer.status), answer.status, answer.json()));
    let answer = server.post("/api/v1/users.2fa.enableEmail", json!({})).await;
    all.push((format!("POST /api/v1/users.2fa.enableEmail {}", answer.status), answer.status, answer.json()));
    let answer = server.get_as("/api/v1/roles.getUsersInRole", admin).await;
    all.push((format!("GET /api/v1/roles.getUsersInRole {}", answer.status), answer.status, answer.json()));
    let missing = server.get_as("/api/v1/users.info?username=nobody", admin).await;
    all.push(("GET /api/v1/users.info 400".into(), missing.status, missing.json()));
    let login = server.post("/api/v1/login", json!({ "user": "bob", "password": "demo" })).await;
    let session = (
        login.json()["data"]["authToken"].as_str().unwrap().to_owned(),
        login.json()["data"]["userId"].as_str().unwrap().to_owned(),
    );
    all.push(("POST /api/v1/login 200".into(), login.status, login.json()));
    let logout = server.post_as("/api/v1/logout", &session, json!({})).await;
    all.push(("POST /api/v1/logout 200".into(), logout.status, logout.json()));
    all
}

#[tokio::test]
async fn every_answer_of_the_newest_release_is_what_its_schema_says() {
    let schemas: Value = serde_json::from_str(SCHEMAS).unwrap();
    let server = server().await;
    server.set("API_Enable_Rate_Limiter", json!(false));
    server.set("Accounts_TwoFactorAuthentication_RememberFor", json!(0));
    let (admin, user) = (server.log_in("admin").await, server.log_in("alice").await);
    let mut found = BTreeSet::new();
    let mut checked = BTreeSet::new();
    for (name, _, body) in answers(&server, &admin, &user).await {
        let Some(entry) = schemas.get(&name) else {
            found.insert(format!("{name}  no schema"));
            continue;
        };
        checked.insert(name.clone());
        if let Some(examples) = entry["examples"].as_array().filter(|_| !name.ends_with(" 200")) {
            // A refusal is one of the examples, word for word.
            let like = |example: &Value| example["errorType"] == body["errorType"] && example["error"] == body["error"];
            match examples.iter().find(|example| like(example)) {
                Some(example) => {
                    let mut here = BTreeSet::new();
                    differences(&schema_of(example), &body, "", &mut here);
                    found.extend(here.into_iter().map(|difference| format!("{name}  {difference}")));
                }
                None => drop(found.insert(format!("{name}: no example is {body}"))),
            }
            continue;
        }
        let mut here = BTreeSet::new();
        differences(&entry["schema"], &body, "", &mut here);
        found.extend(here.into_iter().map(|difference| format!("{name}  {difference}")));
    }
    let covers = |Difference(name, what, _): &Difference, found: &str| {
        let what = format!("{name}  {what}");
        what.strip_suffix('*').map_or(found == what, |start| found.starts_with(start))
    };
    let new: Vec<&String> =
        found.iter().filter(|found| !DIFFERENCES.iter().any(|listed| covers(listed, found))).collect();
    let gone: Vec<String> = DIFFERENCES
        .iter()
        .filter(|listed| !found.iter().any(|found| covers(listed, found)))
        .map(|Difference(name, what, why)| format!("{name}  {what} ({why})"))
        .collect();
    assert!(new.is_empty() && gone.is_empty(), "not listed: {new:#?}\nlisted and not there: {gone:#?}");
    let unchecked: Vec<&String> = schemas.as_object().unwrap().keys().filter(|name| !checked.contains(*name)).collect();
    // Asked for at the login too, where there is no session yet.
    assert_eq!(unchecked, ["POST /api/v1/users.2fa.sendEmailCode 401"]);
}

#[test]
fn a_field_more_a_field_less_and_another_type_are_each_seen() {
    let schema = json!({
        "type": "object",
        "properties": { "a": { "type": "string" }, "b": { "type": "array", "items": { "type": "integer" } } },
    });
    let check = |value: Value| {
        let mut found = BTreeSet::new();
        differences(&schema, &value, "", &mut found);
        found.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(check(json!({ "a": "x", "b": [1] })), Vec::<String>::new());
    assert_eq!(check(json!({ "a": "x", "b": [], "c": 1 })), ["c: more"]);
    assert_eq!(check(json!({ "a": "x" })), ["b: missing"]);
    assert_eq!(check(json!({ "a": 1, "b": ["x"] })), ["a: other type", "b[]: other type"]);
}
