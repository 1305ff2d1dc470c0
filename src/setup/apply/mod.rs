//! Applies a plan: proves, writes in the plan's order, reads every value back.
//!
//! Proving comes first, so that a token that may not do all of it changes nothing: rights are read off the roles, and
//! before several guarded writes one is made that changes nothing, which brings every question for a second proof
//! forward. What one item is refused for does not keep the others from being done; what would meet every further call
//! (no session, no connection, no second proof) ends the run. A write whose effect is unknown is resolved by reading.

mod permissions;
mod settings;

use serde_json::Value;

use super::compare::same;
use super::error::SetupError;
use super::guard;
use super::journal::{Event, Journal};
use super::order::{Rank, rank};
use super::outcome::{Cause, Fate, Item, Outcome};
use super::plan::{Change, Plan};
use super::server::{Server, ServerError};

/// What an error means for the rest of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// It concerns this item alone.
    Item,
    /// Whether it took effect is unknown.
    Unknown,
    /// Every further call would meet it.
    End,
}

fn meaning(error: &ServerError) -> Meaning {
    match error {
        ServerError::Refused { .. } | ServerError::Unknown { .. } | ServerError::Invalid { .. } => Meaning::Item,
        ServerError::TimedOut { .. } | ServerError::Cut { .. } | ServerError::Failed { .. } => Meaning::Unknown,
        ServerError::Unreachable { .. }
        | ServerError::Certificate { .. }
        | ServerError::NotLoggedIn { .. }
        | ServerError::SecondFactorMissing { .. }
        | ServerError::SecondFactorWrong { .. }
        | ServerError::TooManyRequests { .. }
        | ServerError::NotTheApi { .. }
        | ServerError::Redirected { .. } => Meaning::End,
    }
}

/// Why nothing more is tried.
enum Stop {
    Refused(SetupError),
    Server(ServerError),
}

impl From<ServerError> for Stop {
    fn from(error: ServerError) -> Self {
        Self::Server(error)
    }
}

struct Run<'a> {
    plan: &'a Plan,
    server: &'a mut dyn Server,
    journal: &'a mut dyn Journal,
    /// One for each change of the plan; none as long as it has not been decided.
    fates: Vec<Option<Fate>>,
}

/// Applies a plan. Nothing is tried if the plan waits for a yes ([`Plan::accept_occupied`]), would lock everybody out, or
/// needs more than the caller may do.
pub fn apply(plan: &Plan, server: &mut dyn Server, journal: &mut dyn Journal) -> Outcome {
    let mut run = Run { plan, server, journal, fates: vec![None; plan.changes.len()] };
    let stop = if plan.changes.is_empty() { None } else { run.all().err() };
    let mut outcome = Outcome::default();
    match stop {
        Some(Stop::Refused(error)) => outcome.refused = Some(error),
        Some(Stop::Server(error)) => {
            run.journal.record(&Event::Stopped { error: &error });
            outcome.stopped = Some(error);
        }
        None => {}
    }
    let fates = run.fates.into_iter().map(|fate| fate.unwrap_or(Fate::NotDone(Cause::NotReached)));
    outcome.items = plan.changes.iter().cloned().zip(fates).map(|(change, fate)| Item { change, fate }).collect();
    outcome
}

impl Run<'_> {
    fn all(&mut self) -> Result<(), Stop> {
        self.prove()?;
        let plan = self.plan;
        // What may end the session is never in one call with anything else.
        let kind = |change: &Change| (matches!(change, Change::Setting { .. }), rank(change) >= Rank::NeededPermission);
        let mut start = 0;
        for group in plan.changes.chunk_by(|one, other| kind(one) == kind(other)) {
            let waiting: Vec<usize> = (start..start + group.len()).filter(|index| self.waits(*index)).collect();
            start += group.len();
            match group.first() {
                _ if waiting.is_empty() => {}
                Some(Change::Setting { .. }) => self.settings(&waiting)?,
                _ => self.permissions(&waiting)?,
            }
        }
        Ok(())
    }

    /// Reads what is there now, settles what needs no write, and proves that the rest may be written.
    fn prove(&mut self) -> Result<(), Stop> {
        let plan = self.plan;
        if let Some(population) = plan.occupied {
            return Err(Stop::Refused(SetupError::Occupied(population)));
        }
        guard::keeps_access(&plan.changes, &plan.caller).map_err(Stop::Refused)?;
        let permissions = self.server.permissions()?;
        guard::may_apply(&plan.changes, &plan.caller, &permissions).map_err(Stop::Refused)?;
        let has_settings = plan.changes.iter().any(|change| matches!(change, Change::Setting { .. }));
        let settings = if has_settings { self.server.settings()? } else { Default::default() };
        for (index, change) in plan.changes.iter().enumerate() {
            let fate = match change {
                Change::Setting { id, from, to, .. } => match settings.get(id) {
                    None => Some(Fate::NotDone(Cause::Server(ServerError::Unknown { what: id.clone() }))),
                    Some(now) if same(id, plan.release, now, to) => Some(Fate::Done),
                    Some(now) if same(id, plan.release, now, from) => None,
                    Some(_) => Some(Fate::NotDone(Cause::ChangedMeanwhile)),
                },
                Change::Permission { id, .. } => match permissions.get(id) {
                    None => Some(Fate::NotDone(Cause::Server(ServerError::Unknown { what: id.clone() }))),
                    Some(now) => (permissions::target(change, now) == *now).then_some(Fate::Done),
                },
            };
            if let Some(fate) = fate {
                self.settle(index, fate);
            }
        }
        self.prove_by_writing()?;
        self.journal.record(&Event::Proved);
        Ok(())
    }

    /// A guarded write that changes nothing. A single write proves itself, and so does a bulk, which is all or none.
    fn prove_by_writing(&mut self) -> Result<(), Stop> {
        let waiting = |run: &Self, index: &usize| run.waits(*index);
        let settings: Vec<usize> = (0..self.plan.changes.len())
            .filter(|index| waiting(self, index))
            .filter(|index| matches!(self.plan.changes.get(*index), Some(Change::Setting { .. })))
            .collect();
        if self.plan.capabilities.bulk_settings || settings.len() < 2 {
            return Ok(());
        }
        let first = settings.first().and_then(|index| self.plan.changes.get(*index));
        let Some(Change::Setting { id, .. }) = first else { return Ok(()) };
        // What is there now, not what the plan saw: line ends may differ from it.
        let Some(now) = self.server.setting(id)? else { return Ok(()) };
        match self.server.write_setting(id, &now) {
            Err(error) if meaning(&error) == Meaning::End => Err(error.into()),
            // Refused for this one alone: the item itself will say so.
            _ => Ok(()),
        }
    }

    fn waits(&self, index: usize) -> bool {
        self.fates.get(index).is_some_and(Option::is_none)
    }

    fn announce(&mut self, index: usize) {
        let of = self.plan.changes.len();
        if let Some(change) = self.plan.changes.get(index) {
            self.journal.record(&Event::Writing { change, number: index + 1, of });
        }
    }

    fn settle(&mut self, index: usize, fate: Fate) {
        if let Some(change) = self.plan.changes.get(index) {
            self.journal.record(&Event::Settled { change, fate: &fate });
        }
        if let Some(place) = self.fates.get_mut(index) {
            *place = Some(fate);
        }
    }

    fn came_back(&self, id: &str, value: &Value) -> Fate {
        let value = super::render::masked(id, value);
        Fate::NotDone(Cause::CameBack { value, pinned: self.plan.pinned.contains(id) })
    }
}
