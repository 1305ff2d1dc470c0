//! Fills the stand-in as `gantry sync apply` fills a server: people, rooms and who is in them, from a roster.

use anyhow::{Context, bail};
use secrecy::SecretString;
use serde_json::Value;

use super::set_up::LONGEST_CALL;
use crate::cli::http::Http;
use crate::cli::sync::Random;
use crate::config::{Config, SyncOptions};
use crate::rest::{self, Connection, Nobody, Silent};
use crate::roster::{self, State, render};
use crate::setup::render::plain;
use crate::standin::people;

/// The demo's roster, in the repository to be looked at.
const ROSTER: &str = include_str!("../../../www/demo/roster.json");

/// Applies the roster's plan as the stand-in's administrator, and returns the map from people to their pages.
pub(super) fn fill(config: &Config) -> anyhow::Result<Value> {
    let http = Http::new(LONGEST_CALL, None)?;
    let mut connection = Connection::new(http, config.server.clone(), None, Box::new(Nobody), Box::new(Silent));
    let password = SecretString::from(people::PASSWORD);
    connection.use_password(&password);
    connection.log_in("admin", &password).context("the stand-in's administrator can't log in")?;
    let (roster, options, mut state) = (roster::json(ROSTER)?, SyncOptions::default(), State::default());
    let mut random = Random::new()?;
    let mut reading = Connection::new(
        Http::new(LONGEST_CALL, None)?,
        config.server.clone(),
        connection.credentials().cloned(),
        Box::new(Nobody),
        Box::new(Silent),
    );
    let observed = rest::observe_roster(&mut connection, &mut reading, &roster, &state, &options)?;
    let plan = roster::plan(&roster, &state, &observed, &options)?;
    let (policy, mut random) = (observed.rules.password, || random.bytes());
    let outcome = roster::apply(&plan, &mut state, &options, policy, &mut random, &mut connection, &mut roster::Silent);
    if !outcome.is_complete() || !plan.collisions.is_empty() {
        let told = [render::text(&plan), render::outcome(&outcome, "gantry demo")].map(|lines| plain(&lines));
        bail!("the stand-in could not be filled:\n{}", told.join("\n"));
    }
    let now = rest::observe_roster(&mut connection, &mut reading, &roster, &state, &options)?;
    connection.log_out()?;
    Ok(roster::people_map(&roster, &state, &now.accounts))
}
