//! README.md's commands do what it says, and what it names is there.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod setup_cli_server;

use std::path::Path;

use assert_cmd::Command;
use gantry::standin::people;
use setup_cli_server::Served;

const README: &str = include_str!("../README.md");
const HANDBOOK: &str = include_str!("../docs/integrator.md");

/// The lines of the shell's blocks, without the blanks that a list puts before each.
fn commands() -> Vec<&'static str> {
    let mut within = false;
    README
        .lines()
        .map(str::trim)
        .filter(|line| {
            let fence = line.starts_with("```");
            if fence {
                within = !within && *line == "```sh";
            }
            within && !fence
        })
        .collect()
}

/// What stands between backticks outside of blocks and is a file or folder by its look.
fn named_paths() -> Vec<&'static str> {
    let folders = ["src/", "www/", "tests/", "docs/", "build/", "bundle/"];
    let files = [".js", ".json", ".css", ".env", ".yaml", ".md", ".ts", ".toml"];
    let prose = README.split("```").step_by(2);
    let quoted = prose.flat_map(|text| text.split('`').skip(1).step_by(2));
    quoted
        .filter(|text| !text.contains(['*', ' ']))
        .filter(|text| {
            folders.iter().any(|start| text.starts_with(start)) || files.iter().any(|end| text.ends_with(end))
        })
        .collect()
}

/// What the integrator does, from an empty server to one that is in sync, on the oldest, the recorded and the newest release.
#[test]
fn the_commands_do_what_is_told() {
    for release in ["3.18", "6.5", "8.8"] {
        five_minutes(release);
    }
}

fn five_minutes(release: &str) {
    let served = Served::fresh(release);
    served.hub.world().sessions.close(&served.token);
    let folder = tempfile::tempdir().unwrap();
    let ours = commands().into_iter().filter_map(|line| line.strip_prefix("gantry "));
    let ours: Vec<_> = ours.filter(|arguments| !arguments.starts_with("demo")).collect();
    assert_eq!(ours.len(), 7, "{ours:?}");
    for arguments in ours {
        let mut command = Command::cargo_bin("gantry").unwrap();
        for name in ["GANTRY_CONFIG", "GANTRY_TOKEN_FILE", "GANTRY_TOKEN", "GANTRY_USER_ID"] {
            command.env_remove(name);
        }
        // Who runs it at a terminal is asked.
        command.env("GANTRY_PASSWORD", people::PASSWORD);
        command.current_dir(folder.path()).args(arguments.split(' '));
        if arguments.starts_with("apply") {
            command.arg("--yes");
        }
        let ended = command.output().unwrap();
        let wanted = i32::from(arguments.starts_with("plan"));
        let told = String::from_utf8_lossy(&ended.stderr).into_owned() + &String::from_utf8_lossy(&ended.stdout);
        // Only a packaged program carries the files for the page; tests/packages runs this line with it.
        if arguments.starts_with("assets") && told.contains("built without the files for the page") {
            continue;
        }
        assert_eq!(ended.status.code(), Some(wanted), "{release}: gantry {arguments}\n{told}");
        if arguments == "init" {
            edit(&folder.path().join("gantry.toml"), &served.url);
        }
    }
    let bundle =
        Command::cargo_bin("gantry").unwrap().current_dir(folder.path()).args(["bundle", "--out", "bundle"]).ok();
    bundle.unwrap();
    names_what_is_there(folder.path());
}

/// What step 2 asks for.
fn edit(file: &Path, server: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    let text = text
        .replace("https://chat.example.org", server)
        .replace("https://projects.example.org", "http://127.0.0.1:4810")
        .replace("# Block_Multiple_Failed_Logins_Ip_Whitelist", "Block_Multiple_Failed_Logins_Ip_Whitelist");
    std::fs::write(file, text).unwrap();
}

fn names_what_is_there(folder: &Path) {
    let made = folder.join("bundle");
    for file in std::fs::read_dir(&made).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(HANDBOOK.contains(&format!("`{name}`")), "docs/integrator.md does not say what {name} is for");
    }
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let homes = [checkout.to_owned(), checkout.join("www"), folder.to_owned(), made];
    for path in named_paths() {
        // The package is made by `make companion`, and plans and tokens by those who want them.
        assert!(
            ["www/pkg", "plan.json", "token.json"].contains(&path) || homes.iter().any(|home| home.join(path).exists()),
            "README.md names {path}"
        );
    }
}

#[test]
fn every_make_target_is_there() {
    let makefile = include_str!("../Makefile");
    let targets: Vec<_> = commands().into_iter().filter_map(|line| line.strip_prefix("make ")).collect();
    assert!(targets.len() > 4, "{targets:?}");
    for target in targets.iter().filter_map(|line| line.split(' ').next()) {
        assert!(makefile.contains(&format!("\n{target}:")), "make {target}");
    }
}

#[test]
fn the_demos_flags_are_there() {
    let help = Command::cargo_bin("gantry").unwrap().args(["demo", "--help"]).output().unwrap().stdout;
    let help = String::from_utf8(help).unwrap();
    let demos = commands().into_iter().filter(|line| line.starts_with("gantry demo"));
    let flags: Vec<_> = demos.flat_map(|line| line.split(' ')).filter(|word| word.starts_with("--")).collect();
    assert!(flags.contains(&"--quiet") && flags.contains(&"--not-set-up"));
    for flag in flags {
        assert!(help.contains(flag), "{flag}");
    }
}
