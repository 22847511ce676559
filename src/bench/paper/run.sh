#!/usr/bin/env bash
# Repeats the evaluation of the MEWE paper on services like its own, and writes docs/results/paper.md:
#
#   bash src/bench/paper/run.sh
#
# Builds the services (build.sh), checks their replies, diversifies, verifies and measures them, and checks the replies
# of the multivariant services too. Fails if a reply is wrong, a verification finds a divergence, or a target is missed.
# src/bench/paper/head.md says what is measured and how; it is the head of the page.
#
# Needs what src/it/setup.sh installs.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

mkdir -p target/paper
mvn -B -ntp -q -Dspotless.check.skip=true test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/paper/classpath -Dmdep.includeScope=test </dev/null
bash src/bench/paper/build.sh target/paper
node --no-warnings src/bench/paper/check.mjs target/paper
status=0
java -Xmx3g -Dproject.basedir="$PWD" \
  -cp "target/test-classes:target/classes:$(cat target/paper/classpath)" \
  io.github.mewe.bench.paper.PaperCommand || status=$?
for suffix in -diversified -guessed; do
  node --no-warnings src/bench/paper/check.mjs target/paper $suffix
done
exit $status
