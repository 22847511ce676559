# Sourced by the benchmarks. Goes to the project's directory and stops at the first error. Then:
#
#   compile                       compiles the benchmarks
#   run HEAP CLASS [ARGUMENT...]  runs a command of src/bench/java; CLASS is its name within io.github.mewe

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

compile() {
  mkdir -p target/bench
  mvn -B -ntp -q -Dspotless.check.skip=true test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/bench/classpath -Dmdep.includeScope=test </dev/null
}

run() {
  java "-Xmx$1" -Dproject.basedir="$PWD" -cp "target/test-classes:target/classes:$(cat target/bench/classpath)" \
    "io.github.mewe.$2" "${@:3}"
}
