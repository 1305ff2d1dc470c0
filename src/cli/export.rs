//! `gantry export`.

use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;

use super::connect::ServerOptions;
use super::credentials::{ProofOptions, TokenOptions};
use super::output;
use super::trace::Loudness;
use crate::protocol::ServerUrl;
use crate::{rest, setup};

const HELP: &str = "Examples:
  gantry export --server https://chat.example.org --token-file token.json > gantry.toml
  gantry export --token-file token.json --out live.toml

Exit codes:
  0  done
  2  not done; the error says why and what to do";

#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    server: ServerOptions,
    #[command(flatten)]
    token: TokenOptions,
    /// The server; without it, the one in the configuration
    #[arg(long = "server", value_name = "URL")]
    address: Option<String>,
    /// Where to write it; without it, to standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &ExportArgs) -> anyhow::Result<ExitCode> {
    let server = match &arguments.address {
        Some(address) => ServerUrl::parse(address).with_context(|| format!("--server {address} is no address"))?,
        None => arguments.server.read()?.server,
    };
    let credentials = arguments.token.read()?;
    let mut connection =
        arguments.server.connect(server.clone(), Some(credentials), ProofOptions::default().prompt()?)?;
    let observed = rest::observe(&mut connection, false)?;
    let defaults = rest::defaults(&mut connection)?;
    let text = setup::export(&observed, &server, &defaults);
    let Some(file) = &arguments.out else {
        output::line(text.trim_end());
        return Ok(ExitCode::SUCCESS);
    };
    let shown = file.display();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).create_new(!arguments.force);
    match options.open(file) {
        Ok(mut file) => file.write_all(text.as_bytes()).with_context(|| format!("can't write {shown}"))?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{shown} is there already and was left as it is; --force replaces it")
        }
        Err(error) => return Err(error).with_context(|| format!("can't write {shown}")),
    }
    if arguments.server.loudness() > Loudness::Quiet {
        output::line(format_args!("Wrote {shown}: read it before you plan with it."));
    }
    Ok(ExitCode::SUCCESS)
}
