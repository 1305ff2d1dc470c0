//! Gantry docks Rocket.Chat in a project space.
//!
//! The crate has a pure core (no input, output, clock or browser) and thin shells: `companion` in the page (wasm32),
//! `setup_page_shell` in the set-up page (wasm32 with the feature `setup-page`, in place of the companion), and `cli`
//! with `standin` on the machine (native only).

pub mod bundle;
pub mod config;
pub mod findings;
pub mod options;
pub mod profile;
pub mod protocol;
pub mod realtime;
pub mod session;
pub mod unread;

#[cfg(any(feature = "setup-page", all(feature = "cli", not(target_arch = "wasm32"))))]
pub mod setup_page;

#[cfg(all(target_arch = "wasm32", not(feature = "setup-page")))]
pub mod companion;
#[cfg(all(target_arch = "wasm32", feature = "setup-page"))]
pub mod setup_page_shell;

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod assets;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod cli;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod doctor;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod rest;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod roster;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod setup;
#[cfg(all(feature = "standin", not(target_arch = "wasm32")))]
pub mod standin;
