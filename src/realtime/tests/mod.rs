//! Tests of the watch: against a model of a server, a network and a browser; rule by rule; and the recording.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod browser;
mod carrier;
mod members;
mod merging;
mod model;
mod network;
mod recording;
mod rules;
mod server;
mod tab;
mod wire_table;
