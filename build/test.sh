#!/usr/bin/env bash
# Runs the tests and repeats each runner's closing lines at the end.
#
#   test.sh [rust] [browser] [e2e]

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

logs="$root/target/test-logs"
mkdir -p "$logs"
closing="$logs/closing-lines.txt"
: >"$closing"

# run TITLE LOG COMMAND...: shows the output, keeps the closing lines, ends everything on a failure.
run() {
  local title=$1 log="$logs/$2.log" status=0
  shift 2
  say "$title"
  "$@" 2>&1 </dev/null | tee "$log" || status=$?
  {
    printf '%s\n' "$title"
    grep -E '^(test result:|(# |ℹ )(tests|pass|fail|cancelled|skipped) )' "$log" | sed 's/^/    /' ||
      printf '    (no closing line)\n'
  } >>"$closing"
  if [ "$status" != 0 ]; then
    tell
    say "What failed"
    # Node tells it under this heading; Cargo under "failures:", once for each suite.
    sed -n '/^✖ failing tests:/,$p; /^failures:/,/^test result:/p' "$log" | head -n 80
    die "failed: $title" "The whole output is in ${log#"$root"/}."
  fi
}

tell() {
  say "Closing lines"
  cat "$closing"
}

rust() {
  # The budget test reads the package that `make companion` left; the variable makes a missing one a failure.
  GANTRY_PACKAGE_BUILT=1 run "Native tests" rust cargo test --locked --no-fail-fast
}

browser() {
  bash build/tools.sh wasm browsers drivers
  local suites="" name
  for name in $(browser_suites); do suites="$suites --test $name"; done
  [ -n "$suites" ] || die "no test file in tests/ uses wasm_bindgen_test"
  # Only one driver is named each time: with both, the runner would choose Firefox by itself.
  # shellcheck disable=SC2086
  run "The companion in Chromium" browser-chromium \
    env -u GECKODRIVER CHROMEDRIVER="$(find_chromedriver)" cargo test --locked --target "$wasm_target" $suites
  # shellcheck disable=SC2086
  run "The companion in Firefox" browser-firefox \
    env -u CHROMEDRIVER GECKODRIVER="$(find_geckodriver)" cargo test --locked --target "$wasm_target" $suites
}

e2e() {
  bash build/tools.sh npm browsers
  say "Building the command line"
  cargo build --locked --bin gantry
  local file name
  for file in tests/e2e/${ONLY:-*}.test.mjs; do
    name=$(basename "$file" .test.mjs)
    CHROMIUM="$(find_chromium)" FIREFOX="$(find_firefox)" \
      run "End to end in Chromium and Firefox: $name" "e2e-$name" node --test --test-reporter=spec "$file"
  done
}

[ "$#" -gt 0 ] || set -- rust browser e2e
for part in "$@"; do
  case $part in
    rust | browser | e2e) "$part" ;;
    *) die "no part called $part" "Parts: rust browser e2e" ;;
  esac
done
tell
say "All of it passed"
