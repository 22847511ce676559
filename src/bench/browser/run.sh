#!/usr/bin/env bash
# Measures what diversified packages cost a front end, and writes docs/results/browser.md:
#
#   bash src/bench/browser/run.sh [ROUNDS]
#
# ROUNDS is 9 by default. Installs the plugin into the local repository. Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"

mvn -B -ntp -q -DskipTests -Dspotless.check.skip=true install </dev/null
version="$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' pom.xml | head -n 1)"
work="$PWD/target/drop-in"
rm -rf "$work"
cp -r src/it/drop-in "$work"
sed -i "s/@project.version@/$version/" "$work/pom.xml"

case "$(uname -m)" in aarch64) architecture=arm64 ;; *) architecture=x64 ;; esac
newer="$(bash src/test/runtimes/install.sh node)/node_modules/node-linux-$architecture/bin/node"
playwright="$(bash src/test/runtimes/install.sh playwright)"
export MEWE_ENGINES="{\"Node of the machine\": {\"node\": \"node\"}, \"Node 24\": {\"node\": \"$newer\"}, \"Chromium\": {\"chromium\": \"$playwright\"}}"

measure="$PWD/src/bench/browser/measure.mjs"
page="$PWD/docs/results/browser.md"
cd "$work"
mvn -B -ntp -q -Pcompared package -Dmewe.variants=4 </dev/null
node --test --test-reporter=spec check/check.test.mjs
node "$measure" "$page" "$@"
