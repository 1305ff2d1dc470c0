//! What is wrong in a `gantry.toml`, where, and what to write instead.

use std::fmt;

use super::check::UrlError;
use crate::protocol::OriginError;

/// What is wrong, apart from where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The text is not TOML.
    #[error("{0}")]
    Syntax(String),
    /// A key that means nothing.
    #[error("unknown key `{key}`{}", section(.table))]
    UnknownKey {
        /// The key as written.
        key: String,
        /// The table it stands in; empty at the top.
        table: String,
        /// The known key that looks most like it.
        nearest: Option<String>,
    },
    /// A key that must be there.
    #[error("`{key}` is missing{}", section(.table))]
    MissingKey {
        /// The key.
        key: &'static str,
        /// The table it belongs to; empty at the top.
        table: String,
        /// A line that would do.
        example: &'static str,
    },
    /// A value of another type.
    #[error("`{key}` must be {expected}, not {found}")]
    WrongType {
        /// The key.
        key: String,
        /// What it must be, in words.
        expected: &'static str,
        /// What stands there, in words.
        found: &'static str,
    },
    /// A word that is none of the possible ones.
    #[error("`{key}` can't be \"{value}\"")]
    UnknownWord {
        /// The key.
        key: String,
        /// The word as written.
        value: String,
        /// The possible words; empty where there are too many to list.
        possible: Vec<&'static str>,
        /// The possible word that looks most like it.
        nearest: Option<String>,
    },
    /// Another version of the file's format.
    #[error("this Gantry reads version 1 of the file, not {0}")]
    Version(String),
    /// No origin at all.
    #[error("`origins` lists no page")]
    NoOrigins,
    /// An address that is no origin.
    #[error("`{key}`: \"{value}\": {error}")]
    Origin {
        /// The key.
        key: &'static str,
        /// The address as written.
        value: String,
        /// Why not.
        error: OriginError,
    },
    /// An address that can't be used.
    #[error("`{key}`: \"{value}\": {error}")]
    Url {
        /// The key.
        key: &'static str,
        /// The address as written.
        value: String,
        /// Why not.
        error: UrlError,
    },
    /// `url` and `people` at once.
    #[error("[profile] has both `url` and `people`")]
    TwoTargets,
    /// A number that a setting can't hold.
    #[error("`{0}` is too large a number")]
    TooLarge(String),
    /// A secret in a file that others read.
    #[error("`{0}` is a secret, and this file holds none")]
    Secret(String),
    /// A setting that Gantry writes itself, part of a text.
    #[error("`{0}` is written by Gantry as a block beside the text of the administrator")]
    Managed(String),
    /// A label that several permissions share.
    #[error("\"{label}\" names several permissions")]
    SharedLabel {
        /// As written.
        label: String,
        /// The ids that have it.
        ids: Vec<&'static str>,
    },
    /// A radius that is no plain CSS length.
    #[error("`avatar_radius`: \"{0}\" is not a length or a percentage")]
    Radius(String),
}

fn section(table: &str) -> String {
    if table.is_empty() { String::new() } else { format!(" in [{table}]") }
}

impl Problem {
    /// The stable code of this problem.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax(_) => "config-syntax",
            Self::UnknownKey { .. } => "config-unknown-key",
            Self::MissingKey { .. } => "config-missing-key",
            Self::WrongType { .. } => "config-wrong-type",
            Self::UnknownWord { .. } => "config-unknown-word",
            Self::Version(_) => "config-version",
            Self::NoOrigins => "config-no-origins",
            Self::Origin { error, .. } => error.code(),
            Self::Url { error, .. } => error.code(),
            Self::TwoTargets => "config-two-targets",
            Self::TooLarge(_) => "config-too-large",
            Self::Secret(_) => "config-secret",
            Self::Managed(_) => "config-managed",
            Self::SharedLabel { .. } => "config-shared-label",
            Self::Radius(_) => "config-radius",
        }
    }

    /// What to write instead.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::UnknownKey { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
            Self::UnknownWord { nearest: Some(nearest), possible, .. } if possible.is_empty() => {
                Some(format!("did you mean \"{nearest}\"?"))
            }
            Self::UnknownWord { possible, .. } if !possible.is_empty() => Some(format!(
                "write one of {}",
                possible.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ")
            )),
            Self::MissingKey { example, .. } => Some(format!("add a line like: {example}")),
            Self::Version(_) => Some("write version = 1".into()),
            Self::NoOrigins => Some("list the page's origin: origins = [\"https://projects.example.org\"]".into()),
            Self::Url { error: UrlError::NotAllowed(origin), .. } => {
                Some(format!("if profiles really lie there: allow = [\"{origin}\"]"))
            }
            Self::Url { error: UrlError::NoPlaceholder | UrlError::UnknownPlaceholder(_), .. } => {
                Some("placeholders are {username}, {user_id}, {room} and {lang}".into())
            }
            Self::TwoTargets => Some("keep one: `url` for a template, `people` for a map".into()),
            Self::TooLarge(_) => Some("write a whole number of at most 64 bits".into()),
            Self::Secret(id) => Some(format!(
                "take it out here, and set it in Rocket.Chat's administration or as OVERWRITE_SETTING_{id}"
            )),
            Self::Managed(_) => Some("take it out here; [bundle] says what the block holds".into()),
            Self::SharedLabel { ids, .. } => Some(format!("write the id of one: {}", ids.join(", "))),
            Self::Radius(_) => Some("write a text like \"100px\" or \"50%\"".into()),
            _ => None,
        }
    }
}

/// What is wrong in a `gantry.toml`, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// What is wrong.
    pub problem: Problem,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
}

impl ConfigError {
    /// The stable code of this error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.problem.code()
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.problem)?;
        match self.problem.help() {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ConfigError {}

/// Something that is not wrong, but that the integrator should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Stable code.
    pub code: &'static str,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What, in a sentence.
    pub text: String,
    /// Whether something will not work, rather than having been read generously.
    pub warning: bool,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.text)
    }
}
