//! Plans and outcomes for programs. Stable: fields may be added, none goes or changes its meaning while `version` is 1.

use serde_json::{Value, json as object};

use super::text::{parts, summary};
use super::value::masked;
use crate::setup::outcome::{Cause, Fate, Outcome};
use crate::setup::plan::{Change, Plan};

/// The plan:
///
/// ```json
/// {"version": 1, "server": {"uniqueId": "...", "release": "8.8"}, "inSync": false,
///  "changes": [{"kind": "setting", "id": "...", "from": false, "to": true, "step": "5c", "why": "...", "risk": null},
///              {"kind": "permission", "id": "...", "from": ["admin", "user"], "to": ["admin"], "step": "7", "why": "...",
///               "appeared": false}],
///  "notes": [{"code": "...", "warning": false, "text": "..."}],
///  "occupied": {"people": 3, "rooms": 2},
///  "counts": {"settings": 1, "texts": 0, "permissions": 1, "warnings": 0}, "summary": "..."}
/// ```
///
/// `step` and `risk` may be null, and so may `occupied` and `uniqueId`. Values are Rocket.Chat's own; secrets are
/// masked.
#[must_use]
pub fn json(plan: &Plan) -> Value {
    let [settings, texts, permissions] = parts(plan).map(|(_, part)| part.len());
    object!({
        "version": 1,
        "server": {"uniqueId": plan.server, "release": plan.release.to_string()},
        "inSync": plan.is_in_sync(),
        "changes": plan.changes.iter().map(change).collect::<Vec<_>>(),
        "notes": plan.notes,
        "occupied": plan.occupied.map(|population| object!({"people": population.people, "rooms": population.rooms})),
        "counts": {
            "settings": settings,
            "texts": texts,
            "permissions": permissions,
            "warnings": plan.notes.iter().filter(|note| note.warning).count(),
        },
        "summary": summary(plan),
    })
}

fn change(change: &Change) -> Value {
    let shown = match change {
        Change::Setting { id, from, to, step, why, risk } => Change::Setting {
            id: id.clone(),
            from: masked(id, from),
            to: masked(id, to),
            step: *step,
            why: why.clone(),
            risk: risk.clone(),
        },
        Change::Permission { .. } => change.clone(),
    };
    serde_json::to_value(shown).unwrap_or_default()
}

/// What became of a plan:
///
/// ```json
/// {"version": 1, "complete": false, "refused": null, "stopped": "...",
///  "changes": [{"id": "...", "fate": "done"}, {"id": "...", "fate": "not-done", "cause": "..."},
///              {"id": "...", "fate": "unknown", "cause": "..."}],
///  "next": "..."}
/// ```
#[must_use]
pub fn outcome_json(outcome: &Outcome, command: &str) -> Value {
    let items = outcome.items.iter().map(|item| {
        let (fate, cause) = match &item.fate {
            Fate::Done => ("done", None),
            Fate::NotDone(cause) => ("not-done", Some(cause.in_words(item.change.id()))),
            Fate::Unknown(error) => ("unknown", Some(error.to_string())),
        };
        object!({"id": item.change.id(), "fate": fate, "cause": cause})
    });
    object!({
        "version": 1,
        "complete": outcome.is_complete(),
        "refused": outcome.refused.as_ref().map(ToString::to_string),
        "stopped": outcome.stopped.as_ref().map(ToString::to_string),
        "changes": items.collect::<Vec<_>>(),
        "next": outcome.next(command),
    })
}

impl Cause {
    /// Why, in a sentence without its full stop.
    #[must_use]
    pub fn in_words(&self, id: &str) -> String {
        match self {
            Self::Server(error) => error.to_string(),
            Self::CameBack { value, pinned: true } => format!(
                "the server has {} again: its environment sets it (OVERWRITE_SETTING_{id})",
                super::value::short(id, value)
            ),
            Self::CameBack { value, pinned: false } => {
                format!("the server took it and has {} all the same", super::value::short(id, value))
            }
            Self::ChangedMeanwhile => "somebody changed it after the plan was made, so it was left alone".to_owned(),
            Self::NotReached => "not tried".to_owned(),
        }
    }
}
