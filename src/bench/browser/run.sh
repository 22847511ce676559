#!/usr/bin/env bash
# Measures what diversified packages cost a front end, and writes the tables of docs/guides/platforms/browser.md:
#
#   bash src/bench/browser/run.sh [ROUNDS]
#
# The project of this directory is built with the plugin's default budget, and checked as its integration test checks it.
# Each engine then loads the packages and works with them ROUNDS times (9), original and diversified in turn, each time
# in a process or page of its own. The times are medians of what users wait: with compilation, and with an engine that
# is still optimising.
#
# Needs what src/it/setup.sh installs.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

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
page="$PWD/docs/guides/platforms/browser.md"
cd "$work"
mvn -B -ntp -q -Pcompared package -Dmewe.variants=4 </dev/null
node --test --test-reporter=spec check/check.test.mjs
node "$measure" "$page" "$@"
