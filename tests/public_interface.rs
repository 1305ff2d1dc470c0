//! docs/public-interface.md and the code say the same. Who adds something that people may rely on writes it down there;
//! who takes something away breaks this test, and with it a promise.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use assert_cmd::Command;
use gantry::bundle::generate;
use gantry::config::{Config, ProfileTarget};
use gantry::protocol::{Origin, ServerUrl};

const DOC: &str = include_str!("../docs/public-interface.md");
const TYPES: &str = include_str!("../www/gantry.d.ts");

type Words = BTreeSet<String>;

fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> Words {
    texts.into_iter().map(str::to_owned).collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn section(heading: &str) -> &'static str {
    let at = DOC.find(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no section {heading}"));
    DOC[at + 4..].split("\n## ").next().unwrap()
}

/// The rows of a section's tables, cut into cells, without headings.
fn rows(heading: &str) -> Vec<Vec<&'static str>> {
    let lines = section(heading).lines().filter(|line| line.starts_with("| "));
    let cells = lines.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect::<Vec<_>>());
    cells.filter(|cells| cells[0].contains('`') || cells[0] == "top" || cells[0].parse::<u8>().is_ok()).collect()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn files_for_pages_are_in_the_package() {
    let listed = read("www/package.tsv");
    for row in rows("Files for the page") {
        let file = quoted(row[0])[0];
        assert!(listed.lines().any(|line| line.split('\t').next() == Some(file)), "{file}");
    }
}

#[test]
fn modules_export_what_is_promised() {
    let mut promised: BTreeMap<&str, Words> = BTreeMap::new();
    for row in rows("Exports") {
        promised.entry(quoted(row[0])[0]).or_default().insert(quoted(row[1])[0].to_owned());
    }
    for (module, wanted) in promised {
        let text = read(&format!("www/{module}"));
        let exported = text.lines().filter_map(|line| line.strip_prefix("export ")).filter_map(|line| {
            let line = line.trim_start_matches("async ").trim_start_matches("const ").trim_start_matches("function ");
            let line = line.trim_start_matches("{ ");
            Some(line.split(|c: char| !c.is_alphanumeric()).next()?.to_owned())
        });
        // For the benchmarks, and said to be so where it stands.
        let exported: Words = exported.filter(|name| name != "receiver").collect();
        assert_eq!(exported, wanted, "{module}");
        let types = read(&format!("www/{}", module.replace(".js", ".d.ts")));
        for name in wanted {
            let declared = [format!("function {name}("), format!("const {name}:")];
            assert!(declared.iter().any(|form| types.contains(&format!("export {form}"))), "types of {module}: {name}");
        }
    }
}

/// Exported types with their members, or the words that they may be.
fn types() -> BTreeMap<String, Words> {
    let mut found = BTreeMap::new();
    let mut current: Option<(String, Words)> = None;
    for line in TYPES.lines().filter(|line| !line.trim_start().starts_with(['/', '*'])) {
        let begun = ["export interface ", "export type "].iter().find_map(|start| line.strip_prefix(start));
        if let Some(name) = begun {
            let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap();
            current = Some((name.to_owned(), Words::new()));
        }
        let Some((_, members)) = &mut current else { continue };
        members.extend(line.split('"').skip(1).step_by(2).filter(|_| is_choice(line)).map(str::to_owned));
        if let Some(member) = line.strip_prefix("  ").filter(|rest| !rest.starts_with([' ', '}', '|'])) {
            let name = member.trim_start_matches("readonly ").split(|c: char| !c.is_alphanumeric()).next().unwrap();
            members.insert(name.to_owned());
        }
        if line == "}" || (line.ends_with(';') && !line.starts_with("  ")) || (line.ends_with("\";") && is_choice(line))
        {
            found.extend(current.take());
        }
    }
    found
}

fn is_choice(line: &str) -> bool {
    line.starts_with("export type ") || line.starts_with("  | ")
}

