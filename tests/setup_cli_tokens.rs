//! The life of a personal access token, from name and password to its end.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod setup_cli_server;

use gantry::standin::{SecondFactor, people};
use serde_json::{Value, json};
#[cfg(unix)]
use setup_cli_server::mode;
use setup_cli_server::{RELEASES, Ran, Served};

/// A fresh server whose administrator has no token yet.
fn without_token(release: &str, factor: SecondFactor) -> Served {
    let served = Served::with(release, "", |options| options.second_factor = factor);
    served.hub.world().sessions.forget(people::by_username("admin").unwrap().id);
    std::fs::remove_file(served.path("token.json")).unwrap();
    served
}

/// Makes a token with the password on standard input, and a code in the environment.
fn create(served: &Served, password: &str, code: Option<&str>, more: &[&str]) -> Ran {
    let base = ["token", "create", "--user", "admin", "--password-stdin", "--token-file", "token.json"];
    let mut command = served.command(&[&base, more].concat());
    command.write_stdin(format!("{password}\n"));
    if let Some(code) = code {
        command.env("GANTRY_CODE", code);
    }
    served.run(command)
}

fn token_in(served: &Served) -> String {
    let text = std::fs::read_to_string(served.path("token.json")).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    value["token"].as_str().unwrap().to_owned()
}

fn names(served: &Served) -> Vec<String> {
    let admin = people::by_username("admin").unwrap();
    let world = served.hub.world();
    let mut names: Vec<_> = world.sessions.personal(admin.id).iter().map(|(_, token)| token.name.clone()).collect();
    names.sort();
    names
}

/// Sessions that are no personal access token.
fn sessions(served: &Served) -> usize {
    let admin = people::by_username("admin").unwrap();
    let personal = names(served).len();
    served.hub.world().sessions.count(admin.id) - personal
}

#[test]
fn a_token_is_made_used_replaced_and_removed_on_every_release() {
    for release in RELEASES {
        let served = without_token(release, SecondFactor::Password);
        let made = create(&served, people::PASSWORD, None, &["--name", "ametys"]).comes_to(0);
        assert!(made.out.contains("Token ametys of admin is in token.json"), "{}", made.out);
        assert_eq!((names(&served), sessions(&served)), (vec!["ametys".to_owned()], 0), "{release}: logged out again");
        #[cfg(unix)]
        assert_eq!(mode(&served.path("token.json")), 0o600);

        let seen = served.gantry(&["token", "verify"]).comes_to(0);
        assert!(seen.out.contains("ametys") && seen.out.contains("free of it"), "{}", seen.out);

        let old = token_in(&served);
        served.gantry(&["token", "rotate"]).comes_to(0);
        assert_ne!(token_in(&served), old);
        assert_eq!(names(&served), ["ametys-2"], "{release}");
        served.gantry(&["plan", "--quiet"]).comes_to(1);

        served.gantry(&["token", "revoke", "--yes"]).comes_to(0);
        assert!(names(&served).is_empty());
        served.gantry(&["token", "verify"]).comes_to(2);
    }
}

#[test]
fn a_code_of_an_app_is_given_at_login_and_afterwards() {
    let served = without_token("6.5", SecondFactor::Totp);
    let none = create(&served, people::PASSWORD, None, &[]).comes_to(2);
    assert!(none.err.contains("GANTRY_CODE"), "{}", none.err);
    let wrong = create(&served, people::PASSWORD, Some("000000"), &[]).comes_to(2);
    assert!(wrong.err.contains("was refused"), "{}", wrong.err);
    assert_eq!((names(&served).len(), sessions(&served)), (0, 0));
    create(&served, people::PASSWORD, Some(people::TOTP_CODE), &[]).comes_to(0);
    served.gantry(&["token", "verify"]).comes_to(0);
}

