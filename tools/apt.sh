#!/usr/bin/env bash
# Installs Debian packages, as root or with sudo; says what to do where it cannot.
set -euo pipefail
run=()
if [ "$(id -u)" != 0 ]; then
  if ! sudo -n true 2>/dev/null; then
    echo "These Debian packages are needed: $*. Install them as root: apt-get install $*" >&2
    exit 1
  fi
  run=(sudo)
fi
command -v apt-get >/dev/null || { echo "These programs are needed: $*. There is no apt-get here; install them your way." >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
"${run[@]}" apt-get update -qq
"${run[@]}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null
