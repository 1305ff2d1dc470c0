#!/usr/bin/env bash
# Builds the package that a page loads: www/pkg with the wasm and one script of entry and glue, and the set-up page below
# it in setup/.

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
# What a page needs only now and then comes when it is needed.
later="findings.js icon.js more-words.js people.js"
for file in gantry.js auto.js $later gantry.d.ts; do
  [ -f "www/$file" ] || die "www/$file is missing" "It is part of the package; is the checkout complete?"
done

# What the package is made from, and what it is.
fingerprint() {
  cksum "$built" build/package.sh build/shrink.mjs build/tools.sh Cargo.lock www/*.js www/gantry.d.ts
  # shellcheck disable=SC2086
  (cd "$package" && cksum gantry.js auto.js $later gantry.d.ts gantry_wasm_bg.wasm) 2>/dev/null || true
}

mkdir -p "$work" "$package"
if [ -f "$stamp" ] && [ "$(fingerprint)" = "$(cat "$stamp")" ]; then
  say "The package is up to date"
else
  say "Packing it"
  # Nothing of an earlier package stays, and a build that breaks off leaves none that looks whole.
  rm -rf "$stamp" "${package:?}"/*
  # The names are needed until wasm-opt drops them; Cargo's strip would drop target_features too, which wasm-opt needs.
  wasm-bindgen --target web --out-dir "$work" --out-name gantry_wasm --no-typescript \
    --remove-producers-section "$built"
  node build/shrink.mjs "$work/gantry_wasm_bg.wasm" "$work/gantry_wasm.js"
  # The module hands out no function and no table, and its data begins above the stack: so wasm-opt may assume both.
  wasm-opt --closed-world --low-memory-unused --flatten --rereloop -Oz -Oz --converge --reorder-functions --strip-target-features \
    "$work/gantry_wasm_bg.wasm" -o "$package/gantry_wasm_bg.wasm"
  # One file for entry and glue: each module more would be another journey over a slow network.
  cp www/*.js "$work/"
  external=""
  for file in $later; do external="$external --external:./$file"; done
  # shellcheck disable=SC2086
  esbuild "$work/gantry.js" --bundle $external --format=esm --minify --target=es2022 --log-level=warning --outfile="$package/gantry.js"
  for file in $later; do
    esbuild "www/$file" --minify --format=esm --target=es2022 --log-level=warning --outfile="$package/$file"
  done
  cp www/auto.js www/gantry.d.ts "$package/"
  fingerprint >"$stamp"
fi

node build/sizes.mjs "$package"
bash build/setup-page.sh
