//! `docs/doctor.md`: every finding of an examination, written from the code.

use crate::findings::{
    self, BUNDLE_MISSING, BUNDLE_OTHER, COUNTS_MENTIONS_ONLY, COUNTS_ONE_ROOM, FRAMING_BLOCKED, Finding, Language,
    MIXED_CONTENT, RELEASE_NEWER, RELEASE_OLDER, Severity,
};

/// The page's findings that an examination tells too.
pub const SHARED: [&Finding; 8] = [
    &MIXED_CONTENT,
    &FRAMING_BLOCKED,
    &RELEASE_OLDER,
    &RELEASE_NEWER,
    &BUNDLE_MISSING,
    &BUNDLE_OTHER,
    &COUNTS_MENTIONS_ONLY,
    &COUNTS_ONE_ROOM,
];

/// Every finding that an examination can tell.
pub fn all() -> impl Iterator<Item = &'static Finding> {
    SHARED.into_iter().chain(findings::server::ALL.iter().copied())
}

const HEAD: &str = "# What the doctor finds

`gantry doctor` examines a live server and changes nothing. Each finding has a stable code, what was seen, and a remedy:
the setting with its way through the administration, the lines for nginx and Apache with the origins of your gantry.toml,
or a command. `--json` gives the same as data. It ends with 0 if there is nothing worse than a note, 1 with a
warning or an error, 2 if it could not tell.

Without a token it sees what everybody sees; what an administrator alone sees is then listed as not looked at. Whether
Rocket.Chat reaches the CMS never shows from outside, so it is always listed there; nor is the page's side looked at (its files,
`gantry.json`, the login): `diagnose()` of the chat in the page tells of it.

This page is written from the code (`GANTRY_WRITE=1 cargo test --test doctor_reference`).
";

/// The whole page.
#[must_use]
pub fn page() -> String {
    let mut page = String::from(HEAD);
    for (severity, title) in [
        (Severity::Error, "Errors: the docked chat does not work"),
        (Severity::Warning, "Warnings: something does not work as it could, or is not safe"),
        (Severity::Note, "Notes: worth knowing"),
    ] {
        page.push_str(&format!("\n## {title}\n"));
        let mut findings: Vec<_> = all().filter(|finding| finding.severity == severity).collect();
        findings.sort_by_key(|finding| finding.code);
        for finding in findings {
            let wording = finding.wording(Language::English);
            page.push_str(&format!(
                "\n### `{}`\n\n{} {}\n\n**Remedy.** {}\n",
                finding.code, wording.cause, wording.effect, wording.remedy
            ));
        }
    }
    page
}
