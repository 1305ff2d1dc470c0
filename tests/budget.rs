//! The size that a page pays, as a limit that a change cannot pass unnoticed.
//!
//! `make companion` measures the package and leaves `www/pkg/sizes.json`; `make test` builds the package first and says so
//! in `GANTRY_PACKAGE_BUILT`, so that a missing package fails there instead of passing.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};

const WASM_RAW: u64 = 60_000;
const WASM_BROTLI: u64 = 22_000;
const GLUE_AND_ENTRY_BROTLI: u64 = 7_000;

#[test]
fn package_stays_within_its_budget() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/pkg");
    let sizes = package.join("sizes.json");
    let Ok(text) = fs::read_to_string(&sizes) else {
        assert!(
            std::env::var_os("GANTRY_PACKAGE_BUILT").is_none(),
            "{} is missing although the package was built: run `make companion`",
            sizes.display()
        );
        eprintln!("no package in www/pkg, so nothing to measure: `make companion` builds it");
        return;
    };
    let sizes: serde_json::Value = serde_json::from_str(&text).expect("sizes.json is JSON");
    let size = |file: &str, what: &str| {
        sizes[file][what].as_u64().unwrap_or_else(|| panic!("sizes.json has no {what} size of {file}"))
    };

    for file in ["gantry_wasm_bg.wasm", "gantry.js", "auto.js"] {
        let path: PathBuf = package.join(file);
        let found = fs::metadata(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).len();
        assert_eq!(size(file, "raw"), found, "sizes.json is not about this {file}: run `make companion`");
    }

    let wasm_raw = size("gantry_wasm_bg.wasm", "raw");
    let wasm_brotli = size("gantry_wasm_bg.wasm", "brotli");
    // One file holds both.
    let glue_and_entry = size("gantry.js", "brotli");
    println!("wasm {wasm_raw} bytes, {wasm_brotli} brotli; glue and entry {glue_and_entry} brotli");
    assert!(wasm_raw <= WASM_RAW, "the wasm has {wasm_raw} bytes, {WASM_RAW} are allowed");
    assert!(wasm_brotli <= WASM_BROTLI, "the wasm has {wasm_brotli} bytes in brotli, {WASM_BROTLI} are allowed");
    assert!(
        glue_and_entry <= GLUE_AND_ENTRY_BROTLI,
        "gantry.js and the glue in it have {glue_and_entry} bytes in brotli, {GLUE_AND_ENTRY_BROTLI} are allowed"
    );
}
