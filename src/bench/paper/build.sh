#!/usr/bin/env bash
# Builds the services that the paper measured, each as a WASI program:
#
#   bash src/bench/paper/build.sh OUTDIR
#
# writes OUTDIR/ID.wasm for each source services/ID.c of a service. libsodium comes from Debian's sources, in exactly the
# version below; the QR Code encoder is src/test/corpus/c/qr.c. Needs the packages that src/it/setup.sh installs.

set -euo pipefail

version=1.0.18-1+deb12u1
hashes="2c23c57b5a9385dab5a1916014c9b5f2cdd7dadeb8a35b28c1bfb603ce7095c4  libsodium_$version.dsc
d59323c6b712a1519a5daf710b68f5e7fde57040845ffec53850911f10a5d4f4  libsodium_1.0.18.orig.tar.gz
f410474e46346b06b162defa05b1be26906aeed6cf309e3d4ebe30b4d1350733  libsodium_$version.debian.tar.xz"

mkdir -p "$1"
out=$(cd "$1" && pwd)
services=$(cd "$(dirname "${BASH_SOURCE[0]}")/services" && pwd)
compile() { clang-14 --target=wasm32-wasi -O2 "$@"; }

# Fetches Debian's sources without changing the machine's package lists.
fetch() { # DIRECTORY
  mkdir -p "$1/apt/lists/partial" "$1/apt/cache/archives/partial"
  # shellcheck disable=SC2016 # apt replaces these
  apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' 'Origin: Debian' 'Component: main' | grep -v -e '-security ' | sort -u >"$1/apt/sources.list"
  local options=(-q -o "Dir::State::lists=$1/apt/lists" -o "Dir::Cache=$1/apt/cache"
    -o "Dir::Etc::sourcelist=$1/apt/sources.list" -o Dir::Etc::sourceparts=- -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update
  (cd "$1" && apt-get "${options[@]}" source --download-only "libsodium=$version" && sha256sum --check <<<"$hashes")
}

# Compiles libsodium as its configure script would for this target, without 128-bit integers, which WebAssembly lacks.
library() { # SOURCE DIRECTORY
  local defines=(-DCONFIGURED=1 -D_WASI_EMULATED_SIGNAL -DNATIVE_LITTLE_ENDIAN=1 -DHAVE_WEAK_SYMBOLS=1 -DNDEBUG)
  local source=$1/src/libsodium objects=() file object
  cp "$1/builds/msvc/version.h" "$source/include/sodium/"
  while read -r file; do
    object=$2/$(tr / _ <<<"${file#"$source/"}").o
    compile "${defines[@]}" -I"$source/include/sodium" -I"$source/include" -w -c "$file" -o "$object"
    objects+=("$object")
  done < <(find "$source" -name '*.c' | sort)
  compile -Wall -Wextra -Werror -c "$services/arc4random.c" -o "$2/arc4random.o"
  rm -f "$2/libsodium.a"
  llvm-ar-14 rcsD "$2/libsodium.a" "${objects[@]}" "$2/arc4random.o"
}

built=$out/libsodium
if [ ! -f "$built/done" ] || [ "$(cat "$built/done")" != "$version" ]; then
  rm -rf "$built"
  mkdir -p "$built/objects"
  fetch "$built"
  dpkg-source --no-check -x "$built/libsodium_$version.dsc" "$built/source"
  library "$built/source" "$built/objects"
  echo "$version" >"$built/done"
fi

compile -Wall -Wextra -Werror -c "$services/service.c" -o "$built/service.o"
for source in "$services"/*.c; do
  id=$(basename "$source" .c)
  case $id in service | arc4random) continue ;; esac
  compile -Wall -Wextra -Werror -I"$built/source/src/libsodium/include" \
    -o "$out/$id.wasm" "$source" "$built/service.o" "$built/objects/libsodium.a" -lwasi-emulated-signal -Wl,--strip-debug
done
