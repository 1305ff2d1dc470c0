//! All that the command line prints. Results go to standard output, everything about them to standard error; colour
//! only where a person is looking.

use std::fmt::Display;
use std::io::Write;

use anstyle::{AnsiColor, Style};

use super::config_file::ConfigFileError;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();
const PLACE: Style = AnsiColor::Blue.on_default().bold();

/// A line of the result.
pub(super) fn line(text: impl Display) {
    // Whoever closed the pipe does not want to read on.
    let _ = writeln!(anstream::stdout(), "{text}");
}

fn labelled(style: Style, label: &str, text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{style}{label}:{style:#} {text}");
}

fn place(path: &str, line: usize, column: usize) {
    let _ = writeln!(anstream::stderr(), " {PLACE}-->{PLACE:#} {path}:{line}:{column}");
}

/// Something that will not work as it is.
pub(super) fn warning(text: impl Display, path: &str, line: usize, column: usize) {
    labelled(WARNING, "warning", text);
    place(path, line, column);
}

/// Something to know.
pub(super) fn note(text: impl Display, path: &str, line: usize, column: usize) {
    labelled(NOTE, "note", text);
    place(path, line, column);
}

/// Why a command could not do its work, and what to do next where that is known.
pub(super) fn error(error: &anyhow::Error) {
    if let Some(wrong) = error.downcast_ref::<ConfigFileError>() {
        labelled(ERROR, "error", &wrong.error.problem);
        place(&wrong.path, wrong.error.line, wrong.error.column);
        if let Some(help) = wrong.error.problem.help() {
            labelled(NOTE, "help", help);
        }
        return;
    }
    labelled(ERROR, "error", error);
    for cause in error.chain().skip(1) {
        labelled(Style::new(), "  because", cause);
    }
}
