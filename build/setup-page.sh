#!/usr/bin/env bash
# Builds the set-up page into the package, below setup/: the same Rust as a second module, and the page's own files.
# It needs what build/package.sh has set up.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

page="$package/setup"
work="target/setup-page"
stamp="$work/made-from"

say "Building the set-up page for $wasm_target"
# Its own target directory: both modules have one name, and neither may be taken for the other.
CARGO_ENCODED_RUSTFLAGS=$(flags_without_paths) \
  cargo rustc --locked --lib --crate-type cdylib --release --target "$wasm_target" --target-dir "$work/cargo" \
  --no-default-features --features setup-page
built="$work/cargo/$wasm_target/release/gantry.wasm"

fingerprint() {
  cksum "$built" build/setup-page.sh build/tools.sh Cargo.lock www/package.tsv www/setup/* www/demo/icon.svg
  # shellcheck disable=SC2046
  (cd "$package" && cksum $(package_files set-up)) 2>/dev/null || true
}

mkdir -p "$page"
if [ -f "$stamp" ] && [ "$(fingerprint)" = "$(cat "$stamp")" ]; then
  say "The set-up page is up to date"
else
  say "Packing it"
  rm -rf "$stamp" "${page:?}"/*
  wasm-bindgen --target web --out-dir "$work" --out-name setup_wasm --no-typescript \
    --remove-producers-section --remove-name-section "$built"
  # The module hands out no function and no table, and its data begins above the stack: so wasm-opt may assume both.
  wasm-opt --closed-world --low-memory-unused -Oz -Oz --converge --strip-target-features \
    "$work/setup_wasm_bg.wasm" -o "$page/setup_wasm_bg.wasm"
  cp www/setup/*.js "$work/"
  # The companion is the package's own, which lies above.
  esbuild "$work/setup.js" --bundle --external:../gantry.js --format=esm --minify --target=es2022 --log-level=warning \
    --outfile="$page/setup.js"
  cp www/setup/index.html www/setup/setup.css www/demo/icon.svg "$page/"
  fingerprint >"$stamp"
fi
