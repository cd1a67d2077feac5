#!/bin/sh
# Rebuild web/static/js/vendor and web/static/fonts from npm: unmodified files, pinned versions, licences and checksums.
#   tools/vendor.sh          rewrite the folders
#   tools/vendor.sh --check  fail if the folders are not exactly what npm serves for these versions
# npm verifies each package against the registry's integrity hash; VENDOR.json keeps the sha256 of every file we serve.
set -eu

static=$(cd "$(dirname "$0")/.." && pwd)/web/static
folders="js/vendor fonts"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/packages" "$work/lines/js" "$work/made/js/vendor" "$work/made/fonts"

# folder  package  version  licence  path in the package  name here (.js, so that every server knows its MIME type)
cat > "$work/list" <<'LIST'
js/vendor  preact                11.2.0  MIT         dist/preact.mjs             preact.js
js/vendor  preact                11.2.0  MIT         hooks/dist/hooks.mjs        preact-hooks.js
js/vendor  htm                   3.1.1   Apache-2.0  dist/htm.mjs                htm.js
js/vendor  htm                   3.1.1   Apache-2.0  preact/index.mjs            htm-preact.js
js/vendor  @preact/signals-core  1.14.5  MIT         dist/signals-core.mjs       signals-core.js
js/vendor  @preact/signals       2.11.4  MIT         dist/signals.mjs            signals.js
js/vendor  socket.io-client      4.8.4   MIT         dist/socket.io.esm.min.js   socket.io.js
fonts  @fontsource-variable/atkinson-hyperlegible-next  5.3.0  OFL-1.1  files/atkinson-hyperlegible-next-latin-wght-normal.woff2      atkinson-next-latin.woff2
fonts  @fontsource-variable/atkinson-hyperlegible-next  5.3.0  OFL-1.1  files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2  atkinson-next-latin-ext.woff2
fonts  @fontsource-variable/atkinson-hyperlegible-mono  5.3.0  OFL-1.1  files/atkinson-hyperlegible-mono-latin-wght-normal.woff2      atkinson-mono-latin.woff2
fonts  @fontsource-variable/atkinson-hyperlegible-mono  5.3.0  OFL-1.1  files/atkinson-hyperlegible-mono-latin-ext-wght-normal.woff2  atkinson-mono-latin-ext.woff2
LIST

while read -r folder package version licence path name; do
  short=$(echo "$package" | tr -d @ | tr / -)
  made=$work/made/$folder
  if [ ! -d "$work/packages/$short" ]; then
    mkdir "$work/packages/$short"
    tarball=$(cd "$work" && npm pack --silent --loglevel=error "$package@$version" 2>/dev/null | tail -n 1)
    tar -xzf "$work/$tarball" -C "$work/packages/$short" --strip-components 1
    cp "$work/packages/$short/LICENSE" "$made/LICENSE.$short.txt"
  fi
  cp "$work/packages/$short/$path" "$made/$name"
  sum=$(sha256sum "$made/$name" | cut -d ' ' -f 1)
  printf '  {"file": "%s", "package": "%s", "version": "%s", "licence": "%s", "licence_file": "LICENSE.%s.txt", "from": "%s", "sha256": "%s"}\n' \
    "$name" "$package" "$version" "$licence" "$short" "$path" "$sum" >> "$work/lines/$folder"
done < "$work/list"

for folder in $folders; do
  made=$work/made/$folder target=$static/$folder
  { echo '['; sed '$!s/$/,/' "$work/lines/$folder"; echo ']'; } > "$made/VENDOR.json"
  chmod 644 "$made"/*
  if [ "${1:-}" = --check ]; then
    diff -r "$made" "$target" || exit 1
    echo "$folder: as npm serves it"
  else
    rm -rf "$target"
    mkdir -p "$(dirname "$target")"
    cp -r "$made" "$target"
    echo "$folder: $(grep -c '"file"' "$target/VENDOR.json") files written"
  fi
done
