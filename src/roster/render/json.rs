//! Plans and outcomes for programs. Stable: fields may be added, none goes or changes its meaning while `version` is 1.
//!
//! What is serialised is made step by step: a first run of a large roster has more steps than a whole document has room for in
//! memory.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::{Value, json as object};

use super::words::{Counts, deed, subject, summary};
use crate::roster::outcome::{Fate, Outcome};
use crate::roster::plan::{Plan, Step, Who};

/// A list of which each entry is made when its turn comes.
struct Each<'e, T>(&'e [T], fn(&T) -> Value);

impl<T> Serialize for Each<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlanDocument<'p> {
    version: u32,
    server: Option<&'p str>,
    in_sync: bool,
    steps: Each<'p, Step>,
    collisions: Value,
    guards: Value,
    notes: Value,
    counts: Value,
    summary: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OutcomeDocument<'o> {
    version: u32,
    complete: bool,
    stopped: Option<String>,
    done: usize,
    not_done: Each<'o, (Step, Fate)>,
    next: Option<&'o str>,
}

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
pub fn json(plan: &Plan) -> impl Serialize + '_ {
    PlanDocument {
        version: 1,
        server: plan.server.as_deref(),
        in_sync: plan.is_in_sync(),
        steps: Each(&plan.steps, step),
        collisions: plan.collisions.iter().map(|one| coded(one.code(), one.to_string())).collect(),
        guards: plan.guards.iter().map(|one| coded(one.code(), one.to_string())).collect(),
        notes: plan.notes.iter().map(|note| coded(note.code, note.text.clone())).collect(),
        counts: counts(&Counts::of(&plan.steps)),
        summary: summary(plan),
    }
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
pub fn outcome_json<'o>(outcome: &'o Outcome, command: &'o str) -> impl Serialize + 'o {
    OutcomeDocument {
        version: 1,
        complete: outcome.is_complete(),
        stopped: outcome.stopped.as_ref().map(ToString::to_string),
        done: outcome.done,
        not_done: Each(&outcome.left, left),
        next: (!outcome.is_complete()).then_some(command),
    }
}

fn left((one, fate): &(Step, Fate)) -> Value {
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
}
