//! A stand-in Rocket.Chat in this process, and the real command run against it in a folder of its own.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Mutex;

use assert_cmd::Command;
use gantry::protocol::{Release, ServerUrl};
use gantry::standin::faults::Fault;
use gantry::standin::hub::Hub;
use gantry::standin::sessions::Personal;
use gantry::standin::{self, Options, people, two_factor};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// The releases whose surfaces differ.
pub const RELEASES: [&str; 8] = ["3.18", "4.8", "5.4", "6.5", "7.7", "7.10", "7.13", "8.8"];
/// The origin of the page that docks the chat.
pub const PAGE: &str = "http://127.0.0.1:4810";

/// A server, a folder with a configuration and a token, and all that was ever written.
pub struct Served {
    pub hub: Hub,
    pub url: String,
    pub folder: TempDir,
    pub token: String,
    written: Mutex<Vec<u8>>,
    private: Mutex<Vec<PathBuf>>,
    issued: Mutex<Vec<String>>,
    end: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Served {
    /// A fresh server of a release, with a token of its administrator that is free of second proofs.
    pub fn fresh(release: &str) -> Self {
        Self::with(release, "", |_| {})
    }

    /// A fresh server below a path, changed as a test wants it.
    pub fn with(release: &str, path: &str, change: impl FnOnce(&mut Options)) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let url = format!("http://{}{path}", listener.local_addr().unwrap());
        let release: Release = release.parse().unwrap();
        let mut options = Options::fresh(release, ServerUrl::parse(&url).unwrap());
        change(&mut options);
        let hub = standin::hub(options).unwrap();
        let (end, ended) = oneshot::channel::<()>();
        let serving = hub.clone();
        let thread = std::thread::spawn(move || {
            let until = async {
                let _ = ended.await;
            };
            runtime.block_on(standin::serve_hub(listener, serving, until)).unwrap();
        });
        let folder = tempfile::tempdir().unwrap();
        let mut served = Self {
            token: String::new(),
            written: Mutex::default(),
            private: Mutex::default(),
            issued: Mutex::default(),
            end: Some(end),
            thread: Some(thread),
            hub,
            url,
            folder,
        };
        served.token = served.issue("gantry", true);
        served.write_token(&served.token);
        served.configure("");
        served
    }

    /// A token of the administrator, made without REST.
    pub fn issue(&self, name: &str, bypass: bool) -> String {
        let admin = people::by_username("admin").unwrap();
        let mut world = self.hub.world();
        let created = world.now;
        let token = world.sessions.open(admin, Some(Personal { name: name.to_owned(), created, bypass }));
        self.issued.lock().unwrap().push(token.clone());
        token
    }

    /// Writes the token file.
    pub fn write_token(&self, token: &str) {
        let admin = people::by_username("admin").unwrap();
        self.write_private("token.json", &json!({ "userId": admin.id, "token": token }).to_string());
    }

    /// Writes a file that its owner alone may read.
    pub fn write_private(&self, name: &str, text: &str) {
        let file = self.path(name);
        std::fs::write(&file, text).unwrap();
        self.private.lock().unwrap().push(file.clone());
        #[cfg(unix)]
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }

