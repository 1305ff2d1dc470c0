//! `gantry plan` and `gantry check`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde_json::json;

use super::connect::{AccountOptions, StateOptions};
use super::http::Http;
use super::state::State;
use super::trace::Loudness;
use super::{output, private_file};
use crate::config::Config;
use crate::rest::{self, Connection};
use crate::setup::{self, Observed, Plan, SavedPlan, render};

pub(super) const EXIT_CODES: &str = "Exit codes:
  0  in sync: the server has all that is wanted
  1  something differs
  2  it could not be told; the error says why and what to do";

const PLAN_EXAMPLES: &str = "Examples:
  gantry plan --token-file token.json
  gantry plan --token-file token.json --markdown > plan.md
  gantry plan --token-file token.json --out plan.json";

const CHECK_EXAMPLES: &str = "Examples:
  gantry check --token-file token.json || mail -s 'Rocket.Chat drifted' admin@example.org
  gantry check --token-file token.json --json";

#[derive(Args, Debug)]
#[command(after_help = format!("{PLAN_EXAMPLES}\n\n{EXIT_CODES}"))]
pub(super) struct PlanArgs {
    #[command(flatten)]
    account: AccountOptions,
    #[command(flatten)]
    state: StateOptions,
    /// Answer in JSON
    #[arg(long, conflicts_with = "markdown", help_heading = "Output")]
    json: bool,
    /// Answer in Markdown, for a ticket or a review
    #[arg(long, help_heading = "Output")]
    markdown: bool,
    /// Keep the plan in a file, for `gantry apply --plan FILE`
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    out: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[command(after_help = format!("{CHECK_EXAMPLES}\n\n{EXIT_CODES}"))]
pub(super) struct CheckArgs {
    #[command(flatten)]
    account: AccountOptions,
    #[command(flatten)]
    state: StateOptions,
    /// Answer in JSON
    #[arg(long, help_heading = "Output")]
    json: bool,
}

/// What a plan was made from, and the plan.
pub(super) struct Planned {
    pub config: Config,
    pub connection: Connection<Http>,
    pub state: State,
    pub observed: Observed,
}

/// Reads configuration, state and server, in this order: what is wrong on this side is told before the first call.
pub(super) fn observe(account: &AccountOptions, state: &StateOptions) -> anyhow::Result<Planned> {
    let (config, mut connection) = account.connect()?;
    let state = State::open(state.folder(&account.server))?;
    let observed = rest::observe(&mut connection, state.memory.server.is_none())?;
    Ok(Planned { config, connection, state, observed })
}

impl Planned {
    /// The plan of the configuration.
    pub fn plan(&self) -> anyhow::Result<Plan> {
        Ok(setup::plan(&self.config, &self.observed, &self.state.memory)?)
    }
}

pub(super) fn plan(arguments: &PlanArgs) -> anyhow::Result<ExitCode> {
    output::or_json(arguments.json, || {
        let plan = observe(&arguments.account, &arguments.state)?.plan()?;
        if let Some(file) = &arguments.out {
            private_file::write(file, &SavedPlan::of(&plan).text())
                .with_context(|| format!("can't write {}", file.display()))?;
        }
        if arguments.json {
            output::line(render::json(&plan));
        } else if arguments.markdown {
            output::line(render::markdown(&plan).trim_end());
        } else if arguments.account.server.loudness() > Loudness::Quiet {
            output::styled(&render::text(&plan));
        }
        Ok(code(&plan))
    })
}

pub(super) fn check(arguments: &CheckArgs) -> anyhow::Result<ExitCode> {
    output::or_json(arguments.json, || {
        let plan = observe(&arguments.account, &arguments.state)?.plan()?;
        if arguments.json {
            output::line(json!({ "inSync": plan.is_in_sync(), "plan": render::json(&plan) }));
        } else if !plan.is_in_sync() && arguments.account.server.loudness() > Loudness::Quiet {
            output::styled(&render::text(&plan));
        }
        Ok(code(&plan))
    })
}

fn code(plan: &Plan) -> ExitCode {
    if plan.is_in_sync() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
