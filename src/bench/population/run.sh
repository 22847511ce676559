#!/usr/bin/env bash
# Measures what populations of real modules take and share, and writes docs/results/population.md:
#
#   bash src/bench/population/run.sh
#
# Each module is diversified with default parameters into populations of several sizes. What is said of a population is
# in the manifests of its binaries. Times are of all binaries of a population together, measured once each.
#
# Needs what src/it/setup.sh installs. Run it on a machine that does nothing else.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

mkdir -p target/population
mvn -B -ntp -q -Dspotless.check.skip=true test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/population/classpath -Dmdep.includeScope=test </dev/null
node src/test/corpus/fetch.mjs target/real-modules sqlite libsodium
exec java -Xmx6g -Dproject.basedir="$PWD" \
  -cp "target/test-classes:target/classes:$(cat target/population/classpath)" \
  io.github.mewe.bench.population.PopulationCommand
