//! What can be wrong with a docked chat, as data: told alike by the page, the command line and the set-up page.
//!
//! Owns codes and wording. It finds nothing by itself. Each finding is a constant of its own, so that a wasm carries
//! only those it names; [`find`] and [`all`] carry them all and are for shells that have the room.

mod bundle;
mod counts;
mod frame;
pub mod server;
mod session;
mod watch;

pub use bundle::{BUNDLE_MISSING, BUNDLE_OTHER, EVENTS_SILENT, PERSON_UNKNOWN};
pub use counts::{COUNTS_MENTIONS_ONLY, COUNTS_ONE_ROOM};
pub use frame::{
    FRAME_SILENT, FRAMING_BLOCKED, MIXED_CONTENT, ORIGIN_NOT_LISTED, RELEASE_NEWER, RELEASE_OLDER, STARTUP_MISSING,
    THIRD_PARTY_STORAGE,
};
pub use session::{
    COMPANION_MISSING, CONFIGURATION_MISSING, LOGIN_REFUSED, LOGIN_TIMEOUT, LOGIN_UNAVAILABLE, NOT_A_MEMBER, OPTIONS,
    OTHER_USER, PAGE_UNLISTED, SESSION_LOST, SESSION_UNSTABLE, TOKEN_MISSING,
};
pub use watch::{CONNECT_SRC_MISSING, CORS_MISSING, RESUME_REFUSED};

pub use crate::session::words::Language;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Works, and is worth knowing.
    Note,
    /// Something does not work as it could.
    Warning,
    /// The docked chat does not work.
    Error,
}

impl Severity {
    /// The name in JSON and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The wording of a finding in one language; each a sentence or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording {
    /// What is the matter.
    pub cause: &'static str,
    /// What members notice of it.
    pub effect: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

/// Something that can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// English.
    pub en: Wording,
    /// French.
    pub fr: Wording,
}

impl Finding {
    /// The wording in a language.
    #[must_use]
    pub const fn wording(&self, language: Language) -> &Wording {
        match language {
            Language::English => &self.en,
            Language::French => &self.fr,
        }
    }
}

/// Every finding that a page can tell.
pub const PAGE: &[&Finding] = &[
    &BUNDLE_MISSING,
    &BUNDLE_OTHER,
    &EVENTS_SILENT,
    &PERSON_UNKNOWN,
    &FRAME_SILENT,
    &FRAMING_BLOCKED,
    &MIXED_CONTENT,
    &ORIGIN_NOT_LISTED,
    &THIRD_PARTY_STORAGE,
    &STARTUP_MISSING,
    &RELEASE_OLDER,
    &RELEASE_NEWER,
    &LOGIN_TIMEOUT,
    &LOGIN_REFUSED,
    &LOGIN_UNAVAILABLE,
    &TOKEN_MISSING,
    &OTHER_USER,
    &NOT_A_MEMBER,
    &SESSION_LOST,
    &SESSION_UNSTABLE,
    &OPTIONS,
    &COMPANION_MISSING,
    &CONFIGURATION_MISSING,
    &PAGE_UNLISTED,
    &COUNTS_ONE_ROOM,
    &COUNTS_MENTIONS_ONLY,
    &RESUME_REFUSED,
    &CONNECT_SRC_MISSING,
    &CORS_MISSING,
];

/// Findings of the doctor's that a page can tell, too.
const TOLD_BY_BOTH: &[&Finding] = &[&server::REALTIME_BLOCKED, &server::UNREACHABLE];

/// Every finding: the page's, then the doctor's own.
pub fn all() -> impl Iterator<Item = &'static Finding> {
    PAGE.iter().chain(server::ALL).copied()
}

/// The finding of a code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Finding> {
    all().find(|finding| finding.code == code)
}

/// The wording of the page's findings as a JavaScript module, for a page to fetch when there is something to say:
/// `code: [severity, [cause, remedy] in English, the same in French]`.
#[must_use]
pub fn module() -> String {
    let text = |text: &str| ["\"", &text.replace('\\', "\\\\").replace('"', "\\\""), "\""].concat();
    let mut module = String::from(
        "// The wording of findings. Written from `src/findings`, whose tests hold both together.\nexport default {\n",
    );
    for finding in PAGE.iter().chain(TOLD_BY_BOTH) {
        module.push_str(&format!("  {}: [\n    {},\n", text(finding.code), text(finding.severity.name())));
        for wording in [&finding.en, &finding.fr] {
            module.push_str(&format!(
                "    [\n      {},\n      {},\n    ],\n",
                text(wording.cause),
                text(wording.remedy)
            ));
        }
        module.push_str("  ],\n");
    }
    module.push_str("};\n");
    module
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `GANTRY_WRITE=1 cargo test findings` writes the module anew.
    #[test]
    fn the_pages_wording_is_this_wording() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/findings.js");
        if std::env::var_os("GANTRY_WRITE").is_some() {
            std::fs::write(path, module()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), module());
    }

    #[test]
    fn every_code_is_its_own_and_kebab_case() {
        for (index, finding) in all().enumerate() {
            assert!(finding.code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", finding.code);
            assert!(all().skip(index + 1).all(|other| other.code != finding.code), "{}", finding.code);
            assert_eq!(find(finding.code), Some(finding));
        }
        assert_eq!(find("nothing"), None);
    }

    #[test]
    fn every_finding_is_worded_in_both_languages() {
        for finding in all() {
            for wording in [finding.wording(Language::English), finding.wording(Language::French)] {
                for text in [wording.cause, wording.effect, wording.remedy] {
                    assert!(text.ends_with('.') && text.len() > 15, "{}: {text}", finding.code);
                }
            }
            assert_ne!(finding.en, finding.fr, "{}", finding.code);
        }
    }

    #[test]
    fn a_language_is_read_from_its_tag() {
        assert_eq!(Language::of("fr-CH"), Language::French);
        assert_eq!(Language::of("FR"), Language::French);
        assert_eq!(Language::of("fra"), Language::English);
        assert_eq!(Language::of(""), Language::English);
    }
}
