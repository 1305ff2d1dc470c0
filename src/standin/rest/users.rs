//! People as REST tells of them.

use serde_json::{Map, Value, json};

use super::answer::{Answer, bad, coded, ok, thrown};
use super::call::Call;
use super::paging::Page;
use crate::standin::accounts::Account;
use crate::standin::hub::Hub;
use crate::standin::records::{self, date};
use crate::standin::world::World;

/// `settings.preferences` of an account that changed none, as recorded from 6.5.3.
const PREFERENCES: &str = include_str!("preferences.json");

fn emails(account: &Account) -> Value {
    json!([{ "address": account.email, "verified": account.verified }])
}

fn settings() -> Value {
    json!({ "profile": {}, "preferences": serde_json::from_str::<Value>(PREFERENCES).unwrap_or_default() })
}

fn avatar_url(hub: &Hub, account: &Account) -> String {
    hub.options.server.join(&format!("/avatar/{}", account.person.username))
}

/// `GET me`.
pub fn me(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let Some(account) = call.caller.as_ref().and_then(|caller| world.accounts.get(caller.person.id)) else {
        return super::answer::unauthorized();
    };
    ok(json!({
        "_id": account.person.id, "avatarOrigin": "none", "name": account.person.name,
        "username": account.person.username, "status": world.status(account.person), "statusDefault": "online",
        "utcOffset": 0, "active": account.active, "emails": emails(account), "_updatedAt": date(account.updated),
        "roles": account.roles, "services": services(account), "settings": settings(),
        "avatarUrl": avatar_url(call.hub, account),
    }))
}

fn services(account: &Account) -> Value {
    let mut services = json!({ "password": { "exists": true } });
    if let Some(object) = services.as_object_mut() {
        if account.totp {
            object.insert("totp".to_owned(), json!({ "enabled": true }));
        }
        if account.email2fa {
            object.insert("email2fa".to_owned(), json!({ "enabled": true }));
        }
    }
    services
}

/// `data.me` of a login: more than `me` tells, and otherwise.
pub fn at_login(hub: &Hub, world: &World, account: &Account) -> Value {
    records::with_text_dates(json!({
        "_id": account.person.id, "services": { "password": { "bcrypt": "$2b$10$standin" } },
        "username": account.person.username, "emails": emails(account), "roles": account.roles,
        "status": world.status(account.person), "active": account.active, "_updatedAt": date(account.updated),
        "name": account.person.name, "settings": settings(), "requirePasswordChange": false,
        "statusConnection": world.status(account.person), "utcOffset": 0, "statusDefault": "online", "statusText": "",
        "avatarOrigin": "rest", "avatarETag": etag(account), "email": account.email,
        "avatarUrl": avatar_url(hub, account),
    }))
}

fn etag(account: &Account) -> String {
    account.person.id.chars().rev().collect()
}

/// `GET users.info`.
pub fn info(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let Some(caller) = &call.caller else { return super::answer::unauthorized() };
    let given = |key: &str| call.query.get(key).filter(|value| !value.is_empty());
    let by_email = given("email").filter(|_| world.surface().users_by_email.is);
    let found = match (given("userId"), given("username"), by_email) {
        (Some(id), _, _) => world.accounts.get(&id),
        (None, Some(name), _) => world.accounts.named(&name),
        (None, None, Some(address)) => world.accounts.by_email(&address),
        (None, None, None) if world.surface().schema_errors.is => {
            return coded(
                "invalid-params",
                "must have required property 'userId'\n must have required property 'username'\n must have required \
                 property 'importId'\n must match a schema in anyOf [invalid-params]",
            );
        }
        (None, None, None) => {
            return thrown(
                "error-user-param-not-provided",
                "The required \"userId\" or \"username\" param was not provided",
            );
        }
    };
    let Some(account) = found else { return bad("User not found.") };
    let whole = account.person.id == caller.person.id || world.allows(caller.person, "view-full-other-user-info");
    let mut user = Map::new();
    let mut set = |key: &str, value: Value| {
        user.insert(key.to_owned(), value);
    };
    set("_id", json!(account.person.id));
    set("username", json!(account.person.username));
    set("type", json!(kind(account)));
    set("status", json!(world.status(account.person)));
    set("active", json!(account.active));
    set("name", json!(account.person.name));
    set("utcOffset", json!(0));
    set("statusText", json!(""));
    set("avatarETag", json!(etag(account)));
    if whole {
        set("createdAt", date(account.created));
        set("emails", emails(account));
        set("roles", json!(account.roles));
        set("requirePasswordChange", json!(false));
        set("lastLogin", account.last_login.map_or(Value::Null, date));
        set("statusConnection", json!(world.status(account.person)));
        set("canViewAllInfo", json!(true));
        if world.surface().user_services.is {
            set("services", services_of(account));
        }
    }
    user.retain(|_, value| !value.is_null());
    if call.query.get("includeUserRooms").as_deref() == Some("true") {
        let rooms: Vec<Value> = world.subscriptions_of(account.person.id).map(|sub| room_of(&world, sub)).collect();
        user.insert("rooms".to_owned(), json!(rooms));
    }
    ok(json!({ "user": user }))
}