#[test]
fn a_mailed_code_is_asked_for_at_login_and_again_for_the_token() {
    let served = without_token("8.8", SecondFactor::Email);
    let mailed = create(&served, people::PASSWORD, None, &[]).comes_to(2);
    assert!(mailed.err.contains("a code has been mailed"), "{}", mailed.err);
    assert!(!served.path("token.json").exists());
    served.write_private("password", people::PASSWORD);
    let base = ["token", "create", "--user", "admin", "--password-file", "password", "--code-stdin"];
    let mut command = served.command(&[&base[..], &["--token-file", "token.json"]].concat());
    command.write_stdin(format!("{0}\n{0}\n", people::EMAIL_CODE));
    served.run(command).comes_to(0);
    served.gantry(&["token", "verify"]).comes_to(0);
}

#[test]
fn a_wrong_password_makes_nothing() {
    let served = without_token("6.5", SecondFactor::Password);
    let wrong = create(&served, "WRONG-PASSWORD", None, &[]).comes_to(2);
    assert!(wrong.err.contains("Incorrect password") && wrong.err.contains("check the name"), "{}", wrong.err);
    assert!(!served.path("token.json").exists());
}

#[test]
fn a_token_that_is_there_is_not_overwritten() {
    let served = Served::fresh("6.5");
    let before = token_in(&served);
    let there = create(&served, people::PASSWORD, None, &["--name", "other"]).comes_to(2);
    assert!(there.err.contains("--force"), "{}", there.err);
    let taken = create(&served, people::PASSWORD, None, &["--name", "gantry", "--force"]).comes_to(2);
    assert!(taken.err.contains("there is a token named gantry already"), "{}", taken.err);
    assert_eq!((token_in(&served), sessions(&served)), (before, 0));
    create(&served, people::PASSWORD, None, &["--name", "other", "--force"]).comes_to(0);
    assert_eq!(names(&served), ["gantry", "other"]);
}

#[test]
fn a_token_may_go_to_standard_output() {
    let served = without_token("8.8", SecondFactor::Password);
    let mut command = served.command(&["token", "create", "--user", "admin", "--stdout"]);
    command.env("GANTRY_PASSWORD", people::PASSWORD);
    let ran = served.run(command).comes_to(0);
    let mut piped = served.command(&["token", "verify", "--token-stdin"]);
    piped.write_stdin(ran.out.clone());
    served.run(piped).comes_to(0);
    let token = ran.json();
    let mut by_environment = served.command(&["token", "verify"]);
    by_environment.env("GANTRY_USER_ID", token["userId"].as_str().unwrap());
    by_environment.env("GANTRY_TOKEN", token["token"].as_str().unwrap());
    served.run(by_environment).comes_to(0);
}

#[test]
fn a_token_that_can_not_be_kept_is_removed_again() {
    let served = without_token("8.8", SecondFactor::Password);
    let mut command = served.command(&["token", "create", "--user", "admin", "--token-file", "missing/token.json"]);
    command.env("GANTRY_PASSWORD", people::PASSWORD);
    let ran = served.run(command).comes_to(2);
    assert!(ran.err.contains("was removed again"), "{}", ran.err);
    assert!(names(&served).is_empty());
}

#[test]
fn rotating_keeps_the_old_token_until_the_new_one_is_proven() {
    let served = Served::fresh("8.8");
    let old = token_in(&served);
    served.faults(&json!([{ "match": "GET /api/v1/me", "do": "401" }]));
    let ran = served.gantry(&["token", "rotate"]).comes_to(2);
    assert!(ran.err.contains("nothing is changed: the old token still holds"), "{}", ran.err);
    assert_eq!((token_in(&served), names(&served)), (old.clone(), vec!["gantry".to_owned()]));

    served.fault("POST /api/v1/users.removePersonalAccessToken", "status:403");
    let ran = served.gantry(&["token", "rotate"]).comes_to(2);
    assert!(ran.err.contains("the old one, gantry, is still there: gantry token revoke"), "{}", ran.err);
    assert_ne!(token_in(&served), old);
    served.faults(&json!([]));
    served.gantry(&["token", "verify"]).comes_to(0);
    served.gantry(&["token", "revoke", "--name", "gantry", "--yes"]).comes_to(0);
    assert_eq!(names(&served), ["gantry-2"]);
}

