//! What goes wrong on the way to a server and on it: what was done, what was not, and how to go on.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod setup_cli_server;

use serde_json::json;
use setup_cli_server::{PAGE, Ran, Served};

const APPLY: [&str; 2] = ["apply", "--yes"];

/// Applies with a fault in place; then, with the fault gone, applies again and is in sync.
fn applies_in_the_end(served: &Served, arguments: &[&str]) -> Ran {
    let failed = served.gantry(&[&APPLY, arguments].concat()).comes_to(2);
    assert!(!failed.err.contains("panicked"), "{}", failed.err);
    served.faults(&json!([]));
    served.gantry(&APPLY).comes_to(0);
    served.gantry(&["check"]).comes_to(0);
    failed
}

#[track_caller]
fn tells(ran: &Ran, words: &[&str]) {
    let all = format!("{}{}", ran.out, ran.err);
    for word in words {
        assert!(all.contains(word), "no {word:?} in {all}");
    }
}

#[test]
fn a_server_that_is_not_there_is_told_with_what_to_check() {
    let served = Served::fresh("8.8");
    let config = std::fs::read_to_string(served.path("gantry.toml")).unwrap();
    std::fs::write(served.path("gantry.toml"), config.replace(&served.url, "http://127.0.0.1:9")).unwrap();
    for command in ["plan", "check"] {
        let ran = served.gantry(&[command]).comes_to(2);
        tells(&ran, &["http://127.0.0.1:9 cannot be reached", "help: check `server` in gantry.toml"]);
    }
    tells(&served.gantry(&APPLY).comes_to(2), &["error: nothing was changed", "cannot be reached"]);
    let ran = served.gantry(&["plan", "--json"]).comes_to(2);
    assert_eq!(ran.json()["error"]["code"], "server-unreachable");
}

#[test]
fn https_to_a_port_of_http_says_so() {
    let served = Served::fresh("8.8");
    served.configure("");
    let file = served.path("gantry.toml");
    let text = std::fs::read_to_string(&file).unwrap().replace("server = \"http:", "server = \"https:");
    std::fs::write(&file, text).unwrap();
    let ran = served.gantry(&["plan"]).comes_to(2);
    tells(&ran, &["does not speak https", "write http://"]);
    assert!(!ran.err.contains("InvalidContentType"), "{}", ran.err);
}

#[test]
fn one_machine_under_two_names_is_told_with_the_way_to_keep_files_protected() {
    let served = Served::fresh("8.8");
    let file = served.path("gantry.toml");
    let text = std::fs::read_to_string(&file).unwrap().replace(PAGE, "http://localhost:4810");
    std::fs::write(&file, text).unwrap();
    let ran = served.gantry(&["plan"]);
    assert!(ran.out.contains("use one name for both"), "{}", ran.out);
    served.configure("");
    assert!(!served.gantry(&["plan"]).out.contains("use one name"), "one name needs no word");
}

#[test]
fn an_apply_tells_that_the_page_needs_the_json_that_goes_with_it_only_when_it_does() {
    let served = Served::fresh("8.8");
    let first = served.gantry(&APPLY).comes_to(0);
    tells(&first, &["gantry.json that goes with them", "--config gantry.toml"]);
    served.configure("[settings]\nUI_Use_Real_Name = false\n");
    let other = served.gantry(&APPLY).comes_to(0);
    assert!(!other.err.contains("gantry.json"), "{}", other.err);
    served.configure("[bundle]\navatar_radius = \"3px\"\n");
    tells(&served.gantry(&APPLY).comes_to(0), &["gantry.json that goes with them"]);
}

#[test]
fn a_token_that_is_not_known_is_told_with_how_to_make_one() {
    let served = Served::fresh("6.5");
    served.fault("GET /api/v1/me", "401");
    tells(&served.gantry(&["plan"]).comes_to(2), &["does not know the token", "gantry token create"]);
    tells(&applies_in_the_end(&served, &[]), &["nothing was changed"]);
}

#[test]
fn a_session_that_ends_midway_leaves_the_rest_for_later() {
    let served = Served::fresh("6.5");
    served.faults(&json!([{ "match": "POST /api/v1/settings/", "after": 5, "do": "401" }]));
    let ran = applies_in_the_end(&served, &[]);
    tells(&ran, &["Stopped: ", " not tried: ", "Done: 4 of ", "gantry token create", "gantry restore"]);
    tells(&ran, &["run `gantry apply --yes --token-file token.json` again"]);
}

#[test]
fn one_refused_setting_does_not_keep_the_others_from_being_made() {
    let served = Served::fresh("6.5");
    served.fault("POST /api/v1/settings/UI_Use_Real_Name", "status:403");
    let ran = applies_in_the_end(&served, &[]);
    tells(&ran, &["UI_Use_Real_Name: not done"]);
}

#[test]
fn a_setting_that_will_not_take_is_told_with_what_it_has() {
    let served = Served::fresh("6.5");
    served.fault("POST /api/v1/settings/UI_Use_Real_Name", "ignore");
    let ran = applies_in_the_end(&served, &[]);
    tells(&ran, &["UI_Use_Real_Name: not done: the server took it and has false all the same"]);
}

