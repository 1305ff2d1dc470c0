//! The size that a page pays, as a limit that a change cannot pass unnoticed.
//!
//! `make companion` measures the package and leaves `www/pkg/sizes.json`; `make test` builds the package first and says so
//! in `GANTRY_PACKAGE_BUILT`, so that a missing package fails there instead of passing.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers that cannot read the sizes end their test"
)]

use std::fs;
use std::path::{Path, PathBuf};

const WASM_RAW: u64 = 60_000;
const WASM_BROTLI: u64 = 22_000;
const GLUE_AND_ENTRY_BROTLI: u64 = 7_000;
/// What comes besides for counts without a chat; what else they may cost is held in `tests/e2e/watch-page.test.mjs`.
const WATCH_BROTLI: u64 = 6_000;

/// The set-up page's own: an administrator opens it a few times, so texts in two languages may weigh what they weigh.
const SETUP_WASM_RAW: u64 = 245_000;
const SETUP_WASM_BROTLI: u64 = 90_000;
const SETUP_PAGE_BROTLI: u64 = 14_000;

/// The sizes of `files` of the package; none where nothing was built.
fn measured(files: &[&str]) -> Option<serde_json::Value> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/pkg");
    let sizes = package.join("sizes.json");
    let Ok(text) = fs::read_to_string(&sizes) else {
        assert!(
            std::env::var_os("GANTRY_PACKAGE_BUILT").is_none(),
            "{} is missing although the package was built: run `make companion`",
            sizes.display()
        );
        eprintln!("no package in www/pkg, so nothing to measure: `make companion` builds it");
        return None;
    };
    let sizes: serde_json::Value = serde_json::from_str(&text).expect("sizes.json is JSON");
    for file in files {
        let path: PathBuf = package.join(file);
        let found = fs::metadata(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).len();
        assert_eq!(size(&sizes, file, "raw"), found, "sizes.json is not about this {file}: run `make companion`");
    }
    Some(sizes)
}

fn size(sizes: &serde_json::Value, file: &str, what: &str) -> u64 {
    sizes[file][what].as_u64().unwrap_or_else(|| panic!("sizes.json has no {what} size of {file}"))
}

#[test]
fn set_up_page_stays_within_its_budget() {
    let files = ["setup/setup_wasm_bg.wasm", "setup/setup.js", "setup/setup.css", "setup/index.html"];
    let Some(sizes) = measured(&files) else { return };
    let [raw, brotli] = ["raw", "brotli"].map(|what| size(&sizes, "setup/setup_wasm_bg.wasm", what));
    let page: u64 = files[1..].iter().map(|file| size(&sizes, file, "brotli")).sum();
    println!("wasm {raw} bytes, {brotli} brotli; page, script and style {page} brotli");
    assert!(raw <= SETUP_WASM_RAW, "the wasm has {raw} bytes, {SETUP_WASM_RAW} are allowed");
    assert!(brotli <= SETUP_WASM_BROTLI, "the wasm has {brotli} bytes in brotli, {SETUP_WASM_BROTLI} are allowed");
    assert!(page <= SETUP_PAGE_BROTLI, "the page has {page} bytes in brotli, {SETUP_PAGE_BROTLI} are allowed");
}

#[test]
fn package_stays_within_its_budget() {
    let Some(sizes) = measured(&["gantry_wasm_bg.wasm", "gantry.js", "auto.js"]) else { return };
    let size = |file: &str, what: &str| size(&sizes, file, what);
    let wasm_raw = size("gantry_wasm_bg.wasm", "raw");
    let wasm_brotli = size("gantry_wasm_bg.wasm", "brotli");
    // One file holds both.
    let glue_and_entry = size("gantry.js", "brotli");
    let watch = size("watch.js", "brotli");
    println!("wasm {wasm_raw} bytes, {wasm_brotli} brotli; glue and entry {glue_and_entry} brotli");
    assert!(wasm_raw <= WASM_RAW, "the wasm has {wasm_raw} bytes, {WASM_RAW} are allowed");
    assert!(wasm_brotli <= WASM_BROTLI, "the wasm has {wasm_brotli} bytes in brotli, {WASM_BROTLI} are allowed");
    assert!(
        glue_and_entry <= GLUE_AND_ENTRY_BROTLI,
        "gantry.js and the glue in it have {glue_and_entry} bytes in brotli, {GLUE_AND_ENTRY_BROTLI} are allowed"
    );
    assert!(watch <= WATCH_BROTLI, "watch.js has {watch} bytes in brotli, {WATCH_BROTLI} are allowed");
}
