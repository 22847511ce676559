#!/usr/bin/env bash
# Measures what choices cost, and writes docs/results/dispatch.md:
#
#   bash src/bench/dispatch/run.sh
#
# The cost of a choice: a function is called in a loop, once directly and once through its dispatcher. All bodies are
# the same few instructions, so that what differs is the choice alone. Nanoseconds more a call, the medians of
# interleaved rounds, in the host's Node and in the embedded engine's compiler. "One of them always" gives one body
# nearly all of the weight: then the processor predicts the way, and what is left is the draw.
#
# Instantiation and first call: of real modules, with default parameters, compiled beforehand; the key is drawn and set
# too. Microseconds more than the original takes, first deciles of interleaved rounds.
#
# Needs what src/it/setup.sh installs. Run it on a machine that does nothing else.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

mkdir -p target/dispatch
mvn -B -ntp -q -Dspotless.check.skip=true test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/dispatch/classpath -Dmdep.includeScope=test </dev/null
node src/test/corpus/fetch.mjs target/real-modules sqlite libsodium tiny
exec java -Xmx6g -Dproject.basedir="$PWD" \
  -cp "target/test-classes:target/classes:$(cat target/dispatch/classpath)" \
  io.github.mewe.bench.dispatch.DispatchCommand