#[test]
fn types_have_the_promised_members() {
    let promised: BTreeMap<String, Words> =
        rows("Types").iter().map(|row| (quoted(row[0])[0].to_owned(), words(quoted(row[1])))).collect();
    let found = types();
    assert_eq!(words(found.keys().map(String::as_str)), words(promised.keys().map(String::as_str)));
    for (name, members) in found {
        assert_eq!(members, promised[&name], "{name}");
    }
}

#[test]
fn attributes_are_those_of_the_scripts() {
    let promised: Words = rows("Attributes").iter().map(|row| quoted(row[0])[0].to_owned()).collect();
    let mut used = Words::new();
    for script in ["auto.js", "badges.js", "place.js", "gantry.js"] {
        let text = read(&format!("www/{script}"));
        for name in text.split("dataset.gantry").skip(1) {
            let name = name.chars().take_while(|c| c.is_alphanumeric());
            let dashed = name.flat_map(|c| c.is_uppercase().then_some('-').into_iter().chain(c.to_lowercase()));
            used.insert(format!("data-gantry{}", dashed.collect::<String>()));
        }
        for name in text.split("[data-gantry-").skip(1) {
            let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            used.insert(format!("data-gantry-{name}"));
        }
    }
    assert_eq!(used, promised);
}

#[test]
fn gantry_toml_knows_the_promised_keys() {
    let head = "version = 1\nserver = \"https://chat.example.org\"\norigins = [\"https://a.example\"]\n";
    let mut promised = words(["add", "profile", "login", "bundle", "settings", "permissions", "user", "sync"]);
    for row in rows("`gantry.toml`") {
        let place = quoted(row[0]).first().copied().unwrap_or_default();
        // Any id of Rocket.Chat's is one there.
        if place == "[settings]" {
            continue;
        }
        for key in quoted(row[1]) {
            promised.insert(key.to_owned());
            let text = format!("{head}{place}\n{key} = 1979-05-27\n");
            let error = Config::parse(&text).unwrap_err().to_string();
            assert!(!error.contains("unknown key"), "{place} does not know {key}: {error}");
        }
    }
    // What the reader lets pass, as it stands in its sources.
    let mut known = Words::new();
    for file in ["read", "read_server", "read_sync"] {
        let text = read(&format!("src/config/{file}.rs"));
        for list in text.split(".only(&[").skip(1).filter_map(|rest| rest.split(']').next()) {
            known.extend(list.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    assert_eq!(known, promised);
}

#[test]
fn gantry_json_has_the_promised_keys() {
    let server = ServerUrl::parse("https://chat.example.org").unwrap();
    let (origin, _) = Origin::from_url("https://a.example").unwrap();
    let mut config = Config::example(server, &[origin]);
    config.profile.target = ProfileTarget::Url("/members/{username}".into());
    let json: serde_json::Value = serde_json::from_str(&generate(&config).gantry_json).unwrap();
    let said = section("`gantry.json`").rsplit_once(": ").unwrap().1;
    assert_eq!(words(json.as_object().unwrap().keys().map(String::as_str)), words(quoted(said)));
}

fn help(command: &str) -> String {
    let arguments: Vec<&str> = command.split(' ').filter(|word| !word.is_empty()).chain(["--help"]).collect();
    String::from_utf8(Command::cargo_bin("gantry").unwrap().args(arguments).output().unwrap().stdout).unwrap()
}

/// The names in the list of commands of a help.
fn commands(help: &str) -> Vec<String> {
    let list = help.split_once("\nCommands:\n").map_or("", |(_, rest)| rest.split("\n\n").next().unwrap());
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    names.filter_map(|line| line.split(' ').next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn commands_take_the_promised_options() {
    let promised: BTreeMap<String, Words> = rows("Commands")
        .iter()
        .filter(|row| row[0].contains('`'))
        .map(|row| (quoted(row[0])[0].to_owned(), words(row.get(1).map_or(Vec::new(), |cell| quoted(cell)))))
        .collect();
    let mut all = Vec::new();
    for command in commands(&help("")) {
        let further = commands(&help(&command));
        if further.is_empty() {
            all.push(command);
        } else {
            all.extend(further.iter().map(|one| format!("{command} {one}")));
        }
    }
    assert_eq!(words(all.iter().map(String::as_str)), words(promised.keys().map(String::as_str)));
    for (command, options) in promised {
        let text = help(&command);
        let lines = text.lines().map(str::trim_start).map(|line| {
            let long =
                line.strip_prefix('-').and_then(|rest| rest.split_once(", ")).filter(|(short, _)| short.len() == 1);
            long.map_or(line, |(_, long)| long)
        });
        let found = lines.filter(|line| line.starts_with("--"));
        let found = found.filter_map(|line| line.split([' ', '=', '[']).next());
        let found: Words = found.filter(|option| *option != "--help").map(str::to_owned).collect();
        assert_eq!(found, options, "gantry {command}");
    }
}

#[test]
fn exit_codes_are_told_by_the_help() {
    let help = help("");
    for row in rows("Commands").iter().filter(|row| row[0].parse::<u8>().is_ok()) {
        assert!(help.contains(&format!("  {}  {}", row[0], row[1])), "{row:?}");
    }
}

#[test]
fn the_environment_is_asked_for_what_is_promised() {
    let line = section("Commands").lines().find_map(|line| line.strip_prefix("Environment: ")).unwrap();
    let mut used = Words::new();
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli")];
    while let Some(folder) = waiting.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            for rest in std::fs::read_to_string(path).unwrap().split("GANTRY_").skip(1) {
                let name: String = rest.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect();
                used.insert(format!("GANTRY_{name}"));
            }
        }
    }
    assert_eq!(used, words(quoted(line)));
}

#[test]
fn the_click_on_a_person_is_told_as_promised() {
    let server = ServerUrl::parse("https://chat.example.org").unwrap();
    let (origin, _) = Origin::from_url("https://a.example").unwrap();
    let script = generate(&Config::example(server, &[origin])).script;
    let message = quoted(rows("Messages")[0][0])[0];
    assert_eq!(message, "{evtname: \"user-card-click\", username, id}");
    assert!(script.contains("evtname: \"user-card-click\", username: person.username, id: person.id"));
}

/// One list of the package's files, and nothing beside it: what is neither in it nor imported by what is in it would be
/// left behind.
#[test]
fn every_script_for_pages_is_in_the_package() {
    let listed = read("www/package.tsv");
    let rows: Vec<Vec<&str>> = listed
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
        .collect();
    for row in &rows {
        assert_eq!(row.len(), 3, "{row:?}");
        assert!(["wasm", "joined", "shortened", "copied", "set-up"].contains(&row[1]), "{row:?}");
        assert!(["start", "later", "never", "set-up"].contains(&row[2]), "{row:?}");
        assert_eq!([row[1] == "set-up", row[2] == "set-up"], [row[0].starts_with("setup/"); 2], "{row:?}");
        // The set-up page's own test is that it runs.
        let made = ["wasm", "set-up"].contains(&row[1]);
        assert!(made || Path::new(env!("CARGO_MANIFEST_DIR")).join("www").join(row[0]).exists(), "{row:?}");
    }
    let mut reached: Words = rows.iter().map(|row| row[0].to_owned()).collect();
    // What is imported on the way would be joined to the rest, and come at once, if it were not listed.
    let later = |text: &str| -> Vec<String> {
        let imports = text.split("import(\"./").skip(1).filter_map(|rest| rest.split('"').next());
        imports.map(str::to_owned).collect()
    };
    let listed = reached.clone();
    let mut waiting: Vec<String> =
        rows.iter().filter(|row| row[0].ends_with(".js") && row[1] != "set-up").map(|row| row[0].to_owned()).collect();
    while let Some(name) = waiting.pop() {
        let Ok(text) = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("www").join(&name)) else {
            continue;
        };
        for import in later(&text) {
            assert!(listed.contains(&import), "www/{name} fetches {import}, which is not in www/package.tsv");
        }
        for import in text.split("\"./").skip(1).filter_map(|rest| rest.split('"').next()) {
            if reached.insert(import.to_owned()) {
                waiting.push(import.to_owned());
            }
        }
    }
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("www")).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        if file.path().is_file() && name != "package.tsv" {
            assert!(reached.contains(&name), "www/{name} is not in www/package.tsv, and nothing there imports it");
        }
    }
}
