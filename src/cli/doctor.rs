//! `gantry doctor`.

use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::connect::AccountOptions;
use super::output;
use super::trace::Loudness;
use crate::doctor::{self, Private, Report, Verdict, render};
use crate::findings::Language;
use crate::rest::Connection;
use crate::rest::tokens::{self, TokenError, Verified};
use crate::setup::{Observed, ServerError};

const HELP: &str = "Examples:
  gantry doctor --token-file token.json
  gantry doctor --token-file token.json --language fr
  gantry doctor --json

It looks at Rocket.Chat. The page's side (its files, gantry.json, the login) tells of itself: diagnose() of the chat
in the browser's console. Without a token it looks at what everybody may see, and says what it left out.

Exit codes:
  0  sound: nothing worse than a note
  1  something was found
  2  it could not be told";

#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(super) struct DoctorArgs {
    #[command(flatten)]
    account: AccountOptions,
    /// Language of the findings
    #[arg(long, value_name = "LANGUAGE", default_value = "en", help_heading = "Output")]
    language: Tongue,
    /// Answer in JSON
    #[arg(long, help_heading = "Output")]
    json: bool,
}

/// A language of the findings, as the option names it.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Tongue {
    En,
    Fr,
}

pub(super) fn run(arguments: &DoctorArgs) -> anyhow::Result<ExitCode> {
    output::or_json(arguments.json, || {
        let report = examine(arguments)?;
        let language = match arguments.language {
            Tongue::En => Language::English,
            Tongue::Fr => Language::French,
        };
        if arguments.json {
            output::json(&render::json(&report, language));
        } else if arguments.account.server.loudness() > Loudness::Quiet {
            output::report(&render::text(&report, language));
        }
        Ok(match report.verdict() {
            Verdict::Sound => ExitCode::SUCCESS,
            Verdict::Findings => ExitCode::from(1),
            Verdict::CouldNotTell => ExitCode::from(2),
        })
    })
}

fn examine(arguments: &DoctorArgs) -> anyhow::Result<Report> {
    let options = &arguments.account;
    let config = options.server.read()?;
    let seen = match options.token.given()? {
        Some(credentials) => {
            let server = config.server.clone();
            let mut connection = options.server.connect(server, Some(credentials), options.proof.prompt()?)?;
            Some(look(&mut connection))
        }
        None => None,
    };
    let private = match &seen {
        None => Private::NoToken,
        Some(Err(error)) => Private::Failed(error),
        Some(Ok((observed, token))) => Private::Seen { observed, token: token.as_ref() },
    };
    let mut transport = options.server.transport().context("can't make calls")?;
    Ok(doctor::examine(&mut transport, &config, private))
}

/// What only the token shows.
fn look(connection: &mut Connection<super::http::Http>) -> Result<(Observed, Option<Verified>), ServerError> {
    let observed = crate::rest::observe(connection, false)?;
    match tokens::verify(connection) {
        Ok(verified) => Ok((observed, Some(verified))),
        Err(TokenError::Server(error)) => Err(error),
        Err(_) => Ok((observed, None)),
    }
}
