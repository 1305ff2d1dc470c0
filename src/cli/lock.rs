//! One run that writes at a time: a lock file beside the state.
//!
//! The lock is the operating system's, so it ends with the process that holds it, however that ends. The file stays, and
//! alone means nothing; it tells who holds the lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::Path;

use anyhow::Context;
use time::OffsetDateTime;
use time::macros::format_description;

use super::{output, private_file};

/// How much is read of who holds a lock.
const LONGEST: u64 = 200;

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

/// Somebody else holds the lock.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("another run is at work with {state}{}", by(.holder))]
pub(super) struct Busy {
    /// The file that both would write.
    state: String,
    /// Who it is; empty where the system does not let it be read.
    holder: String,
}

fn by(holder: &str) -> String {
    if holder.is_empty() { String::new() } else { format!(": {holder}") }
}

impl Busy {
    /// What to do about it.
    pub const HELP: &str = "wait until it has ended, or end that process: its lock ends with it, and this command then goes on \
        from where it was";
}

impl Lock {
    /// Takes the lock of a state file for a command.
    ///
    /// # Errors
    /// [`Busy`], or the lock's file can't be written.
    pub fn take(state: &Path, command: &str) -> anyhow::Result<Self> {
        let path = state.with_extension("lock");
        let shown = || format!("can't write {}", path.display());
        let folder = path.parent().unwrap_or(Path::new(""));
        private_file::make_directory(folder).with_context(shown)?;
        let mut options = OpenOptions::new();
        // What is in it is another run's as long as that holds the lock.
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).with_context(shown)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.take(LONGEST).read_to_string(&mut holder);
                return Err(Busy { state: state.display().to_string(), holder: holder.trim().to_owned() }.into());
            }
            // Some network drives know no locks.
            Err(TryLockError::Error(error)) => output::caution(format_args!(
                "{} can't be locked ({error}); see to it that no other run is at work",
                path.display()
            )),
        }
        let since = OffsetDateTime::now_utc();
        let since = since.format(format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC"))?;
        let holder = format!("{command}, process {}, since {since}\n", std::process::id());
        file.set_len(0).and_then(|()| file.write_all(holder.as_bytes())).with_context(shown)?;
        Ok(Self { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Nobody holds it any more. If that can't be written, the next one writes over it.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_one_run_s_and_free_when_that_ends() {
        let folder = tempfile::tempdir().unwrap();
        let (state, other) = (folder.path().join("made").join("state.json"), folder.path().join("roster.json"));
        let held = Lock::take(&state, "gantry apply").unwrap();
        let refused = Lock::take(&state, "gantry restore").unwrap_err();
        let busy = refused.downcast_ref::<Busy>().unwrap();
        assert!(
            busy.holder.starts_with(&format!("gantry apply, process {}, since 20", std::process::id())),
            "{}",
            busy.holder
        );
        assert!(busy.to_string().contains("state.json: gantry apply"), "{busy}");
        Lock::take(&other, "gantry sync apply").unwrap();
        drop(held);
        Lock::take(&state, "gantry restore").unwrap();
    }

    #[test]
    fn a_file_that_an_ended_run_has_left_holds_nobody_up() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state.json");
        std::fs::write(
            state.with_extension("lock"),
            "gantry apply, process 1, since long ago and for a very long time\n",
        )
        .unwrap();
        let held = Lock::take(&state, "gantry apply").unwrap();
        let text = std::fs::read_to_string(state.with_extension("lock")).unwrap();
        assert!(text.contains(&std::process::id().to_string()) && text.lines().count() == 1, "{text}");
        drop(held);
    }
}
