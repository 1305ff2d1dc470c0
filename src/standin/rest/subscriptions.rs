//! What the caller is subscribed to, and reading it.

use serde_json::{Value, json};

use super::answer::{Answer, bad, ok, unauthorized};
use super::call::Call;
use crate::standin::records;
use crate::standin::world::{Change, World};

/// `GET subscriptions.get`.
pub fn all(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let Some(caller) = &call.caller else { return unauthorized() };
    let since = call.query.get("updatedSince");
    let update: Vec<Value> = world
        .subscriptions_of(caller.person.id)
        .filter(|sub| since.as_ref().is_none_or(|since| records::text_date(sub.updated) > *since))
        .map(|sub| records::subscription(&world, sub))
        .collect();
    ok(json!({ "update": update, "remove": [] }))
}

/// `GET subscriptions.getOne`.
pub fn one(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let Some(caller) = &call.caller else { return unauthorized() };
    let found = call.query.get("roomId").and_then(|rid| world.subscription(caller.person.id, &rid));
    ok(json!({ "subscription": found.map(|sub| records::subscription(&world, sub)) }))
}

/// `POST subscriptions.read`.
pub fn read(call: &Call<'_>) -> Answer {
    marked(call, World::read)
}

/// `POST subscriptions.unread`.
pub fn unread(call: &Call<'_>) -> Answer {
    marked(call, World::mark_unread)
}

fn marked(call: &Call<'_>, mark: impl Fn(&mut World, &str, &str) -> Option<Change>) -> Answer {
    let Some(caller) = &call.caller else { return unauthorized() };
    let rid = call.text("rid").or_else(|| call.text("roomId")).unwrap_or("");
    let change = mark(&mut call.hub.world(), caller.person.id, rid);
    match change {
        Some(change) => {
            call.hub.tell(change);
            ok(json!({}))
        }
        None => bad("[error-invalid-subscription]"),
    }
}
