//! `gantry sync apply`.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use serde_json::Value;

use super::progress::Progress;
use super::random::Random;
use super::state::OpenJournal;
use super::{Ready, Sources};
use crate::cli::carry_out::this_command;
use crate::cli::output::{self, PlanAndOutcome};
use crate::cli::trace::Loudness;
use crate::roster::{Applying, Cause, Event, Fate, Guard, Journal, Observed, Outcome, Plan, Step, people_map, render};
use crate::setup::ServerError;

const EXIT_CODES: &str = "Exit codes:
  0  done, or nothing was to do
  2  not done or not all of it, refused, or nobody was there to say yes;
     the output says what is not done and why; the same command goes on";

const EXAMPLES: &str = "Examples:
  gantry sync apply roster.json --token-file token.json
  gantry sync apply export/ --token-file token.json --yes --skip-conflicts
  gantry sync apply roster.json --token-file token.json --yes --people-map public/people.json";

/// Some things come to light only when others are done: who is in a room that was archived, or what somebody may see who
/// was locked out. One look more is to be sure.
const ROUNDS: usize = 3;

#[derive(Args, Debug)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(in crate::cli) struct SyncApplyArgs {
    #[command(flatten)]
    sources: Sources,
    /// Don't ask; needed where there is no terminal
    #[arg(long, short)]
    yes: bool,
    /// Do what is in no conflict, and leave the rest as it is
    #[arg(long)]
    skip_conflicts: bool,
    /// Yes, so many accounts, memberships or rooms are to go
    #[arg(long)]
    accept_removals: bool,
    /// Write the map from usernames and user ids to profile pages, for profile.people of gantry.toml
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    people_map: Option<PathBuf>,
    /// Answer in JSON: the plan, and what became of it
    #[arg(long, requires = "yes", conflicts_with = "markdown", help_heading = "Output")]
    json: bool,
    /// Answer in Markdown: the plan, and what became of it
    #[arg(long, requires = "yes", help_heading = "Output")]
    markdown: bool,
}

/// What a run came to.
struct Done {
    outcome: Outcome,
    observed: Observed,
}

pub(super) fn run(arguments: &SyncApplyArgs) -> anyhow::Result<ExitCode> {
    output::or_json(arguments.json, || apply(arguments))
}

