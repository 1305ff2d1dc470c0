//! Where the roster comes from: a file, a folder of tables, standard input or an address.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use secrecy::{ExposeSecret, SecretString};

use crate::cli::connect::AccountOptions;
use crate::cli::credentials;
use crate::config::SyncOptions;
use crate::protocol::Origin;
use crate::rest::{Broken, Method, Request, Transport};
use crate::roster::names::Template;
use crate::roster::{self, CsvTexts, Roster};

const ENV_TOKEN: &str = "GANTRY_ROSTER_TOKEN";
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
    /// Reads it whole and checks it.
    pub fn read(&self, account: &AccountOptions) -> anyhow::Result<Roster> {
        let named = self.roster.as_str();
        if named == "-" {
            if account.token.token_stdin {
                bail!("standard input can't be both the roster and the token");
            }
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).context("can't read the roster from standard input")?;
            return Ok(roster::json(&text)?);
        }
        if named.starts_with("https://") || named.starts_with("http://") {
            return self.fetch(account);
        }
        let path = Path::new(named);
        if !path.is_dir() {
            return Ok(roster::json(&file(path)?)?);
        }
        let [people, projects, members] = TABLES.map(|name| file(&path.join(name)));
        let (people, projects, members) = (people?, projects?, members?);
        Ok(roster::csv(CsvTexts { people: &people, projects: &projects, members: &members })?)
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
        let answer = account.server.transport()?.exchange(&request).map_err(|broken| match broken {
            Broken::Unreachable(reason) | Broken::Certificate(reason) => {
                anyhow::anyhow!("{shown} can't be reached: {reason}")
            }
            Broken::TimedOut => anyhow::anyhow!("{shown} did not answer in time; --timeout SECONDS waits longer"),
            Broken::Cut => anyhow::anyhow!("the connection to {shown} was cut: half a roster is none"),
            Broken::TooLong => anyhow::anyhow!("{shown} is too long to be fetched: save it to a file and name that"),
        })?;
        match answer.status {
            200 => Ok(roster::json(&answer.body)?),
            401 | 403 => bail!("{shown} refuses the token ({}); see --roster-token-file", answer.status),
            300..=399 => bail!("{shown} points elsewhere; name the final address: a token is carried to no other"),
            status => bail!("{shown} answered {status}"),
        }
    }
}

fn file(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))
}

/// Whether the templates in the configuration are ones, told before anything is read.
pub(super) fn check_templates(options: &SyncOptions) -> anyhow::Result<()> {
    Template::parse(&options.username, Template::PERSON).context("[sync] username in gantry.toml")?;
    Template::parse(&options.room, Template::PROJECT).context("[sync] room in gantry.toml")?;
    Ok(())
}
