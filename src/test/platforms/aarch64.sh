#!/usr/bin/env bash
# Runs the goal diversify in Maven on real modules, with the host's JVM and with an emulated one for arm64, and compares
# the outputs:
#   aarch64.sh ID...
# ID is a module of src/test/corpus/modules.json. Needs Debian's package qemu-user-static, and an earlier
#   mvn -Dnative.platforms="linux-x86_64 linux-aarch64" -DskipTests package invoker:install

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
work=$PWD/target/platforms repository=$PWD/target/it-repo
root=$work/arm64 emulated=$work/emulated output=target/mewe/module-diversified.wasm
version=$(basename "$(ls -d "$repository"/io/github/mewe/mewe-maven-plugin/*/)")

bash src/test/platforms/foreign-root.sh arm64 "$root" openjdk-17-jre-headless
node src/test/corpus/fetch.mjs "$work/corpus" "$@"
# Maven runs the java of its JAVA_HOME. An optimising compiler costs more in an emulator than it saves.
mkdir -p "$emulated/bin"
cat >"$emulated/bin/java" <<END
#!/bin/sh
exec qemu-aarch64-static -L '$root' '$root/usr/lib/jvm/java-17-openjdk-arm64/bin/java' -XX:TieredStopAtLevel=1 "\$@"
END
chmod +x "$emulated/bin/java"
JAVA_HOME=$emulated mvn -version

diversify() { # ID DIR
  rm -rf "$2"
  mkdir -p "$2"
  (cd "$2" && mvn -B -ntp -Dmaven.repo.local="$repository" "io.github.mewe:mewe-maven-plugin:$version:diversify" \
    -Dmewe.input="$work/corpus/$1/module.wasm") >"$2.log" || {
    tail -n 60 "$2.log" >&2
    exit 1
  }
}

for id in "$@"; do
  diversify "$id" "$work/x86_64/$id"
  JAVA_HOME=$emulated diversify "$id" "$work/aarch64/$id"
  cmp "$work/x86_64/$id/$output" "$work/aarch64/$id/$output"
  echo "$id: the same, $(sha256sum <"$work/aarch64/$id/$output" | cut -d' ' -f1)"
done
