//! What was written into a folder, kept there as a file, so that the next version knows its own files from others'.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What Gantry wrote into a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// The version that wrote it.
    pub gantry: String,
    /// SHA-256 by file, in hexadecimal digits.
    pub files: BTreeMap<String, String>,
}

/// What is to become of a file that is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is not there.
    New,
    /// It is there, byte for byte.
    Same,
    /// It is as an earlier version wrote it.
    Outdated,
    /// Somebody else wrote it, or changed it since.
    Foreign,
}

impl Written {
    /// The name of the file in which this is kept.
    pub const NAME: &str = "gantry-assets.json";

    /// These files, by name and bytes, as this version writes them.
    #[must_use]
    pub fn of(files: &[(&str, &[u8])]) -> Self {
        Self {
            gantry: env!("CARGO_PKG_VERSION").to_owned(),
            files: files.iter().map(|(name, bytes)| ((*name).to_owned(), digest(bytes))).collect(),
        }
    }

    /// Reads the text of the file; none if it is not one that Gantry wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default()
    }

    /// What is to become of a file, by what this says that was written and by what is there now.
    #[must_use]
    pub fn fate(&self, name: &str, bytes: &[u8], there: Option<&[u8]>) -> Fate {
        match there {
            None => Fate::New,
            Some(there) if there == bytes => Fate::Same,
            Some(there) if self.files.get(name) == Some(&digest(there)) => Fate::Outdated,
            Some(_) => Fate::Foreign,
        }
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "gantry.js";

    #[test]
    fn own_files_are_known_from_others() {
        let written = Written::of(&[(NAME, b"old")]);
        assert_eq!(written.fate(NAME, b"new", None), Fate::New);
        assert_eq!(written.fate(NAME, b"new", Some(b"new")), Fate::Same);
        assert_eq!(written.fate(NAME, b"new", Some(b"old")), Fate::Outdated);
        assert_eq!(written.fate(NAME, b"new", Some(b"edited")), Fate::Foreign);
        assert_eq!(Written::default().fate(NAME, b"new", Some(b"old")), Fate::Foreign);
    }

    #[test]
    fn what_was_written_is_read_back() {
        let written = Written::of(&[(NAME, b"new")]);
        assert_eq!(Written::parse(&written.text()), Some(written));
        assert_eq!(Written::parse("{}"), None);
    }
}
