//! `gantry token rotate`.

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use secrecy::ExposeSecret;

use super::super::connect::AccountOptions;
use super::super::output;
use super::super::trace::Loudness;
use super::{EXIT_CODES, create};
use crate::rest::tokens;

const EXAMPLES: &str = "Examples:
  gantry token rotate --token-file token.json
  gantry token rotate --token-stdin --stdout < old.json > new.json";

#[derive(Args, Debug)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct RotateArgs {
    #[command(flatten)]
    account: AccountOptions,
    /// Name of the new token; without it, the old one's with the next number
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Write the new token to standard output, and leave the token file as it is
    #[arg(long)]
    stdout: bool,
}

pub(crate) fn run(arguments: &RotateArgs) -> anyhow::Result<ExitCode> {
    let file = arguments.account.token.token_file.as_ref().filter(|_| !arguments.stdout);
    if file.is_none() && !arguments.stdout {
        bail!("there is no place for the new token: give --token-file FILE, or --stdout");
    }
    let (_, mut connection) = arguments.account.connect()?;
    let old = tokens::own(&mut connection)?;
    let taken = tokens::list(&mut connection)?;
    let name = arguments.name.clone().unwrap_or_else(|| tokens::next_name(&old.name, &taken));
    let bypass = old.bypasses_two_factor.unwrap_or(true);
    let new = tokens::create(&mut connection, &name, bypass)
        .map_err(|error| create::told(error, "nothing is changed: the old token still holds"))?;
    match file {
        Some(file) => create::keep(file, &new).map_err(|error| match tokens::remove(&mut connection, &name) {
            Ok(()) => error.context("nothing is changed: the new token could not be kept, and was removed again"),
            Err(left) => error.context(format!("the new token {name} could not be kept, nor removed ({left})")),
        })?,
        None => output::line(new.to_json().expose_secret().trim_end()),
    }
    // The new token removes the old one: that it can is its last proof.
    connection.use_credentials(Some(new));
    tokens::remove(&mut connection, &old.name).with_context(|| {
        let source = file.map_or("--token-stdin".to_owned(), |file| format!("--token-file {}", file.display()));
        format!(
            "the new token {name} is kept and works; the old one, {0}, is still there: gantry token revoke {source} --name \
             {0} --yes",
            old.name
        )
    })?;
    if let Some(file) = file.filter(|_| arguments.account.server.loudness() > Loudness::Quiet) {
        output::line(format_args!("Token {name} is in {}; {} is removed", file.display(), old.name));
        output::line("Next: give the new token to whatever else used the old one, the project space for one.");
    }
    Ok(ExitCode::SUCCESS)
}
