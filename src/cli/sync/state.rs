//! What is remembered of a roster's server between runs: a state file, and the journal of a run that is under way.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use anyhow::{Context, anyhow};

use crate::cli::http::Http;
use crate::cli::lock::Lock;
use crate::cli::private_file;
use crate::rest::Connection;
use crate::roster::{Record, State};
use crate::setup::Server;

/// The files of one server, and what is remembered of it.
#[derive(Debug)]
pub(super) struct RosterState {
    folder: PathBuf,
    file: PathBuf,
    journal: PathBuf,
    pub remembered: State,
    /// Held by a run that writes.
    _lock: Option<Lock>,
}

/// The journal, open for a run.
#[derive(Debug)]
pub(super) struct OpenJournal {
    file: File,
    /// Why a line could not be kept, told once at the end: what was done is found again on the server.
    pub broken: Option<std::io::Error>,
}

impl RosterState {
    /// Reads what is remembered of the server at the other end, the journal of an interrupted run included. A command that
    /// writes keeps others from writing from then on.
    pub fn open(
        folder: PathBuf,
        connection: &mut Connection<Http>,
        writing: Option<&'static str>,
    ) -> anyhow::Result<Self> {
        let id = connection.setting("uniqueID")?;
        let id = id.as_ref().and_then(serde_json::Value::as_str).filter(|id| !id.is_empty());
        let id = id.ok_or_else(|| anyhow!("the server does not tell its uniqueID, by which its state is kept"))?;
        let name: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
        let (file, journal) =
            (folder.join(format!("roster-{name}.json")), folder.join(format!("roster-{name}.journal")));
        let lock = writing.map(|command| Lock::take(&file, command)).transpose()?;
        let mut remembered = match read(&file)? {
            Some(text) => State::parse(&text).with_context(|| format!("can't use {}", file.display()))?,
            None => State::default(),
        };
        remembered.recognise(Some(id)).with_context(|| format!("can't use {}", file.display()))?;
        if let Some(text) = read(&journal)? {
            remembered.replay(&text).with_context(|| format!("can't use {}", journal.display()))?;
        }
        Ok(Self { folder, file, journal, remembered, _lock: lock })
    }

    /// Begins a run: what is remembered so far is kept, and the journal is empty.
    pub fn begin(&self) -> anyhow::Result<OpenJournal> {
        self.save()?;
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let shown = self.journal.display();
        let file = options.open(&self.journal).with_context(|| format!("can't write {shown}"))?;
        Ok(OpenJournal { file, broken: None })
    }

    /// Keeps what is remembered; what the journal holds is then in it.
    pub fn save(&self) -> anyhow::Result<()> {
        private_file::make_directory(&self.folder)
            .and_then(|()| {
                private_file::write_with(&self.file, |file| {
                    serde_json::to_writer_pretty(&mut *file, &self.remembered.file())?;
                    file.write_all(b"\n")
                })
            })
            .with_context(|| format!("can't write {}", self.file.display()))?;
        match std::fs::remove_file(&self.journal) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).with_context(|| format!("can't remove {}", self.journal.display()))
            }
            _ => Ok(()),
        }
    }
}

impl OpenJournal {
    /// Keeps a line.
    pub fn keep(&mut self, record: &Record) {
        let line = serde_json::to_string(record).map_err(std::io::Error::from);
        if let Err(error) = line.and_then(|line| self.file.write_all((line + "\n").as_bytes())) {
            self.broken.get_or_insert(error);
        }
    }
}

fn read(file: &PathBuf) -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("can't read {}", file.display())),
    }
}