#[test]
fn a_lost_token_is_removed_by_name_and_password() {
    let served = Served::fresh("6.5");
    let arguments = ["token", "revoke", "--user", "admin", "--name", "gantry", "--yes", "--password-stdin"];
    let mut command = served.command(&arguments);
    command.write_stdin(people::PASSWORD);
    served.run(command).comes_to(0);
    assert_eq!((names(&served).len(), sessions(&served)), (0, 0));
}

#[test]
fn removing_is_asked_for_first() {
    let served = Served::fresh("6.5");
    let ran = served.gantry(&["token", "revoke"]).comes_to(2);
    assert!(ran.err.contains("--yes"), "{}", ran.err);
    assert_eq!(names(&served), ["gantry"]);
}

#[test]
fn a_member_s_token_is_told_to_lack_rights() {
    let served = Served::fresh("6.5");
    served.hub.world().accounts.get_mut(people::by_username("admin").unwrap().id).unwrap().roles = vec!["user".into()];
    let ran = served.gantry(&["token", "verify"]).comes_to(2);
    assert!(ran.err.contains("view-privileged-setting") && ran.err.contains("access-permissions"), "{}", ran.err);
    let ran = served.gantry(&["apply", "--yes"]).comes_to(2);
    assert!(ran.err.contains("give the account the role admin"), "{} {}", ran.out, ran.err);
}

#[cfg(unix)]
#[test]
fn an_account_that_may_make_no_tokens_is_told_to_be_another() {
    let served = Served::with("8.8", "", |options| options.populated = true);
    served.hub.world().permissions.set("create-personal-access-tokens", vec!["admin".to_owned()], 0);
    let mut command = served.command(&["token", "create", "--user", "alice", "--token-file", "alice.json"]);
    command.env("GANTRY_PASSWORD", people::PASSWORD);
    let ran = served.run(command);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("may not make personal access tokens"), "{}", ran.err);
    assert!(ran.err.contains("give --user an account with the role admin"), "{}", ran.err);
    assert!(!served.path("alice.json").exists());
}

#[test]
fn a_token_file_that_is_not_there_is_told_with_what_makes_it() {
    let served = Served::fresh("8.8");
    let ran = served.run(served.command(&["plan", "--token-file", "nope.json"]));
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("gantry token create --user admin --token-file nope.json"), "{}", ran.err);
}

#[test]
fn a_token_file_that_others_may_read_is_refused() {
    let served = Served::fresh("6.5");
    std::fs::set_permissions(served.path("token.json"), std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
    let ran = served.gantry(&["plan"]).comes_to(2);
    assert!(ran.err.contains("chmod 600 token.json"), "{}", ran.err);
    assert!(served.calls().is_empty());
}

#[test]
fn credentials_that_are_missing_or_no_credentials_are_told() {
    let served = Served::fresh("6.5");
    let none = served.run(served.command(&["plan"])).comes_to(2);
    assert!(none.err.contains("GANTRY_TOKEN") && none.err.contains("gantry token create"), "{}", none.err);
    let mut half = served.command(&["plan"]);
    half.env("GANTRY_USER_ID", "x");
    assert!(served.run(half).comes_to(2).err.contains("GANTRY_TOKEN is not"));
    served.write_private("token.json", "{\"token\": \"TOKEN-MARKER\"}");
    let wrong = served.gantry(&["plan"]).comes_to(2);
    assert!(wrong.err.contains("token.json holds no token") && !wrong.err.contains("MARKER"), "{}", wrong.err);
    assert!(served.calls().is_empty());
}
