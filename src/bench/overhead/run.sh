#!/usr/bin/env bash
# Measures what multivariant binaries cost to run, on real modules with real workloads, and writes docs/results/overhead.md:
#
#   bash src/bench/overhead/run.sh [--modules a,b,c] [--rounds N]
#
# --modules     modules that workloads/ has a workload for; the table then goes to target/overhead.md
# --rounds      how often each binary is measured in turn with the original (5)
#
# Each module is diversified with the defaults, in three ways: with a profile of its workload, without one, and with all
# choices made at each call. A step of the workload (queries, signatures, a drawing ...) runs again and again on one
# instance; the time is processor time, of the first quartile of the steps, the least over the rounds, over that of
# the original, which is measured in turn with the others. Each round seeds the instances otherwise. V8 optimises every function before it runs
# (--no-liftoff): by itself it would optimise the functions of a larger module later, which is a matter of the time that
# a process lives and not of the code. What the steps return must be what the original's return.
#
# Needs what src/it/setup.sh installs.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

modules=sqlite,libsodium,resvg,gofmt,brotli,qr
for ((i = 1; i < $#; i++)); do
  [ "${!i}" = --modules ] && next=$((i + 1)) && modules=${!next}
done

mkdir -p target/overhead
mvn -B -ntp -q -Dspotless.check.skip=true test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/overhead/classpath -Dmdep.includeScope=test </dev/null
node src/test/corpus/fetch.mjs target/real-modules ${modules//,/ }
exec java -Xmx6g -Dproject.basedir="$PWD" \
  -cp "target/test-classes:target/classes:$(cat target/overhead/classpath)" \
  io.github.mewe.bench.overhead.OverheadCommand "$@"