#[test]
fn a_setting_that_the_environment_pins_is_told_with_its_remedy() {
    let served = Served::fresh("6.5");
    served.gantry(&APPLY).comes_to(0);
    served.hub.world().settings.insert("UI_Use_Real_Name".into(), json!(false));
    served.fault("POST /api/v1/settings/UI_Use_Real_Name", "ignore");
    tells(&served.gantry(&APPLY).comes_to(2), &["UI_Use_Real_Name", "Done: 0 of 1"]);
}

#[test]
fn a_failing_server_is_told_and_gone_on_with() {
    for deed in ["status:500", "status:502"] {
        let served = Served::fresh("6.5");
        served.faults(&json!([{ "match": "POST /api/v1/settings/U", "do": deed }]));
        tells(&applies_in_the_end(&served, &[]), &["Unread_Count", "gantry apply"]);
        served.fault("GET /api/v1/settings", deed);
        tells(&served.gantry(&["check"]).comes_to(2), &["the server failed at GET /api/v1/settings"]);
    }
}

#[test]
fn a_proxy_s_page_is_not_taken_for_an_answer() {
    for call in ["GET /api/info", "GET /api/v1/settings", "GET /api/v1/permissions.listAll"] {
        let served = Served::fresh("6.5");
        served.fault(call, "html");
        tells(&served.gantry(&["plan"]).comes_to(2), &["an HTML page", "a proxy or login page"]);
        tells(&applies_in_the_end(&served, &[]), &["nothing was changed"]);
    }
    let served = Served::fresh("6.5");
    served.fault("POST /api/v1/permissions.update", "html");
    tells(&applies_in_the_end(&served, &[]), &["an HTML page", " not tried: access-marketplace"]);
}

#[test]
fn a_server_that_does_not_answer_in_time_is_told() {
    let served = Served::fresh("8.8");
    served.fault("GET /api/v1/permissions.listAll", "hang:20000");
    let ran = applies_in_the_end(&served, &["--timeout", "1"]);
    tells(&ran, &["nothing was changed", "no answer to GET /api/v1/permissions.listAll in time", "--timeout SECONDS"]);
}

#[test]
fn a_write_that_is_not_answered_in_time_is_looked_up() {
    let served = Served::fresh("8.8");
    served.faults(
        &json!([{ "match": "POST /api/v1/permissions.removeRole", "after": 1, "times": 1, "do": "hang:20000" }]),
    );
    let ran = served.gantry(&["apply", "--yes", "--timeout", "1", "--verbose"]).comes_to(0);
    tells(&ran, &["POST /api/v1/permissions.removeRole: looking whether it took effect"]);
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    let served = Served::fresh("8.8");
    served.fault("*", "redirect:https://login.example.org/sso?back=1");
    let ran = served.gantry(&["plan"]).comes_to(2);
    tells(&ran, &["was redirected to https://login.example.org", "write it as `server`"]);
    assert_eq!(served.calls(), ["GET /api/info"]);
}

#[test]
fn a_rate_limit_is_waited_for_and_told() {
    let served = Served::fresh("8.8");
    served.faults(&json!([{ "match": "GET /api/v1/me", "times": 1, "do": "429:1" }]));
    let ran = served.gantry(&["plan"]).comes_to(1);
    tells(&ran, &["The server takes no more calls for now: waiting", "before GET /api/v1/me"]);
    served.faults(&json!([{ "match": "POST /api/v1/settings", "after": 1, "times": 1, "do": "429:1" }]));
    served.gantry(&APPLY).comes_to(0);
}

#[test]
fn a_truncated_answer_is_read_again() {
    let served = Served::fresh("8.8");
    served.faults(&json!([{ "match": "GET /api/v1/settings", "times": 2, "do": "truncate" }]));
    served.gantry(&["plan"]).comes_to(1);
    served.fault("GET /api/v1/settings", "truncate");
    tells(&served.gantry(&["plan"]).comes_to(2), &["the connection was cut during GET /api/v1/settings"]);
}

#[test]
fn a_second_proof_is_given_from_the_environment_or_a_file() {
    let served = Served::fresh("8.8");
    served.write_token(&served.issue("guarded", false));
    let none = served.gantry(&APPLY).comes_to(2);
    tells(&none, &["needs a second proof", "Done: 0 of", "have the second proof ready"]);
    let mut wrong = served.command(&["apply", "--yes", "--token-file", "token.json"]);
    wrong.env("GANTRY_PASSWORD", "WRONG");
    tells(&served.run(wrong).comes_to(2), &["second proof given", "was refused"]);
    served.write_private("password", "demo\n");
    served.gantry(&["apply", "--yes", "--password-file", "password"]).comes_to(0);
    served.gantry(&["check"]).comes_to(0);
}

