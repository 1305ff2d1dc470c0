//! All that the command line prints. Results go to standard output, everything about them to standard error; colour
//! only where a person is looking.

use std::fmt::Display;
use std::io::{BufWriter, Write};

use anstyle::{AnsiColor, Style};
use anyhow::{Context, bail};
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::config_file::ConfigFileError;
use super::{advice, credentials};
use crate::doctor::render::{self as examination, Role};
use crate::findings::Severity;
use crate::setup::render::{self, Line, escaped, visible, visible_lines};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();
const PLACE: Style = AnsiColor::Blue.on_default().bold();
const ASIDE: Style = Style::new().dimmed();

/// A line of the result, or several. What came from the server in it may not steer a terminal.
pub(super) fn line(text: impl Display) {
    // Whoever closed the pipe does not want to read on.
    let _ = writeln!(anstream::stdout(), "{}", visible_lines(&text.to_string()));
}

/// A result in JSON, on one line, written as it is made: it may be large.
pub(super) fn json(value: &impl Serialize) {
    framed("", value, "\n");
}

fn framed(before: &str, value: &impl Serialize, after: &str) {
    let mut out = BufWriter::new(anstream::stdout().lock());
    // Whoever closed the pipe does not want to read on.
    let _ = write!(out, "{before}");
    let _ = value.serialize(&mut Serializer::with_formatter(&mut out, Visible));
    let _ = write!(out, "{after}").and_then(|()| out.flush());
}

/// A JSON object of a plan and its outcome, whose second part is known when the first one may be gone already.
#[derive(Debug)]
pub(super) struct PlanAndOutcome(());

impl PlanAndOutcome {
    /// Tells the plan.
    pub fn begin(plan: &impl Serialize) -> Self {
        framed("{\"plan\":", plan, "");
        Self(())
    }

    /// Tells the outcome, if there is one.
    pub fn end(self, outcome: Option<&impl Serialize>) {
        framed(",\"outcome\":", &outcome, "}\n");
    }
}

/// JSON in which nothing steers a terminal.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> std::io::Result<()> {
        writer.write_all(escaped(fragment).as_bytes())
    }
}

fn labelled(style: Style, label: &str, text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{style}{label}:{style:#} {}", visible_lines(&text.to_string()));
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

/// Lines of a rendering, coloured by their roles.
pub(super) fn styled(lines: &[Line]) {
    let width = terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
    let wrapped = width.map(|width| render::wrapped(lines, width));
    let mut out = anstream::stdout().lock();
    for line in wrapped.as_deref().unwrap_or(lines) {
        for span in &line.0 {
            let style = colour(span.style);
            // Whoever closed the pipe does not want to read on.
            let _ = write!(out, "{style}{}{style:#}", span.text);
        }
        let _ = writeln!(out);
    }
}

/// Lines of an examination, coloured by their roles.
pub(super) fn report(lines: &[examination::Line]) {
    let mut out = anstream::stdout().lock();
    for line in lines {
        let style = match line.role {
            Role::Head(Severity::Error) => ERROR,
            Role::Head(Severity::Warning) => WARNING,
            Role::Head(Severity::Note) => NOTE,
            Role::Remedy => AnsiColor::Green.on_default(),
            Role::Detail | Role::Skipped => ASIDE,
            Role::Sum => Style::new().bold(),
            Role::Body | Role::Blank => Style::new(),
        };
        // Whoever closed the pipe does not want to read on.
        let _ = writeln!(out, "{style}{}{style:#}", visible(&line.text));
    }
}

fn colour(role: render::Style) -> Style {
    match role {
        render::Style::Plain => Style::new(),
        render::Style::Strong => Style::new().bold(),
        render::Style::Changed => AnsiColor::Yellow.on_default(),
        render::Style::Removed => AnsiColor::Red.on_default(),
        render::Style::Added => AnsiColor::Green.on_default(),
        render::Style::Faint => ASIDE,
        render::Style::Warning => WARNING,
        render::Style::Failure => ERROR,
    }
}

/// A line that the next one takes the place of; only for a terminal.
pub(super) fn transient(text: &str) {
    let mut err = anstream::stderr().lock();
    let _ = write!(err, "\r\u{1b}[2K{}", visible(text));
    let _ = err.flush();
}

/// Something about the work, and not its result.
pub(super) fn aside(text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{ASIDE}{}{ASIDE:#}", visible_lines(&text.to_string()));
}

/// Something that will not work as it is, without a place in a file.
pub(super) fn caution(text: impl Display) {
    labelled(WARNING, "warning", text);
}

/// What to do next.
pub(super) fn help(text: impl Display) {
    labelled(NOTE, "help", text);
}

/// Asks for a yes. Only somebody at a terminal can give it.
///
/// # Errors
/// When nobody is there to ask.
pub(super) fn confirm(question: &str) -> anyhow::Result<bool> {
    if !credentials::is_interactive() {
        bail!("there is no terminal to ask on; give --yes if it shall be done without asking");
    }
    let _ = write!(anstream::stderr(), "{question} [y/N] ");
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).context("can't read the answer")?;
    Ok(["y", "yes", "o", "oui"].contains(&answer.trim().to_lowercase().as_str()))
}

/// Runs a command that may have been asked for JSON; its error is JSON then, too, beside the words for people.
pub(super) fn or_json(
    wanted: bool,
    command: impl FnOnce() -> anyhow::Result<std::process::ExitCode>,
) -> anyhow::Result<std::process::ExitCode> {
    command().inspect_err(|error| {
        if wanted {
            error_json(error);
        }
    })
}

/// An error as JSON, for a script that asked for JSON.
fn error_json(error: &anyhow::Error) {
    let causes: Vec<_> = error.chain().skip(1).map(ToString::to_string).collect();
    let help = advice::about(error);
    json(&serde_json::json!({ "error": {
        "code": advice::code(error), "message": error.to_string(), "causes": causes, "help": help } }));
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
        let _ = writeln!(anstream::stderr(), "  because: {}", visible_lines(&cause.to_string()));
    }
    if let Some(help) = advice::about(error) {
        labelled(NOTE, "help", help);
    }
}
