#!/usr/bin/env bash
# Runs the paper's services on 64 nodes, isolates of workerd, 100 requests each, and writes docs/results/nodes.md:
#
#   bash src/bench/nodes/run.sh
#
# Builds the services (src/bench/paper), diversifies them, and compares what the nodes reply, and their traces, with the
# original's replies and with what formulas predict. Fails if a reply is wrong, or if traces repeat more or less often
# than chance allows. src/bench/nodes/head.md says what is done; it is the head of the page.
#
# Needs what src/it/setup.sh installs.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

mkdir -p target/paper target/nodes
bash src/test/runtimes/install.sh workerd >/dev/null
mvn -B -ntp -q -Dspotless.check.skip=true test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/nodes/classpath -Dmdep.includeScope=test </dev/null
bash src/bench/paper/build.sh target/paper
node --no-warnings src/bench/paper/check.mjs target/paper
exec java -Xmx3g -Dproject.basedir="$PWD" \
  -cp "target/test-classes:target/classes:$(cat target/nodes/classpath)" \
  io.github.mewe.bench.nodes.NodesCommand
