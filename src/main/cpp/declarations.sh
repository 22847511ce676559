# Makes the Java declarations of the native API; build-native.sh reads this.

called() { # the functions of the native API that Java code names
  {
    echo mewe_initialize
    grep -rl --include='*.java' 'binaryen\.jni' "$native/../java" "$native/../../test/java" "$native/../../bench/java" |
      xargs grep -ohE '\b(Binaryen|TypeBuilder|mewe_)[A-Za-z0-9_]+'
  } | sort -u
}

make_declarations() { # DIR SOURCE: Binaryen.java and the C++ code behind it, for the functions that are called
  local work=$1 source=$2 header
  # Headers -> Java declarations -> JNI glue. The copies of the headers for the parser lack the types of
  # the handles, use BinaryenName for C strings and contain the functions that a macro declares.
  mkdir "$work/headers" "$work/out"
  sed -nE 's/^DELEGATE\((.*)\);/BINARYEN_API BinaryenExpressionId Binaryen\1Id(void);/p' \
    "$source/src/wasm-delegations.def" >"$work/ids.h"
  for header in "$source/src/binaryen-c.h" "$native/glue.h" "$native/mewe_binaryen.h"; do
    sed -E -e '/^(BINARYEN_REF|(typedef )?(class|struct) [^{]*;)/d' \
      -e '/^typedef const char/!s/const char\*/BinaryenName/g' \
      -e "/^#include \"wasm-delegations.def\"/r $work/ids.h" "$header" >"$work/headers/${header##*/}"
  done
  called >"$work/called"
  (
    cd "$work"
    logged javac.log "$JAVA_HOME/bin/javac" -cp "$tools/javacpp.jar" -d . "$native/BinaryenConfig.java"
    logged parse.log "$JAVA_HOME/bin/java" -jar "$tools/javacpp.jar" -nogenerate -classpath . -d . \
      -Dplatform.includepath="$work/headers" io.github.mewe.binaryen.jni.BinaryenConfig
    awk 'NR == FNR { called[$1]; next }
      match($0, /^public static native .* [A-Za-z0-9_]+\(/) {
        name = substr($0, 1, RLENGTH - 1)
        sub(/.* /, "", name)
        dropped = !(name in called)
      }
      !dropped { print }
      /;/ { dropped = 0 }' called $java/Binaryen.java >Binaryen.java
    mv Binaryen.java $java/Binaryen.java
    logged javac.log "$JAVA_HOME/bin/javac" -cp "$tools/javacpp.jar:." -d . $java/Binaryen.java
    logged generate.log "$JAVA_HOME/bin/java" -jar "$tools/javacpp.jar" -nocompile -nodelete -classpath . -d "$work" \
      -o jniBinaryen io.github.mewe.binaryen.jni.Binaryen
  )
  # JavaCPP's initialisation would need its runtime in Java.
  sed '/^JNIEXPORT .* JNI_On.*{$/,/^}/d' "$work/jniBinaryen.cpp" >"$work/out/jniBinaryen.cpp"

  # Removes every dependency on JavaCPP from the Java declarations.
  sed -E -e 's/@Cast\("[^"]*"\) //g' -e '/^import /d' -e '/^\/\/ Targeted by/d' -e '/^ *\/\/ #/d' \
    -e 's/^public class Binaryen extends .*\{$/@SuppressWarnings("all")\npublic final class Binaryen {/' \
    -e 's/static \{ Loader.load\(\); \}/static { NativeLoader.load(); mewe_initialize(); }/' \
    "$work/$java/Binaryen.java" >"$work/out/Binaryen.java"
  ! grep -nE 'Pointer|bytedeco|^[^/]*@' "$work/out/Binaryen.java" | grep -v '@SuppressWarnings' >&2 ||
    fail "Binaryen.java depends on JavaCPP"
}
