//! Writing several settings in one call.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::answer::{Answer, bad, coded, ok, thrown};
use super::call::Call;
use crate::standin::permissions::Permissions;
use crate::standin::settings::Seen;
use crate::standin::world::{Change, World};

/// `POST settings`, before the second factor: the body has to have the right shape.
pub fn check(call: &Call<'_>) -> Option<Answer> {
    let wrong = |text: &str| Some(coded("invalid-params", &format!("{text} [invalid-params]")));
    let Some(object) = call.body.as_object() else { return wrong("must be object") };
    let Some(settings) = object.get("settings") else { return wrong("must have required property 'settings'") };
    if object.len() > 1 {
        return wrong("must NOT have additional properties");
    }
    let Some(settings) = settings.as_array() else { return wrong("must be array") };
    if settings.is_empty() {
        return wrong("must NOT have fewer than 1 items");
    }
    for setting in settings {
        for key in ["_id", "value"] {
            if setting.get(key).is_none() {
                return wrong(&format!("must have required property '{key}'"));
            }
        }
        if !setting.get("_id").is_some_and(Value::is_string) {
            return wrong("must be string");
        }
        let known = ["_id", "value", "editor"];
        if setting.as_object().is_some_and(|setting| setting.keys().any(|key| !known.contains(&key.as_str()))) {
            return wrong("must NOT have additional properties");
        }
    }
    None
}

/// `POST settings`: all or none, and each value has to be of its setting's type.
pub fn write(call: &Call<'_>) -> Answer {
    {
        let mut world = call.hub.world();
        let Some(caller) = &call.caller else { return super::answer::unauthorized() };
        let settings: Vec<(&str, &Value)> = call
            .body
            .get("settings")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|setting| Some((setting.get("_id")?.as_str()?, setting.get("value")?)))
            .collect();
        let editor = world.allows(caller.person, "edit-privileged-setting");
        let single = world.allows(caller.person, "manage-selected-settings");
        let refused: Vec<&str> = settings
            .iter()
            .map(|(id, _)| *id)
            .filter(|id| {
                let scripts = call.hub.options.no_custom_scripts && id.starts_with("Custom_Script_");
                scripts || !(editor || single && may_change(&world, &caller_roles(&world, caller.person.id), id))
            })
            .collect();
        if !refused.is_empty() {
            let details = json!({ "method": "saveSettings", "settingIds": refused });
            let Answer(_, body) =
                thrown("error-action-not-allowed", "Editing settings is not allowed").detailed(details);
            return Answer(StatusCode::FORBIDDEN, body);
        }
        if let Some((expected, got)) = settings.iter().find_map(|(id, value)| mismatch(&world, id, value)) {
            return bad(&format!("Match error: Expected {expected}, got {got}"));
        }
        for (id, value) in settings {
            let visible = world.catalogue.seen(id) != Seen::Hidden;
            // An id that is not there is passed over in silence.
            if let Some(kept) = world.settings.get_mut(id).filter(|_| visible) {
                *kept = value.clone();
            }
        }
    }
    call.hub.tell(Change::Settings);
    ok(json!({}))
}

fn caller_roles(world: &World, uid: &str) -> Vec<String> {
    world.accounts.get(uid).map(|account| account.roles.clone()).unwrap_or_default()
}

fn may_change(world: &World, roles: &[String], id: &str) -> bool {
    Permissions::allow(&world.permissions, roles, &format!("change-setting-{id}"))
}

/// The type that the setting has and the one that the value has, where they differ.
fn mismatch(world: &World, id: &str, value: &Value) -> Option<(&'static str, &'static str)> {
    let default = world.catalogue.get(id).and_then(|setting| setting.default.as_ref());
    let expected = default.map_or("string", kind);
    // Colours and assets are kept as they come.
    (expected != "object" && expected != kind(value)).then(|| (expected, kind(value)))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
