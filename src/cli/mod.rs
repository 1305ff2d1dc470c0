//! The command-line shell: arguments, files, output, exit codes.

pub mod demo;
mod placeholder;

use std::process::ExitCode;

use clap::Parser;

/// Docks Rocket.Chat in a project space.
#[derive(Parser)]
#[command(name = "gantry", version)]
enum Command {
    /// Shows it working: a project space and a Rocket.Chat, on this machine
    Demo(demo::DemoArgs),
}

/// Runs the command line on the process's arguments.
pub fn main() -> ExitCode {
    let Command::Demo(args) = Command::parse();
    demo::run(&args).unwrap_or_else(|error| {
        anstream::eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