#[test]
fn a_token_with_bypass_is_asked_all_the_same_by_8_5() {
    let served = Served::fresh("8.5");
    tells(&served.gantry(&["token", "verify"]).comes_to(0), &["this server asks all the same"]);
    tells(&served.gantry(&APPLY).comes_to(2), &["second proof"]);
    let mut with = served.command(&["apply", "--yes", "--token-file", "token.json"]);
    with.env("GANTRY_PASSWORD", "demo");
    served.run(with).comes_to(0);
}

#[test]
fn an_apply_that_is_cut_says_how_to_go_on_and_how_to_go_back() {
    for (release, after) in [("6.5", 25), ("8.8", 16)] {
        let served = Served::fresh(release);
        served.faults(&json!([{ "match": "*", "after": after, "do": "cut" }]));
        let ran = applies_in_the_end(&served, &[]);
        tells(&ran, &["Stopped: the connection was cut during", "Done: ", " of ", "not tried"]);
        tells(
            &ran,
            &["run `gantry apply --yes --token-file token.json` again", "the way back: gantry restore .gantry"],
        );
        let first = served.snapshots().first().cloned().unwrap();
        served.gantry(&["restore", first.to_str().unwrap(), "--yes"]).comes_to(0);
        assert_eq!(served.setting("Unread_Count"), json!("user_and_group_mentions_only"), "as before the cut apply");
    }
}

#[test]
fn a_server_in_use_is_refused_in_one_sentence() {
    let served = Served::with("8.8", "", |options| options.populated = true);
    let ran = served.gantry(&APPLY).comes_to(2);
    tells(&ran, &["error: nothing was changed\n  because: this server already has", "add --dedicated"]);
    assert_eq!(ran.err.matches("nothing was changed").count(), 1, "{}", ran.err);
    let nobody = served.gantry(&["apply"]).comes_to(2);
    tells(&nobody, &["There is no terminal to ask on; give --yes and --dedicated"]);
}

/// Releases before 8.7 take whole lists of roles only, and refuse a list for the sake of one role.
#[test]
fn a_role_that_the_server_does_not_list_keeps_only_its_own_permission_from_being_changed() {
    for release in ["3.18", "6.5"] {
        let served = Served::fresh(release);
        let roles: Vec<String> = ["admin", "livechat-monitor", "user"].map(str::to_owned).into();
        served.hub.world().permissions.set("create-c", roles, 0);
        let ran = served.gantry(&APPLY).comes_to(2);
        tells(&ran, &["create-c: not done: ", "refuses one of admin, livechat-monitor as no role", "by hand"]);
        assert_eq!(ran.out.matches(": not done: ").count(), 1, "{}", ran.out);
        served.hub.world().permissions.set("create-c", vec!["admin".to_owned(), "livechat-monitor".to_owned()], 0);
        served.gantry(&["check"]).comes_to(0);
    }
}

#[test]
fn permissions_of_roles_that_the_server_does_not_list_are_never_sent_needlessly() {
    for release in ["3.18", "4.8", "5.4", "6.5", "7.7", "7.13"] {
        let served = Served::fresh(release);
        served.gantry(&APPLY).comes_to(0);
        let calls = served.calls();
        let writes = calls.iter().filter(|call| *call == "POST /api/v1/permissions.update").count();
        assert!(writes <= 2, "{release}: {writes} calls, so one was refused");
    }
}

#[test]
fn what_a_server_says_steers_no_terminal() {
    let served = Served::fresh("8.8");
    let evil = "x\u{1b}[2J\u{9b}31m\u{202e}y\u{2066}";
    served.hub.world().settings.insert("Iframe_Integration_send_target_origin".into(), json!(evil));
    served.hub.world().settings.insert("theme-custom-css".into(), json!(evil));
    for arguments in [&["plan"][..], &["plan", "--json"], &["plan", "--markdown"], &["check", "--json"], &["export"]] {
        let ran = served.gantry(arguments);
        let all = format!("{}{}", ran.out, ran.err);
        let steering: String = all.chars().filter(|c| gantry::setup::render::steers(*c) && *c != '\n').collect();
        assert_eq!(steering, "", "{arguments:?}");
    }
    let json = served.gantry(&["plan", "--json"]).json();
    let change = json["changes"].as_array().unwrap().iter().find(|change| change["id"] == "theme-custom-css").unwrap();
    assert_eq!(change["from"], evil, "a program gets the value as it is");
}

#[test]
fn a_token_that_would_cross_a_network_in_clear_is_told() {
    let served = Served::fresh("8.8");
    let config = std::fs::read_to_string(served.path("gantry.toml")).unwrap();
    let elsewhere = config.replace(&served.url, "http://192.0.2.1");
    std::fs::write(served.path("gantry.toml"), elsewhere).unwrap();
    let ran = served.gantry(&["plan", "--timeout", "1"]).comes_to(2);
    tells(&ran, &["warning: http://192.0.2.1 is not https"]);
    std::fs::write(served.path("gantry.toml"), config).unwrap();
    assert!(!served.gantry(&["plan"]).comes_to(1).err.contains("not https"), "this machine is no network");
}
