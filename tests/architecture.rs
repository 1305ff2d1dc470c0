//! What may use what, and what may not be there at all: the layout's promises, read off the sources.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::panic, reason = "a helper that cannot read the sources ends its test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of `src/`, the folders that it may import from, and whether it is free of input, output, clock and browser.
struct Folder {
    name: &'static str,
    below: &'static [&'static str],
    pure: bool,
}

const LAYOUT: [Folder; 19] = [
    Folder { name: "protocol", below: &[], pure: true },
    // The package inside the program: bytes and their names.
    Folder { name: "assets", below: &[], pure: true },
    Folder { name: "session", below: &["protocol"], pure: true },
    Folder { name: "unread", below: &["protocol"], pure: true },
    Folder { name: "realtime", below: &["unread", "protocol"], pure: true },
    Folder { name: "profile", below: &["protocol"], pure: true },
    Folder { name: "options", below: &["session", "profile", "protocol"], pure: true },
    Folder { name: "config", below: &["protocol"], pure: true },
    Folder { name: "bundle", below: &["session", "unread", "profile", "config", "protocol"], pure: true },
    Folder { name: "findings", below: &["session", "unread", "profile", "config", "protocol"], pure: true },
    Folder {
        name: "setup_page",
        below: &["bundle", "findings", "session", "unread", "profile", "config", "protocol"],
        pure: true,
    },
    Folder { name: "setup_page_shell", below: &["setup_page"], pure: false },
    Folder { name: "setup", below: &["bundle", "findings", "config", "protocol"], pure: true },
    Folder { name: "roster", below: &["setup", "config", "protocol"], pure: true },
    Folder { name: "rest", below: &["roster", "setup", "config", "protocol"], pure: true },
    Folder { name: "doctor", below: &["rest", "setup", "bundle", "findings", "config", "protocol"], pure: true },
    Folder {
        name: "companion",
        below: &["bundle", "findings", "options", "realtime", "session", "unread", "profile", "config", "protocol"],
        pure: false,
    },
    Folder {
        name: "standin",
        below: &["assets", "setup", "bundle", "findings", "session", "unread", "profile", "config", "protocol"],
        pure: false,
    },
    // The demo is a command, and what it starts is the stand-in.
    Folder {
        name: "cli",
        below: &[
            "assets", "standin", "doctor", "rest", "roster", "setup", "bundle", "findings", "session", "unread",
            "profile", "config", "protocol",
        ],
        pure: false,
    },
];

/// What the pure folders may not name. A length of time is no clock, so `std::time::Duration` is left alone.
const IMPURE: [&str; 18] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::io",
    "std::time::Instant",
    "std::time::SystemTime",
    "Instant",
    "SystemTime",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "gloo",
    "tokio",
    "axum",
    "clap",
    "anyhow",
];

/// The files that may ask which target they are built for; `config` does because its TOML reader is native only.
const TARGET_GATES: [&str; 3] = ["src/lib.rs", "src/main.rs", "src/config/mod.rs"];

const LONGEST_FILE: usize = 400;

/// What no script and no page of ours may contain: ways to turn text into markup or code, and a forgeable address.
const UNSAFE_IN_SCRIPTS: [&str; 8] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    "document.referrer",
    "setAttribute(\"on",
];

/// The same by web-sys's and js-sys's names.
const UNSAFE_IN_RUST: [&str; 7] = [
    "set_inner_html",
    "set_outer_html",
    "insert_adjacent_html",
    "js_sys::eval",
    "Function::new_with_args",
    "Function::new_no_args",
    ".referrer()",
];

