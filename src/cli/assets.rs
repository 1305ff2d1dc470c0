//! `gantry assets`: the package for the page, out of the program and beside a site.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;

use super::{config_file, output};
use crate::assets::{ASSETS, Fate, Written};
use crate::bundle;

const EXAMPLES: &str = "Examples:
  gantry assets --config gantry.toml --out /srv/www/gantry

Exit codes:
  0  done
  2  not done; if a file there is not Gantry's, nothing was written";

/// The one file for the page that is made from a configuration.
const FROM_CONFIG: &str = "gantry.json";

/// What `gantry assets` can be told.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct AssetsArgs {
    /// Folder that the page's server serves, for instance as /gantry/; made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Writes gantry.json beside them, too, made from this configuration
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Overwrites files that somebody else wrote or changed, too
    #[arg(long)]
    force: bool,
}

/// Writes the package's files and a list of them.
///
/// # Errors
/// If this program carries none, if a file there is not Gantry's, or if something can't be written.
pub(super) fn run(args: &AssetsArgs) -> anyhow::Result<ExitCode> {
    if ASSETS.is_empty() {
        bail!(
            "this gantry was built without the files for the page; the packaged ones carry them, and in a checkout \
             `make companion` builds them into www/pkg"
        );
    }
    let bundle = args.config.as_deref().map(config_file::read).transpose()?.map(|config| bundle::generate(&config));
    let mut files: Vec<(&str, &[u8])> = ASSETS.iter().map(|asset| (asset.name, asset.bytes)).collect();
    files.extend(bundle.as_ref().map(|bundle| (FROM_CONFIG, bundle.gantry_json.as_bytes())));
    let list = args.out.join(Written::NAME);
    let before = before(&list)?;
    let mut fates = Vec::new();
    for (name, bytes) in &files {
        fates.push((*name, *bytes, before.fate(name, bytes, read(&args.out.join(name))?.as_deref())));
    }
    // All are looked at before the first is written.
    let foreign: Vec<&str> = fates.iter().filter(|(.., fate)| *fate == Fate::Foreign).map(|(name, ..)| *name).collect();
    if !foreign.is_empty() && !args.force {
        bail!(
            "nothing was written: {} has files that Gantry did not write, or that were changed since ({}). Choose \
             another folder, or overwrite them with --force",
            args.out.display(),
            foreign.join(", ")
        );
    }
    for (name, bytes, fate) in &fates {
        if *fate != Fate::Same {
            write(&args.out.join(name), bytes)?;
        }
        output::line(format!("{:<9} {name}", word(*fate)));
    }
    let mut written = Written::of(&files);
    // It stays known as Gantry's when a later run leaves it alone.
    if let Some(sum) = before.files.get(FROM_CONFIG).filter(|_| bundle.is_none()) {
        written.files.insert(FROM_CONFIG.to_owned(), sum.clone());
    }
    write(&list, written.text().as_bytes())?;
    for name in before.files.keys().filter(|name| !written.files.contains_key(*name)) {
        output::aside(format!("{name} was part of Gantry {} and is no longer: it may go", before.gantry));
    }
    let json = bundle.map_or_else(
        || "gantry.json comes beside auto.js: --config gantry.toml writes it too".to_owned(),
        |bundle| format!("gantry.json among them is of bundle {}", bundle.stamp),
    );
    output::aside(format!(
        "The files for the page are in {}; {} says which are Gantry's. {json}.",
        args.out.display(),
        Written::NAME
    ));
    Ok(ExitCode::SUCCESS)
}

fn word(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "written",
        Fate::Same => "unchanged",
        Fate::Outdated => "updated",
        Fate::Foreign => "replaced",
    }
}

/// What an earlier run wrote. A list that can't be read vouches for nothing.
fn before(list: &Path) -> anyhow::Result<Written> {
    let bytes = read(list)?.unwrap_or_default();
    Ok(Written::parse(&String::from_utf8_lossy(&bytes)).unwrap_or_default())
}

fn read(file: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} can't be read", file.display())),
    }
}

fn write(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let written = || {
        file.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(file, bytes)
    };
    written().with_context(|| format!("{} can't be written", file.display()))
}
