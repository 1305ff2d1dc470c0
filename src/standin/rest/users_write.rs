//! Accounts made, changed, locked and let in.

use serde_json::{Value, json};

use super::answer::{Answer, bad, coded, forbidden, ok, thrown, unauthorized};
use super::call::Call;
use super::users;
use crate::standin::Licence;
use crate::standin::people::GENERAL;
use crate::standin::world::World;

/// Names that are kept back whatever the settings say.
const RESERVED: [&str; 6] = ["all", "here", "admin", "administrator", "system", "user"];

fn refused(doing: &str, action: &str) -> Answer {
    thrown("error-action-not-allowed", &format!("{doing} user is not allowed"))
        .detailed(json!({ "method": "insertOrUpdateUser", "action": action }))
}

fn unavailable(value: &str) -> Answer {
    thrown("error-field-unavailable", &format!("{value} is already in use :("))
        .detailed(json!({ "method": "insertOrUpdateUser", "field": value }))
}

/// Why a username can't be had.
fn username_taken(world: &World, username: &str, but: Option<&str>) -> Option<Answer> {
    if !world.is_valid_name("UTF8_User_Names_Validation", username) {
        let details = json!({ "method": "insertOrUpdateUser", "input": username, "field": "Username" });
        let reason = format!("{username} is not a valid username");
        return Some(thrown("error-input-is-not-a-valid-field", &reason).detailed(details));
    }
    let lower = username.to_lowercase();
    let listed = world.text_setting("Accounts_BlockedUsernameList").split(',').any(|name| name.trim() == lower);
    if RESERVED.contains(&lower.as_str()) || listed {
        let details = json!({ "method": "checkUsernameAvailability", "field": username });
        let reason = format!("{username} is blocked and can't be used!");
        return Some(thrown("error-blocked-username", &reason).detailed(details));
    }
    let held = world.accounts.named(username).filter(|account| Some(account.person.id) != but);
    held.map(|_| unavailable(username))
}

/// Why an address can't be had. Deactivated accounts keep theirs.
fn email_taken(world: &World, email: &str, but: Option<&str>) -> Option<Answer> {
    let (local, domain) = email.split_once('@').unwrap_or_default();
    if local.is_empty() || domain.is_empty() || email.contains(char::is_whitespace) {
        let details = json!({ "method": "insertOrUpdateUser", "email": email });
        return Some(thrown("error-invalid-email", &format!("Invalid email {email}")).detailed(details));
    }
    let list = world.text_setting("Accounts_AllowedDomainsList");
    let allowed: Vec<&str> = list.split(',').map(str::trim).filter(|domain| !domain.is_empty()).collect();
    if !allowed.is_empty() && !allowed.iter().any(|other| other.eq_ignore_ascii_case(domain)) {
        return Some(thrown("error-invalid-domain", "The email domain is not in whitelist"));
    }
    let held = world.accounts.by_email(email).filter(|account| Some(account.person.id) != but);
    held.map(|_| unavailable(email))
}

fn weak(world: &World, password: &str) -> Option<Answer> {
    let number = |name: &str| world.number_setting(&format!("Accounts_Password_Policy_{name}"), -1);
    let switch = |name: &str| world.switch(&format!("Accounts_Password_Policy_{name}"));
    if !world.switch("Accounts_Password_Policy_Enabled") {
        return None;
    }
    let length = i64::try_from(password.chars().count()).unwrap_or(i64::MAX);
    let most = usize::try_from(number("ForbidRepeatingCharactersCount")).unwrap_or(usize::MAX);
    let letters: Vec<char> = password.chars().collect();
    let repeats = letters.chunk_by(|one, other| one == other).any(|same| same.len() > most);
    let has = |is: fn(char) -> bool| letters.iter().any(|letter| is(*letter));
    let wrong = length < number("MinLength")
        || (number("MaxLength") > 0 && length > number("MaxLength"))
        || (switch("ForbidRepeatingCharacters") && repeats)
        || (switch("AtLeastOneLowercase") && !has(char::is_lowercase))
        || (switch("AtLeastOneUppercase") && !has(char::is_uppercase))
        || (switch("AtLeastOneNumber") && !has(|letter| letter.is_ascii_digit()))
        || (switch("AtLeastOneSpecialCharacter") && !has(|letter| !letter.is_alphanumeric()));
    wrong.then(|| thrown("error-password-policy-not-met", "The password does not meet the server's policy."))
}

fn told(world: &World, uid: &str, whole: bool) -> Answer {
    let user = world.accounts.get(uid).map(|account| {
        let mut user = users::listed(world, account, whole);
        if let Some(object) = user.as_object_mut() {
            object.remove("nameInsensitive");
            object.insert("createdAt".to_owned(), crate::standin::records::date(account.created));
            object.insert("_updatedAt".to_owned(), crate::standin::records::date(account.updated));
            object.insert("requirePasswordChange".to_owned(), json!(false));
            object.insert("settings".to_owned(), json!({}));
        }
        user
    });
    ok(json!({ "user": user }))
}

