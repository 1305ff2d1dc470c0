//! Reads `gantry.toml` from its file.

use std::fmt;
use std::path::Path;

use anyhow::Context;

use super::output;
use crate::config::{Config, ConfigError};

/// A wrong configuration, and the file it is in.
#[derive(Debug)]
pub(super) struct ConfigFileError {
    pub path: String,
    pub error: ConfigError,
}

impl fmt::Display for ConfigFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.error)
    }
}

impl std::error::Error for ConfigFileError {}

/// Reads the configuration and tells its notes.
///
/// # Errors
/// When the file can't be read, or [`ConfigFileError`].
pub(super) fn read(path: &Path) -> anyhow::Result<Config> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("can't read {shown}; `gantry init` writes one to start from"))?;
    let (config, notes) = Config::parse(&text).map_err(|error| ConfigFileError { path: shown.clone(), error })?;
    for note in notes {
        let tell = if note.warning { output::warning } else { output::note };
        tell(note.text, &shown, note.line, note.column);
    }
    Ok(config)
}
