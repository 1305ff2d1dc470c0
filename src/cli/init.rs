//! `gantry init`.

use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;

use super::output;
use crate::config::TEMPLATE;

#[derive(Args, Debug)]
pub(super) struct InitArgs {
    /// Where to write it
    #[arg(long, value_name = "FILE", default_value = "gantry.toml")]
    out: PathBuf,
    /// Replace the file if there is one
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &InitArgs) -> anyhow::Result<ExitCode> {
    let shown = arguments.out.display();
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
    file.write_all(TEMPLATE.as_bytes()).with_context(|| format!("can't write {shown}"))?;
    let usual = arguments.out.as_os_str() == "gantry.toml";
    let config = if usual { String::new() } else { format!(" --config {shown}") };
    output::line(format_args!("Wrote {shown}. Set `server` and `origins` in it, then run:"));
    for next in ["token create --user admin --token-file token.json", "plan --token-file token.json"] {
        output::line(format_args!("  gantry {next}{config}"));
    }
    output::line("or, to install script and settings by hand:");
    output::line(format_args!("  gantry bundle --config {shown} --out bundle"));
    Ok(ExitCode::SUCCESS)
}
