//! `gantry apply`, `gantry restore` and `gantry uninstall`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::carry_out::{ConsentOptions, EXIT_CODES, Work};
use super::connect::{AccountOptions, StateOptions};
use super::output;
use super::plan::{Planned, observe};
use crate::assets::ASSETS;
use crate::setup::{self, Plan, SavedPlan};

const APPLY: &str = "gantry apply";

const APPLY_EXAMPLES: &str = "Examples:
  gantry apply --token-file token.json
  gantry apply --token-file token.json --yes --quiet
  gantry apply --token-file token.json --plan plan.json --yes";

const RESTORE_EXAMPLES: &str = "Examples:
  gantry restore .gantry/snapshots/20261122T120000Z-6b02f27e.json --token-file token.json
  gantry restore 20261122T120000Z-6b02f27e.json --token-file token.json --yes";

const UNINSTALL_EXAMPLES: &str = "Examples:
  gantry uninstall --token-file token.json";

#[derive(Args, Debug)]
#[command(after_help = format!("{APPLY_EXAMPLES}\n\n{EXIT_CODES}"))]
pub(super) struct ApplyArgs {
    #[command(flatten)]
    account: AccountOptions,
    #[command(flatten)]
    state: StateOptions,
    #[command(flatten)]
    consent: ConsentOptions,
    /// Apply exactly this plan, kept by `gantry plan --out`; refused if the server has changed since
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[command(after_help = format!("{RESTORE_EXAMPLES}\n\n{EXIT_CODES}"))]
pub(super) struct RestoreArgs {
    /// The snapshot: a file, or the name of one in the state directory
    snapshot: PathBuf,
    #[command(flatten)]
    account: AccountOptions,
    #[command(flatten)]
    state: StateOptions,
    #[command(flatten)]
    consent: ConsentOptions,
}

#[derive(Args, Debug)]
#[command(after_help = format!("{UNINSTALL_EXAMPLES}\n\n{EXIT_CODES}"))]
pub(super) struct UninstallArgs {
    #[command(flatten)]
    account: AccountOptions,
    #[command(flatten)]
    state: StateOptions,
    #[command(flatten)]
    consent: ConsentOptions,
}

pub(super) fn apply(arguments: &ApplyArgs) -> anyhow::Result<ExitCode> {
    changing(&arguments.consent, || {
        // What is wrong with the file is told before the first call.
        let saved = arguments.plan.as_ref().map(read_plan).transpose()?;
        let planned = observe(&arguments.account, &arguments.state)?;
        let plan = match saved {
            Some(saved) => {
                planned.state.memory.recognise(&planned.observed.identity)?;
                saved.against(&planned.observed)?
            }
            None => planned.plan()?,
        };
        carry_out(planned, plan, &arguments.account, &arguments.consent, APPLY)
    })
}

pub(super) fn restore(arguments: &RestoreArgs) -> anyhow::Result<ExitCode> {
    changing(&arguments.consent, || {
        let state = super::state::State::open(arguments.state.folder(&arguments.account.server))?;
        let snapshot = state.snapshot(&arguments.snapshot)?;
        let planned = observe(&arguments.account, &arguments.state)?;
        let plan = setup::restore(&snapshot, &planned.observed)?;
        carry_out(planned, plan, &arguments.account, &arguments.consent, "gantry restore")
    })
}

pub(super) fn uninstall(arguments: &UninstallArgs) -> anyhow::Result<ExitCode> {
    changing(&arguments.consent, || {
        let planned = observe(&arguments.account, &arguments.state)?;
        planned.state.memory.recognise(&planned.observed.identity)?;
        let first = planned.state.memory.first_snapshot().map(|name| planned.state.path_of(name).display().to_string());
        let plan = setup::uninstall(&planned.observed, first.as_deref())?;
        carry_out(planned, plan, &arguments.account, &arguments.consent, "gantry uninstall")
    })
}

/// Whatever ends such a command with an error ends it before the first write: from then on, an outcome is told instead.
fn changing(consent: &ConsentOptions, command: impl FnOnce() -> anyhow::Result<ExitCode>) -> anyhow::Result<ExitCode> {
    let told = command().map_err(|error| error.context("nothing was changed"));
    output::or_json(consent.json(), || told)
}

fn read_plan(file: &PathBuf) -> anyhow::Result<SavedPlan> {
    let text = std::fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))?;
    Ok(SavedPlan::parse(&text)?)
}

fn carry_out(
    planned: Planned,
    plan: Plan,
    account: &AccountOptions,
    consent: &ConsentOptions,
    command: &'static str,
) -> anyhow::Result<ExitCode> {
    let Planned { connection, state, observed, .. } = planned;
    let loudness = account.server.loudness();
    // The others do not bring the server to where the configuration wants it.
    let records = command == APPLY;
    let page_anew = (records && plan.changes_bundle()).then(|| page_anew(&account.server.config));
    Work { plan, observed, state, connection, consent, loudness, command, records, page_anew }.run()
}

/// Script, CSS and gantry.json go together, and only the first two are on the server.
fn page_anew(config: &Path) -> String {
    let config = config.display();
    let how = if ASSETS.is_empty() {
        format!("`gantry bundle --config {config} --out bundle`, and copy bundle/gantry.json beside auto.js")
    } else {
        format!("`gantry assets --config {config} --out DIR`, DIR being where the page's server has them as /gantry/")
    };
    format!("Next: script or CSS are new, so the page needs the gantry.json that goes with them: {how}.")
}
