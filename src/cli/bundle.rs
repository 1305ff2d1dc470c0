//! `gantry bundle`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::{config_file, output};
use crate::bundle::{self, Bundle};

#[derive(Args, Debug)]
pub(super) struct BundleArgs {
    /// The configuration
    #[arg(long, value_name = "FILE", default_value = "gantry.toml", env = "GANTRY_CONFIG")]
    config: PathBuf,
    /// The directory to write to; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn run(arguments: &BundleArgs) -> anyhow::Result<ExitCode> {
    let config = config_file::read(&arguments.config)?;
    let bundle = bundle::generate(&config);
    std::fs::create_dir_all(&arguments.out)
        .with_context(|| format!("can't make the directory {}", arguments.out.display()))?;
    output::line(format_args!("Bundle {} for {}", bundle.stamp, config.server));
    for (name, text) in bundle.files() {
        write(arguments, &bundle, name, text)?;
    }
    output::line("");
    output::line(
        "Next: copy gantry.json beside auto.js on the project space, and nothing else of this. The other files",
    );
    output::line(
        "are for a Rocket.Chat that `gantry apply` does not set up: paste script and CSS as checklist.md says,",
    );
    output::line("or give overrides.env and compose.yaml to its container.");
    Ok(ExitCode::SUCCESS)
}

fn write(arguments: &BundleArgs, bundle: &Bundle, name: &str, text: &str) -> anyhow::Result<()> {
    let path = arguments.out.join(name);
    let same = std::fs::read(&path).is_ok_and(|old| old == text.as_bytes());
    if !same {
        std::fs::write(&path, text).with_context(|| {
            let left: Vec<_> = bundle.files().map(|(name, _)| name).into_iter().skip_while(|n| *n != name).collect();
            format!(
                "can't write {}; not written: {}. Once that is mended, run the command again",
                path.display(),
                left.join(", ")
            )
        })?;
    }
    let kept = if same { "  (unchanged)" } else { "" };
    output::line(format_args!("  {:<17} {}{kept}", name, purpose(name)));
    Ok(())
}

fn purpose(name: &str) -> &'static str {
    match name {
        "custom-script.js" => "both custom scripts of Rocket.Chat, logged in and logged out",
        "custom.css" => "Rocket.Chat's custom CSS",
        "gantry.json" => "for the page, beside auto.js",
        "overrides.env" => "the other settings, as environment of Rocket.Chat's server",
        "compose.yaml" => "script and CSS, as a fragment of a compose file",
        _ => "every step by hand, with its menu path",
    }
}
