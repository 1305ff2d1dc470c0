//! Claims of `docs/` that can be read off the code.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use gantry::bundle::manual::Step;

use super::fences::text_of;

fn source(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The scripts of a page, and of the set-up page.
fn scripts() -> Vec<(String, String)> {
    let mut scripts = vec![("src/bundle/script.js".to_owned(), source("src/bundle/script.js"))];
    for folder in ["www", "www/setup"] {
        for path in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let path = path.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "js") {
                scripts.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(scripts.len() > 30);
    scripts
}

/// `docs/privacy.md`: nothing is stored in the browser.
#[test]
fn no_script_stores_anything() {
    for (name, text) in scripts() {
        for word in ["localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches.", "cookieStore"] {
            // The one place reads who is logged in, in Rocket.Chat's own storage.
            let reads = name == "src/bundle/script.js" && word == "localStorage";
            let uses = text.matches(word).count();
            let allowed = usize::from(reads);
            assert!(uses <= allowed, "{name}: {word}");
            assert!(!reads || text.contains("localStorage.getItem("), "{name}");
        }
    }
}

/// The same page: nothing is sent to anybody but the site and the chat server.
#[test]
fn no_script_names_an_address() {
    for (name, text) in scripts() {
        for (_, rest) in text.match_indices("://").map(|(at, mark)| text.split_at(at + mark.len())) {
            let host = rest.split(|c: char| !c.is_ascii_alphanumeric() && !".-".contains(c)).next().unwrap();
            let host = host.trim_matches('.');
            let named = host.contains('.') && !host.contains("example") && host != "www.w3.org";
            assert!(!named, "{name}: {host}");
        }
    }
}

/// `docs/integrator.md` has a row for each step of the manual.
#[test]
fn each_step_of_the_manual_has_its_row() {
    let text = text_of("integrator.md");
    for step in Step::ALL {
        assert!(text.contains(&format!("\n| {} | ", step.name())), "step {}", step.name());
    }
    let steps = Step::ALL.iter().filter(|step| **step != Step::Before).count();
    assert_eq!(steps, 12, "the page says how many there are");
}

/// Ids of the threat table: each once, in order, so that a test can name one.
#[test]
fn threats_are_numbered() {
    let text = text_of("security.md");
    let ids: Vec<_> =
        text.lines().filter_map(|line| line.strip_prefix("| T")?.get(..2)?.parse::<usize>().ok()).collect();
    assert!(ids.len() >= 40, "{}", ids.len());
    assert_eq!(ids, (1..=ids.len()).collect::<Vec<_>>());
    for line in text.lines().filter(|line| line.starts_with("| T")) {
        assert_eq!(line.matches(" | ").count(), 3, "{line}");
    }
}

/// Settings, permissions and findings that a page names by their ids exist.
#[test]
fn codes_in_the_threat_table_are_the_codes_of_the_product() {
    let known: BTreeSet<&str> = gantry::findings::all().map(|finding| finding.code).collect();
    let text = text_of("security.md");
    for line in text.lines().filter(|line| line.starts_with("| T")) {
        let seen = line.trim_end_matches([' ', '|']).rsplit(" | ").next().unwrap();
        for code in seen.split('`').skip(1).step_by(2).filter(|code| code.contains('-') && !code.contains("template-"))
        {
            assert!(known.contains(code) || code == "frame-silent", "{line}: {code}");
        }
    }
}

/// `docs/architecture.md` says of each folder what it is for.
#[test]
fn each_folder_of_the_sources_is_described() {
    let text = text_of("architecture.md");
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let folder = format!("`src/{}`", path.file_name().unwrap().to_str().unwrap());
            assert!(text.contains(&folder), "{folder}");
        }
    }
}
