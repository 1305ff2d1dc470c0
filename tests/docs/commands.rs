//! The commands in `docs/`, run in order, page by page, against the stand-in.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use gantry::standin::{Options, people};

use super::fences::{of, pages};
use super::setup_cli_server::{PAGE, Served};

const SECRET: &str = "SECRET-OF-THE-ENVIRONMENT";

fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_command_does_what_is_told() {
    let pages: BTreeSet<String> =
        pages().into_iter().filter(|fence| fence.language == "sh").map(|fence| fence.page).collect();
    assert!(pages.len() > 6, "{pages:?}");
    for page in pages {
        let served = served(&page);
        for block in of(&page, "sh") {
            block.lines().for_each(|line| run(&page, &served, line));
        }
    }
}

/// A server and a folder as the page expects them.
fn served(page: &str) -> Served {
    let served = Served::with("8.8", "", |options: &mut Options| {
        options.populated = page == "back-end-login.md";
        options.create_tokens = Some(SECRET.to_owned());
    });
    served.write_private("secret.txt", &format!("{SECRET}\n"));
    if let Some(roster) = of(page, "json").first().filter(|_| page == "roster.md") {
        std::fs::write(served.path("roster.json"), roster).unwrap();
    }
    if of(page, "sh").concat().contains("gantry init") {
        for name in ["gantry.toml", "token.json"] {
            std::fs::remove_file(served.path(name)).unwrap();
        }
        served.hub.world().sessions.close(&served.token);
    }
    served
}

fn run(page: &str, served: &Served, line: &str) {
    let words: Vec<&str> = line.split(' ').filter(|word| !word.starts_with("GANTRY_WRITE=")).collect();
    match words[..] {
        ["gantry", ref arguments @ ..] => gantry(page, served, line, arguments),
        ["make", target, ref more @ ..] => make(page, target, more),
        ["cargo", ref arguments @ ..] => cargo(page, arguments),
        _ => panic!("docs/{page}: no test runs: {line}"),
    }
}

fn gantry(page: &str, served: &Served, line: &str, arguments: &[&str]) {
    let mut line = line.to_owned();
    // Who runs these at a terminal is asked.
    if ["apply", "uninstall"].contains(&arguments[0]) || arguments.starts_with(&["sync", "apply"]) {
        line = line.replace(" --yes", "") + " --yes";
    }
    // This one goes on until it is told to stop; tests/demo.rs is about it.
    if arguments[0] == "demo" {
        line += " --help";
    }
    let program = assert_cmd::cargo::cargo_bin("gantry");
    let path = std::env::join_paths(
        std::iter::once(program.parent().unwrap().to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let mut command = Command::new("sh");
    command.args(["-c", &line]).current_dir(served.folder.path()).env("PATH", path.unwrap());
    for name in ["CONFIG", "USER_ID", "TOKEN", "TOKEN_FILE", "CODE"] {
        command.env_remove(format!("GANTRY_{name}"));
    }
    command.env("GANTRY_PASSWORD", people::PASSWORD);
    let ended = command.output().unwrap();
    let told = String::from_utf8_lossy(&ended.stderr).into_owned() + &String::from_utf8_lossy(&ended.stdout);
    let asks = matches!(arguments, ["plan" | "check" | "doctor", ..] | ["sync", "plan" | "check", ..]);
    // Only a packaged program carries the files for the page; tests/packages is about those.
    let bare = arguments[0] == "assets" && told.contains("built without the files for the page");
    let code = ended.status.code().unwrap();
    assert!(code == 0 || (asks && code == 1) || bare, "docs/{page}: {line} ends with {code}\n{told}");
    if arguments == ["init"] {
        let file = served.path("gantry.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        let text = text.replace("https://chat.example.org", &served.url).replace("https://projects.example.org", PAGE);
        std::fs::write(file, text).unwrap();
    }
}

fn make(page: &str, target: &str, more: &[&str]) {
    let makefile = include_str!("../../Makefile");
    assert!(makefile.contains(&format!("\n{target}:")), "docs/{page}: make {target}");
    for more in more {
        let suite = more.strip_prefix("ONLY=").unwrap_or_else(|| panic!("docs/{page}: make {target} {more}"));
        assert!(checkout().join(format!("tests/e2e/{suite}.test.mjs")).exists(), "docs/{page}: {more}");
    }
}

fn cargo(page: &str, arguments: &[&str]) {
    let tests = checkout().join("tests");
    let there = match arguments {
        ["test", "--test", name] => {
            tests.join(format!("{name}.rs")).exists() || tests.join(name).join("main.rs").exists()
        }
        ["test", "--lib", module] => checkout().join("src").join(module.trim_end_matches("::")).exists(),
        ["install", "--locked", "--path", ".", "--features", feature] => {
            include_str!("../../Cargo.toml").contains(&format!("\n{feature} = "))
        }
        _ => false,
    };
    assert!(there, "docs/{page}: no test runs: cargo {}", arguments.join(" "));
}
