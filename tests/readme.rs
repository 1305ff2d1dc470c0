//! README.md's commands do what it says, and what it names is there.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use std::path::Path;

use assert_cmd::Command;

const README: &str = include_str!("../README.md");

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

#[test]
fn the_commands_make_what_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let ours: Vec<_> = commands().into_iter().filter_map(|line| line.strip_prefix("gantry ")).collect();
    assert_eq!(ours, ["init", "bundle --config gantry.toml --out bundle"]);
    for arguments in ours {
        let mut command = Command::cargo_bin("gantry").unwrap();
        command.current_dir(folder.path()).env_remove("GANTRY_CONFIG").args(arguments.split(' ')).assert().success();
    }
    let made = folder.path().join("bundle");
    for file in std::fs::read_dir(&made).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(README.contains(&name), "README.md does not say what {name} is for");
    }
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let homes = [checkout.to_owned(), checkout.join("www"), folder.path().to_owned(), made];
    for path in named_paths() {
        // The package is made by `make package`, not here.
        assert!(path == "www/pkg" || homes.iter().any(|home| home.join(path).exists()), "README.md names {path}");
    }
}

#[test]
fn every_make_target_is_there() {
    let makefile = include_str!("../Makefile");
    let targets: Vec<_> = commands().into_iter().filter_map(|line| line.strip_prefix("make ")).collect();
    assert!(targets.len() > 5, "{targets:?}");
    for target in targets.iter().filter_map(|line| line.split(' ').next()) {
        assert!(makefile.contains(&format!("\n{target}:")), "make {target}");
    }
}

#[test]
fn the_demos_flags_are_there() {
    let help = Command::cargo_bin("gantry").unwrap().args(["demo", "--help"]).output().unwrap().stdout;
    let help = String::from_utf8(help).unwrap();
    let flags: Vec<_> =
        commands().into_iter().flat_map(|line| line.split([' ', '"'])).filter(|word| word.starts_with("--")).collect();
    assert!(flags.contains(&"--quiet"));
    // Cargo's and those of `gantry bundle`, which have been run.
    for flag in flags.iter().filter(|flag| !["--locked", "--path", "--config", "--out"].contains(flag)) {
        assert!(help.contains(*flag), "{flag}");
    }
}

#[test]
fn links_lead_somewhere() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    for target in README.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if let Some(anchor) = target.strip_prefix('#') {
            let headings = README.lines().filter_map(|line| line.strip_prefix('#'));
            let mut anchors = headings.map(|line| {
                line.trim_start_matches('#').trim().to_lowercase().replace([',', ':'], "").replace(' ', "-")
            });
            assert!(anchors.any(|known| known == anchor), "{target}");
        } else {
            assert!(checkout.join(target).exists(), "{target}");
        }
    }
}
