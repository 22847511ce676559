#!/usr/bin/env bash
# Unpacks Debian packages of another architecture, and what they depend on, into a directory:
#   foreign-root.sh ARCHITECTURE DIR PACKAGE...
# The system's own packages stay as they are. Needs a Debian system with apt.

set -euo pipefail
architecture=$1 root=$2
shift 2
complete="$root/.complete $*"
[ -e "$complete" ] && exit
mkdir -p "$root"
root=$(realpath "$root")
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
mkdir -p "$state"/{lists/partial,archives/partial}
touch "$state/status"
apt=(apt-get -q -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" -o Dir::State="$state"
  -o Dir::State::Lists="$state/lists" -o Dir::State::Status="$state/status" -o Dir::Cache="$state"
  -o APT::Sandbox::User=root)
"${apt[@]}" update
"${apt[@]}" install -y --no-install-recommends --download-only "$@"
for package in "$state"/archives/*.deb; do dpkg-deb -x "$package" "$root"; done
touch "$complete"
