#!/usr/bin/env bash
# Installs the missing packages for building and testing on Debian and its derivatives; elsewhere it lists them.

set -euo pipefail

missing=()
tool() { # COMMAND PACKAGE
  command -v "$1" >/dev/null || missing+=("$2")
}
library() { # PACKAGE
  dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q ' installed$' || missing+=("$1")
}
tool javac openjdk-17-jdk-headless
tool mvn maven
# The native build.
tool npm npm
tool flock util-linux
# The modules that the tests diversify.
tool node nodejs
tool clang-14 clang-14
tool wasm-ld-14 lld-14
library wasi-libc
library libclang-rt-14-dev-wasm32
# 110 MB to fetch, 528 MB installed.
library rustc
library libstd-rust-dev-wasm32
# Tests of seeding.
tool firefox-esr firefox-esr
# Tests of reports.
command -v chromium-browser >/dev/null || tool chromium chromium
# The paper's services, some from Debian's sources.
tool llvm-ar-14 llvm-14
tool dpkg-source dpkg-dev
# Tests of releases.
tool gpg gnupg
# Tests of machine code.
tool objdump binutils

[ ${#missing[@]} -eq 0 ] && exit
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "Please install: ${missing[*]} (Debian's names), or run this as root on Debian" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q --no-install-recommends "${missing[@]}"
