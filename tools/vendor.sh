#!/bin/sh
# Rebuild web/static/js/vendor from npm: unmodified files, pinned versions, licences and checksums.
#   tools/vendor.sh          rewrite the folder
#   tools/vendor.sh --check  fail if the folder is not exactly what npm serves for these versions
# npm verifies each package against the registry's integrity hash; VENDOR.json keeps the sha256 of every file we serve.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
target=$root/web/static/js/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/vendor" "$work/lines"

# package  version  licence  path in the package  name here (.js, so that every server knows its MIME type)
cat > "$work/list" <<'LIST'
preact                11.2.0  MIT         dist/preact.mjs             preact.js
preact                11.2.0  MIT         hooks/dist/hooks.mjs        preact-hooks.js
htm                   3.1.1   Apache-2.0  dist/htm.mjs                htm.js
htm                   3.1.1   Apache-2.0  preact/index.mjs            htm-preact.js
@preact/signals-core  1.14.5  MIT         dist/signals-core.mjs       signals-core.js
@preact/signals       2.11.4  MIT         dist/signals.mjs            signals.js
socket.io-client      4.8.4   MIT         dist/socket.io.esm.min.js   socket.io.js
LIST

while read -r package version licence path name; do
  short=$(echo "$package" | tr -d @ | tr / -)
  if [ ! -d "$work/$short" ]; then
    mkdir "$work/$short"
    tarball=$(cd "$work" && npm pack --silent --loglevel=error "$package@$version" 2>/dev/null | tail -n 1)
    tar -xzf "$work/$tarball" -C "$work/$short" --strip-components 1
    cp "$work/$short/LICENSE" "$work/vendor/LICENSE.$short.txt"
  fi
  cp "$work/$short/$path" "$work/vendor/$name"
  sum=$(sha256sum "$work/vendor/$name" | cut -d ' ' -f 1)
  printf '  {"file": "%s", "package": "%s", "version": "%s", "licence": "%s", "licence_file": "LICENSE.%s.txt", "from": "%s", "sha256": "%s"}\n' \
    "$name" "$package" "$version" "$licence" "$short" "$path" "$sum" >> "$work/lines/all"
done < "$work/list"

{ echo '['; sed '$!s/$/,/' "$work/lines/all"; echo ']'; } > "$work/vendor/VENDOR.json"
chmod 644 "$work"/vendor/*

if [ "${1:-}" = --check ]; then
  diff -r "$work/vendor" "$target" && echo "vendor: as npm serves it"
else
  rm -rf "$target"
  mkdir -p "$(dirname "$target")"
  cp -r "$work/vendor" "$target"
  echo "vendor: $(grep -c '"file"' "$target/VENDOR.json") files written to web/static/js/vendor"
fi
