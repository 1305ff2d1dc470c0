//! What must hold whatever bytes come from outside, one module for each way in.
//!
//! `check(data)` panics where something does not hold. `make fuzz` feeds it with what a fuzzer thinks up (nightly);
//! `tests/foreign_bytes.rs` includes these modules and feeds them with the seeds and with all that was ever found, on
//! any toolchain.

pub mod address;
pub mod config;
pub mod custom_text;
pub mod ddp;
pub mod frame_event;
pub mod json;
pub mod kept_file;
pub mod page_options;
pub mod rest;
pub mod roster;
pub mod setup_page;
pub mod tabs;
mod twins;
