//! `gantry token`: the personal access token that everything else works with, and tokens of members.

mod create;
mod member;
mod revoke;
mod rotate;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;

/// What can be done with a token.
#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    /// Make a personal access token from an account's name and password
    Create(create::CreateArgs),
    /// See whether the token works and has the rights it needs; changes nothing
    Verify(verify::VerifyArgs),
    /// Replace the token: the old one goes when the new one has been proven and kept
    Rotate(rotate::RotateArgs),
    /// Take the token away
    Revoke(revoke::RevokeArgs),
    /// Make a token of a member, for a back office that logs members in; one that is kept is used again
    For(member::ForArgs),
}

pub(super) fn run(command: &TokenCommand) -> anyhow::Result<ExitCode> {
    match command {
        TokenCommand::Create(arguments) => create::run(arguments),
        TokenCommand::Verify(arguments) => verify::run(arguments),
        TokenCommand::Rotate(arguments) => rotate::run(arguments),
        TokenCommand::Revoke(arguments) => revoke::run(arguments),
        TokenCommand::For(arguments) => member::run(arguments),
    }
}

const EXIT_CODES: &str = "Exit codes:
  0  done
  2  not done, or refused; the error says what is left and how to go on";
