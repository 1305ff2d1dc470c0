//! The command-line shell: arguments, files, output, exit codes. It holds no rules: those are in the core.

mod bundle;
mod config_file;
#[cfg(feature = "standin")]
mod demo;
mod init;
mod output;

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
  0  done
  1  a check failed
  2  wrong arguments, a wrong gantry.toml, or the work could not be done";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a commented gantry.toml to start from
    Init(init::InitArgs),
    /// Make what is installed in Rocket.Chat and beside the page
    Bundle(bundle::BundleArgs),
    /// Show a project space with a docked chat on this machine
    #[cfg(feature = "standin")]
    Demo(demo::DemoArgs),
}

/// Runs the command line on the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Init(arguments) => init::run(&arguments),
        Command::Bundle(arguments) => bundle::run(&arguments),
        #[cfg(feature = "standin")]
        Command::Demo(arguments) => demo::run(&arguments),
    };
    result.unwrap_or_else(|error| {
        output::error(&error);
        ExitCode::from(2)
    })
}
