#!/bin/sh
# Rebuild web/static/js/vendor and web/static/fonts from npm: pinned versions, licences and checksums. Files are unmodified, but
# for the font of the pages: it is cut in two, what English needs and the rest, without the weights above 600 that no page uses.
#   tools/vendor.sh          rewrite the folders
#   tools/vendor.sh --check  fail if the folders are not exactly what npm serves for these versions
# npm verifies each package against the registry's integrity hash; VENDOR.json keeps the sha256 of every file we serve.
set -eu

static=$(cd "$(dirname "$0")/.." && pwd)/web/static
folders="js/vendor fonts"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/packages" "$work/lines/js" "$work/made/js/vendor" "$work/made/fonts"

# folder  package  version  licence  path in the package  name here (.js, so that every server knows its MIME type)  characters
cat > "$work/list" <<'LIST'
js/vendor  preact                11.2.0  MIT         dist/preact.mjs             preact.js
js/vendor  preact                11.2.0  MIT         hooks/dist/hooks.mjs        preact-hooks.js
js/vendor  htm                   3.1.1   Apache-2.0  dist/htm.mjs                htm.js
js/vendor  htm                   3.1.1   Apache-2.0  preact/index.mjs            htm-preact.js
js/vendor  @preact/signals-core  1.14.5  MIT         dist/signals-core.mjs       signals-core.js
js/vendor  @preact/signals       2.11.4  MIT         dist/signals.mjs            signals.js
js/vendor  socket.io-client      4.8.4   MIT         dist/socket.io.esm.min.js   socket.io.js
fonts  @fontsource-variable/atkinson-hyperlegible-next  5.3.0  OFL-1.1  files/atkinson-hyperlegible-next-latin-wght-normal.woff2      atkinson-next-ascii.woff2  U+20-7E,U+A0,U+B7,U+2013-2014,U+2018-2019,U+201C-201D,U+2026
fonts  @fontsource-variable/atkinson-hyperlegible-next  5.3.0  OFL-1.1  files/atkinson-hyperlegible-next-latin-wght-normal.woff2      atkinson-next-latin.woff2  U+A1-B6,U+B8-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+304,U+308,U+329,U+2000-2012,U+2015-2017,U+201A-201B,U+201E-2025,U+2027-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD
fonts  @fontsource-variable/atkinson-hyperlegible-next  5.3.0  OFL-1.1  files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2  atkinson-next-latin-ext.woff2
fonts  @fontsource-variable/atkinson-hyperlegible-mono  5.3.0  OFL-1.1  files/atkinson-hyperlegible-mono-latin-wght-normal.woff2      atkinson-mono-latin.woff2
fonts  @fontsource-variable/atkinson-hyperlegible-mono  5.3.0  OFL-1.1  files/atkinson-hyperlegible-mono-latin-ext-wght-normal.woff2  atkinson-mono-latin-ext.woff2
LIST

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check fonttools==4.68.0 brotli==1.2.1

while read -r folder package version licence path name characters; do
  short=$(echo "$package" | tr -d @ | tr / -)
  made=$work/made/$folder
  if [ ! -d "$work/packages/$short" ]; then
    mkdir "$work/packages/$short"
    tarball=$(cd "$work" && npm pack --silent --loglevel=error "$package@$version" 2>/dev/null | tail -n 1)
    tar -xzf "$work/$tarball" -C "$work/packages/$short" --strip-components 1
    cp "$work/packages/$short/LICENSE" "$made/LICENSE.$short.txt"
  fi
  if [ -n "$characters" ]; then
    "$work/venv/bin/fonttools" varLib.instancer --quiet "$work/packages/$short/$path" wght=200:600 -o "$work/light.woff2"
    "$work/venv/bin/pyftsubset" "$work/light.woff2" --unicodes="$characters" --flavor=woff2 --layout-features='*' --no-hinting --output-file="$made/$name"
  else
    cp "$work/packages/$short/$path" "$made/$name"
  fi
  sum=$(sha256sum "$made/$name" | cut -d ' ' -f 1)
  printf '  {"file": "%s", "package": "%s", "version": "%s", "licence": "%s", "licence_file": "LICENSE.%s.txt", "from": "%s"%s, "sha256": "%s"}\n' \
    "$name" "$package" "$version" "$licence" "$short" "$path" "${characters:+, \"weights\": \"200-600\", \"characters\": \"$characters\"}" "$sum" >> "$work/lines/$folder"
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
