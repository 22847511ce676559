#!/usr/bin/env bash
# Measures what variants cost when a service starts, in workerd and in Node, and writes docs/results/cold-start.md:
#
#   bash src/bench/cold-start/run.sh [--services a,b,c] [--variants 1,2] [--rounds N] [--whole-rounds N]
#
# --services      of encrypt, brotli and resvg; the page then goes to target/cold-start.md
# --variants      how many variants a function may have (1,2,4,8,16); the page then goes there, too
# --rounds        how often each module is started (9)
# --whole-rounds  in how many of these all its functions are compiled at once, too (3)
#
# src/bench/cold-start/head.md says what is measured; it is the head of the page.
#
# Needs what src/it/setup.sh installs, and 5 GB of memory.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

mkdir -p target/paper target/cold-start
bash src/test/runtimes/install.sh workerd >/dev/null
mvn -B -ntp -q -Dspotless.check.skip=true test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/cold-start/classpath -Dmdep.includeScope=test </dev/null
node src/test/corpus/fetch.mjs target/real-modules brotli resvg
bash src/bench/paper/build.sh target/paper
node --no-warnings src/bench/paper/check.mjs target/paper
exec java -Xmx6g -Dproject.basedir="$PWD" \
  -cp "target/test-classes:target/classes:$(cat target/cold-start/classpath)" \
  io.github.mewe.bench.coldstart.ColdStartCommand "$@"
