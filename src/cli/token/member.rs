//! `gantry token for`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use secrecy::{ExposeSecret, SecretString};

use super::super::connect::AccountOptions;
use super::super::trace::Loudness;
use super::super::{credentials, output};
use super::EXIT_CODES;
use super::create::keep;
use crate::rest::Credentials;
use crate::rest::member;

const ENV_SECRET: &str = "GANTRY_MEMBER_SECRET";

const EXAMPLES: &str = "Examples:
  gantry token for chloe --token-file token.json --keep chloe.json
  gantry token for chloe --token-file token.json --secret-file secret.txt --stdout";

#[derive(Args, Debug)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct ForArgs {
    /// Username or user id of the member
    #[arg(value_name = "USER")]
    member: String,
    #[command(flatten)]
    account: AccountOptions,
    /// File with the text of CREATE_TOKENS_FOR_USERS_SECRET of Rocket.Chat's environment, which 8.0 and later want; readable
    /// by you alone. In its place: GANTRY_MEMBER_SECRET
    #[arg(long, value_name = "FILE", help_heading = "Credentials")]
    secret_file: Option<PathBuf>,
    /// File that keeps the member's token, as {"userId": "...", "token": "..."}, readable by you alone. The token in it is used
    /// as long as the server takes it: a member may have 50, and each one beyond ends the oldest
    #[arg(long, value_name = "FILE", required_unless_present = "stdout")]
    keep: Option<PathBuf>,
    /// Write the token to standard output
    #[arg(long)]
    stdout: bool,
}

pub(crate) fn run(arguments: &ForArgs) -> anyhow::Result<ExitCode> {
    let (_, mut connection) = arguments.account.connect()?;
    let secret = match &arguments.secret_file {
        Some(file) => Some(SecretString::from(credentials::read_private(file)?.trim_end_matches(['\r', '\n']))),
        None => std::env::var(ENV_SECRET).ok().map(SecretString::from),
    };
    let kept = arguments.keep.as_ref().filter(|file| file.exists()).map(|file| {
        let text = credentials::read_private(file)?;
        Credentials::from_json(&text)
            .with_context(|| format!("{} holds no token, and was left as it is", file.display()))
    });
    let session = member::session(&mut connection, &arguments.member, secret.as_ref(), kept.transpose()?.as_ref())?;
    if let Some(file) = arguments.keep.as_ref().filter(|_| !session.kept) {
        keep(file, &session.credentials)?;
    }
    if arguments.stdout {
        output::line(session.credentials.to_json().expose_secret().trim_end());
    } else if let Some(file) = arguments.keep.as_ref().filter(|_| arguments.account.server.loudness() > Loudness::Quiet)
    {
        let what = if session.kept { "is still taken, and stays" } else { "is new, and is kept" };
        output::line(format_args!("The token of {} {what} in {}", arguments.member, file.display()));
    }
    Ok(ExitCode::SUCCESS)
}
