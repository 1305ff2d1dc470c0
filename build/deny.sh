#!/usr/bin/env bash
# Licences, sources and duplicates of all that is linked in, as deny.toml says; and known weaknesses, where the list of
# them can be reached.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash build/tools.sh deny

say "Licences, bans and sources"
cargo deny --locked check --hide-inclusion-graph licenses bans sources

say "Known weaknesses"
status=0
told=$(cargo deny --locked check --hide-inclusion-graph advisories 2>&1) || status=$?
case $told in
  *"failed to fetch advisory database"*) say "Left out: the list of known weaknesses can't be reached from here" ;;
  *)
    printf '%s\n' "$told"
    [ "$status" = 0 ] || die "something that is linked in has a known weakness"
    ;;
esac
