//! What the caller is subscribed to, and reading it.

use serde_json::{Value, json};

use super::answer::{Answer, bad, ok, unauthorized};
use super::call::Call;
use super::since::Since;
use crate::standin::records;
use crate::standin::world::{Change, World};

/// `GET subscriptions.get`.
pub fn all(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let Some(caller) = &call.caller else { return unauthorized() };
    let since = match Since::asked(&call.query, "lastUpdate") {
        Ok(since) => since,
        Err(wrong) => return wrong,
    };
    let update: Vec<Value> = world
        .subscriptions_of(caller.person.id)
        .filter(|sub| since.covers(sub.updated))
        .map(|sub| records::subscription(&world, sub))
        .collect();
    let gone =
        world.removed.iter().filter(|gone| gone.uid == caller.person.id && !since.is_ever() && since.covers(gone.at));
    let remove: Vec<Value> =
        gone.map(|gone| json!({ "_id": gone.id, "_deletedAt": records::text_date(gone.at) })).collect();
    ok(json!({ "update": update, "remove": remove }))
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
