#!/usr/bin/env bash
# Compares the companion with the hand-written reference and with other libraries, in the same run and in both browsers.
# GANTRY_WRITE=1 puts the table of those into README.md.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash build/tools.sh packers npm peers browsers
CHROMIUM="$(find_chromium)" FIREFOX="$(find_firefox)" exec node --expose-gc benches/run.mjs "$@"
