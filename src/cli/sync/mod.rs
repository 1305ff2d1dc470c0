//! `gantry sync`: people, rooms and memberships from a roster.

mod apply;
mod crew;
mod progress;
mod random;
mod roster_source;
mod state;

use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use serde::Serialize;

use self::crew::Crew;
#[cfg(feature = "standin")]
pub(super) use self::random::Random;
use self::roster_source::RosterOptions;
use self::state::RosterState;
use super::connect::{AccountOptions, StateOptions};
use super::http::Http;
use super::output;
use super::trace::Loudness;
use crate::config::SyncOptions;
use crate::rest::{self, Connection, Pacing};
use crate::roster::{self, Observed, Plan, Roster, render};

const EXIT_CODES: &str = "Exit codes:
  0  in sync: the server is as the roster says
  1  something differs, or is to be decided
  2  it could not be told; the error says why and what to do";

const PLAN_EXAMPLES: &str = "Examples:
  gantry sync plan roster.json --token-file token.json
  gantry sync plan export/ --token-file token.json --markdown > sync.md
  curl -s https://cms.example.org/roster.json | gantry sync plan - --token-file token.json";

/// Bring accounts, private rooms and memberships together with a roster
#[derive(Debug, Subcommand)]
pub(super) enum SyncCommand {
    /// Show what differs between the roster and the server; changes nothing
    Plan(SyncPlanArgs),
    /// Make accounts, rooms and memberships as the roster says: show the plan, ask, write
    Apply(apply::SyncApplyArgs),
    /// The same as plan for scripts: quiet when in sync
    Check(SyncCheckArgs),
    /// Write the JSON Schema of a roster
    Schema,
}

#[derive(Args, Debug)]
#[command(after_help = format!("{PLAN_EXAMPLES}\n\n{EXIT_CODES}"))]
pub(super) struct SyncPlanArgs {
    #[command(flatten)]
    sources: Sources,
    /// Answer in JSON
    #[arg(long, conflicts_with = "markdown", help_heading = "Output")]
    json: bool,
    /// Answer in Markdown, for a ticket or a review
    #[arg(long, help_heading = "Output")]
    markdown: bool,
}

#[derive(Args, Debug)]
#[command(after_help = EXIT_CODES)]
pub(super) struct SyncCheckArgs {
    #[command(flatten)]
    sources: Sources,
    /// Answer in JSON
    #[arg(long, help_heading = "Output")]
    json: bool,
}

/// What a plan is made from.
#[derive(Args, Debug)]
struct Sources {
    #[command(flatten)]
    roster: RosterOptions,
    #[command(flatten)]
    account: AccountOptions,
    #[command(flatten)]
    state: StateOptions,
    /// How many requests are made at once; what concerns one room or one person is written in order
    #[arg(long, value_name = "NUMBER", default_value_t = 4, help_heading = "Connection",
        value_parser = clap::value_parser!(u8).range(1..=16))]
    parallel: u8,
}

/// What a check tells programs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Checked<P> {
    in_sync: bool,
    plan: P,
}

/// A roster, a server, and what is remembered of it.
struct Ready {
    roster: Roster,
    options: SyncOptions,
    connection: Connection<Http>,
    crew: Crew,
    state: RosterState,
}

/// Runs one of the commands.
pub(super) fn run(command: &SyncCommand) -> anyhow::Result<ExitCode> {
    match command {
        SyncCommand::Plan(arguments) => plan(arguments),
        SyncCommand::Apply(arguments) => apply::run(arguments),
        SyncCommand::Check(arguments) => check(arguments),
        SyncCommand::Schema => {
            output::line(roster::SCHEMA.trim_end());
            Ok(ExitCode::SUCCESS)
        }
    }
}

impl Sources {
    /// Reads configuration, roster and state, in this order: what is wrong on this side is told before the server is
    /// asked for more than its id. `writing` is the command, if it writes.
    fn read(&self, writing: Option<&'static str>) -> anyhow::Result<Ready> {
        let (config, mut connection) = self.account.connect()?;
        roster_source::check_templates(&config.sync)?;
        let roster = self.roster.read(&self.account)?;
        let state = RosterState::open(self.state.folder(&self.account.server), &mut connection, writing)?;
        let credentials = connection.credentials().cloned().context("no token")?;
        let transport = self.account.server.transport()?;
        let (loudness, size) = (self.loudness(), usize::from(self.parallel));
        let pacing = Pacing::default();
        connection.share_pacing(&pacing);
        let crew = Crew { transport, server: config.server, credentials, pacing, loudness, size };
        Ok(Ready { roster, options: config.sync, connection, crew, state })
    }

    fn loudness(&self) -> Loudness {
        self.account.server.loudness()
    }
}

impl Ready {
    fn observe(&mut self) -> anyhow::Result<Observed> {
        let (connection, crew) = (&mut self.connection, &mut self.crew);
        Ok(rest::observe_roster(connection, crew, &self.roster, &self.state.remembered, &self.options)?)
    }

    fn plan(&mut self) -> anyhow::Result<(Observed, Plan)> {
        let observed = self.observe()?;
        let plan = roster::plan(&self.roster, &self.state.remembered, &observed, &self.options)?;
        Ok((observed, plan))
    }
}

fn plan(arguments: &SyncPlanArgs) -> anyhow::Result<ExitCode> {
    output::or_json(arguments.json, || {
        let (_, plan) = arguments.sources.read(None)?.plan()?;
        if arguments.json {
            output::json(&render::json(&plan));
        } else if arguments.markdown {
            output::line(render::markdown(&plan).trim_end());
        } else if arguments.sources.loudness() > Loudness::Quiet {
            output::styled(&render::text(&plan));
        }
        Ok(code(&plan))
    })
}

fn check(arguments: &SyncCheckArgs) -> anyhow::Result<ExitCode> {
    output::or_json(arguments.json, || {
        let (_, plan) = arguments.sources.read(None)?.plan()?;
        if arguments.json {
            output::json(&Checked { in_sync: plan.is_in_sync(), plan: render::json(&plan) });
        } else if !plan.is_in_sync() && arguments.sources.loudness() > Loudness::Quiet {
            output::styled(&render::text(&plan));
        }
        Ok(code(&plan))
    })
}

fn code(plan: &Plan) -> ExitCode {
    if plan.is_in_sync() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