    /// Writes `gantry.toml`, with more at its end.
    pub fn configure(&self, more: &str) {
        let url = &self.url;
        let text = format!("version = 1\nserver = \"{url}\"\norigins = [\"{PAGE}\"]\n{more}");
        std::fs::write(self.path("gantry.toml"), text).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command, with a clean environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("gantry").unwrap();
        for name in ["CONFIG", "USER_ID", "TOKEN", "TOKEN_FILE", "PASSWORD", "CODE"] {
            command.env_remove(format!("GANTRY_{name}"));
        }
        for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(name);
        }
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    /// Runs the command to its end, and keeps what it wrote.
    pub fn run(&self, mut command: Command) -> Ran {
        // Who asks for the token on standard output gets it there.
        let asked_for_it = command.get_args().any(|argument| argument == "--stdout");
        let Output { status, stdout, stderr } = command.output().unwrap();
        let mut written = self.written.lock().unwrap();
        if !asked_for_it {
            written.extend_from_slice(&stdout);
        }
        written.extend_from_slice(&stderr);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: status.code(), out: text(stdout), err: text(stderr) }
    }

    /// Runs the command as it is called most: with the token file.
    pub fn gantry(&self, arguments: &[&str]) -> Ran {
        self.run(self.command(&[arguments, &["--token-file", "token.json"]].concat()))
    }

    /// Sets what goes wrong from now on.
    pub fn faults(&self, faults: &Value) {
        *self.hub.faults() = serde_json::from_value::<Vec<Fault>>(faults.clone()).unwrap();
    }

    /// What goes wrong for one kind of call, for ever.
    pub fn fault(&self, matches: &str, deed: &str) {
        self.faults(&json!([{ "match": matches, "do": deed }]));
    }

    /// The calls since the last time, as method and path.
    pub fn calls(&self) -> Vec<String> {
        let mut calls = self.hub.calls();
        calls.drain(..).map(|made| format!("{} {}", made.method, made.path)).collect()
    }

    pub fn setting(&self, id: &str) -> Value {
        self.hub.world().setting(id).clone()
    }

    /// Every file that the command left, the state directory included.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut waiting = vec![self.folder.path().to_path_buf()];
        let mut files = Vec::new();
        while let Some(folder) = waiting.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() { waiting.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        files
    }

    pub fn snapshots(&self) -> Vec<PathBuf> {
        let inside = |file: &PathBuf| file.parent().is_some_and(|folder| folder.ends_with("snapshots"));
        self.files().into_iter().filter(inside).collect()
    }

    /// All that was written so far, to standard output and standard error, and to files other than these.
    pub fn all_written(&self, but: &[&str]) -> String {
        let mut all = self.written.lock().unwrap().clone();
        for file in self.files() {
            if !but.iter().any(|name| file.ends_with(name)) {
                all.extend(std::fs::read(file).unwrap());
            }
        }
        String::from_utf8_lossy(&all).into_owned()
    }
}

impl Served {
    /// Every token that there was or is, and the password as it goes over the wire.
    fn secrets(&self) -> Vec<String> {
        let admin = people::by_username("admin").unwrap();
        let mut secrets = self.issued.lock().unwrap().clone();
        let world = self.hub.world();
        secrets.extend(world.sessions.personal(admin.id).iter().map(|(token, _)| (*token).to_owned()));
        secrets.push(two_factor::digest(people::PASSWORD));
        secrets
    }

    /// Whether a file is there to hold a secret: written as such by the test, or by a command as a token file.
    fn is_private(&self, file: &Path) -> bool {
        let holds_token = || {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            let value: Value = serde_json::from_str(&text).unwrap_or_default();
            value.as_object().is_some_and(|object| object.len() == 2 && object.contains_key("token"))
        };
        self.private.lock().unwrap().iter().any(|private| private == file) || holds_token()
    }
}

impl Drop for Served {
    /// Whatever a test was about: no secret in anything that was written.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let mut all = std::mem::take(&mut *self.written.lock().unwrap());
            for file in self.files().iter().filter(|file| !self.is_private(file)) {
                all.extend(std::fs::read(file).unwrap());
            }
            let all = String::from_utf8_lossy(&all);
            for secret in self.secrets() {
                assert!(secret.is_empty() || !all.contains(&secret), "a secret was written: {secret}");
            }
        }
        if let Some(end) = self.end.take() {
            let _ = end.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What a command came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The same, and it came to this code.
    #[track_caller]
    pub fn comes_to(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// A file's mode, without its kind.
#[cfg(unix)]
pub fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).unwrap().permissions().mode() & 0o777
}
