#!/usr/bin/env bash
# Measures how many variants of real modules are proved to be equivalent to their originals:
#
#   bash src/bench/proofs/run.sh [SECONDS [MODULE...]]
#
# Each module (by default libsodium and sqlite) is diversified with the plugin's default budget of 4 variants a function,
# and the variants are taken out of the binary again and proved for at most SECONDS (by default 3600), in an order that
# is drawn. The tables go to target/proofs/proofs.md, what came of each variant to target/proofs/MODULE.proofs.json.
# Binaries that are in target/proofs already are used again.
#
# Needs what src/it/setup.sh installs.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

seconds=${1:-3600}
modules=("${@:2}")
[ ${#modules[@]} -gt 0 ] || modules=(libsodium sqlite)

mkdir -p target/proofs
mvn -B -ntp -q -Dspotless.check.skip=true test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/proofs/classpath -Dmdep.includeScope=test </dev/null
node src/test/corpus/fetch.mjs target/real-modules "${modules[@]}"
exec java -Xmx4g -Dproject.basedir="$PWD" -Dmewe.seconds="$seconds" \
  -cp "target/test-classes:target/classes:$(cat target/proofs/classpath)" \
  io.github.mewe.equivalence.validation.ProofCommand "${modules[@]}"
