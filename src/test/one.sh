#!/usr/bin/env bash
# Compiles the files that changed and runs one unit test class, or one method of it:
#
#   src/test/one.sh NAME[#METHOD]
#
# Needs the classes of an earlier "mvn test-compile". Run that again after a change that other files are compiled
# against, such as another signature.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
fast="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

MAVEN_OPTS=$fast exec mvn -o -q compiler:compile compiler:testCompile surefire:test \
  -Dmaven.compiler.useIncrementalCompilation=false -Dtest.forks=1 \
  -Dtest.jvm="-Xmx2g $fast --enable-native-access=ALL-UNNAMED" -Dtest="$1"
