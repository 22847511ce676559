#!/usr/bin/env bash
# Runs the native library of a platform without a JVM, in an emulator if necessary, and prints the hashes of the modules
# that it wrote, which must be the same on every platform:
#   roundtrip.sh PLATFORM MODULE...
# PLATFORM is a name of src/main/cpp/platforms.txt that an earlier "mvn -Dnative.platforms=PLATFORM package" has built.
# Debian's packages musl, qemu-user-static and wine64 contain the emulators and loaders.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
platform=$1
shift
native=$PWD/src/main/cpp libraries=target/classes/io/github/mewe/binaryen/native
cache=${MEWE_NATIVE_CACHE:-$HOME/.cache/mewe-maven-plugin/native}
work=target/platforms/$platform
. "$native/toolchain.sh"
zig=$(ls -d "$cache"/toolchain-* | head -n 1)
read -r _ target file < <(grep "^$platform " "$native/platforms.txt")

rm -rf "$work"
mkdir -p "$work/written"
xz -dc "$libraries/$platform.xz" >"$work/$file"
flags=(-std=c++20 -O1 -g0 -w -I"$native")
# A program for musl is static, and cannot load anything, unless it is linked with a shared library.
[[ $platform != *musl ]] || flags+=("$work/$file")
program=$work/roundtrip
[[ $platform != windows* ]] || program+=.exe
java=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
# The cache may have the runtimes of earlier toolchains, too.
cp -a "$(ls -dt "$cache"/runtime-"$platform"-???????????????? | head -n 1)" "$work/zig"
zig_cxx "$target" "$PWD/$work/zig" "${flags[@]}" -I"$java/include" src/test/platforms/roundtrip.cpp -o "$program" \
  2>"$work/log" || {
  cat "$work/log" >&2
  exit 1
}

emulator=()
case $platform in
  linux-x86_64-musl) emulator=(/lib/ld-musl-x86_64.so.1) ;;
  linux-aarch64*)
    bash src/test/platforms/foreign-root.sh arm64 target/platforms/arm64 openjdk-17-jre-headless musl
    emulator=(qemu-aarch64-static -s 268435456 -L target/platforms/arm64)
    ;;
  windows-x86_64) emulator=(/usr/lib/wine/wine64) ;;
esac
ulimit -s 262144
WINEDEBUG=-all LD_LIBRARY_PATH=$work "${emulator[@]}" "$program" "$work/$file" "$work/written" "$@"
(cd "$work/written" && sha256sum -- *)
