#!/usr/bin/env bash
# Builds the package that a page loads: www/pkg with the wasm and one script of entry and glue.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash build/tools.sh wasm packers

say "Building the companion for $wasm_target"
# crate-type is named here because Cargo drops link-time optimisation when it builds cdylib and rlib at once.
# No path of this machine stays in the module.
RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo --remap-path-prefix=$root=gantry" \
  cargo rustc --locked --lib --crate-type cdylib --release --target "$wasm_target"

built="target/$wasm_target/release/gantry.wasm"
work="target/package"
stamp="$work/made-from"
for file in gantry.js auto.js findings.js gantry.d.ts; do
  [ -f "www/$file" ] || die "www/$file is missing" "It is part of the package; is the checkout complete?"
done

# What the package is made from, and what it is.
fingerprint() {
  cksum "$built" build/package.sh build/shorten-names.mjs build/tools.sh Cargo.lock www/*.js www/gantry.d.ts
  (cd "$package" && cksum gantry.js auto.js findings.js gantry.d.ts gantry_wasm_bg.wasm) 2>/dev/null || true
}

mkdir -p "$work" "$package"
if [ -f "$stamp" ] && [ "$(fingerprint)" = "$(cat "$stamp")" ]; then
  say "The package is up to date"
else
  say "Packing it"
  # Nothing of an earlier package stays, and a build that breaks off leaves none that looks whole.
  rm -f "$stamp" "$package"/*
  # The name section goes here, never by Cargo's strip: that would drop target_features too, which wasm-opt needs.
  wasm-bindgen --target web --out-dir "$work" --out-name gantry_wasm --no-typescript \
    --remove-name-section --remove-producers-section "$built"
  node build/shorten-names.mjs "$work/gantry_wasm_bg.wasm" "$work/gantry_wasm.js"
  # The module hands out no function and no table, and its data begins above the stack: so wasm-opt may assume both.
  wasm-opt --closed-world --low-memory-unused --flatten --rereloop -Oz -Oz --converge --reorder-functions --strip-target-features \
    "$work/gantry_wasm_bg.wasm" -o "$package/gantry_wasm_bg.wasm"
  # One file for entry and glue: each module more would be another journey over a slow network.
  cp www/*.js "$work/"
  esbuild "$work/gantry.js" --bundle --external:./findings.js --format=esm --minify --target=es2022 --log-level=warning --outfile="$package/gantry.js"
  cp www/auto.js www/findings.js www/gantry.d.ts "$package/"
  fingerprint >"$stamp"
fi

node build/sizes.mjs "$package"
