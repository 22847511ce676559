#!/usr/bin/env bash
# Measures what it takes to diversify a JavaScript service for Fastly Compute, and writes
# docs/results/fastly-budgets.md:
#
#   bash src/bench/fastly/run.sh [VARIANTS:MAXGROWTH ...]
#
# Measures three budgets by default; with others, the page goes to target/fastly-budgets.md. Installs the plugin into the
# local repository. Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"

mvn -B -ntp -q -DskipTests -Dspotless.check.skip=true install </dev/null
wasmtime="$(bash src/test/runtimes/install.sh wasmtime)/node_modules/@bytecodealliance/wizer-linux-x64/wizer"
here=src/it/fastly
work=target/fastly
mkdir -p $work
cp -r $here/package.json $here/package-lock.json $here/src $work
cd $work
npm ci --silent --ignore-scripts --no-audit --no-fund
node_modules/.bin/js-compute-runtime src/index.js service.wasm
cd ../..
if [ $# -gt 0 ]; then
  table=target/fastly-budgets.md
else
  table=docs/results/fastly-budgets.md
  set -- 1:3 2:4 4:8
fi
node --no-warnings src/bench/fastly/measure.mjs "$wasmtime" $work/service.wasm "$@" >$table.new
mv $table.new $table
cat $table
