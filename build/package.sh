#!/usr/bin/env bash
# Builds the package that a page loads: www/pkg with the wasm and one script of entry and glue, and the set-up page below
# it in setup/.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash build/tools.sh wasm packers

say "Building the companion for $wasm_target"
# crate-type is named here because Cargo drops link-time optimisation when it builds cdylib and rlib at once.
# No path of this machine stays in the module.
CARGO_ENCODED_RUSTFLAGS=$(flags_without_paths) \
  cargo rustc --locked --lib --crate-type cdylib --release --target "$wasm_target"

built="target/$wasm_target/release/gantry.wasm"
work="target/package"
stamp="$work/made-from"
joined=$(package_files joined)
shortened=$(package_files shortened)
copied=$(package_files copied)
for file in $joined $shortened $copied; do
  [ -f "www/$file" ] || die "www/$file is missing" "It is in www/package.tsv; is the checkout complete?"
done

in_www() { for file in "$@"; do echo "www/$file"; done; }

# What the package is made from, and what it is.
fingerprint() {
  # shellcheck disable=SC2086
  cksum "$built" build/package.sh build/shrink.mjs build/tools.sh Cargo.lock www/package.tsv www/*.js $(in_www $copied)
  # shellcheck disable=SC2046
  (cd "$package" && cksum $(package_files wasm) $joined $shortened $copied) 2>/dev/null || true
}

mkdir -p "$work" "$package"
if [ -f "$stamp" ] && [ "$(fingerprint)" = "$(cat "$stamp")" ]; then
  say "The package is up to date"
else
  say "Packing it"
  # Nothing of an earlier package stays, and a build that breaks off leaves none that looks whole. The set-up page sees to
  # its own folder.
  rm -f "$stamp"
  find "$package" -mindepth 1 -maxdepth 1 ! -name setup -exec rm -rf {} +
  # The names are needed until wasm-opt drops them; Cargo's strip would drop target_features too, which wasm-opt needs.
  wasm-bindgen --target web --out-dir "$work" --out-name gantry_wasm --no-typescript \
    --remove-producers-section "$built"
  node build/shrink.mjs "$work/gantry_wasm_bg.wasm" "$work/gantry_wasm.js"
  # The module hands out no function and no table, and its data begins above the stack: so wasm-opt may assume both.
  wasm-opt --closed-world --low-memory-unused --flatten --rereloop -aimfs=5 -Os -Oz -Oz --converge --reorder-functions --strip-target-features \
    "$work/gantry_wasm_bg.wasm" -o "$package/gantry_wasm_bg.wasm"
  # One file for entry and glue: each module more would be another journey over a slow network.
  cp www/*.js "$work/"
  external=""
  for file in $shortened; do external="$external --external:./$file"; done
  for file in $joined; do
    # shellcheck disable=SC2086
    esbuild "$work/$file" --bundle $external --format=esm --minify --target=es2022 --log-level=warning --outfile="$package/$file"
  done
  # What a page needs only now and then comes when it is needed.
  for file in $shortened; do
    esbuild "www/$file" --bundle --minify --format=esm --target=es2022 --log-level=warning --outfile="$package/$file"
  done
  for file in $copied; do
    mkdir -p "$(dirname "$package/$file")"
    cp "www/$file" "$package/$file"
  done
  fingerprint >"$stamp"
fi

bash build/setup-page.sh
node build/sizes.mjs "$package"
