//! `gantry token revoke`.

use std::process::ExitCode;

use clap::Args;

use super::super::connect::AccountOptions;
use super::super::http::Http;
use super::super::trace::Loudness;
use super::super::{credentials, output};
use super::EXIT_CODES;
use crate::rest::{Connection, tokens};

const EXAMPLES: &str = "Examples:
  gantry token revoke --token-file token.json
  gantry token revoke --token-file token.json --name ametys-1 --yes
  gantry token revoke --user admin --name ametys";

#[derive(Args, Debug)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct RevokeArgs {
    #[command(flatten)]
    account: AccountOptions,
    /// Log in with this account's name and password, where the token itself is lost
    #[arg(long, value_name = "NAME", requires = "name", help_heading = "Credentials")]
    user: Option<String>,
    /// Read the password from standard input
    #[arg(long, requires = "user", conflicts_with = "password_file", help_heading = "Credentials")]
    password_stdin: bool,
    /// Name of the token to remove; without it, the one in use
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Don't ask
    #[arg(long, short)]
    yes: bool,
}

pub(crate) fn run(arguments: &RevokeArgs) -> anyhow::Result<ExitCode> {
    let mut connection = connect(arguments)?;
    let revoked = revoke(arguments, &mut connection);
    if arguments.user.is_some()
        && let Err(error) = connection.log_out()
    {
        output::caution(format_args!("the session could not be ended, and ends by itself: {error}"));
    }
    revoked
}

fn connect(arguments: &RevokeArgs) -> anyhow::Result<Connection<Http>> {
    let Some(user) = &arguments.user else { return Ok(arguments.account.connect()?.1) };
    let config = arguments.account.server.read()?;
    let file = arguments.account.proof.password_file.as_deref();
    let password = credentials::login_password(user, file, arguments.password_stdin)?;
    let prompt = arguments.account.proof.prompt()?;
    let mut connection = arguments.account.server.connect(config.server, None, prompt)?;
    connection.log_in(user, &password)?;
    Ok(connection)
}

fn revoke(arguments: &RevokeArgs, connection: &mut Connection<Http>) -> anyhow::Result<ExitCode> {
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => tokens::own(connection)?.name,
    };
    let question = format!("Remove the token {name}? Whatever uses it is shut out at once.");
    if !arguments.yes && !output::confirm(&question)? {
        output::line("Nothing was changed.");
        return Ok(ExitCode::from(2));
    }
    tokens::remove(connection, &name)?;
    if arguments.account.server.loudness() > Loudness::Quiet {
        output::line(format_args!("Token {name} is removed."));
        if let Some(file) = arguments.account.token.token_file.as_ref().filter(|_| arguments.name.is_none()) {
            output::line(format_args!("{} holds nothing of use any more.", file.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}
