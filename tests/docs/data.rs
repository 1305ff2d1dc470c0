//! The blocks that are data: read by what reads them, or compared with what the code makes.

use std::collections::BTreeSet;

use gantry::bundle::proxy;
use gantry::config::Config;
use serde_json::Value;

use super::fences::{of, pages};
use super::setup_cli_server::Served;

const SERVER: &str =
    "version = 1\nserver = \"https://chat.example.org\"\norigins = [\"https://projects.example.org\"]\n";

fn example() -> Config {
    Config::parse(SERVER).unwrap().0
}

#[test]
fn each_piece_of_gantry_toml_is_read() {
    for fence in pages().into_iter().filter(|fence| fence.language == "toml") {
        let whole = fence.text.starts_with("version");
        let text = if whole { fence.text } else { format!("{SERVER}{}", fence.text) };
        if let Err(error) = Config::parse(&text) {
            panic!("docs/{}:{}: {error:?}", fence.page, fence.line);
        }
    }
}

#[test]
fn each_piece_of_json_is_what_the_code_reads_or_writes() {
    for fence in pages().into_iter().filter(|fence| fence.language == "json") {
        let place = format!("docs/{}:{}", fence.page, fence.line);
        let value: Value = serde_json::from_str(&fence.text).unwrap_or_else(|error| panic!("{place}: {error}"));
        match fence.page.as_str() {
            // A kept token, and the login's answer.
            "integrator.md" => assert_eq!(keys(&value), BTreeSet::from(["token", "userId"]), "{place}"),
            "settings.md" => of_a_plan(&value),
            // It is the roster of the page's commands.
            "roster.md" => {}
            _ => panic!("{place}: no test reads it"),
        }
    }
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn of_a_plan(told: &Value) {
    let planned = Served::fresh("8.8").gantry(&["plan", "--json"]).comes_to(1).json();
    assert_eq!(keys(told), keys(&planned));
    for change in told["changes"].as_array().unwrap() {
        let real = planned["changes"].as_array().unwrap().iter().find(|real| real["kind"] == change["kind"]).unwrap();
        assert_eq!(keys(change), keys(real));
    }
    for part in ["server", "counts"] {
        assert_eq!(keys(&told[part]), keys(&planned[part]), "{part}");
    }
    assert_eq!(keys(&told["notes"][0]), keys(&planned["notes"][0]));
}

#[test]
fn the_lines_for_a_proxy_are_those_that_the_code_writes() {
    let config = example();
    let made = [proxy::framing(&config), proxy::upgrade(&config), proxy::forwarded_scheme()];
    let told: Vec<_> =
        pages().into_iter().filter(|fence| ["nginx", "apache"].contains(&fence.language.as_str())).collect();
    assert_eq!(told.len(), 6);
    for (at, fence) in told.iter().enumerate() {
        let lines = made[at / 2].iter().find(|lines| lines.proxy.eq_ignore_ascii_case(&fence.language)).unwrap();
        assert_eq!(fence.text.trim_end(), lines.text, "docs/{}:{}", fence.page, fence.line);
    }
}

/// Blocks of plain text: the page's policy, which `tests/e2e/docs.test.mjs` puts on its pages, and what a plan shows.
#[test]
fn each_piece_of_text_is_compared_with_something() {
    let texts: Vec<_> = pages().into_iter().filter(|fence| fence.language == "text").map(|fence| fence.page).collect();
    assert_eq!(texts, ["integrator.md", "upgrade.md"]);
    assert!(of("integrator.md", "text")[0].starts_with("script-src 'self' 'wasm-unsafe-eval'; "));
}
