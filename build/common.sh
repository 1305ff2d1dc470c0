# Sourced by the other scripts: where things are, how progress is told, where browsers are found.
# Plain enough for the bash 3.2 and the BSD tools of macOS.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

tools="$root/target/tools"
e2e="$root/tests/e2e"
package="$root/www/pkg"
wasm_target=wasm32-unknown-unknown

# All scripts agree on one target directory, whatever the caller's environment says.
export CARGO_TARGET_DIR="$root/target"
export PATH="$tools/bin:$tools/npm/node_modules/.bin:$PATH"

# Flags for rustc with which no path of this machine stays in what it makes, and the caller's own, as Cargo takes flags
# that may hold blanks.
flags_without_paths() {
  local flag
  # shellcheck disable=SC2086
  for flag in ${RUSTFLAGS:-}; do printf '%s\037' "$flag"; done
  printf -- '--remap-path-prefix=%s=cargo\037--remap-path-prefix=%s=gantry' "${CARGO_HOME:-$HOME/.cargo}" "$root"
}

say() { printf '==> %s\n' "$*"; }

die() {
  printf '\nerror: %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '       %s\n' "$line" >&2; done
  exit 1
}

# The files of the package, all of them or those made in one way, as www/package.tsv lists them.
package_files() {
  awk -F '\t' -v made="${1:-}" '!/^#/ && NF == 3 && (made == "" || $2 == made) { print $1 }' "$root/www/package.tsv"
}

# The first of the given names or paths that can be run; nothing when there is none.
first_runnable() {
  local candidate
  for candidate in "$@"; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
      command -v "$candidate"
      return 0
    fi
  done
}

find_chromium() {
  first_runnable "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Chromium.app/Contents/MacOS/Chromium" \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
}

find_firefox() {
  first_runnable "${FIREFOX:-}" firefox-esr firefox "/Applications/Firefox.app/Contents/MacOS/firefox"
}

find_chromedriver() { first_runnable "${CHROMEDRIVER:-}" chromedriver; }

find_geckodriver() { first_runnable "${GECKODRIVER:-}" geckodriver; }

# Test files that run in a browser say so themselves.
browser_suites() {
  grep -l wasm_bindgen_test tests/*.rs 2>/dev/null | while IFS= read -r file; do
    basename "$file" .rs
  done
}
