#!/usr/bin/env bash
# Compares the companion with the hand-written reference, in the same run and in both browsers.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash build/tools.sh npm browsers
CHROMIUM="$(find_chromium)" FIREFOX="$(find_firefox)" exec node --expose-gc benches/run.mjs "$@"
