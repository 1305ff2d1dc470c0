//! From a command's options to a connection.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::config_file;
use super::credentials::{ProofOptions, TokenOptions};
use super::http::Http;
use super::trace::{Loudness, Trace};
use crate::config::Config;
use crate::protocol::ServerUrl;
use crate::rest::{Connection, Credentials, Prompt};

/// Options of every command that talks to the server.
#[derive(Args, Debug)]
pub(super) struct ServerOptions {
    /// The configuration
    #[arg(long, value_name = "FILE", default_value = "gantry.toml", env = "GANTRY_CONFIG")]
    pub config: PathBuf,
    /// Certificate authorities (PEM) to trust in place of the machine's own
    #[arg(long, value_name = "FILE", help_heading = "Connection")]
    ca_file: Option<PathBuf>,
    /// How long a call may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30, help_heading = "Connection",
        value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
    /// Tell errors only
    #[arg(long, short, conflicts_with = "verbose", help_heading = "Output")]
    quiet: bool,
    /// Tell every call to the server, without secrets
    #[arg(long, short, help_heading = "Output")]
    verbose: bool,
}

/// Options of every command that works with a token.
#[derive(Args, Debug)]
pub(super) struct AccountOptions {
    #[command(flatten)]
    pub server: ServerOptions,
    #[command(flatten)]
    pub token: TokenOptions,
    #[command(flatten)]
    pub proof: ProofOptions,
}

/// Where the state is kept.
#[derive(Args, Debug)]
pub(super) struct StateOptions {
    /// Directory of the state file and the snapshots; without it, `.gantry` beside the configuration
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

impl StateOptions {
    /// The directory.
    pub fn folder(&self, server: &ServerOptions) -> PathBuf {
        self.state.clone().unwrap_or_else(|| server.folder().join(".gantry"))
    }
}

impl ServerOptions {
    /// How much to tell.
    pub fn loudness(&self) -> Loudness {
        match (self.quiet, self.verbose) {
            (true, _) => Loudness::Quiet,
            (false, false) => Loudness::Usual,
            (false, true) => Loudness::Verbose,
        }
    }

    /// The configuration.
    pub fn read(&self) -> anyhow::Result<Config> {
        config_file::read(&self.config)
    }

    /// The directory of the configuration.
    fn folder(&self) -> &Path {
        self.config.parent().unwrap_or(Path::new(""))
    }

    /// What carries the calls.
    pub fn transport(&self) -> anyhow::Result<Http> {
        Http::new(Duration::from_secs(self.timeout), self.ca_file.as_deref())
    }

    /// A connection as somebody, or as nobody yet.
    pub fn connect(
        &self,
        server: ServerUrl,
        credentials: Option<Credentials>,
        prompt: Box<dyn Prompt>,
    ) -> anyhow::Result<Connection<Http>> {
        let trace = Trace { loudness: self.loudness() };
        Ok(Connection::new(self.transport()?, server, credentials, prompt, Box::new(trace)))
    }
}

impl AccountOptions {
    /// The configuration, and a connection with the configured token. The configuration comes first: what is wrong in it
    /// is told before any secret is read and before the first call.
    pub fn connect(&self) -> anyhow::Result<(Config, Connection<Http>)> {
        let config = self.server.read()?;
        let credentials = self.token.read()?;
        let connection = self.server.connect(config.server.clone(), Some(credentials), self.proof.prompt()?)?;
        Ok((config, connection))
    }
}
