//! Plans and outcomes for programs. Stable: fields may be added, none goes or changes its meaning while `version` is 1.

use std::sync::Arc;

use serde_json::{Value, json as object};

use super::words::{Counts, deed, subject, summary};
use crate::roster::outcome::{Fate, Outcome};
use crate::roster::plan::{Plan, Step, Who};

/// The plan:
///
/// ```json
/// {"version": 1, "server": "...", "inSync": false,
///  "steps": [{"kind": "create-person", "of": "alice", "room": null, "person": "42", "people": [], "how": "..."}],
///  "collisions": [{"code": "...", "text": "..."}], "guards": [{"code": "...", "text": "..."}],
///  "notes": [{"code": "...", "text": "..."}], "counts": {"created": 1, "...": 0}, "summary": "..."}
/// ```
///
/// `person` and `people` are ids of the roster, `room` is the id of the project.
#[must_use]
pub fn json(plan: &Plan) -> Value {
    object!({
        "version": 1,
        "server": plan.server,
        "inSync": plan.is_in_sync(),
        "steps": plan.steps.iter().map(step).collect::<Vec<_>>(),
        "collisions": plan.collisions.iter().map(|one| coded(one.code(), one.to_string())).collect::<Vec<_>>(),
        "guards": plan.guards.iter().map(|one| coded(one.code(), one.to_string())).collect::<Vec<_>>(),
        "notes": plan.notes.iter().map(|note| coded(note.code, note.text.clone())).collect::<Vec<_>>(),
        "counts": counts(&Counts::of(&plan.steps)),
        "summary": summary(plan),
    })
}

fn coded(code: &str, text: String) -> Value {
    object!({ "code": code, "text": text })
}

fn counts(counts: &Counts) -> Value {
    object!({
        "created": counts.created, "changed": counts.changed, "reactivated": counts.reactivated,
        "deactivated": counts.deactivated, "roomsCreated": counts.rooms_created,
        "roomsChanged": counts.rooms_changed, "roomsBack": counts.rooms_back,
        "roomsArchived": counts.rooms_archived, "joined": counts.joined, "removed": counts.removed,
        "roles": counts.roles,
    })
}

fn step(step: &Step) -> Value {
    let people: &[Arc<Who>] = match step {
        Step::CreateRoom { members: people, .. } | Step::Invite { people, .. } => people,
        _ => &[],
    };
    object!({
        "kind": step.kind(),
        "of": subject(step),
        "room": step.room().map(|room| &room.project),
        "person": step.who().and_then(|who| who.person.as_ref()),
        "people": people.iter().filter_map(|who| who.person.as_ref()).collect::<Vec<_>>(),
        "how": deed(step).1,
    })
}

/// What became of a plan:
///
/// ```json
/// {"version": 1, "complete": false, "stopped": null, "done": 3,
///  "notDone": [{"kind": "...", "of": "...", "fate": "not-done", "cause": "..."}], "next": "gantry sync apply ..."}
/// ```
#[must_use]
pub fn outcome_json(outcome: &Outcome, command: &str) -> Value {
    let not_done = outcome.left.iter().map(|(one, fate)| {
        let (word, cause) = match fate {
            Fate::Done => ("done", String::new()),
            Fate::NotDone(cause) => ("not-done", cause.to_string()),
            Fate::Unknown(error) => ("unknown", error.to_string()),
        };
        let mut told = step(one);
        if let Some(told) = told.as_object_mut() {
            told.insert("fate".to_owned(), word.into());
            told.insert("cause".to_owned(), cause.into());
        }
        told
    });
    object!({
        "version": 1,
        "complete": outcome.is_complete(),
        "stopped": outcome.stopped.as_ref().map(ToString::to_string),
        "done": outcome.done,
        "notDone": not_done.collect::<Vec<_>>(),
        "next": (!outcome.is_complete()).then_some(command),
    })
}
