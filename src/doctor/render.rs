//! An examination as lines for people and as JSON for scripts.

use serde_json::{Value, json};

use crate::findings::{Language, Severity};
use crate::setup::render::steers;

use super::report::{Found, Report, Verdict};

/// What a line is, so that a terminal may colour it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The first line of a finding, of this severity.
    Head(Severity),
    /// What was seen.
    Detail,
    /// Cause and effect.
    Body,
    /// What to do, and lines for a proxy.
    Remedy,
    /// What was not looked at.
    Skipped,
    /// The last line.
    Sum,
    /// An empty line.
    Blank,
}

/// A line of text. Prose is wrapped at [`WIDTH`]; what was seen and lines for a proxy are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub role: Role,
    /// Without a line break.
    pub text: String,
}

/// Where lines are wrapped, characters.
pub const WIDTH: usize = 100;

/// The report as lines, the worst first, one line of sum at the end.
#[must_use]
pub fn text(report: &Report, language: Language) -> Vec<Line> {
    let mut lines = Vec::new();
    for found in &report.found {
        one(found, language, &mut lines);
        lines.push(Line { role: Role::Blank, text: String::new() });
    }
    if !report.skipped.is_empty() {
        let head = pick(language, "Not looked at:", "Non examiné\u{a0}:");
        lines.push(Line { role: Role::Skipped, text: head.to_owned() });
        for skipped in &report.skipped {
            let text = format!("{}{} {}", skipped.topic.words(language), colon(language), skipped.why.words(language));
            wrap(Role::Skipped, "  - ", "    ", &text, &mut lines);
        }
        lines.push(Line { role: Role::Blank, text: String::new() });
    }
    lines.push(Line { role: Role::Sum, text: sum(report, language) });
    lines
}

fn one(found: &Found, language: Language, lines: &mut Vec<Line>) {
    let finding = found.finding;
    let wording = finding.wording(language);
    let severity = severity(finding.severity, language);
    lines.push(Line {
        role: Role::Head(finding.severity),
        text: format!("{severity}{} {}", colon(language), finding.code),
    });
    wrap(Role::Body, "  ", "  ", wording.cause, lines);
    wrap(Role::Body, "  ", "  ", wording.effect, lines);
    // Each fact on a line of its own and unbroken: a blank in a value may be what is wrong. What was seen comes from
    // outside, so nothing in it may steer a terminal.
    let detail: String = found.detail.chars().map(|c| if steers(c) { ' ' } else { c }).collect();
    let seen = pick(language, "  seen: ", "  vu\u{a0}: ");
    for (index, fact) in detail.split("; ").map(str::trim).filter(|fact| !fact.is_empty()).enumerate() {
        let start = if index == 0 { seen } else { "        " };
        lines.push(Line { role: Role::Detail, text: format!("{start}{fact}") });
    }
    let todo = pick(language, "  do: ", "  à faire\u{a0}: ");
    wrap(Role::Remedy, todo, "      ", wording.remedy, lines);
    for proxy in &found.lines {
        lines.push(Line { role: Role::Remedy, text: format!("      {}:", proxy.proxy) });
        lines.extend(proxy.text.lines().map(|line| Line { role: Role::Remedy, text: format!("        {line}") }));
    }
}

/// One line: how many of each, and what was not looked at.
#[must_use]
pub fn sum(report: &Report, language: Language) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        number => Some(format!("{number} {many}")),
    };
    let [error, warning, note, unseen] = match language {
        Language::English => {
            [["error", "errors"], ["warning", "warnings"], ["note", "notes"], ["not looked at", "not looked at"]]
        }
        Language::French => [
            ["erreur", "erreurs"],
            ["avertissement", "avertissements"],
            ["remarque", "remarques"],
            ["point non examiné", "points non examinés"],
        ],
    };
    let parts = [
        count(report.count(Severity::Error), error[0], error[1]),
        count(report.count(Severity::Warning), warning[0], warning[1]),
        count(report.count(Severity::Note), note[0], note[1]),
    ];
    let mut said = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if said.is_empty() {
        said = match report.verdict() {
            Verdict::CouldNotTell => pick(language, "Could not tell", "Impossible à dire"),
            _ => pick(language, "Nothing found", "Rien trouvé"),
        }
        .to_owned();
    }
    count(report.skipped.len(), unseen[0], unseen[1])
        .map_or_else(|| format!("{said}."), |skipped| format!("{said}{} {skipped}.", pick(language, ";", "\u{a0};")))
}

/// The report as JSON; codes are stable, words are not.
#[must_use]
pub fn json(report: &Report, language: Language) -> Value {
    let found = |found: &Found| {
        let wording = found.finding.wording(language);
        let lines: Vec<Value> =
            found.lines.iter().map(|lines| json!({ "for": lines.proxy, "text": lines.text })).collect();
        json!({
            "code": found.finding.code, "severity": found.finding.severity.name(), "cause": wording.cause,
            "effect": wording.effect, "remedy": wording.remedy, "detail": found.detail, "settings": found.settings,
            "lines": lines,
        })
    };
    let skipped: Vec<Value> = report
        .skipped
        .iter()
        .map(|skipped| {
            json!({
                "topic": skipped.topic.code(), "what": skipped.topic.words(language), "why": skipped.why.words(language),
            })
        })
        .collect();
    json!({
        "sound": report.verdict() == Verdict::Sound,
        "findings": report.found.iter().map(found).collect::<Vec<_>>(),
        "notLookedAt": skipped,
        "count": {
            "error": report.count(Severity::Error), "warning": report.count(Severity::Warning),
            "note": report.count(Severity::Note), "notLookedAt": report.skipped.len(),
        },
    })
}

fn severity(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Error, Language::English) => "error",
        (Severity::Error, Language::French) => "erreur",
        (Severity::Warning, Language::English) => "warning",
        (Severity::Warning, Language::French) => "avertissement",
        (Severity::Note, Language::English) => "note",
        (Severity::Note, Language::French) => "remarque",
    }
}

fn pick(language: Language, en: &'static str, fr: &'static str) -> &'static str {
    match language {
        Language::English => en,
        Language::French => fr,
    }
}

fn colon(language: Language) -> &'static str {
    pick(language, ":", "\u{a0}:")
}

fn wrap(role: Role, first: &str, further: &str, text: &str, lines: &mut Vec<Line>) {
    let mut line = first.to_owned();
    let mut empty = true;
    // French sets these apart, and never at the start of a line.
    let text = [" ;", " :", " !", " ?", " \u{bb}"]
        .iter()
        .fold(text.replace("\u{ab} ", "\u{ab}\u{a0}"), |text, sign| text.replace(sign, &sign.replace(' ', "\u{a0}")));
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(Line { role, text: std::mem::replace(&mut line, further.to_owned()) });
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(Line { role, text: line });
}
