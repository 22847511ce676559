#!/usr/bin/env bash
# Diversifies modules with the JVM of another processor, in an emulator, and compares the outputs with the host's:
#   aarch64.sh MODULE...
# Needs Debian's package qemu-user-static, and an earlier
#   mvn -Dnative.platforms="linux-x86_64 linux-aarch64" test-compile dependency:build-classpath \
#     -Dmdep.outputFile=target/platforms/classpath -Dmdep.includeScope=test

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
work=target/platforms root=target/platforms/arm64
bash src/test/platforms/foreign-root.sh arm64 "$root" openjdk-17-jre-headless
command=(-Xmx3g -cp "target/test-classes:target/classes:$(cat $work/classpath)"
  io.github.mewe.bench.platforms.DiversifyCommand "$@")
java "${command[@]}" | tee "$work/x86_64.txt"
qemu-aarch64-static -L "$root" "$root/usr/lib/jvm/java-17-openjdk-arm64/bin/java" "${command[@]}" |
  tee "$work/aarch64.txt"
cmp "$work/x86_64.txt" "$work/aarch64.txt"
echo "All outputs are the same"
