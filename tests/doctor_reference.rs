//! `docs/doctor.md` is the code's own list of findings.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use gantry::doctor::reference;

/// `GANTRY_WRITE=1 cargo test --test doctor_reference` writes the page anew.
#[test]
fn the_page_lists_every_finding() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/doctor.md");
    if std::env::var_os("GANTRY_WRITE").is_some() {
        std::fs::write(path, reference::page()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), reference::page());
}