fn services_of(account: &Account) -> Value {
    let changed = records::date(account.created);
    let mut services = json!({
        "password": true, "email2fa": { "enabled": account.email2fa, "changedAt": changed },
        "resume": { "loginTokens": [] },
    });
    if account.totp
        && let Some(object) = services.as_object_mut()
    {
        object.insert("totp".to_owned(), json!({ "enabled": true }));
    }
    services
}

fn room_of(world: &World, sub: &crate::standin::room::Subscription) -> Value {
    let room = world.room(&sub.rid);
    json!({
        "_id": sub.id, "rid": sub.rid, "unread": sub.unread,
        "name": room.and_then(|room| room.name.clone()), "t": room.map(|room| room.kind.to_string()),
    })
}

fn kind(account: &Account) -> &'static str {
    if account.person.role == "bot" { "bot" } else { "user" }
}

/// `GET users.list`.
pub fn list(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let Some(caller) = &call.caller else { return super::answer::unauthorized() };
    if world.switch("API_Apply_permission_view-outside-room_on_users-list")
        && !world.allows(caller.person, "view-outside-room")
    {
        return super::answer::forbidden("unauthorized");
    }
    let whole = world.allows(caller.person, "view-full-other-user-info");
    let wanted = call.query.get("email").filter(|_| world.surface().users_by_email.is);
    let mut accounts: Vec<&Account> = world
        .accounts
        .iter()
        .filter(|account| wanted.as_ref().is_none_or(|wanted| whole && account.email.eq_ignore_ascii_case(wanted)))
        .collect();
    accounts.sort_by_key(|account| account.person.username);
    let (total, page) = (accounts.len(), Page::asked(&world, &call.query));
    let part: Vec<Value> = page.of(accounts).into_iter().map(|account| listed(&world, account, whole)).collect();
    ok(json!({ "users": part, "count": part.len(), "offset": page.offset, "total": total }))
}

pub(super) fn listed(world: &World, account: &Account, whole: bool) -> Value {
    let mut user = json!({
        "name": account.person.name, "username": account.person.username, "roles": account.roles,
        "status": world.status(account.person), "active": account.active, "type": kind(account),
        "_id": account.person.id, "nameInsensitive": account.person.name.to_lowercase(),
        "avatarETag": etag(account),
    });
    if let Some(object) = user.as_object_mut() {
        if whole {
            object.insert("emails".to_owned(), emails(account));
        }
        if let Some(at) = account.last_login {
            object.insert("lastLogin".to_owned(), date(at));
        }
    }
    user
}

/// A person in `roles.getUsersInRole`.
pub fn in_role(world: &World, account: &Account) -> Value {
    json!({
        "_id": account.person.id, "username": account.person.username, "type": kind(account),
        "status": world.status(account.person), "active": account.active, "name": account.person.name,
    })
}

/// `GET pw.getPolicy`.
pub fn password_policy(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let on = world.switch("Accounts_Password_Policy_Enabled");
    let setting = |name: &str| format!("Accounts_Password_Policy_{name}");
    let number = |name: &str| world.number_setting(&setting(name), -1);
    let mut policy: Vec<Value> = Vec::new();
    if on {
        for (name, key) in [("MinLength", "minLength"), ("MaxLength", "maxLength")] {
            if number(name) > 0 {
                policy.push(json!([format!("get-password-policy-{key}"), { key: number(name) }]));
            }
        }
        if world.switch(&setting("ForbidRepeatingCharacters")) {
            let count = number("ForbidRepeatingCharactersCount");
            policy.push(json!(["get-password-policy-forbidRepeatingCharacters"]));
            policy.push(json!([
                "get-password-policy-forbidRepeatingCharactersCount",
                { "forbidRepeatingCharactersCount": count }
            ]));
        }
        for name in ["Lowercase", "Uppercase", "Number", "SpecialCharacter"] {
            if world.switch(&setting(&format!("AtLeastOne{name}"))) {
                policy.push(json!([format!("get-password-policy-mustContainAtLeastOne{name}")]));
            }
        }
    }
    ok(json!({ "enabled": on, "policy": policy }))
}
