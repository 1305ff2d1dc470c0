//! Exit codes, counts of calls, and what a command says of itself.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod setup_cli_server;

use gantry::protocol::Origin;
use serde_json::json;
use setup_cli_server::{PAGE, RELEASES, Served};

#[test]
fn without_a_terminal_and_without_yes_nothing_is_changed() {
    let served = Served::fresh("8.8");
    served.gantry(&["apply", "--yes"]).comes_to(0);
    let snapshot = served.snapshots()[0].to_str().unwrap().to_owned();
    served.hub.world().settings.insert("Unread_Count".into(), json!("none"));
    for arguments in [vec!["apply"], vec!["restore", &snapshot], vec!["uninstall"]] {
        let ran = served.gantry(&arguments).comes_to(2);
        assert!(ran.err.contains("error: nothing was changed") && ran.err.contains("--yes"), "{}", ran.err);
        assert!(ran.out.contains("To change on Rocket.Chat 8.8"), "the plan is shown all the same: {}", ran.out);
    }
    assert_eq!(served.setting("Unread_Count"), json!("none"));
    assert_eq!(served.snapshots().len(), 1, "nothing was to be kept");
}

#[test]
fn a_server_in_use_needs_a_yes_of_its_own() {
    let served = Served::with("8.8", "", |options| options.populated = true);
    let ran = served.gantry(&["apply", "--yes"]).comes_to(2);
    assert!(ran.err.contains("nothing was changed") && ran.err.contains("--dedicated"), "{}", ran.err);
    assert_eq!(served.setting("Unread_Count"), json!("user_and_group_mentions_only"));
    served.gantry(&["apply", "--yes", "--dedicated"]).comes_to(0);
    served.hub.world().settings.insert("Unread_Count".into(), json!("none"));
    served.gantry(&["apply", "--yes"]).comes_to(0);
}

#[test]
fn another_server_than_the_first_is_refused() {
    let served = Served::fresh("8.8");
    served.gantry(&["apply", "--yes"]).comes_to(0);
    served.hub.world().settings.insert("uniqueID".into(), json!("anotherServer1234"));
    for arguments in [vec!["plan"], vec!["check"], vec!["apply", "--yes"], vec!["uninstall", "--yes"]] {
        let ran = served.gantry(&arguments).comes_to(2);
        assert!(ran.err.contains("not the server that was set up first"), "{}", ran.err);
    }
}

#[test]
fn a_saved_plan_is_applied_as_it_is_or_not_at_all() {
    let served = Served::fresh("6.5");
    served.gantry(&["plan", "--out", "plan.json"]).comes_to(1);
    served.hub.world().settings.insert("Unread_Count".into(), json!("none"));
    let ran = served.gantry(&["apply", "--plan", "plan.json", "--yes"]).comes_to(2);
    assert!(ran.err.contains("the server has changed since the plan was saved: Unread_Count"), "{}", ran.err);
    assert_eq!(served.setting("Iframe_Restrict_Access"), json!(true));
    served.hub.world().settings.insert("Unread_Count".into(), json!("user_and_group_mentions_only"));
    served.gantry(&["apply", "--plan", "plan.json", "--yes"]).comes_to(0);
    served.gantry(&["check"]).comes_to(0);
    std::fs::write(served.path("plan.json"), "{}").unwrap();
    served.calls();
    served.gantry(&["apply", "--plan", "plan.json", "--yes"]).comes_to(2);
    assert!(served.calls().is_empty(), "told before the first call");
}

#[test]
fn a_wrong_configuration_is_told_before_the_first_call() {
    let served = Served::fresh("6.5");
    served.configure("[settings]\nUnread_Count = true\n");
    for command in ["plan", "check", "doctor"] {
        let ran = served.gantry(&[command]).comes_to(2);
        assert!(ran.err.contains("gantry.toml:5:"), "{}", ran.err);
    }
    assert!(served.calls().is_empty());
    assert_eq!(
        served.gantry(&["plan", "--json"]).json()["error"]["code"].as_str().map(|code| &code[..7]),
        Some("config-")
    );
}

#[test]
fn a_plan_takes_few_calls_and_an_apply_no_more_writes_than_there_are_differences() {
    for release in RELEASES {
        let served = Served::fresh(release);
        let plan = served.gantry(&["plan", "--json"]).comes_to(1).json();
        let calls = served.calls();
        assert!(calls.len() <= 14, "{release}: {calls:?}");
        let differing = plan["changes"].as_array().unwrap().len();
        served.gantry(&["apply", "--yes"]).comes_to(0);
        let probes = 2;
        let writes = served.calls().iter().filter(|call| call.starts_with("POST")).count() - probes;
        assert!(writes <= differing, "{release}: {writes} writes for {differing} differences");
        served.gantry(&["plan"]).comes_to(0);
        assert!(served.calls().len() <= 8, "{release}");
    }
}

