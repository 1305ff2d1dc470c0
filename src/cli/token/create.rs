//! `gantry token create`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use secrecy::ExposeSecret;

use super::super::connect::ServerOptions;
use super::super::credentials::{self, ProofOptions};
use super::super::http::Http;
use super::super::trace::Loudness;
use super::super::{output, private_file};
use super::EXIT_CODES;
use crate::rest::tokens::{self, TokenError};
use crate::rest::{Connection, Credentials};

const EXAMPLES: &str = "Examples:
  gantry token create --user admin --token-file token.json
  gantry token create --user admin --name ametys --stdout
  pass show chat | gantry token create --user admin --password-stdin --token-file token.json";

#[derive(Args, Debug)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct CreateArgs {
    #[command(flatten)]
    server: ServerOptions,
    /// Name of the account: one with the role admin
    #[arg(long, value_name = "NAME", help_heading = "Credentials")]
    user: String,
    /// File with the account's password, readable by you alone; without it, GANTRY_PASSWORD, or you are asked. A code of
    /// an app or a mail is asked for, or taken from GANTRY_CODE
    #[arg(long, value_name = "FILE", help_heading = "Credentials")]
    password_file: Option<PathBuf>,
    /// Read the password from standard input
    #[arg(long, conflicts_with = "password_file", help_heading = "Credentials")]
    password_stdin: bool,
    /// Name of the token; no two of an account have the same
    #[arg(long, value_name = "NAME", default_value = "gantry")]
    name: String,
    /// The token does not free its user of second proofs: they will be asked for at every run
    #[arg(long)]
    no_bypass: bool,
    /// File to write the token to, as {"userId": "...", "token": "..."}, readable by you alone
    #[arg(
        long,
        value_name = "FILE",
        env = "GANTRY_TOKEN_FILE",
        hide_env_values = true,
        required_unless_present = "stdout"
    )]
    token_file: Option<PathBuf>,
    /// Write the token to standard output instead
    #[arg(long)]
    stdout: bool,
    /// Replace the token file if there is one
    #[arg(long)]
    force: bool,
}

impl CreateArgs {
    /// The file to write to.
    fn file(&self) -> Option<&PathBuf> {
        self.token_file.as_ref().filter(|_| !self.stdout)
    }
}

pub(crate) fn run(arguments: &CreateArgs) -> anyhow::Result<ExitCode> {
    let config = arguments.server.read()?;
    if let Some(file) = arguments.file().filter(|file| file.exists() && !arguments.force) {
        bail!("{} is there already and was left as it is; --force replaces it", file.display());
    }
    let password_file = arguments.password_file.as_deref();
    let password = credentials::login_password(&arguments.user, password_file, arguments.password_stdin)?;
    let prompt = ProofOptions::default().prompt()?;
    let mut connection = arguments.server.connect(config.server.clone(), None, prompt)?;
    connection.log_in(&arguments.user, &password)?;
    let made = make(arguments, &mut connection);
    if let Err(error) = connection.log_out() {
        output::caution(format_args!(
            "the session that made the token could not be ended, and ends by itself: {error}"
        ));
    }
    made?;
    if let Some(file) = arguments.file().filter(|_| arguments.server.loudness() > Loudness::Quiet) {
        output::line(format_args!("Token {} of {} is in {}", arguments.name, arguments.user, file.display()));
        output::line(format_args!("Next: gantry plan --token-file {}", file.display()));
    }
    Ok(ExitCode::SUCCESS)
}

fn make(arguments: &CreateArgs, connection: &mut Connection<Http>) -> anyhow::Result<()> {
    let new = tokens::create(connection, &arguments.name, !arguments.no_bypass)?;
    let Some(file) = arguments.file() else {
        output::line(new.to_json().expose_secret().trim_end());
        return Ok(());
    };
    keep(file, &new).map_err(|error| match tokens::remove(connection, &arguments.name) {
        Ok(()) => error.context("the token was made, could not be kept, and was removed again"),
        Err(left) => error.context(format!(
            "the token {} was made, could not be kept, and could not be removed ({left}): remove it in Rocket.Chat, under \
             My Account, Personal Access Tokens",
            arguments.name
        )),
    })
}

/// Writes a token to its file.
pub(super) fn keep(file: &PathBuf, token: &Credentials) -> anyhow::Result<()> {
    private_file::write(file, token.to_json().expose_secret())
        .with_context(|| format!("can't write {}", file.display()))
}

/// The server's refusal, told with what is done and what is not.
pub(super) fn told(error: TokenError, state: &str) -> anyhow::Error {
    anyhow!(error).context(state.to_owned())
}
