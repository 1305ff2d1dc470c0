//! `gantry sync` as the operator runs it, against a stand-in of each release.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod setup_cli_server;

mod roster_cli {
    mod page;
    mod runs;
    mod site;
    mod sources;
    mod syncing;
}
