#!/usr/bin/env bash
# A first run on a real module: builds and installs the plugin, fetches SQLite as sql.js publishes it, diversifies it, and
# runs the same queries on both binaries.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

here=src/it/first-run
work=$PWD/target/first-run
mvn -B -ntp -q -DskipTests -Dspotless.check.skip=true install
mkdir -p "$work"
cp $here/package.json $here/package-lock.json $here/query.mjs "$work"
cd "$work"
npm ci --silent --ignore-scripts --no-audit --no-fund
cp node_modules/sql.js/dist/sql-wasm.wasm sqlite.wasm
mvn -B -ntp io.github.mewe:mewe-maven-plugin:0.2.0:diversify -Dmewe.input=sqlite.wasm
node query.mjs sqlite.wasm >original.txt
for run in 1 2 3; do
  node query.mjs target/mewe/sqlite-diversified.wasm >diversified.txt
  cmp original.txt diversified.txt
done
echo "The original and three runs of the multivariant binary with different keys give the same answers:"
cat original.txt
echo "Output: $work/target/mewe/sqlite-diversified.wasm and its manifest, sqlite-diversified.json"
