//! Secrets stay where they belong: everything that every command writes is searched for them.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod setup_cli_server;

use gantry::standin::{people, two_factor};
use serde_json::json;
use setup_cli_server::Served;

const WRONG: &str = "WRONG-PASSWORD-MARKER";
const CODE: &str = "CODE-MARKER-918273";

/// Runs every command, loudly and in JSON, rightly and wrongly; returns each token there ever was.
fn everything(served: &Served) -> Vec<String> {
    let mut secrets = vec![served.token.clone(), served.issue("guarded", false)];
    let loud: [&[&str]; 9] = [
        &["plan", "-v"],
        &["plan", "--json"],
        &["plan", "--markdown", "--out", "plan.json"],
        &["apply", "-v", "--yes", "--plan", "plan.json"],
        &["check", "-v", "--json"],
        &["doctor", "-v"],
        &["doctor", "--json"],
        &["export", "-v", "--out", "live.toml"],
        &["token", "verify", "-v"],
    ];
    for arguments in loud {
        served.gantry(arguments);
    }
    let deeds = ["401", "status:403", "status:500", "html", "cut", "truncate", "redirect:https://a.example/?x=1"];
    for deed in deeds {
        served.faults(&json!([{ "match": "GET /api/v1/me", "do": deed }]));
        served.gantry(&["plan", "-v", "--json"]);
    }
    served.faults(&json!([]));
    served.hub.world().settings.insert("Unread_Count".into(), json!("none"));
    served.hub.world().settings.insert("UI_Use_Real_Name".into(), json!(false));
    served.write_token(&secrets[1]);
    for (password, code) in [(WRONG, CODE), (people::PASSWORD, CODE)] {
        let mut command = served.command(&["apply", "-v", "--yes", "--json", "--token-file", "token.json"]);
        command.env("GANTRY_PASSWORD", password).env("GANTRY_CODE", code);
        served.run(command);
        let mut command = served.command(&["token", "create", "-v", "--user", "admin", "--name", "made"]);
        command.args(["--token-file", "made.json"]).env("GANTRY_PASSWORD", password).env("GANTRY_CODE", code);
        served.run(command);
    }
    served.write_token(&served.token);
    served.gantry(&["token", "rotate", "-v"]);
    served.gantry(&["restore", "-v", "--yes", served.snapshots()[0].to_str().unwrap()]);
    served.gantry(&["uninstall", "-v", "--yes"]);
    served.write_private("broken.json", &format!("{{\"userId\": \"x\", \"token\": {WRONG}}}"));
    served.run(served.command(&["plan", "--token-file", "broken.json"]));
    let admin = people::by_username("admin").unwrap();
    let world = served.hub.world();
    secrets.extend(world.sessions.personal(admin.id).iter().map(|(token, _)| (*token).to_owned()));
    secrets
}

#[test]
fn no_output_no_error_and_no_file_but_the_token_s_own_holds_a_secret() {
    for release in ["6.5", "8.8"] {
        let served = Served::fresh(release);
        let mut secrets = everything(&served);
        assert!(secrets.len() >= 4, "{release}: {}", secrets.len());
        secrets.extend([WRONG, CODE].map(str::to_owned));
        secrets.extend([WRONG, people::PASSWORD].map(two_factor::digest));
        let written = served.all_written(&["token.json", "made.json", "broken.json"]);
        assert!(written.contains("POST /api/v1/login -> 200") && written.contains("Done: "), "{release}");
        for secret in secrets {
            assert!(!written.contains(&secret), "{release}: {secret}");
        }
    }
}
