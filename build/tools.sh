#!/usr/bin/env bash
# Sets up what the build and the tests need, below target/ wherever that is possible.
# Each step looks first and does nothing when it is there already.
#
#   tools.sh [wasm] [packers] [npm] [browsers] [drivers] [musl] [fuzz] [deny] [mdbook]

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

BINARYEN=132.0.0
ESBUILD=0.28.2
GECKODRIVER_RELEASE=0.37.1
CARGO_FUZZ=0.13.2
CARGO_DENY=0.20.2
MDBOOK=0.5.4
OLDEST_RUST=1.88
OLDEST_NODE=20

# Whether dotted number $1 is at least $2, by their first two parts.
at_least() {
  awk -v have="$1" -v want="$2" 'BEGIN {
    split(have, h, "."); split(want, w, ".")
    exit !(h[1] + 0 > w[1] + 0 || (h[1] + 0 == w[1] + 0 && h[2] + 0 >= w[2] + 0))
  }'
}

need_rust() {
  command -v cargo >/dev/null 2>&1 ||
    die "no cargo on the PATH" "Install Rust $OLDEST_RUST or later with rustup (https://rustup.rs), then run make again."
  local have
  have=$(rustc --version | awk '{ print $2 }')
  at_least "$have" "$OLDEST_RUST" || die "Rust $have is too old, $OLDEST_RUST is needed" "Run: rustup update stable"
  first_runnable "${CC:-}" cc gcc clang >/dev/null
  [ -n "$(first_runnable "${CC:-}" cc gcc clang)" ] ||
    die "no C compiler on the PATH" "Debian: apt-get install build-essential    macOS: xcode-select --install"
}

need_node() {
  command -v node >/dev/null 2>&1 || die "no node on the PATH" "Install Node $OLDEST_NODE or later, then run make again."
  local have
  have=$(node --version)
  at_least "${have#v}" "$OLDEST_NODE" || die "Node $have is too old, $OLDEST_NODE or later is needed"
  command -v npm >/dev/null 2>&1 || die "no npm on the PATH" "It comes with Node; some systems package it apart."
}

# Builds a tool into target/tools. Debug builds: they are run a few times, and build in a third of the time.
cargo_tool() {
  local name=$1 release=$2
  shift 2
  CARGO_PROFILE_DEV_DEBUG=0 cargo install "$name" --version "=$release" --locked --debug \
    --root "$tools" --target-dir "$tools/build" --force "$@" ||
    die "$name $release could not be installed" "See cargo's message above; run make again when it is solved."
  rm -rf "$tools/build"
}

wasm() {
  need_rust
  if ! rustc --print target-libdir --target "$wasm_target" >/dev/null 2>&1 ||
    [ ! -d "$(rustc --print target-libdir --target "$wasm_target")" ]; then
    command -v rustup >/dev/null 2>&1 ||
      die "this Rust cannot build for $wasm_target" "Install Rust with rustup (https://rustup.rs), or your system's package of that target."
    say "Adding the target $wasm_target"
    rustup target add "$wasm_target"
  fi

  # The command line tool must speak exactly the schema of the library that Cargo.lock names.
  local release
  release=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/version = |"/, ""); print; exit }' Cargo.lock)
  [ -n "$release" ] || die "Cargo.lock names no wasm-bindgen"
  if [ "$("$tools/bin/wasm-bindgen" --version 2>/dev/null || true)" != "wasm-bindgen $release" ] ||
    [ ! -x "$tools/bin/wasm-bindgen-test-runner" ]; then
    say "Installing wasm-bindgen-cli $release into target/tools (once, a few minutes)"
    cargo_tool wasm-bindgen-cli "$release" --no-default-features --bin wasm-bindgen --bin wasm-bindgen-test-runner
  fi
}

npm_tool_is() {
  grep -q "\"version\": \"$2\"" "$tools/npm/node_modules/$1/package.json" 2>/dev/null
}

packers() {
  need_node
  if ! npm_tool_is binaryen "$BINARYEN" || ! npm_tool_is esbuild "$ESBUILD"; then
    say "Installing binaryen $BINARYEN and esbuild $ESBUILD into target/tools (once)"
    mkdir -p "$tools/npm"
    # Both at once: npm drops what an install without a saved list does not name.
    npm install --prefix "$tools/npm" --ignore-scripts --no-save --no-audit --no-fund --loglevel=error \
      "binaryen@$BINARYEN" "esbuild@$ESBUILD" ||
      die "binaryen and esbuild could not be installed through npm" "See npm's message above."
  fi
}

