//! Carries a plan out: shows it, asks, keeps a snapshot, applies, and says what became of it. The same for `apply`,
//! `restore` and `uninstall`.

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use serde_json::json;

use super::http::Http;
use super::state::State;
use super::trace::Loudness;
use super::{credentials, output};
use crate::rest::Connection;
use crate::setup::{self, Event, Journal, Observed, Plan, Snapshot, render};

pub(super) const EXIT_CODES: &str = "Exit codes:
  0  done, or nothing was to do
  2  not done or not all of it, refused, or nobody was there to say yes;
     the output says what is done, what is not, and the command that goes on";

/// How much is asked and told.
#[derive(Args, Debug)]
pub(super) struct ConsentOptions {
    /// Don't ask; needed where there is no terminal
    #[arg(long, short)]
    yes: bool,
    /// Yes, this server serves the project spaces alone: the people and rooms it already has are meant, too
    #[arg(long)]
    dedicated: bool,
    /// Answer in JSON: the plan, and what became of it
    #[arg(long, requires = "yes", help_heading = "Output")]
    json: bool,
}

impl ConsentOptions {
    /// Whether the answer is to be JSON.
    pub fn json(&self) -> bool {
        self.json
    }
}

/// A plan and all that carrying it out takes.
pub(super) struct Work<'a> {
    pub plan: Plan,
    pub observed: Observed,
    pub state: State,
    pub connection: Connection<Http>,
    pub consent: &'a ConsentOptions,
    pub loudness: Loudness,
    /// As others are told of it that would write meanwhile.
    pub command: &'static str,
    /// Whether the server then has what the configuration wants, so that its permissions count as seen.
    pub records: bool,
    /// What the page's side needs once script and CSS have changed, where they do.
    pub page_anew: Option<String>,
}

impl Work<'_> {
    /// Carries it out.
    pub fn run(mut self) -> anyhow::Result<ExitCode> {
        let told = self.loudness > Loudness::Quiet && !self.consent.json;
        if told {
            output::styled(&render::text(&self.plan));
        }
        if self.plan.is_in_sync() {
            if self.consent.json {
                output::json(&json!({ "plan": render::json(&self.plan), "outcome": null }));
            }
            self.remember();
            return Ok(ExitCode::SUCCESS);
        }
        let _lock = self.state.lock(self.command)?;
        self.state.is_as_opened()?;
        if !self.agreed()? {
            output::line("Nothing was changed.");
            return Ok(ExitCode::from(2));
        }
        let snapshot = self.state.keep(&Snapshot::before(&self.plan))?;
        if self.state.memory.server.is_none() {
            self.state.memory.record_server(&self.observed);
        }
        self.state.save()?;
        if told {
            output::aside(format_args!("Kept what it touches in {}", snapshot.display()));
        }
        let mut progress = Progress::new(self.loudness);
        let outcome = setup::apply(&self.plan, &mut self.connection, &mut progress);
        progress.end();
        let command = this_command();
        if self.consent.json {
            let outcome = render::outcome_json(&outcome, &command);
            output::json(&json!({ "plan": render::json(&self.plan), "snapshot": snapshot, "outcome": outcome }));
        } else if told || !outcome.is_complete() {
            output::styled(&render::outcome(&outcome, &command));
        }
        if !outcome.is_complete() {
            if !self.consent.json {
                output::help(format_args!("the way back: gantry restore {}", snapshot.display()));
            }
            return Ok(ExitCode::from(2));
        }
        self.remember();
        if let Some(anew) = self.page_anew.as_ref().filter(|_| told) {
            output::aside(anew);
        }
        if told && self.records {
            output::aside(
                "Next: `gantry doctor` looks for what else can stop the chat; `gantry check` tells later whether all this holds.",
            );
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Whether somebody, or an option, said yes: to the plan, and to a server that is in use already.
    fn agreed(&mut self) -> anyhow::Result<bool> {
        if let Some(population) = self.plan.occupied {
            let (people, rooms) = (population.people, population.rooms);
            let has = format!("this server already has {people} people and {rooms} rooms, and rights change for all.");
            if !self.consent.dedicated {
                if self.consent.yes {
                    bail!("{has} --yes does not cover that; add --dedicated if this server is meant");
                }
                if !credentials::is_interactive() {
                    bail!("{has} There is no terminal to ask on; give --yes and --dedicated if this server is meant");
                }
                output::caution(&has);
                if !output::confirm("Does it serve the project spaces alone?")? {
                    return Ok(false);
                }
            }
            self.plan.accept_occupied();
        }
        Ok(self.consent.yes || output::confirm("Apply this?")?)
    }

    /// The work is done, so a state file that can't be written is no failure of it.
    fn remember(&mut self) {
        if !self.records {
            return;
        }
        let before = self.state.memory.clone();
        self.state.memory.record_applied(&self.observed);
        if self.state.memory != before
            && let Err(error) = self.state.save()
        {
            output::caution(format_args!("{error:#}; what this server has now will be told as new the next time"));
        }
    }
}

/// The command as it was given, to be given again. Arguments hold no secret.
pub(super) fn this_command() -> String {
    let quoted = |argument: String| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
        if !argument.is_empty() && argument.chars().all(plain) {
            argument
        } else {
            format!("'{}'", argument.replace('\'', "'\\''"))
        }
    };
    let arguments = std::env::args().skip(1).map(quoted);
    std::iter::once("gantry".to_owned()).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// Tells on a terminal how far it is.
struct Progress {
    shown: bool,
    lines: bool,
}

impl Progress {
    fn new(loudness: Loudness) -> Self {
        let shown = loudness == Loudness::Usual && std::io::stderr().is_terminal();
        Self { shown, lines: loudness == Loudness::Verbose }
    }

    fn end(&self) {
        if self.shown {
            output::transient("");
        }
    }
}

impl Journal for Progress {
    fn record(&mut self, event: &Event<'_>) {
        match event {
            Event::Writing { change, number, of } if self.shown => {
                output::transient(&format!("{number} of {of}: {}", change.id()));
            }
            Event::Writing { change, number, of } if self.lines => {
                output::aside(format_args!("{number} of {of}: {}", change.id()));
            }
            _ => {}
        }
    }
}
