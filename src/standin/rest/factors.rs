//! The second factor by e-mail: sent, switched on and off.

use serde_json::json;

use super::answer::{Answer, bad, ok, thrown, unauthorized};
use super::call::Call;

/// `POST users.2fa.sendEmailCode`.
pub fn send_code(call: &Call<'_>) -> Answer {
    let Some(name) = call.text("emailOrUsername").filter(|name| !name.is_empty()) else {
        return thrown("error-parameter-required", "emailOrUsername is required");
    };
    let mut world = call.hub.world();
    let found = world.accounts.named(name).or_else(|| world.accounts.by_email(name)).map(|account| account.person.id);
    let Some(uid) = found else { return thrown("error-invalid-user", "Invalid user") };
    if world.send_code(uid) { ok(json!({})) } else { bad("Invalid email address") }
}

/// `POST users.2fa.enableEmail`.
pub fn enable(call: &Call<'_>) -> Answer {
    switch(call, true)
}

/// `POST users.2fa.disableEmail`.
pub fn disable(call: &Call<'_>) -> Answer {
    switch(call, false)
}

fn switch(call: &Call<'_>, on: bool) -> Answer {
    let Some(caller) = &call.caller else { return unauthorized() };
    let mut world = call.hub.world();
    let now = world.now;
    if let Some(account) = world.accounts.get_mut(caller.person.id) {
        (account.email2fa, account.updated) = (on, now);
    }
    ok(json!({}))
}
