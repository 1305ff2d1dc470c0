//! What is kept between runs, in a directory beside the configuration: the state file and the snapshots.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use time::macros::format_description;
use time::{OffsetDateTime, format_description::StaticFormatDescription};

use super::private_file;
use crate::setup::{Memory, Snapshot};

const STATE: &str = "state.json";
const SNAPSHOTS: &str = "snapshots";
const STAMP: StaticFormatDescription = format_description!("[year][month][day]T[hour][minute][second]Z");
/// How much of a `uniqueID` tells servers apart in file names.
const SHORT: usize = 8;

/// The directory and what is remembered in it.
#[derive(Debug)]
pub(super) struct State {
    folder: PathBuf,
    pub memory: Memory,
}

impl State {
    /// Reads the state file; without one, nothing is remembered.
    pub fn open(folder: PathBuf) -> anyhow::Result<Self> {
        let file = folder.join(STATE);
        let memory = match std::fs::read_to_string(&file) {
            Ok(text) => Memory::parse(&text).with_context(|| format!("can't use {}", file.display()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => Memory::default(),
            Err(error) => return Err(error).with_context(|| format!("can't read {}", file.display())),
        };
        Ok(Self { folder, memory })
    }

    /// Writes the state file.
    pub fn save(&self) -> anyhow::Result<()> {
        let file = self.folder.join(STATE);
        private_file::make_directory(&self.folder)
            .and_then(|()| private_file::write(&file, &self.memory.text()))
            .with_context(|| format!("can't write {}", file.display()))
    }

    /// Keeps a snapshot and remembers its name.
    pub fn keep(&mut self, snapshot: &Snapshot) -> anyhow::Result<PathBuf> {
        let folder = self.folder.join(SNAPSHOTS);
        private_file::make_directory(&folder).with_context(|| format!("can't make {}", folder.display()))?;
        let server = snapshot.server.as_deref().unwrap_or("unknown");
        let short: String = server.chars().filter(char::is_ascii_alphanumeric).take(SHORT).collect();
        let stamp = OffsetDateTime::now_utc().format(STAMP)?;
        let names = (1..).map(|number| match number {
            1 => format!("{stamp}-{short}.json"),
            _ => format!("{stamp}-{short}-{number}.json"),
        });
        let name = names.into_iter().find(|name| !folder.join(name).exists()).unwrap_or_default();
        let file = folder.join(&name);
        private_file::write(&file, &snapshot.text()).with_context(|| format!("can't write {}", file.display()))?;
        self.memory.snapshots.push(name);
        Ok(file)
    }

    /// Reads a snapshot: a file, or the name of one that is kept here.
    pub fn snapshot(&self, named: &Path) -> anyhow::Result<Snapshot> {
        let kept = self.folder.join(SNAPSHOTS).join(named);
        let file = if named.exists() { named } else { kept.as_path() };
        let text = std::fs::read_to_string(file).map_err(|error| {
            let known = match self.memory.snapshots.as_slice() {
                [] => "no snapshot is kept here".to_owned(),
                names => format!("kept here are {}", names.join(", ")),
            };
            anyhow!(error).context(format!("can't read the snapshot {}; {known}", named.display()))
        })?;
        Ok(Snapshot::parse(&text)?)
    }

    /// Where a kept snapshot lies.
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.folder.join(SNAPSHOTS).join(name)
    }
}
