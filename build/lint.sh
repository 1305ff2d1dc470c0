#!/usr/bin/env bash
# Everything that can be said about the sources without running them.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash build/tools.sh wasm npm

say "Formatting"
cargo fmt --check
cargo fmt --manifest-path fuzz/Cargo.toml --check

say "Clippy, native"
cargo clippy --locked --all-targets -- -D warnings

say "Clippy, $wasm_target"
cargo clippy --locked --target "$wasm_target" --lib --bins -- -D warnings
cargo clippy --locked --target "$wasm_target" --lib --no-default-features --features setup-page -- -D warnings
# The native tests' helpers do not exist for wasm, so the browser's test files are named one by one; and clippy does not
# know their functions for tests, which may unwrap.
suites=""
for name in $(browser_suites); do suites="$suites --test $name"; done
# shellcheck disable=SC2086
cargo clippy --locked --target "$wasm_target" $suites -- -D warnings \
  -A clippy::unwrap_used -A clippy::expect_used -A clippy::panic -A clippy::indexing_slicing

say "Documentation, both targets, and the set-up page's module"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --lib
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --lib --target "$wasm_target"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --lib --target "$wasm_target" --no-default-features \
  --features setup-page

say "Types of the page's interface"
"$e2e/node_modules/.bin/tsc" --project tests/e2e/tsconfig.json

say "Scripts"
node --no-warnings --experimental-vm-modules build/check-scripts.mjs www src build tests/e2e tests/packages benches

say "Lint is clean"
