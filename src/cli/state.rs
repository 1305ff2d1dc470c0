//! What is kept between runs, in a directory beside the configuration: the state file and the snapshots.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use time::macros::format_description;
use time::{OffsetDateTime, format_description::StaticFormatDescription};

use super::lock::Lock;
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
    opened: Memory,
    pub memory: Memory,
}

impl State {
    /// Reads the state file; without one, nothing is remembered.
    pub fn open(folder: PathBuf) -> anyhow::Result<Self> {
        let file = folder.join(STATE);
        let memory = read(&file)?;
        Ok(Self { folder, opened: memory.clone(), memory })
    }

    /// Keeps other runs from writing until the lock is dropped.
    pub fn lock(&self, command: &str) -> anyhow::Result<Lock> {
        Lock::take(&self.folder.join(STATE), command)
    }

    /// Refuses to go on if another run has written the state file since this one read it: what is saved next would drop
    /// what that one recorded.
    pub fn is_as_opened(&self) -> anyhow::Result<()> {
        let file = self.folder.join(STATE);
        if read(&file)? != self.opened {
            bail!("another run has changed {} since this one began; run it again", file.display());
        }
        Ok(())
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
            // Behind the first in the order of names.
            _ => format!("{stamp}-{short}_{number}.json"),
        });
        // Two runs may keep one in the same second: neither may take the other's place.
        for name in names {
            let file = folder.join(&name);
            match private_file::write_fresh(&file, &snapshot.text()) {
                Ok(()) => {
                    self.memory.snapshots.push(name);
                    return Ok(file);
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error).with_context(|| format!("can't write {}", file.display())),
            }
        }
        Err(anyhow!("can't find a free name in {}", folder.display()))
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

fn read(file: &Path) -> anyhow::Result<Memory> {
    match std::fs::read_to_string(file) {
        Ok(text) => Memory::parse(&text).with_context(|| format!("can't use {}", file.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Memory::default()),
        Err(error) => Err(error).with_context(|| format!("can't read {}", file.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(value: bool) -> Snapshot {
        let text = format!(
            r#"{{"version":1,"server":"abc","release":"6.5","settings":{{"X":{value}}},"permissions":{{}},"left_out":[]}}"#
        );
        Snapshot::parse(&text).unwrap()
    }

    #[test]
    fn a_run_notices_that_another_has_overtaken_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut one = State::open(folder.path().join("state")).unwrap();
        let two = State::open(folder.path().join("state")).unwrap();
        one.keep(&snapshot(true)).unwrap();
        one.is_as_opened().unwrap();
        one.save().unwrap();
        let refused = two.is_as_opened().unwrap_err().to_string();
        assert!(refused.contains("another run has changed"), "{refused}");
    }

    #[test]
    fn snapshots_of_one_second_do_not_take_each_other_s_place() {
        let folder = tempfile::tempdir().unwrap();
        let mut runs = [(); 3].map(|()| State::open(folder.path().join("state")).unwrap());
        let files = runs.each_mut().map(|run| run.keep(&snapshot(true)).unwrap());
        assert_eq!(std::collections::BTreeSet::from(files).len(), 3);
    }
}
