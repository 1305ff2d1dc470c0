//! `gantry sync apply`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Args;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::state::OpenJournal;
use super::{Ready, Sources};
use crate::cli::carry_out::this_command;
use crate::cli::output;
use crate::cli::trace::Loudness;
use crate::roster::{
    self, Event, Fate, Guard, Journal, Observed, Outcome, Plan, RANDOM_BYTES, Step, people_map, render,
};

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
    #[arg(long, requires = "yes", help_heading = "Output")]
    json: bool,
}

/// What a run came to.
struct Done {
    plan: Plan,
    outcome: Outcome,
    observed: Observed,
}

pub(super) fn run(arguments: &SyncApplyArgs) -> anyhow::Result<ExitCode> {
    output::or_json(arguments.json, || apply(arguments))
}

fn apply(arguments: &SyncApplyArgs) -> anyhow::Result<ExitCode> {
    let mut ready = arguments.sources.read()?;
    let (observed, plan) = ready.plan()?;
    let told = arguments.sources.loudness() > Loudness::Quiet && !arguments.json;
    if told {
        output::styled(&render::text(&plan));
    }
    if let Err(error) = may_go_on(&plan, arguments) {
        if arguments.json {
            output::line(json!({ "plan": render::json(&plan), "outcome": null }));
        }
        return Err(error.context("nothing was changed"));
    }
    if !plan.steps.is_empty() && !arguments.yes && !output::confirm("Do this?")? {
        output::line("Nothing was changed.");
        return Ok(ExitCode::from(2));
    }
    let mut random = Random::new()?;
    let mut journal = ready.state.begin().context("nothing was changed")?;
    let done = rounds(&mut ready, arguments, &mut random, &mut journal, observed, plan);
    ready.state.save()?;
    let done = done.context("a part is done, and the same command goes on")?;
    if let Some(error) = &journal.broken {
        output::caution(format_args!("the journal could not be written all the time: {error}"));
    }
    if let Some(file) = &arguments.people_map {
        write_map(file, &people_map(&ready.roster, &ready.state.remembered, &done.observed.accounts))?;
    }
    let command = this_command();
    if arguments.json {
        let outcome = render::outcome_json(&done.outcome, &command);
        output::line(json!({ "plan": render::json(&done.plan), "outcome": outcome }));
    } else if (told && !done.outcome.items.is_empty()) || !done.outcome.is_complete() {
        output::styled(&render::outcome(&done.outcome, &command));
    }
    Ok(if done.outcome.is_complete() { ExitCode::SUCCESS } else { ExitCode::from(2) })
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
    first: Plan,
) -> anyhow::Result<Done> {
    let mut whole = Outcome::default();
    let mut failed: Vec<Step> = Vec::new();
    let mut plan = first.clone();
    for round in 1..=ROUNDS {
        let of = plan.steps.len();
        let mut hearing = Hearing::new(journal, arguments.sources.loudness(), of);
        let outcome = roster::apply(
            &plan,
            &mut ready.state.remembered,
            &ready.options,
            observed.rules.password,
            &mut || random.bytes(),
            &mut ready.connection,
            &mut hearing,
        );
        hearing.end();
        failed.extend(outcome.not_done().map(|(step, _)| step.clone()));
        whole.items.extend(outcome.items);
        whole.stopped = outcome.stopped;
        if whole.stopped.is_some() || of == 0 || round == ROUNDS {
            break;
        }
        let (seen, mut next) = ready.plan()?;
        observed = seen;
        next.steps.retain(|step| !failed.contains(step));
        may_go_on(&next, arguments)?;
        plan = next;
    }
    Ok(Done { plan: first, outcome: whole, observed })
}

/// Random bytes for passwords: the machine's, stretched, so that the machine is asked once and before the first write.
struct Random {
    seed: [u8; 32],
    turn: u64,
}

impl Random {
    fn new() -> anyhow::Result<Self> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("this machine has no random numbers: {error}"))?;
        Ok(Self { seed, turn: 0 })
    }

    fn bytes(&mut self) -> [u8; RANDOM_BYTES] {
        let mut bytes = [0; RANDOM_BYTES];
        for part in bytes.chunks_mut(32) {
            self.turn += 1;
            let digest = Sha256::new().chain_update(self.seed).chain_update(self.turn.to_le_bytes()).finalize();
            part.iter_mut().zip(digest).for_each(|(place, byte)| *place = byte);
        }
        bytes
    }
}

fn write_map(file: &Path, map: &Value) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(map)? + "\n";
    let beside = file.with_extension("json.new");
    std::fs::write(&beside, text)
        .and_then(|()| std::fs::rename(&beside, file))
        .with_context(|| format!("can't write {}", file.display()))
}

/// Keeps the journal and tells on a terminal how far it is.
struct Hearing<'j> {
    journal: &'j mut OpenJournal,
    shown: bool,
    lines: bool,
    of: usize,
    began: Instant,
    told: Option<Instant>,
}

impl<'j> Hearing<'j> {
    fn new(journal: &'j mut OpenJournal, loudness: Loudness, of: usize) -> Self {
        let shown = loudness == Loudness::Usual && std::io::stderr().is_terminal();
        let lines = loudness == Loudness::Verbose;
        Self { journal, shown, lines, of, began: Instant::now(), told: None }
    }

    fn end(&self) {
        if self.shown {
            output::transient("");
        }
    }

    fn progress(&mut self, number: usize) {
        const PAUSE: Duration = Duration::from_millis(100);
        if self.told.is_some_and(|told| told.elapsed() < PAUSE) {
            return;
        }
        self.told = Some(Instant::now());
        output::transient(&progress(number - 1, self.of, self.began.elapsed()));
    }
}

/// How far it is, how fast, and how long it will take.
fn progress(done: usize, of: usize, took: Duration) -> String {
    let seconds = took.as_secs();
    let Some(rate) = u64::try_from(done).ok().and_then(|done| done.checked_div(seconds)).filter(|rate| *rate > 0)
    else {
        return format!("{done} of {of}");
    };
    let left = u64::try_from(of - done).unwrap_or(u64::MAX) / rate;
    format!("{done} of {of}, {rate} a second, {}:{:02} left", left / 60, left % 60)
}

impl Journal for Hearing<'_> {
    fn record(&mut self, event: &Event<'_>) {
        match event {
            Event::Remember(record) => self.journal.keep(record),
            Event::Writing { number, .. } if self.shown => self.progress(*number),
            Event::Settled { step, fate } if self.lines => {
                let word = if **fate == Fate::Done { "done" } else { "not done" };
                output::aside(format_args!("{}: {word}", step.kind()));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_has_a_rate_and_the_time_left() {
        assert_eq!(progress(0, 100, Duration::ZERO), "0 of 100");
        assert_eq!(progress(50, 1000, Duration::from_secs(5)), "50 of 1000, 10 a second, 1:35 left");
    }
}
