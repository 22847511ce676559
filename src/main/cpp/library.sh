# Links the library; build-native.sh reads this.

# LLVM's utilities for object files, as WebAssembly. The linker keeps the names of local functions in files for macOS.
strip_package=@yowasp/clang@22.0.0-git20542-10
strip_integrity=sha512-V31/z9GrJECKeACTDUyvg2llbEUiFi3bxtL5HSg7H/6sydSxdI/AoVAD9F5ozrfLjotWl0B9rghR87m+DUM/zg==

make_strip() { # DIR
  fetch "$1" "$strip_package" "$strip_integrity" package
  mkdir "$1/out"
  mv "$1/package.json" "$1/gen" "$1/out"
}

link() { # TARGET CACHE LIBRARY OBJECT...: strips the library, too, except on macOS
  local target=$1 cache=$2 library=$3
  shift 3
  local flags=(-shared -O2 -s -Wl,--gc-sections)
  case $target in
    *linux*) flags+=(-Wl,--version-script="$native/exports.map" -Wl,--no-undefined -Wl,--build-id=none -Wl,-z,relro,-z,now) ;;
    *macos*)
      # With entitlements, even if there are none in the file, the linker signs for x86-64, too.
      zig "$cache" build-lib -target "$target" -dynamic -O ReleaseFast -fstrip --gc-sections \
        -install_name @rpath/"${library##*/}" --entitlements "$native/entitlements.plist" \
        -femit-bin="$library" "$@" -lc++
      return
      ;;
  esac
  zig_cxx "$target" "$cache" "${flags[@]}" -o "$library" "$@"
}

zig() { # CACHE ARGUMENT...
  local cache=$1
  shift
  ZIG_GLOBAL_CACHE_DIR=$cache ZIG_LOCAL_CACHE_DIR=$cache "$zig/zig" "$@"
}

make_library() { # DIR PLATFORM TARGET FILE RUNTIME SOURCE OBJECTS DECLARATIONS: links, compresses and hashes the library
  local work=$1 platform=$2 target=$3 file=$4 source=$6 objects=$7 declarations=$8
  cp -a "$5" "$work/zig"
  mkdir "$work/linked" "$work/out"
  compile "$target" "$work/zig" "$native/library.cpp" "$work/library.o" -DMODIFIED_UTF8_STRING -DWIN32_LEAN_AND_MEAN \
    -I"$native" -I"$source/src" -I"$source/FP16/include" -I"$declarations" -I"$JAVA_HOME/include" \
    -ffile-prefix-map="$source/src/=" -ffile-prefix-map="$declarations/=" -ffile-prefix-map="$JAVA_HOME/=" \
    >"$work/log" 2>&1 &&
    link "$target" "$work/zig" "$work/linked/$file" "$work/library.o" "$objects"/*.o >>"$work/log" 2>&1 || {
    tail -n 60 "$work/log" >&2
    fail "cannot link $file for $target"
  }
  [ -z "$strip" ] || logged "$work/strip.log" node "$native/strip.mjs" "$strip" "$work/linked/$file"
  mv "$work/linked/$file" "$work/out"
  logged "$work/pack.log" "$JAVA_HOME/bin/java" -cp "$tools/xz.jar" "$native/PackLibrary.java" \
    "$platform" "$work/out/$file" "$work/out/$platform.xz"
  echo "$platform=$(sha256sum "$work/out/$file" | cut -d' ' -f1)" >"$work/out/index.properties"
}
