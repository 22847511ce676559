#!/usr/bin/env bash
# Installs the npm packages that a folder here pins, unless they are installed, and prints their directory:
#
#   install.sh NAME
#
# into target/runtimes/NAME of the repository. May run several times at once.

set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
source="$here/$1"
target="$here/../../../target/runtimes/$1"
mkdir -p "$target"
target="$(cd "$target" && pwd)"

exec 9>"$target.lock"
flock 9
stamp="$(cat "$source"/package.json "$source"/package-lock.json | sha256sum)"
if [ "$(cat "$target/stamp" 2>/dev/null)" != "$stamp" ]; then
  cp "$source"/package.json "$source"/package-lock.json "$target"
  (cd "$target" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2
  echo "$stamp" >"$target/stamp"
fi
echo "$target"
