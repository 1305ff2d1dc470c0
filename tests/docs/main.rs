//! What `docs/` says is what the code does: each block of code is run or compared, and a block that nothing runs is a
//! failure. Blocks for pages (HTML, JavaScript, ...) are run by `tests/e2e/docs.test.mjs`, which fails for one that it does
//! not run; the snippets of `docs/back-end-login.md` by `tests/member_login.rs`; README.md's commands by `tests/readme.rs`.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "../setup_cli_server/mod.rs"]
mod setup_cli_server;

mod claims;
mod commands;
mod data;
mod fences;
mod links;
mod upgraded;
mod wording;

use fences::{Fence, pages};

/// Languages whose blocks are run in browsers.
const IN_BROWSERS: [&str; 6] = ["html", "css", "js", "jsx", "vue", "xml"];
/// The page whose snippets are for back ends, and their languages.
const BACK_END: (&str, [&str; 4]) = ("back-end-login.md", ["http", "js", "php", "java"]);

#[test]
fn every_block_is_run_by_a_test() {
    for Fence { page, line, language, .. } in pages() {
        let here = matches!(language.as_str(), "sh" | "toml" | "json" | "nginx" | "apache" | "text");
        let there = IN_BROWSERS.contains(&language.as_str());
        let back_end = page == BACK_END.0 && BACK_END.1.contains(&language.as_str());
        assert!(here || there || back_end, "docs/{page}:{line}: no test runs a block of \"{language}\"");
    }
}
