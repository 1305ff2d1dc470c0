//! Takes the steps of a plan, several at once where they touch nothing in common. What one step is refused for does not keep
//! the others from being taken; what would meet every further call ends the run.

mod job;
mod lanes;

pub use job::{Failed, Job, Remember};

use self::lanes::Lanes;
use super::directory::Directory;
use super::journal::{Event, Journal};
use super::outcome::{Cause, Fate, Outcome};
use super::password::{PasswordPolicy, RANDOM_BYTES};
use super::plan::Plan;
use super::state::{Record, State};
use crate::config::SyncOptions;
use crate::setup::ServerError;

/// Fresh random bytes, other ones each time.
pub type Random<'r> = dyn FnMut() -> [u8; RANDOM_BYTES] + 'r;

/// A plan on its way: hands its steps out, and takes in what became of them. The state and the journal have one writer, this,
/// however many do the steps.
pub struct Applying<'p> {
    plan: &'p Plan,
    options: &'p SyncOptions,
    policy: PasswordPolicy,
    state: &'p mut State,
    journal: &'p mut dyn Journal,
    random: &'p mut Random<'p>,
    lanes: Lanes,
    /// By the place of the step; none while it is not settled.
    fates: Vec<Option<Fate>>,
    begun: usize,
    under_way: usize,
    stopped: Option<ServerError>,
}

impl<'p> Applying<'p> {
    /// Begins, whatever the plan's collisions and guards are: asking about those comes before. `state` is told of all that is
    /// done.
    pub fn new(
        plan: &'p Plan,
        state: &'p mut State,
        options: &'p SyncOptions,
        policy: PasswordPolicy,
        random: &'p mut Random<'p>,
        journal: &'p mut dyn Journal,
    ) -> Self {
        plan.remember(state);
        for record in &plan.found {
            journal.record(&Event::Remember(record));
        }
        let (lanes, fates) = (Lanes::new(&plan.steps), plan.steps.iter().map(|_| None).collect());
        Self { plan, options, policy, state, journal, random, lanes, fates, begun: 0, under_way: 0, stopped: None }
    }

    /// A step that may be taken now. None if all that is left waits for those that are under way, or nothing is left.
    pub fn hand_out(&mut self) -> Option<Job<'p>> {
        loop {
            if self.stopped.is_some() {
                return None;
            }
            let at = self.lanes.take()?;
            let step = self.plan.steps.get(at)?;
            self.begun += 1;
            self.journal.record(&Event::Writing { step, number: self.begun, of: self.plan.steps.len() });
            match Job::new(at, step, self.state, self.options, self.policy, self.random) {
                Ok(job) => {
                    self.under_way += 1;
                    return Some(job);
                }
                Err(on) => self.end(at, Fate::NotDone(Cause::Waits(on))),
            }
        }
    }

    /// How many steps have been handed out and not been settled.
    #[must_use]
    pub fn under_way(&self) -> usize {
        self.under_way
    }

    /// Something was done that the next run has to know of.
    pub fn remember(&mut self, record: &Record) {
        self.state.record(record);
        self.journal.record(&Event::Remember(record));
    }

    /// What became of a step that was handed out.
    pub fn settle(&mut self, number: usize, result: Result<(), Failed>) {
        self.under_way = self.under_way.saturating_sub(1);
        let fate = match result {
            Ok(()) => Fate::Done,
            Err(Failed::Waits(on)) => Fate::NotDone(Cause::Waits(on)),
            Err(Failed::Server(error)) => {
                if ends_everything(&error) && self.stopped.is_none() {
                    self.journal.record(&Event::Stopped { error: &error });
                    self.stopped = Some(error.clone());
                }
                if is_unknown(&error) { Fate::Unknown(error) } else { Fate::NotDone(Cause::Server(error)) }
            }
        };
        self.end(number, fate);
    }

    fn end(&mut self, at: usize, fate: Fate) {
        let (Some(step), Some(place)) = (self.plan.steps.get(at), self.fates.get_mut(at)) else { return };
        self.journal.record(&Event::Settled { step, fate: &fate });
        *place = Some(fate);
        self.lanes.settle(at);
    }

    /// What became of all of it. What was never handed out was not done.
    #[must_use]
    pub fn finish(self) -> Outcome {
        let mut outcome = Outcome { of: self.fates.len(), stopped: self.stopped, ..Outcome::default() };
        for (step, fate) in self.plan.steps.iter().zip(self.fates) {
            match fate.unwrap_or(Fate::NotDone(Cause::NotReached)) {
                Fate::Done => outcome.done += 1,
                other => outcome.left.push((step.clone(), other)),
            }
        }
        outcome
    }
}

/// Takes the steps of a plan one after the other. Whoever has several connections drives [`Applying`] with them.
pub fn apply<'p>(
    plan: &'p Plan,
    state: &'p mut State,
    options: &'p SyncOptions,
    policy: PasswordPolicy,
    random: &'p mut Random<'p>,
    directory: &mut dyn Directory,
    journal: &'p mut dyn Journal,
) -> Outcome {
    let mut applying = Applying::new(plan, state, options, policy, random, journal);
    while let Some(job) = applying.hand_out() {
        let result = job.run(directory, &mut |record| applying.remember(&record));
        applying.settle(job.number(), result);
    }
    applying.finish()
}

fn is_unknown(error: &ServerError) -> bool {
    matches!(error, ServerError::TimedOut { .. } | ServerError::Cut { .. } | ServerError::Failed { .. })
}

fn ends_everything(error: &ServerError) -> bool {
    let one = matches!(error, ServerError::Refused { .. } | ServerError::Unknown { .. } | ServerError::Invalid { .. });
    !one && !is_unknown(error)
}