npm_packages() {
  need_node
  if ! cmp -s "$e2e/package-lock.json" "$e2e/node_modules/.installed-lock.json"; then
    say "Installing what the end-to-end tests need into tests/e2e/node_modules (once)"
    (cd "$e2e" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) ||
      die "the npm packages of tests/e2e could not be installed" "See npm's message above."
    cp "$e2e/package-lock.json" "$e2e/node_modules/.installed-lock.json"
  fi
}

missing_browsers() {
  if [ -z "$(find_chromium)" ]; then echo chromium; fi
  if [ -z "$(find_chromedriver)" ]; then echo chromium-driver; fi
  if [ -z "$(find_firefox)" ]; then echo firefox-esr; fi
}

browsers() {
  local missing
  missing=$(missing_browsers | tr '\n' ' ')
  if [ -z "$missing" ]; then return 0; fi
  if [ "$(id -u)" = 0 ] && grep -qx 'ID=debian' /etc/os-release 2>/dev/null; then
    say "Installing ${missing}through apt-get"
    apt-get update -qq </dev/null
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing </dev/null
    missing=$(missing_browsers | tr '\n' ' ')
    if [ -z "$missing" ]; then return 0; fi
  fi
  die "the tests run in Chromium and Firefox, and these are missing: $missing" \
    "Debian, as root:  apt-get install chromium chromium-driver firefox-esr" \
    "Fedora, as root:  dnf install chromium chromedriver firefox" \
    "macOS:            brew install --cask google-chrome chromedriver firefox" \
    "Installed somewhere unusual? Set CHROMIUM, CHROMEDRIVER and FIREFOX to their paths."
}

drivers() {
  need_rust
  if [ -z "$(find_geckodriver)" ]; then
    say "Installing geckodriver $GECKODRIVER_RELEASE into target/tools (once, a few minutes)"
    cargo_tool geckodriver "$GECKODRIVER_RELEASE"
  fi
}

musl() {
  need_rust
  local target=x86_64-unknown-linux-musl
  if [ ! -d "$(rustc --print target-libdir --target "$target")" ]; then
    command -v rustup >/dev/null 2>&1 ||
      die "this Rust cannot build for $target" "Install Rust with rustup (https://rustup.rs), or your system's package of that target."
    say "Adding the target $target"
    rustup target add "$target"
  fi
  # The cryptography has parts in C.
  if command -v musl-gcc >/dev/null 2>&1; then return 0; fi
  if [ "$(id -u)" = 0 ] && grep -qx 'ID=debian' /etc/os-release 2>/dev/null; then
    say "Installing musl-tools through apt-get"
    apt-get update -qq </dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends musl-tools </dev/null
    return 0
  fi
  die "there is no musl-gcc, which the static program needs" "Debian, as root:  apt-get install musl-tools" \
    "Fedora, as root:  dnf install musl-gcc"
}

fuzz() {
  need_rust
  if [ "$("$tools/bin/cargo-fuzz" --version 2>/dev/null || true)" != "cargo-fuzz $CARGO_FUZZ" ]; then
    say "Installing cargo-fuzz $CARGO_FUZZ into target/tools (once, a minute)"
    cargo_tool cargo-fuzz "$CARGO_FUZZ"
  fi
}

deny() {
  need_rust
  if [ "$("$tools/bin/cargo-deny" --version 2>/dev/null || true)" != "cargo-deny $CARGO_DENY" ]; then
    say "Installing cargo-deny $CARGO_DENY into target/tools (once, some minutes)"
    cargo_tool cargo-deny "$CARGO_DENY"
  fi
}

mdbook() {
  need_rust
  if [ "$("$tools/bin/mdbook" --version 2>/dev/null || true)" != "mdbook v$MDBOOK" ]; then
    say "Installing mdbook $MDBOOK into target/tools (once, some minutes)"
    cargo_tool mdbook "$MDBOOK" --no-default-features --features search
  fi
}

for step in "$@"; do
  case $step in
    wasm | packers | browsers | drivers | musl | fuzz | deny | mdbook) "$step" ;;
    npm) npm_packages ;;
    *) die "no step called $step" "Steps: wasm packers npm browsers drivers musl fuzz deny mdbook" ;;
  esac
done
