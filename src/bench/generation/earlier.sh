#!/usr/bin/env bash
# Diversifies a module with the defaults of an earlier revision, which is built in target/earlier if necessary:
#
#   bash src/bench/generation/earlier.sh REVISION FILE [JVM-OPTION...]
#
# Prints the elapsed seconds, the processor time in seconds, the peak memory in MiB, the number of variants and the
# growth of the code.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
revision=$1 file=$(realpath "$2")
program=$PWD/src/bench/generation/EarlierGeneration.java
shift 2

directory=target/earlier/$revision
if [ ! -f "$directory/target/earlier/EarlierGeneration.class" ]; then
  rm -rf "$directory"
  mkdir -p "$directory"
  git archive "$revision" | tar -x -C "$directory"
  (
    cd "$directory"
    . src/bench/bench.sh
    compile
    javac -d target/earlier -cp "target/test-classes:target/classes:$(cat target/bench/classpath)" "$program"
  ) >&2
fi
cd "$directory"
java "$@" -cp "target/earlier:target/test-classes:target/classes:$(cat target/bench/classpath)" EarlierGeneration "$file"
