#!/usr/bin/env bash
# Builds the command line and starts the demo; arguments go to `gantry demo`.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

say "Building the command line"
cargo build --locked --bin gantry
say "Starting the demo"
# exec: Ctrl-C then reaches the demo itself, which ends cleanly.
exec "$root/target/debug/gantry" demo "$@"
