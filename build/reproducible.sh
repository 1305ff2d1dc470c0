#!/usr/bin/env bash
# Builds all packages once more, from a copy of the sources in another folder, and compares them byte for byte with those
# of `make package`. The tools are the same: another compiler, wasm-opt, esbuild, npm, gzip or xz makes other bytes.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

out="$root/target/packages"
[ -f "$out/SHA256SUMS" ] || die "nothing to compare with" "make package"
copy="$root/target/reproducible/in another folder"
rm -rf "$copy/target/packages"
mkdir -p "$copy/target"
say "Copying the sources"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  if [ -f "$file" ]; then printf '%s\0' "$file"; fi
done | tar --null --files-from=- -cf - | tar -C "$copy" -xf -
ln -sfn "$tools" "$copy/target/tools"
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
unset CARGO_TARGET_DIR
(cd "$copy" && bash build/package.sh && bash build/release.sh)

status=0
diff "$out/SHA256SUMS" "$copy/target/packages/SHA256SUMS" || status=$?
[ "$status" = 0 ] || die "built twice, and not the same" "The second build is in $copy/target/packages"
say "Built twice in different folders: $(wc -l <"$out/SHA256SUMS" | tr -d ' ') files, the same bytes"
rm -rf "$root/target/reproducible"
