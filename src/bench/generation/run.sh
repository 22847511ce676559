#!/usr/bin/env bash
# Measures the time, memory and growth of generation beside those of wasm-opt -O2, and writes
# docs/results/generation.md:
#
#   bash src/bench/generation/run.sh [--modules a,b,c] [--earlier REVISION]
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
node src/test/clients/install.mjs target/clients # its packages include wasm-opt
# The JVM archives the classes of jars only.
for part in classes test-classes; do
  jar --create --file "target/bench/$part.jar" -C "target/$part" .
done
java -Xmx1g -Dproject.basedir="$PWD" \
  -cp "target/bench/test-classes.jar:target/bench/classes.jar:$(cat target/bench/classpath)" \
  io.github.mewe.bench.generation.GenerationCommand "$@"
