//! Sessions: how they begin and end.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::users;
use crate::standin::records;
use crate::standin::two_factor::{Guard, Proof, digest};
use crate::standin::world::World;

fn refused(error: &Value, message: &str) -> Answer {
    Answer(StatusCode::UNAUTHORIZED, json!({ "status": "error", "error": error, "message": message }))
}

/// `POST login`, by password or with a token.
pub fn login(call: &Call<'_>) -> Answer {
    let mut world = call.hub.world();
    let opened = match call.text("resume") {
        Some(token) => resume(&world, token),
        None => by_password(&mut world, call),
    };
    let (token, uid) = match opened {
        Ok(opened) => opened,
        Err(answer) => return answer,
    };
    let now = world.now;
    if let Some(account) = world.accounts.get_mut(uid) {
        account.last_login = Some(now);
    }
    let me = world.accounts.get(uid).map(|account| users::at_login(call.hub, &world, account));
    let data = json!({ "userId": uid, "authToken": token, "me": me });
    Answer(StatusCode::OK, json!({ "status": "success", "data": data }))
}

fn resume(world: &World, token: &str) -> Result<(String, &'static str), Answer> {
    let person = world.session(token);
    person
        .map(|person| (token.to_owned(), person.id))
        .ok_or_else(|| refused(&json!(403), "You've been logged out by the server. Please log in again."))
}

fn by_password(world: &mut World, call: &Call<'_>) -> Result<(String, &'static str), Answer> {
    let nested = |key: &str| call.body.get("user").and_then(|user| user.get(key)).and_then(Value::as_str);
    let name = call.text("user").or_else(|| call.text("username")).or_else(|| nested("username"));
    let address = call.text("email").or_else(|| nested("email")).or_else(|| name.filter(|name| name.contains('@')));
    let Some(password) = call.body.get("password").filter(|_| name.or(address).is_some()) else {
        return Err(refused(&json!(400), "Unrecognized options for login request"));
    };
    let account = address
        .and_then(|address| world.accounts.by_email(address))
        .or_else(|| name.and_then(|name| world.accounts.named(name)));
    let Some(account) = account else { return Err(refused(&json!("Unauthorized"), "Unauthorized")) };
    let person = account.person;
    let hashed = password.get("digest").and_then(Value::as_str);
    if password.as_str() != Some(&account.password) && hashed != Some(digest(&account.password).as_str()) {
        return Err(refused(&json!(403), "Incorrect password"));
    }
    if !account.active {
        return Err(refused(&json!("error-user-is-not-activated"), "User is not activated"));
    }
    let with_header = call.proof();
    let proof = Proof { code: call.text("code").or(with_header.code), token: None, ..with_header };
    // The password was just proven: it is no second factor here.
    let guard = Guard { remembered: false, password: false };
    world.second_factor(person, guard, &proof).map_err(|challenge| {
        let mut answer = refused(&json!(challenge.code), challenge.reason);
        if let Some(object) = answer.1.as_object_mut() {
            object.insert("details".to_owned(), records::with_text_dates(challenge.details));
        }
        answer
    })?;
    Ok((world.open_session(person), person.id))
}

/// `POST logout`.
pub fn logout(call: &Call<'_>) -> Answer {
    if let Some(caller) = &call.caller {
        call.hub.world().close_session(&caller.token);
    }
    Answer(StatusCode::OK, json!({ "status": "success", "data": { "message": "You've been logged out!" } }))
}