#[test]
fn imports_point_down_only() {
    let known: BTreeSet<&str> = LAYOUT.iter().map(|folder| folder.name).collect();
    let mut wrong = Vec::new();
    for (name, path, text) in sources_by_folder() {
        let Some(folder) = LAYOUT.iter().find(|folder| folder.name == name) else {
            wrong.push(format!("{}: the folder {name} has no place in the layout", path.display()));
            continue;
        };
        for used in modules_used(&text) {
            if known.contains(used.as_str()) && used != name && !folder.below.contains(&used.as_str()) {
                wrong.push(format!("{}: {name} may not use {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_folders_have_no_clock_input_output_or_browser() {
    let mut wrong = Vec::new();
    for (name, path, text) in sources_by_folder() {
        if LAYOUT.iter().any(|folder| folder.name == name && folder.pure) {
            wrong.extend(impurities(&text).iter().map(|found| format!("{}: {found}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn target_is_asked_at_the_doors_only() {
    let wrong: Vec<String> = files_below(&["src"], &["rs"])
        .iter()
        .filter(|path| !TARGET_GATES.contains(&relative(path).as_str()))
        .filter(|path| path.file_name().is_some_and(|name| name != "tests.rs"))
        .filter(|path| asks_for_the_target(&read(path)))
        .map(|path| relative(path))
        .collect();
    assert!(wrong.is_empty(), "target_arch outside {TARGET_GATES:?}: {wrong:?}");
}

#[test]
fn files_stay_short() {
    let long: Vec<String> = files_below(&["src", "www"], &["rs", "js", "css", "html", "ts"])
        .iter()
        .map(|path| (relative(path), read(path).lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(path, lines)| format!("{path} has {lines} lines"))
        .collect();
    assert!(long.is_empty(), "over {LONGEST_FILE} lines: {long:?}");
}

#[test]
fn nothing_turns_text_into_markup_or_code() {
    let mut wrong = Vec::new();
    for path in files_below(&["src", "www"], &["js", "mjs", "html"]) {
        wrong.extend(unsafe_script(&read(&path)).iter().map(|found| format!("{}: {found}", relative(&path))));
    }
    for path in files_below(&["src"], &["rs"]) {
        let text = without_comments(&read(&path));
        for found in UNSAFE_IN_RUST.iter().filter(|word| text.contains(*word)) {
            wrong.push(format!("{}: {found}", relative(&path)));
        }
        if calls(&text, "post_message(").iter().any(|call| call.contains("\"*\"")) {
            wrong.push(format!("{}: a message to any origin", relative(&path)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn npm_lock_files_name_no_registry() {
    for folder in ["tests/e2e", "benches/peers"] {
        let lock = read(&root().join(folder).join("package-lock.json"));
        assert!(!lock.contains("\"resolved\""), "write it with omit-lockfile-registry-resolved=true ({folder}/.npmrc)");
    }
}

/// Whether code that is shipped asks for the target. Tests may: their helpers are native only.
fn asks_for_the_target(text: &str) -> bool {
    without_tests(&without_comments(text))
        .lines()
        .any(|line| line.contains("target_arch") && !line.contains("all(test,"))
}

/// `(folder, path, text without comments and tests)` of each Rust file in a folder of `src/`.
fn sources_by_folder() -> Vec<(String, PathBuf, String)> {
    files_below(&["src"], &["rs"])
        .into_iter()
        .filter(|path| path.file_name().is_some_and(|name| name != "tests.rs"))
        .filter_map(|path| {
            let relative = path.strip_prefix(root().join("src")).ok()?.to_path_buf();
            let folder = relative.parent()?.components().next()?.as_os_str().to_str()?.to_owned();
            let text = without_tests(&without_comments(&read(&path)));
            Some((folder, path, text))
        })
        .collect()
}

/// The crate's own modules that a file names, as `crate::x`, in a group `crate::{x, y::z}` or climbing with `super`.
fn modules_used(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for door in ["crate::", "super::super::"] {
        for (at, _) in text.match_indices(door) {
            let rest = &text[at + door.len()..];
            if rest.starts_with('{') {
                used.extend(group(rest).iter().map(|path| identifier(path)));
            } else {
                used.insert(identifier(rest));
            }
        }
    }
    used
}

fn impurities(text: &str) -> BTreeSet<String> {
    let mut named = text.to_owned();
    // `use std::{fs, time::Instant}` names std::fs and std::time::Instant too.
    for (at, _) in text.match_indices("std::{") {
        for path in group(&text[at + "std::".len()..]) {
            named.push_str(&format!("\nstd::{path}"));
        }
    }
    IMPURE.iter().filter(|word| contains_word(&named, word)).map(|word| (*word).to_owned()).collect()
}

fn unsafe_script(text: &str) -> BTreeSet<String> {
    let code: String = text
        .lines()
        .filter(|line| !["//", "*", "/*"].iter().any(|mark| line.trim_start().starts_with(mark)))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut found: BTreeSet<String> =
        UNSAFE_IN_SCRIPTS.iter().filter(|word| code.contains(*word)).map(|word| (*word).to_owned()).collect();
    for call in calls(&code, "postMessage(") {
        if ["\"*\"", "'*'", "`*`"].iter().any(|star| call.contains(star)) {
            found.insert(format!("postMessage({call})"));
        }
    }
    found
}

/// The arguments of each call that starts with `name`, to the bracket that closes it.
fn calls<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    text.match_indices(name)
        .map(|(at, _)| {
            let rest = &text[at + name.len()..];
            let mut depth = 1;
            let end = rest.find(|character| {
                depth += match character {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
                depth == 0
            });
            &rest[..end.unwrap_or(rest.len())]
        })
        .collect()
}

/// The paths of `{a, b::{c, d}}`, spelled out: a, b::c, b::d.
fn group(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut prefixes: Vec<String> = Vec::new();
    let mut current = String::new();
    for character in text.chars().filter(|character| !character.is_whitespace()) {
        match character {
            '{' => prefixes.push(std::mem::take(&mut current)),
            ',' | '}' => {
                if !current.is_empty() {
                    paths.push(prefixes.concat() + &std::mem::take(&mut current));
                }
                if character == '}' {
                    prefixes.pop();
                    if prefixes.is_empty() {
                        break;
                    }
                }
            }
            _ => current.push(character),
        }
    }
    paths
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
}

fn contains_word(text: &str, word: &str) -> bool {
    let part_of_a_name = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        !part_of_a_name(text[..at].chars().next_back()) && !part_of_a_name(text[at + word.len()..].chars().next())
    })
}

/// Comments out, so that an explanation may name what the code may not. A `//` inside a text is taken for one too.
fn without_comments(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.split("//").next().unwrap_or_default())).collect()
}

/// Tests stand at the end of a file and may read fixtures.
fn without_tests(text: &str) -> String {
    match text.find("\nmod tests {") {
        Some(at) => text[..at].to_owned(),
        None => text.to_owned(),
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file below the folders with one of the endings, without what the build leaves in `www/pkg`.
fn files_below(folders: &[&str], endings: &[&str]) -> Vec<PathBuf> {
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut files = Vec::new();
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                if path != root().join("www/pkg") {
                    waiting.push(path);
                }
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

mod the_rules_themselves {
    use super::*;

    #[test]
    fn see_modules_however_they_are_imported() {
        let text = "use crate::unread::Rooms;\nuse crate::{config::{Config, Note}, protocol};\nfn f() { super::super::cli::x() }";
        let used: Vec<String> = modules_used(text).into_iter().collect();
        assert_eq!(used, ["cli", "config", "protocol", "unread"]);
    }

    #[test]
    fn see_a_clock_or_a_file_however_it_is_imported() {
        assert!(impurities("use std::{collections::BTreeMap, time::{Duration, Instant}};").contains("Instant"));
        assert!(impurities("use std::{fmt, fs};").contains("std::fs"));
        assert!(impurities("let text = std::fs::read(path);").contains("std::fs"));
        assert!(impurities("use std::time::Duration; struct Instantaneous;").is_empty());
    }

    #[test]
    fn see_messages_to_any_origin() {
        assert!(!unsafe_script("parent.postMessage({ a: f(1) }, '*');").is_empty());
        assert!(unsafe_script("parent.postMessage({ a: 1 }, origin);\n// never innerHTML").is_empty());
        assert!(!unsafe_script("element.innerHTML = text;").is_empty());
    }

    #[test]
    fn see_who_asks_for_the_target() {
        assert!(asks_for_the_target("#[cfg(not(target_arch = \"wasm32\"))]\nfn f() {}"));
        assert!(!asks_for_the_target("#[cfg(all(test, not(target_arch = \"wasm32\")))]\nmod tests;"));
    }

    #[test]
    fn leave_tests_and_comments_out() {
        let text = "fn f() {} // std::fs\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
        assert!(impurities(&without_tests(&without_comments(text))).is_empty());
    }
}
