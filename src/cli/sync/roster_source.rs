//! Where the roster comes from: a file, a folder of tables, standard input or an address.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use serde_json::de::IoRead;

use crate::cli::connect::AccountOptions;
use crate::cli::credentials;
use crate::config::SyncOptions;
use crate::protocol::Origin;
use crate::rest::{Broken, Method, Request};
use crate::roster::names::Template;
use crate::roster::{self, Records, Roster};

const ENV_TOKEN: &str = "GANTRY_ROSTER_TOKEN";
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// How much of a source is read at once.
const BLOCK: usize = 64 * 1024;
const TABLES: [&str; 3] = ["people.csv", "projects.csv", "members.csv"];

/// Where the roster comes from.
#[derive(Args, Debug)]
pub(super) struct RosterOptions {
    /// A JSON file, a folder with people.csv, projects.csv and members.csv, an address on https, or - for JSON on standard
    /// input
    #[arg(value_name = "ROSTER")]
    roster: String,
    /// File with the token that the address wants (Authorization: Bearer), readable by you alone. In its place:
    /// GANTRY_ROSTER_TOKEN
    #[arg(long, value_name = "FILE", help_heading = "Credentials")]
    roster_token_file: Option<PathBuf>,
}

impl RosterOptions {
    /// Reads it bit by bit, and checks it.
    pub fn read(&self, account: &AccountOptions) -> anyhow::Result<Roster> {
        let named = self.roster.as_str();
        if named == "-" {
            if account.token.token_stdin {
                bail!("standard input can't be both the roster and the token");
            }
            return json(std::io::stdin().lock())?.context("can't read the roster from standard input");
        }
        if named.starts_with("https://") || named.starts_with("http://") {
            return self.fetch(account);
        }
        let path = Path::new(named);
        if !path.is_dir() {
            let unreadable = || format!("can't read {}", path.display());
            let file = File::open(path).with_context(unreadable)?;
            return json(file)?.with_context(unreadable);
        }
        tables(path)
    }

    fn fetch(&self, account: &AccountOptions) -> anyhow::Result<Roster> {
        let url = self.roster.as_str();
        let token = match &self.roster_token_file {
            Some(file) => Some(SecretString::from(credentials::read_private(file)?.trim().to_owned())),
            None => std::env::var(ENV_TOKEN).ok().map(SecretString::from),
        };
        let (origin, _) = Origin::from_url(url).with_context(|| format!("{url} is no address"))?;
        // What follows the path may hold a secret of the CMS's, and is told nowhere.
        let shown = url.split(['?', '#']).next().unwrap_or(url);
        let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
        let is_local = local.iter().any(|start| origin.as_str().starts_with(start));
        if !origin.is_https() && !is_local {
            bail!("the roster is not fetched from {origin}: names and addresses of people need https");
        }
        let bearer = token.map(|token| SecretString::from(format!("Bearer {}", token.expose_secret())));
        let request = Request {
            method: Method::Get,
            url: url.to_owned(),
            headers: vec![
                ("user-agent", crate::rest::USER_AGENT.to_owned()),
                ("accept", "application/json".to_owned()),
            ],
            secret_headers: bearer.map(|bearer| ("authorization", bearer)).into_iter().collect(),
            body: None,
        };
        let opened = account.server.transport()?.open(&request);
        let (status, body) = opened.map_err(|broken| match broken {
            Broken::Unreachable(reason) | Broken::Certificate(reason) => {
                anyhow::anyhow!("{shown} can't be reached: {reason}")
            }
            Broken::TimedOut => anyhow::anyhow!("{shown} did not answer in time; --timeout SECONDS waits longer"),
            Broken::Cut | Broken::TooLong => anyhow::anyhow!("the connection to {shown} was cut"),
        })?;
        match status {
            200 => json(body)?.with_context(|| format!("the connection to {shown} was cut: half a roster is none")),
            401 | 403 => bail!("{shown} refuses the token ({status}); see --roster-token-file"),
            300..=399 => bail!("{shown} points elsewhere; name the final address: a token is carried to no other"),
            status => bail!("{shown} answered {status}"),
        }
    }
}

/// Reads JSON as it comes. What is wrong in the roster is the outer error, what the source could not give the inner one.
fn json(source: impl Read) -> anyhow::Result<std::io::Result<Roster>> {
    let mut source = BufReader::with_capacity(BLOCK, source);
    let broken = RefCell::new(None);
    if source.fill_buf().is_ok_and(|start| start.starts_with(BYTE_ORDER_MARK)) {
        source.consume(BYTE_ORDER_MARK.len());
    }
    let read = roster::json_from(IoRead::new(Watched { source, broken: &broken, last: &Cell::default() }));
    match (read, broken.into_inner()) {
        (_, Some(error)) => Ok(Err(error)),
        (read, None) => Ok(Ok(read?)),
    }
}

/// Reads the three tables as they come.
fn tables(folder: &Path) -> anyhow::Result<Roster> {
    let ends: [Cell<u8>; 3] = Default::default();
    let broken = RefCell::new(None);
    let mut records = Vec::new();
    for (name, last) in TABLES.iter().zip(&ends) {
        let path = folder.join(name);
        let unreadable = || format!("can't read {}", path.display());
        let file = File::open(&path).with_context(unreadable)?;
        let mut source = BufReader::with_capacity(BLOCK, file);
        let start = String::from_utf8_lossy(source.fill_buf().with_context(unreadable)?).into_owned();
        let reader = roster::table_reader(start.lines().next().unwrap_or_default());
        records.push(reader.from_reader(Watched { source, broken: &broken, last }).into_records());
    }
    let mut tables = records.iter_mut().zip(&ends).map(|(records, last)| (records, move || last.get() == b'\n'));
    let (Some(mut people), Some(mut projects), Some(mut members)) = (tables.next(), tables.next(), tables.next())
    else {
        bail!("there are three tables");
    };
    let read = roster::csv_from([
        Records { records: &mut people.0, is_whole: &people.1 },
        Records { records: &mut projects.0, is_whole: &projects.1 },
        Records { records: &mut members.0, is_whole: &members.1 },
    ]);
    Ok(read?)
}

/// A source of which is known how it ended.
struct Watched<'w, R> {
    source: R,
    broken: &'w RefCell<Option<std::io::Error>>,
    /// The last byte so far.
    last: &'w Cell<u8>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, place: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(place).map_err(|error| {
            let kind = error.kind();
            // Whoever reads tries again.
            if kind == ErrorKind::Interrupted {
                return error;
            }
            self.broken.borrow_mut().get_or_insert(error);
            std::io::Error::from(kind)
        })?;
        if let Some(last) = place.get(..read).and_then(<[u8]>::last) {
            self.last.set(*last);
        }
        Ok(read)
    }
}

/// Whether the templates in the configuration are ones, told before anything is read.
pub(super) fn check_templates(options: &SyncOptions) -> anyhow::Result<()> {
    Template::parse(&options.username, Template::PERSON).context("[sync] username in gantry.toml")?;
    Template::parse(&options.room, Template::PROJECT).context("[sync] room in gantry.toml")?;
    Ok(())
}
