//! Personal access tokens: always the caller's own.

use serde_json::{Value, json};

use super::answer::{Answer, bad, ok, thrown, unauthorized};
use super::call::Call;
use crate::standin::people::Person;
use crate::standin::records::date;
use crate::standin::sessions::Personal;
use crate::standin::world::World;

const PERMISSION: &str = "create-personal-access-tokens";

/// The caller and the token's name, or why there is nothing to do.
fn asked<'c>(world: &World, call: &'c Call<'_>, method: &str) -> Result<(&'static Person, &'c str), Answer> {
    let person = call.caller.as_ref().map(|caller| caller.person).ok_or_else(unauthorized)?;
    let name = call.text("tokenName").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| bad("The 'tokenName' param is required"))?;
    if world.allows(person, PERMISSION) { Ok((person, name)) } else { Err(not_authorized(method)) }
}

fn not_authorized(method: &str) -> Answer {
    thrown("not-authorized", "Not Authorized").detailed(json!({ "method": method }))
}

/// `POST users.generatePersonalAccessToken`: the token is shown this once.
pub fn generate(call: &Call<'_>) -> Answer {
    const METHOD: &str = "personalAccessTokens:generateToken";
    let mut world = call.hub.world();
    let (person, name) = match asked(&world, call, METHOD) {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    if world.sessions.named(person.id, name).is_some() {
        return thrown("error-token-already-exists", "A token with this name already exists")
            .detailed(json!({ "method": METHOD }));
    }
    let bypass = call.body.get("bypassTwoFactor") == Some(&Value::Bool(true));
    let token = fresh(&mut world, person, name, bypass);
    ok(json!({ "token": token }))
}

fn fresh(world: &mut World, person: &'static Person, name: &str, bypass: bool) -> String {
    let personal = Personal { name: name.to_owned(), created: world.now, bypass };
    world.sessions.open(person, Some(personal))
}

/// `POST users.regeneratePersonalAccessToken`: the old one ends, the new one bypasses as it did.
pub fn regenerate(call: &Call<'_>) -> Answer {
    const METHOD: &str = "personalAccessTokens:regenerateToken";
    let mut world = call.hub.world();
    let (person, name) = match asked(&world, call, METHOD) {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let Some(old) = world.sessions.named(person.id, name) else { return missing(METHOD) };
    let bypass =
        world.sessions.get(&old).and_then(|session| session.personal.as_ref()).is_some_and(|personal| personal.bypass);
    world.close_session(&old);
    let token = fresh(&mut world, person, name, bypass);
    ok(json!({ "token": token }))
}

fn missing(method: &str) -> Answer {
    thrown("error-token-does-not-exists", "Token does not exist").detailed(json!({ "method": method }))
}

/// `POST users.removePersonalAccessToken`.
pub fn remove(call: &Call<'_>) -> Answer {
    const METHOD: &str = "personalAccessTokens:removeToken";
    let mut world = call.hub.world();
    let (person, name) = match asked(&world, call, METHOD) {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let Some(old) = world.sessions.named(person.id, name) else { return missing(METHOD) };
    world.close_session(&old);
    ok(json!({}))
}

/// `POST users.createToken`: a session of somebody else, for whoever runs the server and says so in its environment.
pub fn create(call: &Call<'_>) -> Answer {
    let mut world = call.hub.world();
    let Some(caller) = &call.caller else { return unauthorized() };
    let surface = world.surface();
    let refused = || thrown("error-not-authorized", "Not authorized").detailed(json!({ "method": "createToken" }));
    let secret = call.hub.options.create_tokens.as_deref();
    if surface.tokens_by_secret.is {
        let known = ["userId", "secret"];
        let fits = call.body.as_object().is_some_and(|body| {
            body.len() == known.len() && known.iter().all(|key| body.get(*key).is_some_and(Value::is_string))
        });
        if !fits {
            return super::answer::coded("invalid-params", "must have required property 'userId' [invalid-params]");
        }
        if secret.is_none() || secret != call.text("secret") {
            return refused();
        }
    } else if secret.is_none() {
        return refused();
    }
    let person = match super::groups::person(call, &world) {
        Ok(person) => person,
        Err(wrong) => return wrong,
    };
    let others = surface.tokens_by_permission.is && person.id != caller.person.id;
    if others && !world.allows(caller.person, "user-generate-access-token") {
        return refused();
    }
    let token = world.open_session(person);
    ok(json!({ "data": { "userId": person.id, "authToken": token } }))
}

/// `GET users.getPersonalAccessTokens`: of each token its last six characters.
pub fn list(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let Some(caller) = &call.caller else { return unauthorized() };
    if !world.allows(caller.person, PERMISSION) {
        return thrown("not-authorized", "Not Authorized");
    }
    let tokens: Vec<Value> = world
        .sessions
        .personal(caller.person.id)
        .into_iter()
        .map(|(token, personal)| {
            json!({
                "name": personal.name, "createdAt": date(personal.created),
                "lastTokenPart": token.get(token.len().saturating_sub(6)..), "bypassTwoFactor": personal.bypass,
            })
        })
        .collect();
    ok(json!({ "tokens": tokens }))
}
