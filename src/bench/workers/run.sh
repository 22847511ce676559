#!/usr/bin/env bash
# Measures what diversified Workers cost in workerd, and writes the table in docs/guides/platforms/workers.md:
#
#   bash src/bench/workers/run.sh
#
# Builds src/it/workers with the invoker, as the integration tests do, which also checks its services, then again with
# the plugin's default budget, and checks that, too, as Workers and as what Wrangler bundles; measures its binaries; takes
# times (times.mjs says how), and puts them into the measurements, so that the reports show them:
# target/it/workers/target/mewe/*-report.html.
#
# Needs what src/it/setup.sh installs.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
project=target/it/workers

mvn -B -ntp verify -Prun-its -Dinvoker.test=workers -Dspotless.check.skip=true \
  -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=None -Dfailsafe.failIfNoSpecifiedTests=false </dev/null
mvn -B -ntp -q -Dspotless.check.skip=true dependency:build-classpath \
  -Dmdep.outputFile="$PWD/target/workers-classpath" -Dmdep.includeScope=test </dev/null
# As the invoker does: with a repository of its own, which takes what it lacks from this machine's.
mvn -B -q help:evaluate -Dexpression=settings.localRepository -Doutput="$PWD/target/local-repository" </dev/null
sed "s|@localRepositoryUrl@|file://$(cat target/local-repository)|" src/it/settings.xml >target/it/settings.xml
goal() {
  (cd "$project" && mvn -B -ntp -s ../settings.xml -Dmaven.repo.local="$PWD/../../it-repo" "$@" </dev/null)
}

# With as many variants as by default, which the test does not take the time for.
goal package
goal mewe:diversify -Dmewe.trace=import -Dmewe.debug=true -Dmewe.classifier=debug -Dmewe.outputDirectory=target/debug
node "$project/src/test/scripts/check.mjs" "$project" 2000 2000
bash src/test/runtimes/install.sh wrangler
node "$project/src/test/scripts/bundle.mjs" "$project"

goal mewe:measure -Dmewe.measure.timeRuns=0 -Dmewe.measure.machineCode=false
node src/bench/workers/times.mjs "$project" >"$project/target/times.json"
java -cp "target/test-classes:target/classes:$(cat target/workers-classpath)" io.github.mewe.bench.workers.WorkersCommand \
  "$project/target/times.json" "$project/target/checked.json" "$project/target/mewe" docs/guides/platforms/workers.md
goal mewe:report
