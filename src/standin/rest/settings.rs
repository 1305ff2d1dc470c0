//! Reading and writing settings, one at a time.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::answer::{Answer, forbidden, ok, silent};
use super::call::Call;
use super::paging::Page;
use crate::standin::settings::Seen;
use crate::standin::world::{Change, World};

/// The public settings as an object of ids and values.
#[must_use]
pub fn public_settings(world: &World) -> Value {
    world
        .settings
        .iter()
        .filter(|(id, _)| world.catalogue.seen(id) == Seen::Public)
        .map(|(id, v)| (id.clone(), v.clone()))
        .collect()
}

/// `GET settings.public`.
pub fn public(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let wanted = if world.surface().settings_by_id.is {
        call.query.get("_id").map(|ids| ids.split(',').map(str::to_owned).collect())
    } else {
        call.query.get("query").and_then(|query| ids_in(&query))
    };
    list(&world, call, false, |id| wanted.as_ref().is_none_or(|ids: &Vec<String>| ids.iter().any(|one| one == id)))
}

/// `GET settings`.
pub fn all(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    let privileged = call.caller.as_ref().is_some_and(|caller| world.allows(caller.person, "view-privileged-setting"));
    list(&world, call, privileged, |_| true)
}

fn list(world: &World, call: &Call<'_>, privileged: bool, wanted: impl Fn(&str) -> bool) -> Answer {
    let with_default =
        world.surface().include_defaults.is && call.query.get("includeDefaults").as_deref() == Some("true");
    let visible: Vec<Value> = world
        .settings
        .iter()
        .filter(|(id, _)| match world.catalogue.seen(id) {
            Seen::Public => true,
            Seen::Privileged => privileged,
            Seen::Hidden => false,
        })
        .filter(|(id, _)| wanted(id))
        .map(|(id, value)| world.catalogue.record(id, value, with_default))
        .collect();
    let (total, page) = (visible.len(), Page::asked(world, &call.query));
    let part = page.of(visible);
    ok(json!({ "count": part.len(), "offset": page.offset, "total": total, "settings": part }))
}

/// The ids in `{"_id":"x"}` and `{"_id":{"$in":["x","y"]}}`.
fn ids_in(query: &str) -> Option<Vec<String>> {
    let query: Value = serde_json::from_str(query).ok()?;
    match query.get("_id")? {
        Value::String(id) => Some(vec![id.clone()]),
        other => Some(other.get("$in")?.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
    }
}

/// `GET settings/:id`.
pub fn one(call: &Call<'_>) -> Answer {
    let world = call.hub.world();
    match world.settings.get(call.id).filter(|_| world.catalogue.seen(call.id) != Seen::Hidden) {
        Some(value) => {
            let mut record = world.catalogue.record(call.id, value, false);
            if let Some(object) = record.as_object_mut() {
                object.retain(|key, _| key == "_id" || key == "value");
            }
            ok(record)
        }
        None => silent(),
    }
}

/// `POST settings/:id`. Any value is taken, of whatever type.
pub fn write(call: &Call<'_>) -> Answer {
    {
        let mut world = call.hub.world();
        if call.id.starts_with("Custom_Script_") && call.hub.options.no_custom_scripts {
            return forbidden("Custom scripts are disabled");
        }
        let visible = world.catalogue.seen(call.id) != Seen::Hidden;
        let Some(kept) = world.settings.get_mut(call.id).filter(|_| visible) else { return silent() };
        if call.body.get("execute") == Some(&Value::Bool(true)) {
            return ok(json!({}));
        }
        let Some(value) = call.body.get("value") else { return silent() };
        *kept = value.clone();
    }
    call.hub.tell(Change::Settings);
    Answer(StatusCode::OK, json!({ "success": true }))
}
