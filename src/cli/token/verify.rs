//! `gantry token verify`.

use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use super::super::connect::AccountOptions;
use super::super::output;
use super::super::trace::Loudness;
use super::EXIT_CODES;
use crate::rest::tokens::{self, RIGHTS, Verified};

const EXAMPLES: &str = "Examples:
  gantry token verify --token-file token.json
  gantry token verify --token-file token.json --json";

#[derive(Args, Debug)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    account: AccountOptions,
    /// Answer in JSON
    #[arg(long, help_heading = "Output")]
    json: bool,
}

pub(crate) fn run(arguments: &VerifyArgs) -> anyhow::Result<ExitCode> {
    output::or_json(arguments.json, || {
        let (_, mut connection) = arguments.account.connect()?;
        let verified = tokens::verify(&mut connection)?;
        let tail = connection.credentials().map(|credentials| credentials.tail().to_owned()).unwrap_or_default();
        if arguments.json {
            output::line(as_json(&verified, &tail));
        } else if arguments.account.server.loudness() > Loudness::Quiet {
            tell(&verified, &tail);
        }
        for right in &verified.missing {
            let purpose = RIGHTS.iter().find(|(known, _)| known == right).map_or("set up", |(_, purpose)| purpose);
            output::caution(format_args!("the account may not {purpose}: it lacks {right}; give it the role admin"));
        }
        Ok(if verified.missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
    })
}

fn tell(verified: &Verified, tail: &str) {
    let row = |name: &str, text: &str| output::line(format_args!("{name:<12} {text}"));
    let roles: Vec<&str> = verified.caller.roles.iter().map(String::as_str).collect();
    row("account", &format!("{} ({})", verified.caller.username, roles.join(", ")));
    match &verified.listed {
        Some(listed) => {
            let created = listed.created.as_deref().and_then(|text| text.split('T').next()).unwrap_or("unknown day");
            row("token", &format!("{}, made on {created}, ends in {tail}", listed.name));
            row(
                "two-factor",
                match (listed.bypasses_two_factor, verified.challenged) {
                    (Some(true), Some(true)) => "free of it, but this server asks all the same (Rocket.Chat 8.5 does)",
                    (Some(true), _) => "free of it",
                    (Some(false), _) => "asked for at guarded calls, as long as the server has two-factor on",
                    (None, _) => "unknown",
                },
            );
        }
        None => row("token", &format!("a session that will end, not a personal access token; ends in {tail}")),
    }
    row("rights", if verified.missing.is_empty() { "all that setting up needs" } else { "not all" });
}

fn as_json(verified: &Verified, tail: &str) -> Value {
    json!({
        "works": true,
        "user": { "id": verified.caller.id, "username": verified.caller.username, "roles": verified.caller.roles },
        "token": verified.listed.as_ref().map(|listed| json!({
            "name": listed.name, "created": listed.created, "bypassesTwoFactor": listed.bypasses_two_factor })),
        "tail": tail,
        "challenged": verified.challenged,
        "missing": verified.missing,
    })
}