#[test]
fn a_server_that_cuts_its_lists_is_read_in_few_calls_too() {
    for release in ["3.18", "6.5", "8.8"] {
        let served = Served::fresh(release);
        served.hub.world().settings.insert("API_Allow_Infinite_Count".into(), json!(false));
        let plan = served.gantry(&["plan", "--json"]).comes_to(1).json();
        let calls = served.calls();
        let reads = ["GET /api/v1/settings", "GET /api/v1/permissions.listAll"];
        let reads = calls.iter().filter(|call| reads.contains(&call.as_str())).count();
        assert!(reads <= 14, "{release}: {calls:?}");
        let whole = Served::fresh(release).gantry(&["plan", "--json"]).json();
        let ids = |plan: &serde_json::Value| plan["changes"].as_array().unwrap().len();
        assert_eq!(ids(&plan), ids(&whole), "{release}");
    }
}

#[test]
fn what_was_there_before_gantry_stays_byte_for_byte() {
    let served = Served::fresh("6.5");
    let own = "window.own = 1;\r\n// à nous";
    served.hub.world().settings.insert("Custom_Script_Logged_In".into(), json!(own));
    served.gantry(&["apply", "--yes"]).comes_to(0);
    assert!(served.setting("Custom_Script_Logged_In").as_str().unwrap().starts_with(own));
    served.gantry(&["uninstall", "--yes"]).comes_to(0);
    assert_eq!(served.setting("Custom_Script_Logged_In"), json!(own));
}

#[test]
fn the_doctor_finds_nothing_worse_than_a_note_on_a_server_that_is_set_up_and_something_on_a_fresh_one() {
    let served = Served::with("8.8", "", |options| options.page_origins = vec![Origin::from_url(PAGE).unwrap().0]);
    let sick = served.gantry(&["doctor"]).comes_to(1);
    assert!(sick.out.contains("do: "), "{}", sick.out);
    served.gantry(&["apply", "--yes"]).comes_to(0);
    let report = served.gantry(&["doctor", "--json"]).json();
    let errors = report["count"]["error"].as_u64();
    assert_eq!(errors, Some(0), "{report:#}");
    let french = served.gantry(&["doctor", "--language", "fr"]);
    assert!(french.code < Some(2), "{}", french.err);
    served.run(served.command(&["doctor"]));
    let config = std::fs::read_to_string(served.path("gantry.toml")).unwrap();
    std::fs::write(served.path("gantry.toml"), config.replace(&served.url, "http://127.0.0.1:9")).unwrap();
    let away = served.gantry(&["doctor"]);
    assert!(away.code >= Some(1), "{}", away.out);
}

#[test]
fn an_export_is_a_configuration_that_plans() {
    let served = Served::fresh("6.5");
    served.gantry(&["apply", "--yes"]).comes_to(0);
    let url = served.url.clone();
    let ran = served.gantry(&["export", "--server", &url, "--out", "live.toml"]).comes_to(0);
    assert!(ran.out.contains("Wrote live.toml"));
    served.gantry(&["export", "--out", "live.toml"]).comes_to(2);
    served.gantry(&["export", "--out", "live.toml", "--force"]).comes_to(0);
    let planned = served.gantry(&["plan", "--config", "live.toml"]);
    assert!(planned.code < Some(2), "{}", planned.err);
}

#[test]
fn every_command_tells_its_exit_codes_and_gives_examples() {
    let served = Served::fresh("6.5");
    let commands: [&[&str]; 13] = [
        &["plan"],
        &["apply"],
        &["check"],
        &["restore"],
        &["uninstall"],
        &["export"],
        &["doctor"],
        &["token", "create"],
        &["token", "verify"],
        &["token", "rotate"],
        &["token", "revoke"],
        &["completions"],
        &["man"],
    ];
    for command in commands {
        let help = served.run(served.command(&[command, &["--help"]].concat())).comes_to(0).out;
        assert!(help.contains("Examples:\n  gantry ") || help.contains("Examples:\n"), "{help}");
        assert!(help.contains("Exit codes:\n  0  ") && help.contains("\n  2  "), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
    }
}

#[test]
fn completions_and_manual_pages_are_written() {
    let served = Served::fresh("6.5");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = served.run(served.command(&["completions", shell])).comes_to(0).out;
        assert!(script.contains("token-file"), "{shell}");
    }
    let page = served.run(served.command(&["man"])).comes_to(0).out;
    assert!(page.contains(".TH") && page.contains("gantry"), "{page}");
    served.run(served.command(&["man", "--out", "pages"])).comes_to(0);
    assert!(served.path("pages/gantry-token-create.1").is_file());
}