/// `POST users.create`.
pub fn create(call: &Call<'_>) -> Answer {
    let Some(caller) = &call.caller else { return unauthorized() };
    let mut world = call.hub.world();
    for key in ["email", "name", "password", "username"] {
        if call.text(key).is_none() {
            return if world.surface().schema_errors.is {
                coded("invalid-params", &format!("must have required property '{key}' [invalid-params]"))
            } else {
                bad(&format!("Match error: Missing key '{key}'"))
            };
        }
    }
    let given = |key: &str| call.text(key).unwrap_or_default().trim();
    let (email, name, password, username) = (given("email"), given("name"), given("password"), given("username"));
    if !world.allows(caller.person, "create-user") {
        return refused("Adding", "Adding_user");
    }
    if name.is_empty() {
        let details = json!({ "method": "insertOrUpdateUser", "field": "Name" });
        return thrown("error-the-field-is-required", "The field Name is required").detailed(details);
    }
    let wrong = username_taken(&world, username, None)
        .or_else(|| email_taken(&world, email, None))
        .or_else(|| weak(&world, password));
    if let Some(wrong) = wrong {
        return wrong;
    }
    let active = world.accounts.iter().filter(|account| account.active).count();
    if matches!(call.hub.options.licence, Licence::Seats(max) if i64::try_from(active).is_ok_and(|n| n >= max)) {
        return thrown("error-license-user-limit-reached", "The maximum number of users has been reached.");
    }
    let id = world.fresh_id();
    let now = world.now;
    let id = world.accounts.add(id, username, name, email, password, now);
    let switch = |key: &str, otherwise: bool| call.body.get(key).and_then(Value::as_bool).unwrap_or(otherwise);
    if let Some(account) = world.accounts.get_mut(id) {
        account.verified = switch("verified", false);
        account.active = switch("active", true);
    }
    if let Some(person) = world.person(id).filter(|_| switch("joinDefaultChannels", true)) {
        world.join(GENERAL, person, None);
    }
    told(&world, id, true)
}

/// `POST users.update`.
pub fn update(call: &Call<'_>) -> Answer {
    let Some(caller) = &call.caller else { return unauthorized() };
    let mut world = call.hub.world();
    let (Some(uid), Some(data)) = (call.text("userId"), call.body.get("data").and_then(Value::as_object)) else {
        return coded("invalid-params", "must have required property 'userId' [invalid-params]");
    };
    if !world.allows(caller.person, "edit-other-user-info") {
        return refused("Editing", "Editing_user");
    }
    if world.accounts.get(uid).is_none() {
        return no_user();
    }
    let text = |key: &str| data.get(key).and_then(Value::as_str).map(str::trim);
    let current = world.accounts.get(uid).map(|account| (account.person.username, account.email.clone()));
    let (username, email) = current.unwrap_or_default();
    let other_name = text("username").filter(|wanted| *wanted != username);
    let other_address = text("email").filter(|wanted| *wanted != email);
    let wrong = other_name
        .and_then(|name| username_taken(&world, name, Some(uid)))
        .or_else(|| other_address.and_then(|email| email_taken(&world, email, Some(uid))))
        .or_else(|| text("password").and_then(|password| weak(&world, password)));
    if let Some(wrong) = wrong {
        return wrong;
    }
    world.accounts.rename(uid, other_name, text("name"));
    let now = world.now;
    if let Some(account) = world.accounts.get_mut(uid) {
        account.updated = now;
        if let Some(email) = other_address {
            email.clone_into(&mut account.email);
            account.verified = false;
        }
        if let Some(verified) = data.get("verified").and_then(Value::as_bool) {
            account.verified = verified;
        }
        if let Some(password) = text("password") {
            password.clone_into(&mut account.password);
        }
        if let Some(active) = data.get("active").and_then(Value::as_bool) {
            account.active = active;
        }
    }
    told(&world, uid, true)
}

fn no_user() -> Answer {
    thrown("error-invalid-user", "The required \"userId\" or \"username\" param provided does not match any users")
}

/// `POST users.setActiveStatus`.
pub fn set_active(call: &Call<'_>) -> Answer {
    let Some(caller) = &call.caller else { return unauthorized() };
    let mut world = call.hub.world();
    let given = |key: &str| call.body.get(key).and_then(Value::as_bool);
    let (Some(uid), Some(active)) = (call.text("userId"), given("activeStatus")) else {
        return coded("invalid-params", "must have required property 'activeStatus' [invalid-params]");
    };
    if !world.allows(caller.person, "edit-other-user-active-status") {
        return forbidden("unauthorized");
    }
    let Some(person) = world.accounts.get(uid).map(|account| account.person) else { return no_user() };
    if !active {
        let sole: Vec<String> = world
            .rooms
            .iter()
            .filter(|room| {
                let mut owners = room.roles.iter().filter(|(_, roles)| roles.contains("owner"));
                room.kind != 'd' && owners.next().is_some_and(|(owner, _)| owner == uid) && owners.next().is_none()
            })
            .map(|room| room.id.clone())
            .collect();
        if !sole.is_empty() && given("confirmRelinquish") != Some(true) {
            return thrown("user-last-owner", "").detailed(json!({ "shouldChangeOwner": sole, "shouldBeRemoved": [] }));
        }
        // The oldest other member takes the room over.
        for room in world.rooms.iter_mut().filter(|room| sole.contains(&room.id)) {
            room.roles.remove(uid);
            if let Some(next) = room.members.iter().find(|member| *member != uid).cloned() {
                room.roles.entry(next).or_default().insert("owner");
            }
        }
        world.forget(person);
    }
    if let Some(account) = world.accounts.get_mut(uid) {
        account.active = active;
    }
    ok(json!({ "user": { "_id": uid, "active": active } }))
}

/// `POST users.setAvatar`, with an address. Nothing is fetched.
pub fn set_avatar(call: &Call<'_>) -> Answer {
    let Some(caller) = &call.caller else { return unauthorized() };
    let world = call.hub.world();
    let uid = call.text("userId").unwrap_or(caller.person.id);
    if world.accounts.get(uid).is_none() {
        return no_user();
    }
    if uid != caller.person.id && !world.allows(caller.person, "edit-other-user-avatar") {
        return forbidden("unauthorized");
    }
    match call.text("avatarUrl") {
        Some(url) if url.starts_with("http") => ok(json!({})),
        _ => thrown("error-avatar-invalid-url", "Invalid avatar URL"),
    }
}
