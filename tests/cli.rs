//! The commands as an integrator runs them.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use assert_cmd::Command;
use assert_cmd::assert::OutputAssertExt;

fn gantry(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("gantry").unwrap();
    command.current_dir(folder).env_remove("GANTRY_CONFIG").args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn init_writes_a_file_that_bundle_takes() {
    let folder = tempfile::tempdir().unwrap();
    gantry(folder.path(), &["init"]).assert().success();
    let made = gantry(folder.path(), &["bundle", "--config", "gantry.toml", "--out", "bundle"]);
    assert_eq!((made.status.code(), text(&made.stderr)), (Some(0), String::new()));
    let json = std::fs::read_to_string(folder.path().join("bundle/gantry.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let stamp = json["stamp"].as_str().unwrap();
    insta::assert_snapshot!("bundle-output", text(&made.stdout).replace(stamp, "(stamp)"));
    for name in ["custom-script.js", "custom.css", "gantry.json", "overrides.env", "compose.yaml", "checklist.md"] {
        assert!(folder.path().join("bundle").join(name).is_file(), "{name}");
    }
    let again = gantry(folder.path(), &["bundle", "--out", "bundle"]);
    assert_eq!(text(&again.stdout).matches("(unchanged)").count(), 6);
}

#[test]
fn init_takes_the_addresses() {
    let folder = tempfile::tempdir().unwrap();
    let addresses =
        ["--server", "http://127.0.0.1:4811", "--origin", "http://127.0.0.1:4810", "--origin", "http://127.0.0.1:4812"];
    let wrote = gantry(folder.path(), &[&["init"], &addresses[..]].concat());
    assert!(wrote.status.success(), "{}", text(&wrote.stderr));
    assert!(!text(&wrote.stdout).contains("Set `"), "nothing is left to set");
    let written = std::fs::read_to_string(folder.path().join("gantry.toml")).unwrap();
    assert!(written.contains("\nserver = \"http://127.0.0.1:4811\"\n"), "{written}");
    assert!(written.contains("\norigins = [\"http://127.0.0.1:4810\", \"http://127.0.0.1:4812\"]\n"), "{written}");

    let refused = gantry(folder.path(), &["init", "--out", "other.toml", "--server", "chat \"x"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("nothing was written"), "{}", text(&refused.stderr));
    assert!(!folder.path().join("other.toml").exists());
}

#[test]
fn init_replaces_nothing_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gantry.toml");
    std::fs::write(&file, "mine").unwrap();
    let refused = gantry(folder.path(), &["init"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--force"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    gantry(folder.path(), &["init", "--out", "other.toml"]).assert().success();
    gantry(folder.path(), &["init", "--force"]).assert().success();
    assert_ne!(std::fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_wrong_file_is_told_with_its_place_and_its_remedy() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("gantry.toml"), "version = 1\nserver = \"https://c.example\"\norigin = []\n")
        .unwrap();
    let wrong = gantry(folder.path(), &["bundle", "--out", "bundle"]);
    assert_eq!((wrong.status.code(), text(&wrong.stdout)), (Some(2), String::new()));
    assert_eq!(
        text(&wrong.stderr),
        "error: unknown key `origin`\n --> gantry.toml:3:1\nhelp: did you mean `origins`?\n"
    );
    assert!(!folder.path().join("bundle").exists());
}

#[test]
fn notes_and_warnings_do_not_mix_with_the_result() {
    let folder = tempfile::tempdir().unwrap();
    let config = "version = 1\nserver = \"http://chat.example.org\"\norigins = [\"https://P.example.org/site\"]\n";
    std::fs::write(folder.path().join("gantry.toml"), config).unwrap();
    let made = gantry(folder.path(), &["bundle", "--out", "bundle"]);
    assert_eq!(made.status.code(), Some(0));
    let told = text(&made.stderr);
    assert!(told.contains("note: ") && told.contains(" --> gantry.toml:3:12\n"), "{told}");
    assert!(told.contains("warning: ") && told.contains(" --> gantry.toml:2:10\n"), "{told}");
    assert!(!told.contains('\u{1b}'), "colour without a terminal");
    assert!(!text(&made.stdout).contains("note: "));
}

#[test]
fn what_can_not_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    gantry(folder.path(), &["init"]).assert().success();
    std::fs::create_dir_all(folder.path().join("bundle/gantry.json")).unwrap();
    let failed = gantry(folder.path(), &["bundle", "--out", "bundle"]);
    assert_eq!(failed.status.code(), Some(2));
    assert!(text(&failed.stdout).contains("custom.css"), "what was written");
    let told = text(&failed.stderr);
    assert!(told.contains("not written: gantry.json, overrides.env, compose.yaml, checklist.md"), "{told}");
}

#[test]
fn a_missing_file_says_how_to_begin() {
    let folder = tempfile::tempdir().unwrap();
    let failed = gantry(folder.path(), &["bundle", "--out", "bundle"]);
    assert_eq!(failed.status.code(), Some(2));
    assert!(text(&failed.stderr).contains("gantry init"));
}

#[test]
fn help_tells_exit_codes_and_wrong_arguments_are_two() {
    let folder = tempfile::tempdir().unwrap();
    let help = gantry(folder.path(), &["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(text(&help.stdout).contains("Exit codes:"));
    assert_eq!(text(&gantry(folder.path(), &["--version"]).stdout), format!("gantry {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(gantry(folder.path(), &["bundel"]).status.code(), Some(2));
}
