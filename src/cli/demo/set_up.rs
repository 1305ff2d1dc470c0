//! Sets the stand-in up as `gantry apply` sets a server up, and says what `gantry check` and `gantry doctor` say of it.

use std::time::Duration;

use anyhow::{Context, bail};
use secrecy::SecretString;

use crate::cli::http::Http;
use crate::config::Config;
use crate::doctor::{self, Private};
use crate::findings::Language;
use crate::rest::{self, Connection, Nobody, Silent};
use crate::setup::{self, Memory, Observed, render};
use crate::standin::people;
use crate::standin::space::{Inspection, Verdict};

/// The stand-in is on this machine.
pub(super) const LONGEST_CALL: Duration = Duration::from_secs(10);

/// Applies the plan of a configuration, as the stand-in's administrator.
pub(super) fn apply(config: &Config) -> anyhow::Result<()> {
    let (mut connection, observed) = observe(config)?;
    let mut plan = setup::plan(config, &observed, &Memory::default())?;
    // The people and rooms of a demo are the demo's own.
    plan.accept_occupied();
    let outcome = setup::apply(&plan, &mut connection, &mut setup::Silent);
    if !outcome.is_complete() {
        let told = render::plain(&render::outcome(&outcome, "gantry demo"));
        bail!("the stand-in could not be set up:\n{told}");
    }
    connection.log_out()?;
    Ok(())
}

/// Looks at the server as it is now.
pub(super) fn inspect(config: &Config, language: Language) -> Inspection {
    match look(config, language) {
        Ok(inspection) => inspection,
        Err(error) => Inspection { verdict: Verdict::Unknown, plan: format!("{error:#}"), findings: String::new() },
    }
}

fn look(config: &Config, language: Language) -> anyhow::Result<Inspection> {
    let (mut connection, observed) = observe(config)?;
    let mut memory = Memory::default();
    memory.record_server(&observed);
    let plan = setup::plan(config, &observed, &memory)?;
    connection.log_out()?;
    let private = Private::Seen { observed: &observed, token: None };
    let report = doctor::examine(connection.transport(), config, private);
    let sound = plan.is_in_sync() && report.verdict() == doctor::Verdict::Sound;
    let found = doctor::render::text(&report, language);
    Ok(Inspection {
        verdict: if sound { Verdict::Sound } else { Verdict::Differs },
        plan: render::plain(&render::text(&plan)),
        findings: found.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n"),
    })
}

fn observe(config: &Config) -> anyhow::Result<(Connection<Http>, Observed)> {
    let http = Http::new(LONGEST_CALL, None)?;
    let mut connection = Connection::new(http, config.server.clone(), None, Box::new(Nobody), Box::new(Silent));
    let password = SecretString::from(people::PASSWORD);
    connection.use_password(&password);
    connection.log_in("admin", &password).context("the stand-in's administrator can't log in")?;
    let observed = rest::observe(&mut connection, false)?;
    Ok((connection, observed))
}
