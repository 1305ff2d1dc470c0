#!/usr/bin/env bash
# Builds the package that a page loads: www/pkg with the wasm, its glue and the hand-written entry.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash build/tools.sh wasm optimiser

say "Building the companion for $wasm_target"
# crate-type is named here because Cargo drops link-time optimisation when it builds cdylib and rlib at once.
cargo rustc --locked --lib --crate-type cdylib --release --target "$wasm_target"

built="target/$wasm_target/release/gantry.wasm"
stamp="target/package.stamp"
hand_written="www/gantry.js www/auto.js www/gantry.d.ts"
for file in $hand_written; do
  [ -f "$file" ] || die "$file is missing" "It is part of the package; is the checkout complete?"
done

# What the optimised files were made from, and what they are.
# shellcheck disable=SC2086
fingerprint() { cksum "$built" build/package.sh Cargo.lock "$package/gantry_wasm_bg.wasm" "$package/gantry_wasm.js" 2>/dev/null || true; }

if [ -f "$stamp" ] && [ "$(fingerprint)" = "$(cat "$stamp")" ]; then
  say "The wasm is unchanged"
else
  say "Optimising it"
  mkdir -p "$package"
  # The name section goes here, never by Cargo's strip: that would drop target_features too, which wasm-opt needs.
  wasm-bindgen --target web --out-dir "$package" --out-name gantry_wasm --no-typescript \
    --remove-name-section --remove-producers-section "$built"
  wasm-opt -Oz "$package/gantry_wasm_bg.wasm" -o "$package/gantry_wasm_bg.wasm.optimised"
  mv "$package/gantry_wasm_bg.wasm.optimised" "$package/gantry_wasm_bg.wasm"
  fingerprint >"$stamp"
fi

# shellcheck disable=SC2086
cp $hand_written "$package/"
node build/sizes.mjs "$package"
