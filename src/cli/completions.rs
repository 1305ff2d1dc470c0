//! `gantry completions` and `gantry man`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Arguments, output};

const COMPLETIONS_EXAMPLES: &str = "Examples:
  gantry completions bash > /etc/bash_completion.d/gantry
  gantry completions fish > ~/.config/fish/completions/gantry.fish

Exit codes:
  0  done
  2  not done";

const MAN_EXAMPLES: &str = "Examples:
  gantry man | man -l -
  gantry man --out /usr/local/share/man/man1

Exit codes:
  0  done
  2  not done";

#[derive(Args, Debug)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

#[derive(Args, Debug)]
#[command(after_help = MAN_EXAMPLES)]
pub(super) struct ManArgs {
    /// Directory to write a page per command to; without it, the first page goes to standard output
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn completions(arguments: &CompletionsArgs) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "gantry", &mut script);
    print(&script)
}

pub(super) fn man(arguments: &ManArgs) -> anyhow::Result<ExitCode> {
    let Some(folder) = &arguments.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(Arguments::command()).render(&mut page).context("can't write the page")?;
        return print(&page);
    };
    std::fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    clap_mangen::generate_to(Arguments::command(), folder)
        .with_context(|| format!("can't write to {}", folder.display()))?;
    output::line(format_args!("Wrote the pages to {}", folder.display()));
    Ok(ExitCode::SUCCESS)
}

fn print(text: &[u8]) -> anyhow::Result<ExitCode> {
    // Whoever closed the pipe does not want to read on.
    let _ = std::io::stdout().write_all(text);
    Ok(ExitCode::SUCCESS)
}
