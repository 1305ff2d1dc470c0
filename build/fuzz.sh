#!/usr/bin/env bash
# Fuzzes everything that parses bytes from outside, each target for FUZZ_SECONDS of processor time (60), on all cores.
# What it finds is kept below target/fuzz/findings, to be added to fuzz/seeds, which tests/foreign_bytes.rs replays.
#
#   fuzz.sh [TARGET...]

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

seconds=${FUZZ_SECONDS:-60}
longest_input=16384
corpus="$root/target/fuzz/corpus"
findings="$root/target/fuzz/findings"
logs="$root/target/fuzz/logs"

left_out() {
  say "Fuzzing is left out: $1"
  exit 0
}
cargo +nightly --version >/dev/null 2>&1 ||
  left_out "there is no nightly Rust (rustup toolchain install nightly --profile minimal)"
[ -n "$(first_runnable "${CXX:-}" c++ g++ clang++)" ] ||
  left_out "there is no C++ compiler, which libFuzzer needs (Debian: apt-get install build-essential)"
bash build/tools.sh fuzz || left_out "there is no cargo-fuzz, and it could not be installed"

say "Building the fuzz targets"
# Without a sanitizer: this crate forbids unsafe code, and what is looked for here are panics and broken promises.
export CARGO_TARGET_DIR="$root/target/fuzz/build"
cargo +nightly fuzz build --sanitizer none
built="$CARGO_TARGET_DIR/$(rustc +nightly -vV | awk '/^host: / { print $2 }')/release"

targets=("$@")
if [ "$#" = 0 ]; then
  for file in fuzz/fuzz_targets/*.rs; do targets+=("$(basename "$file" .rs)"); done
fi
mkdir -p "$corpus" "$logs"

# Runs a target until it has had its processor time: under load that takes longer, and is no less.
run() {
  local target=$1 used=0 spent log="$logs/$1.log"
  mkdir -p "$corpus/$target" "$findings/$target"
  : >"$log"
  while [ "$used" -lt "$seconds" ]; do
    TIMEFORMAT=%U
    if ! { time "$built/$target" "$corpus/$target" "fuzz/seeds/$target" -dict=fuzz/dictionary.txt \
      -max_len="$longest_input" -timeout=120 -rss_limit_mb=2048 -artifact_prefix="$findings/$target/" \
      -print_final_stats=1 -max_total_time="$((seconds - used))" >>"$log" 2>&1; } 2>"$log.time"; then
      return 1
    fi
    spent=$(awk '{ print int($1 + 0.999) }' "$log.time")
    used=$((used + (spent > 0 ? spent : 1)))
  done
  # Executions of all rounds, and the edges that the last one reached.
  awk -v target="$target" -v used="$used" '
    /^stat::number_of_executed_units/ { executed += $2 }
    / cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
    END { printf "    %-12s %5d s %12d executions %7d edges, nothing found\n", target, used, executed, edges }' "$log"
}

say "Fuzzing ${#targets[@]} targets for $seconds s of processor time each"
cores=$(getconf _NPROCESSORS_ONLN)
failed=()
running=()
waiting=("${targets[@]}")
while [ "${#waiting[@]}" -gt 0 ] || [ "${#running[@]}" -gt 0 ]; do
  while [ "${#running[@]}" -lt "$cores" ] && [ "${#waiting[@]}" -gt 0 ]; do
    run "${waiting[0]}" &
    running+=("$!:${waiting[0]}")
    waiting=("${waiting[@]:1}")
  done
  left=()
  for job in "${running[@]}"; do
    if kill -0 "${job%%:*}" 2>/dev/null; then
      left+=("$job")
    else
      wait "${job%%:*}" || failed+=("${job#*:}")
    fi
  done
  running=(${left[@]+"${left[@]}"})
  sleep 1
done

for target in ${failed[@]+"${failed[@]}"}; do
  printf '\n%s:\n' "$target" >&2
  grep -E -A4 "panicked at|ERROR: libFuzzer" "$logs/$target.log" | head -12 >&2
  printf 'The input is in %s\n' "$findings/$target" >&2
done
[ "${#failed[@]}" = 0 ] || die "the fuzzer found something in: ${failed[*]}" \
  "Put the input into fuzz/seeds/TARGET: cargo test --test foreign_bytes then fails until it is mended."
say "Nothing found"