fn apply(arguments: &SyncApplyArgs) -> anyhow::Result<ExitCode> {
    let mut ready = arguments.sources.read(Some("gantry sync apply")).context("nothing was changed")?;
    let (observed, plan) = ready.plan()?;
    let told = arguments.sources.loudness() > Loudness::Quiet && !arguments.json && !arguments.markdown;
    if arguments.markdown {
        output::line(render::markdown(&plan).trim_end());
    } else if told {
        output::styled(&render::text(&plan));
    }
    if let Err(error) = may_go_on(&plan, arguments) {
        if arguments.json {
            PlanAndOutcome::begin(&render::json(&plan)).end(None::<&()>);
        }
        return Err(error.context("nothing was changed"));
    }
    if !plan.steps.is_empty() && !arguments.yes && !output::confirm("Do this?")? {
        output::line("Nothing was changed.");
        return Ok(ExitCode::from(2));
    }
    let document = arguments.json.then(|| PlanAndOutcome::begin(&render::json(&plan)));
    let done = carry_out(&mut ready, arguments, observed, plan);
    let command = this_command();
    if let Some(document) = document {
        document.end(done.as_ref().ok().map(|done| render::outcome_json(&done.outcome, &command)).as_ref());
    }
    let done = done?;
    if arguments.markdown {
        output::line(format_args!("\n{}", render::outcome_markdown(&done.outcome, &command).trim_end()));
    } else if !arguments.json && ((told && done.outcome.of > 0) || !done.outcome.is_complete()) {
        output::styled(&render::outcome(&done.outcome, &command));
    }
    if let Some(file) = &arguments.people_map {
        write_map(file, &people_map(&ready.roster, &ready.state.remembered, &done.observed.accounts))?;
    }
    Ok(if done.outcome.is_complete() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Does what was decided, and keeps what is to be remembered.
fn carry_out(ready: &mut Ready, arguments: &SyncApplyArgs, observed: Observed, mut plan: Plan) -> anyhow::Result<Done> {
    let mut random = Random::new()?;
    // It is kept with the state from the start, so no journal has to hold it.
    plan.remember(&mut ready.state.remembered);
    plan.found = Vec::new();
    let mut journal = ready.state.begin().context("nothing was changed")?;
    let done = rounds(ready, arguments, &mut random, &mut journal, observed, plan);
    ready.state.save()?;
    if let Some(error) = &journal.broken {
        output::caution(format_args!("the journal could not be written all the time: {error}"));
    }
    done.context("a part is done, and the same command goes on")
}

/// Whether the operator has decided what a plan leaves to them.
fn may_go_on(plan: &Plan, arguments: &SyncApplyArgs) -> anyhow::Result<()> {
    let stops: Vec<&Guard> =
        plan.guards.iter().filter(|guard| !(arguments.accept_removals && guard.may_be_accepted())).collect();
    if let Some(guard) = stops.first() {
        let more = if guard.may_be_accepted() { "; --accept-removals goes on all the same" } else { "" };
        bail!("{guard}{more}");
    }
    match plan.collisions.len() {
        0 => Ok(()),
        _ if arguments.skip_conflicts => Ok(()),
        number => bail!(
            "{number} {} to decide first; --skip-conflicts does the rest",
            if number == 1 { "conflict is" } else { "conflicts are" }
        ),
    }
}

/// Takes the steps, and looks again until there is nothing new. What failed in a round is not tried again in the next.
fn rounds(
    ready: &mut Ready,
    arguments: &SyncApplyArgs,
    random: &mut Random,
    journal: &mut OpenJournal,
    mut observed: Observed,
    mut plan: Plan,
) -> anyhow::Result<Done> {
    let mut whole = Outcome::default();
    let mut round = 1;
    loop {
        if plan.asks_for_proof(observed.creating_is_guarded) {
            ready.connection.prove_ahead()?;
        }
        let outcome = take(&plan, ready, arguments, random, journal, &observed);
        whole.extend(outcome);
        // A proof holds for a while only, and a long run takes longer: it is given once more.
        let unproven = matches!(whole.stopped, Some(ServerError::SecondFactorMissing { .. }));
        if (whole.stopped.is_some() && !(unproven && whole.done > 0)) || plan.steps.is_empty() || round == ROUNDS {
            break;
        }
        if unproven {
            ready.connection.prove_ahead()?;
            whole.stopped = None;
            let waits = |(_, fate): &(Step, Fate)| {
                !matches!(
                    fate,
                    Fate::NotDone(Cause::NotReached | Cause::Server(ServerError::SecondFactorMissing { .. }))
                )
            };
            let before = whole.left.len();
            whole.left.retain(waits);
            whole.of -= before - whole.left.len();
        } else {
            round += 1;
        }
        // The next look at a large server needs the room that these take.
        drop((plan, observed));
        let (seen, mut next) = ready.plan()?;
        let failed: HashSet<&Step> = whole.left.iter().map(|(step, _)| step).collect();
        next.steps.retain(|step| !failed.contains(step));
        may_go_on(&next, arguments)?;
        (plan, observed) = (next, seen);
    }
    Ok(Done { outcome: whole, observed })
}

/// Takes the steps of one plan.
fn take(
    plan: &Plan,
    ready: &mut Ready,
    arguments: &SyncApplyArgs,
    random: &mut Random,
    journal: &mut OpenJournal,
    observed: &Observed,
) -> Outcome {
    let loudness = arguments.sources.loudness();
    let progress = Progress::new(loudness, "Writing", plan.steps.len());
    let mut hearing = Hearing { journal, progress, lines: loudness == Loudness::Verbose };
    let mut random = || random.bytes();
    let (state, policy) = (&mut ready.state.remembered, observed.rules.password);
    let mut applying = Applying::new(plan, state, &ready.options, policy, &mut random, &mut hearing);
    ready.crew.write(&mut applying, &ready.connection.proven());
    applying.finish()
}

fn write_map(file: &Path, map: &Value) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(map)? + "\n";
    let beside = file.with_extension("json.new");
    std::fs::write(&beside, text)
        .and_then(|()| std::fs::rename(&beside, file))
        .with_context(|| format!("can't write {}", file.display()))
}

/// Keeps the journal and tells how far it is.
struct Hearing<'j> {
    journal: &'j mut OpenJournal,
    progress: Progress,
    lines: bool,
}

impl Journal for Hearing<'_> {
    fn record(&mut self, event: &Event<'_>) {
        match event {
            Event::Remember(record) => self.journal.keep(record),
            Event::Settled { step, fate } => {
                self.progress.step();
                if self.lines {
                    let word = if **fate == Fate::Done { "done" } else { "not done" };
                    output::aside(format_args!("{} {}: {word}", step.kind(), render::subject(step)));
                }
            }
            _ => {}
        }
    }
}
