//! Writing messages and changing the own status.

use serde_json::json;

use super::answer::{Answer, bad, ok, unauthorized};
use super::call::Call;
use crate::standin::records;

/// `POST users.setStatus`.
pub fn set_status(call: &Call<'_>) -> Answer {
    let Some(caller) = &call.caller else { return unauthorized() };
    let change = call.hub.world().set_status(caller.person, call.text("status").unwrap_or(""));
    call.hub.tell(change);
    ok(json!({}))
}

/// `POST chat.postMessage`.
pub fn post_message(call: &Call<'_>) -> Answer {
    let Some(caller) = &call.caller else { return unauthorized() };
    let said = {
        let mut world = call.hub.world();
        let wanted = call.text("roomId").or_else(|| call.text("channel")).unwrap_or("");
        let wanted = wanted.trim_start_matches(['#', '@']);
        let rid = world
            .rooms
            .iter()
            .find(|room| room.id == wanted || room.name.as_deref() == Some(wanted))
            .map(|room| room.id.clone());
        rid.filter(|rid| world.subscription(caller.person.id, rid).is_some()).and_then(|rid| {
            let text = call.text("text").unwrap_or("");
            let (id, change) = world.say(&rid, caller.person, text, call.text("tmid"), true)?;
            let record = world.message(&rid, &id).map(|message| records::message(&world, message));
            Some((record, change))
        })
    };
    match said {
        Some((record, change)) => {
            call.hub.tell(change);
            ok(json!({ "message": record }))
        }
        None => bad("[error-not-allowed]"),
    }
}
