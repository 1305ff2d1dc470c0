//! From a configuration and a server to a plan.

use super::advice;
use super::compare::same;
use super::desired::Desired;
use super::error::SetupError;
use super::guard;
use super::memory::Memory;
use super::observed::Observed;
use super::plan::{Change, Plan};
use crate::config::Config;
use crate::protocol::Support;

/// What is to change on this server.
///
/// # Errors
/// [`SetupError`] if it is another server than before, too old, has broken markers, or the plan would lock everybody out.
pub fn plan(config: &Config, observed: &Observed, memory: &Memory) -> Result<Plan, SetupError> {
    let release = observed.identity.release;
    if release.support() == Support::Older {
        return Err(SetupError::Older(release));
    }
    memory.recognise(&observed.identity)?;
    let mut plan = Plan::new(observed);
    let desired = Desired::new(config, observed);
    for wish in &desired.settings {
        let Some(have) = observed.settings.get(&wish.id) else { continue };
        let want = wish.value(have)?;
        if !same(&wish.id, release, have, &want) {
            plan.changes.push(Change::Setting {
                id: wish.id.clone(),
                from: have.clone(),
                to: want,
                step: wish.step,
                why: wish.why.clone(),
                risk: wish.risk.clone(),
            });
        }
    }
    for (id, wish) in &desired.permissions {
        let Some(have) = observed.permissions.get(id).filter(|have| **have != wish.roles) else { continue };
        plan.changes.push(Change::Permission {
            id: id.clone(),
            from: have.clone(),
            to: wish.roles.clone(),
            step: wish.step,
            why: wish.why.clone(),
            appeared: memory.has_not_seen(id),
        });
    }
    plan.notes = desired.notes;
    if memory.server.is_none() {
        plan.occupied = observed.population.filter(|population| population.people > 1 || population.rooms > 1);
        if observed.population.is_none() {
            plan.note("population-unknown", true, "how many people and rooms this server has could not be told");
        }
    }
    finish(plan)
}

/// Guards and order, for plans of every origin.
pub(super) fn finish(mut plan: Plan) -> Result<Plan, SetupError> {
    guard::keeps_access(&plan.changes, &plan.caller)?;
    plan.notes.extend(advice::pinned(&plan));
    Ok(plan.ordered())
}
