#!/usr/bin/env bash
# Measures what diversified Workers cost in workerd, and writes docs/results/workers.md:
#
#   bash src/bench/workers/run.sh
#
# The reports in target/it/workers/target/mewe show the times too. Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
project=target/it/workers

mvn -B -ntp verify -Prun-its -Dinvoker.test=workers -Dspotless.check.skip=true \
  -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=None -Dfailsafe.failIfNoSpecifiedTests=false </dev/null
compile
# Like the invoker, use a separate repository that takes what it lacks from this machine's.
mvn -B -q help:evaluate -Dexpression=settings.localRepository -Doutput="$PWD/target/local-repository" </dev/null
sed "s|@localRepositoryUrl@|file://$(cat target/local-repository)|" src/it/settings.xml >target/it/settings.xml
goal() {
  (cd "$project" && mvn -B -ntp -s ../settings.xml -Dmaven.repo.local="$PWD/../../it-repo" "$@" </dev/null)
}

# The default number of variants; the integration test uses fewer.
goal package
goal mewe:diversify -Dmewe.trace=import -Dmewe.debug=true -Dmewe.classifier=debug -Dmewe.outputDirectory=target/debug
node "$project/src/test/scripts/check.mjs" "$project" 2000 2000
bash src/test/runtimes/install.sh wrangler
node "$project/src/test/scripts/bundle.mjs" "$project"

goal mewe:measure -Dmewe.measure.timeRuns=0 -Dmewe.measure.machineCode=false
node src/bench/workers/times.mjs "$project" >"$project/target/times.json"
run 1g bench.workers.WorkersCommand "$project/target/times.json" "$project/target/checked.json" "$project/target/mewe"
goal mewe:report
