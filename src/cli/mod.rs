//! The command-line shell: arguments, files, output, exit codes. It holds no rules: those are in the core.

mod advice;
mod apply;
mod assets;
mod bundle;
mod carry_out;
mod completions;
mod config_file;
mod connect;
mod credentials;
#[cfg(feature = "standin")]
mod demo;
mod doctor;
mod export;
mod http;
mod init;
mod lock;
mod output;
mod plan;
mod private_file;
mod state;
mod sync;
mod token;
mod trace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Docks Rocket.Chat in a project space.
#[derive(Debug, Parser)]
#[command(name = "gantry", version, about, after_help = EXIT_CODES, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes:
  0  done; plan, check: in sync; doctor: sound
  1  plan, check: something differs; doctor: something was found
  2  wrong arguments, a wrong gantry.toml, or the work could not be done
`gantry COMMAND --help` tells them for each command.

Documentation: README.md and docs/, beside the program in its archive; /usr/share/doc/gantry where Debian's package put it.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a commented gantry.toml to start from
    Init(init::InitArgs),
    /// Make what is installed in Rocket.Chat and beside the page
    Bundle(bundle::BundleArgs),
    /// Write the files that the page loads
    Assets(assets::AssetsArgs),
    /// Show a project space with a docked chat on this machine
    #[cfg(feature = "standin")]
    Demo(demo::DemoArgs),
    /// Show what differs between gantry.toml and the server; changes nothing
    Plan(plan::PlanArgs),
    /// Set the server up: show the plan, ask, keep a snapshot, change, read back
    Apply(apply::ApplyArgs),
    /// The same as plan for scripts: quiet when in sync
    Check(plan::CheckArgs),
    /// Look for everything that can stop the docked chat from working, with remedies
    Doctor(doctor::DoctorArgs),
    /// Put back what a snapshot holds
    Restore(apply::RestoreArgs),
    /// Take Gantry's script and CSS out of the server
    Uninstall(apply::UninstallArgs),
    /// Write a gantry.toml from a live server
    Export(export::ExportArgs),
    /// Bring accounts, private rooms and memberships together with a roster
    #[command(subcommand)]
    Sync(sync::SyncCommand),
    /// Make, check, replace or remove the personal access token that setting up works with; make tokens of members
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// Write a completion script for a shell
    Completions(completions::CompletionsArgs),
    /// Write the manual pages
    Man(completions::ManArgs),
}

/// Runs the command line on the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Init(arguments) => init::run(&arguments),
        Command::Bundle(arguments) => bundle::run(&arguments),
        Command::Assets(arguments) => assets::run(&arguments),
        #[cfg(feature = "standin")]
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Plan(arguments) => plan::plan(&arguments),
        Command::Apply(arguments) => apply::apply(&arguments),
        Command::Check(arguments) => plan::check(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Restore(arguments) => apply::restore(&arguments),
        Command::Uninstall(arguments) => apply::uninstall(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Sync(command) => sync::run(&command),
        Command::Token(command) => token::run(&command),
        Command::Completions(arguments) => completions::completions(&arguments),
        Command::Man(arguments) => completions::man(&arguments),
    };
    result.unwrap_or_else(|error| {
        output::error(&error);
        ExitCode::from(2)
    })
}
