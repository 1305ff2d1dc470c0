//! `gantry init`.

use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use serde_json::Value;

use super::output;
use crate::config::{Config, TEMPLATE};

#[derive(Args, Debug)]
pub(super) struct InitArgs {
    /// Where to write it
    #[arg(long, value_name = "FILE", default_value = "gantry.toml")]
    out: PathBuf,
    /// Where members reach Rocket.Chat
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// Where the pages lie that show the chat; may be given several times, the main one first
    #[arg(long = "origin", value_name = "URL")]
    origins: Vec<String>,
    /// Replace the file if there is one
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &InitArgs) -> anyhow::Result<ExitCode> {
    let shown = arguments.out.display();
    let text = filled_in(arguments)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true);
    if arguments.force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    let mut file = match options.open(&arguments.out) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{shown} is there already and was left as it is; --force replaces it, --out FILE writes elsewhere")
        }
        Err(error) => return Err(error).with_context(|| format!("can't write {shown}")),
    };
    file.write_all(text.as_bytes()).with_context(|| format!("can't write {shown}"))?;
    let usual = arguments.out.as_os_str() == "gantry.toml";
    let config = if usual { String::new() } else { format!(" --config {shown}") };
    let set = match (&arguments.server, arguments.origins.as_slice()) {
        (Some(_), [_, ..]) => "",
        (Some(_), []) => " Set `origins` in it.",
        (None, [_, ..]) => " Set `server` in it.",
        (None, []) => " Set `server` and `origins` in it.",
    };
    output::line(format_args!("Wrote {shown}.{set} Then run:"));
    for next in ["token create --user admin --token-file token.json", "plan --token-file token.json"] {
        output::line(format_args!("  gantry {next}{config}"));
    }
    output::line("or, to install script and settings by hand:");
    output::line(format_args!("  gantry bundle --config {shown} --out bundle"));
    Ok(ExitCode::SUCCESS)
}

/// The template with the addresses that were given.
fn filled_in(arguments: &InitArgs) -> anyhow::Result<String> {
    let mut text = TEMPLATE.to_owned();
    // A string of JSON is one of TOML, too.
    let quoted = |address: &String| Value::from(address.as_str()).to_string();
    if let Some(server) = &arguments.server {
        text = text.replacen("\"https://chat.example.org\"", &quoted(server), 1);
    }
    if !arguments.origins.is_empty() {
        let origins = arguments.origins.iter().map(quoted).collect::<Vec<_>>().join(", ");
        text = text.replacen("\"https://projects.example.org\"", &origins, 1);
    }
    match Config::parse(&text) {
        Ok(_) => Ok(text),
        Err(error) => bail!("--server or --origin can't be used: {}; nothing was written", error.problem),
    }
}
