#!/usr/bin/env bash
# Makes all that is handed out, below target/packages, from the browser package in www/pkg: an npm tarball, a static
# program for x86_64 Linux that carries that package, the same in a Debian package and for a container, bills of
# materials, and the checksums of all. The same sources and tools give the same bytes, wherever they lie.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash build/tools.sh wasm packers musl

out="$root/target/packages"
work="$root/target/packages-work"
musl=x86_64-unknown-linux-musl
version=$(awk -F '"' '/^version = / { print $2; exit }' Cargo.toml)
features="cli,standin,embedded-assets"
# The time that archives tell: that of the commit, or of none where there is no repository.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 315532800)}
export SOURCE_DATE_EPOCH
rm -rf "$out" "$work"
mkdir -p "$out" "$work"

# archive FILE FOLDER NAME...: what stands in the folder, with nothing of this machine in it.
archive() {
  local file=$1 folder=$2
  shift 2
  tar -C "$folder" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=u+rw,go+r,go-w \
    --format=ustar -cf - "$@" | gzip -9n >"$file"
}

say "Bills of materials"
node build/sbom.mjs "$musl" "$features" gantry >"$out/gantry.cdx.json"
node build/sbom.mjs "$wasm_target" "" companion >"$out/companion.cdx.json"
node build/sbom.mjs "$wasm_target" setup-page setup-page >"$out/setup-page.cdx.json"

say "The npm package"
node build/npm.mjs "$version" "$work/npm" "$out/companion.cdx.json" "$out/setup-page.cdx.json"
(cd "$work/npm" && npm pack --ignore-scripts --loglevel=error --pack-destination "$out" >/dev/null)
cp www/pkg/sizes.json www/pkg/SIZES.md "$out/"

say "The program, static, for $musl"
# No path of this machine stays in it; the package for pages goes into it.
CARGO_ENCODED_RUSTFLAGS=$(flags_without_paths) \
  CARGO_PROFILE_RELEASE_STRIP=symbols \
  cargo build --locked --release --target "$musl" --no-default-features --features "$features" --bin gantry
program="$root/target/$musl/release/gantry"
file_says=$(ldd "$program" 2>&1 || true)
case $file_says in
  *"statically linked"* | *"not a dynamic executable"*) ;;
  *) die "the program is not static" "$file_says" ;;
esac

mkdir -p "$work/share/man" "$work/share/completions"
"$program" man --out "$work/share/man" >/dev/null
for shell in bash zsh fish; do "$program" completions "$shell" >"$work/share/completions/gantry.$shell"; done

tree="gantry-$version-$musl"
mkdir -p "$work/$tree"
install -m 755 "$program" "$work/$tree/gantry"
cp LICENSE README.md CHANGELOG.md "$out/gantry.cdx.json" "$work/$tree/"
cp -R docs "$work/share/man" "$work/share/completions" "$work/$tree/"
archive "$out/$tree.tar.gz" "$work" "$tree"

say "For a container"
mkdir -p "$out/container"
install -m 755 "$program" "$out/container/gantry"
cp build/packages/Containerfile "$out/container/"

if command -v dpkg-deb >/dev/null 2>&1; then
  say "The Debian package"
  debian="$work/debian"
  doc="$debian/usr/share/doc/gantry"
  mkdir -p "$debian/DEBIAN" "$debian/usr/bin" "$doc" "$debian/usr/share/man/man1" \
    "$debian/usr/share/bash-completion/completions" "$debian/usr/share/zsh/vendor-completions" \
    "$debian/usr/share/fish/vendor_completions.d"
  install -m 755 "$program" "$debian/usr/bin/gantry"
  for page in "$work"/share/man/*.1; do gzip -9nc "$page" >"$debian/usr/share/man/man1/$(basename "$page").gz"; done
  cp "$work/share/completions/gantry.bash" "$debian/usr/share/bash-completion/completions/gantry"
  cp "$work/share/completions/gantry.zsh" "$debian/usr/share/zsh/vendor-completions/_gantry"
  cp "$work/share/completions/gantry.fish" "$debian/usr/share/fish/vendor_completions.d/gantry.fish"
  gzip -9nc CHANGELOG.md >"$doc/changelog.gz"
  {
    printf 'gantry (%s-1) unstable; urgency=medium\n\n  * Gantry %s; see changelog.gz.\n\n' "$version" "$version"
    printf ' -- %s  %s\n' "$(awk -F ': ' '/^Maintainer/ { print $2 }' build/packages/debian-control)" \
      "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")"
  } | gzip -9nc >"$doc/changelog.Debian.gz"
  cp -R README.md docs "$out/gantry.cdx.json" "$doc/"
  # README's link; Debian has the text of the licence in that file.
  ln -s copyright "$doc/LICENSE"
  # The licence's text, in the form of that file: each line indented, a dot for an empty one.
  sed -e 's/^/ /' -e 's/^ $/ ./' LICENSE >"$work/licence"
  sed -e "/^@LICENSE@\$/{r $work/licence" -e 'd;}' build/packages/debian-copyright >"$doc/copyright"
  size=$(du -ks --apparent-size "$debian/usr" | cut -f1)
  sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$size/" build/packages/debian-control >"$debian/DEBIAN/control"
  (cd "$debian" && find usr -type f | LC_ALL=C sort | while IFS= read -r file; do md5sum "$file"; done) >"$debian/DEBIAN/md5sums"
  chmod -R u+rwX,go+rX,go-w "$debian"
  find "$debian" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  # One thread: how xz cuts its blocks depends on their number.
  dpkg-deb --root-owner-group --threads-max=1 -Zxz --build "$debian" "$out/gantry_${version}-1_amd64.deb" >/dev/null
else
  say "No Debian package: there is no dpkg-deb here"
fi

say "Checksums"
(cd "$out" && find . -type f ! -name SHA256SUMS | sed 's#^\./##' | LC_ALL=C sort | while IFS= read -r file; do
  sha256sum "$file"
done >SHA256SUMS)
rm -rf "$work"
while read -r sum file; do
  printf '    %s… %9d bytes  %s\n' "$(printf %s "$sum" | cut -c 1-16)" "$(wc -c <"$out/$file")" "$file"
done <"$out/SHA256SUMS"
