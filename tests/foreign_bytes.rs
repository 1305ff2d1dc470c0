//! What must hold whatever comes from outside, for the fuzzer's seeds and for all that it ever found. `make fuzz` goes
//! on from there.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(unreachable_pub, reason = "the same modules are a library for the fuzzer")]

use std::path::Path;

#[path = "../fuzz/src/lib.rs"]
mod properties;

/// A way in: the name of its target and folder of seeds, and what must hold there.
type WayIn = (&'static str, fn(&[u8]));

const WAYS_IN: [WayIn; 11] = [
    ("address", properties::address::check),
    ("config", properties::config::check),
    ("custom_text", properties::custom_text::check),
    ("ddp", properties::ddp::check),
    ("frame_event", properties::frame_event::check),
    ("kept_file", properties::kept_file::check),
    ("page_options", properties::page_options::check),
    ("rest", properties::rest::check),
    ("roster", properties::roster::check),
    ("setup_page", properties::setup_page::check),
    ("tabs", properties::tabs::check),
];

fn seeds(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(name);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    files
        .map(|file| file.unwrap().path())
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect()
}

#[test]
fn every_seed_holds_what_must_hold() {
    for (name, check) in WAYS_IN {
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for (file, bytes) in seeds {
            println!("{file}");
            check(&bytes);
        }
    }
}

/// A cut is the commonest damage, and each ends in another state of a parser.
#[test]
fn every_seed_may_end_anywhere() {
    for (name, check) in WAYS_IN {
        for (file, bytes) in seeds(name) {
            let step = bytes.len() / 24 + 1;
            for length in (0..bytes.len()).step_by(step) {
                println!("{file}, the first {length} bytes");
                check(&bytes[..length]);
            }
        }
    }
}

#[test]
fn every_way_in_is_fuzzed() {
    let manifest = include_str!("../fuzz/Cargo.toml");
    for (name, _) in WAYS_IN {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), WAYS_IN.len());
}
