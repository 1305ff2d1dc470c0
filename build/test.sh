#!/usr/bin/env bash
# Runs the tests and repeats each runner's closing lines at the end.
#
#   test.sh [rust] [browser] [e2e]

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

logs="$root/target/test-logs"
mkdir -p "$logs"
closing="$logs/closing-lines.txt"
: >"$closing"

# attempt LOG COMMAND...: runs it, shows the output and keeps it.
attempt() {
  local log=$1
  shift
  "$@" 2>&1 </dev/null | tee "$log"
}

# What failed, as the runners tell it: Node under this heading, Cargo under "failures:", once for each suite.
failures() {
  sed -n '/^✖ failing tests:/,$p; /^failures:/,/^test result:/p' "$1" | awk 'NR <= 80'
}

closing_lines() {
  printf '%s\n' "$1"
  grep -E '^(test result:|(# |ℹ )(tests|pass|fail|cancelled|skipped) )' "$2" | sed 's/^/    /' ||
    printf '    (no closing line)\n'
}

# run TITLE LOG COMMAND...: shows the output, keeps the closing lines, ends everything on a failure.
run() {
  local title=$1 log="$logs/$2.log" status=0
  shift 2
  say "$title"
  attempt "$log" "$@" || status=$?
  closing_lines "$title" "$log" >>"$closing"
  if [ "$status" != 0 ]; then
    tell
    say "What failed"
    failures "$log"
    die "failed: $title" "The whole output is in ${log#"$root"/}."
  fi
}

# run_in_browsers TITLE LOG COMMAND...: as run, but a suite that failed is run once more, whole. Now and then a browser
# fails by itself on a machine under load; what failed the first time is told with the closing lines all the same.
run_in_browsers() {
  local title=$1 log="$logs/$2.log"
  if (say "$title" && attempt "$log" "${@:3}"); then
    closing_lines "$title" "$log" >>"$closing"
    return
  fi
  mv "$log" "$logs/$2-first.log"
  {
    printf 'Failed at first: %s\n' "$title"
    failures "$logs/$2-first.log" | sed 's/^/    /'
  } >>"$closing"
  run "$title, once more" "${@:2}"
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
      run_in_browsers "End to end in Chromium and Firefox: $name" "e2e-$name" node --test --test-reporter=spec "$file"
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
