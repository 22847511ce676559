#!/usr/bin/env bash
# Checks a library for macOS without running it, with Debian's package llvm-14: macos.sh PLATFORM
# PLATFORM is macosx-x86_64 or macosx-arm64, built by an earlier "mvn -Dnative.platforms=PLATFORM package".

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
library=target/platforms/$1.dylib
mkdir -p target/platforms
xz -dc "target/classes/io/github/mewe/binaryen/native/$1.xz" >"$library"
file=$(llvm-objdump-14 --macho --private-headers "$library")

check() { # TEXT PATTERN: the load commands contain the pattern
  grep -Eq -- "$2" <<<"$file" || {
    echo "$1: not found" >&2
    exit 1
  }
  echo "$1: yes"
}
case $1 in *arm64) check "processor" 'ARM64 +ALL' ;; *) check "processor" 'X86_64 +ALL' ;; esac
check "a dynamic library" ' DYLIB '
check "install name" 'name @rpath/libmewe-binaryen\.dylib'
check "deployment target 11.0" 'minos 11\.0'
node src/test/platforms/signature.mjs "$library"
echo "dependencies:"
others=$(llvm-objdump-14 --macho --dylibs-used "$library" | tail -n +2 | grep -v libmewe-binaryen || true)
echo "$others"
! grep -v -e '/usr/lib/libSystem.B.dylib' -e '^ *$' <<<"$others" >&2 || exit 1
symbols=$(llvm-nm-14 --defined-only --extern-only --just-symbol-name "$library")
echo "exported functions: $(grep -c '^_Java_io_github_mewe_' <<<"$symbols")"
# The C++ standard lets a program replace its operators new and delete, so they stay visible; all call malloc and free.
! grep -Ev '^(_Java_io_github_mewe_|__Zn[aw]|__Zd[al]|___dso_handle$|__mh_dylib_header$|$)' <<<"$symbols" || exit 1
# The toolchain contains the stubs of Apple's SDK.
stubs=$(ls -t "${MEWE_NATIVE_CACHE:-$HOME/.cache/mewe-maven-plugin/native}"/toolchain-*/lib/libc/darwin/libSystem.tbd | head -n 1)
imports=$(llvm-nm-14 --undefined-only --just-symbol-name "$library" | sort -u)
unresolved=$(comm -23 <(echo "$imports") <(tr -s " ,'[]" '\n' <"$stubs" | sort -u))
[ -z "$unresolved" ] || {
  echo "not in the SDK's stubs: $unresolved" >&2
  exit 1
}
echo "imported symbols, all in the SDK's stubs: $(wc -l <<<"$imports")"
