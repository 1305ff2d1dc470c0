#!/usr/bin/env bash
# Uses what `make package` made: unpacked, imported, compiled against, installed, alone in an empty root, in browsers.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash build/tools.sh npm browsers
say "Building the command line"
cargo build --locked --bin gantry
say "Using the packages"
CHROMIUM="$(find_chromium)" FIREFOX="$(find_firefox)" exec node --test --test-reporter=spec tests/packages/*.test.mjs
