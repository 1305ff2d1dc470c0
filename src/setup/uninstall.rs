//! Takes Gantry's blocks out again.

use serde_json::Value;

use super::block;
use super::error::SetupError;
use super::observed::Observed;
use super::order::SCRIPT_AND_STYLE;
use super::plan::{Change, Plan};
use super::planning::finish;

/// What is to change so that no script or CSS of Gantry's is left. Settings and permissions stay; `first`, the name of
/// the snapshot from before the first apply, is offered for those.
///
/// # Errors
/// [`SetupError::Markers`] if a block is broken.
pub fn uninstall(observed: &Observed, first: Option<&str>) -> Result<Plan, SetupError> {
    let mut plan = Plan::new(observed);
    for id in SCRIPT_AND_STYLE {
        let Some(from) = observed.settings.get(id) else { continue };
        let text = from.as_str().unwrap_or_default();
        let without = block::remove(text).map_err(|error| SetupError::Markers { id: id.to_owned(), error })?;
        if let Some(without) = without {
            plan.changes.push(Change::Setting {
                id: id.to_owned(),
                from: from.clone(),
                to: Value::String(without),
                step: None,
                why: "Gantry's block goes; the text around it stays.".to_owned(),
                risk: None,
            });
        }
    }
    match first {
        Some(first) => plan.note(
            "snapshot-offered",
            false,
            format!("settings and permissions stay as they are; `gantry restore {first}` puts back those from before the first apply"),
        ),
        None => plan.note("snapshot-absent", false, "settings and permissions stay as they are; no snapshot is recorded"),
    }
    finish(plan)
}
