#!/usr/bin/env bash
# Samples the processor time and the allocation of generation, and writes docs/results/generation-profile.md:
#
#   bash src/bench/generation-profile/run.sh
#
# Needs JDK 25 or later on Linux, because older ones cannot sample processor time.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
modules=(sqlite brotli resvg)
recordings=()
for module in "${modules[@]}"; do
  node src/test/corpus/fetch.mjs target/real-modules "$module"
  rm -rf target/generation/cache
  mkdir -p target/generation
  recording=target/generation/$module.jfr
  settings=src/bench/generation-profile/sampling.jfc
  JDK_JAVA_OPTIONS="-XX:FlightRecorderOptions=stackdepth=1024 -XX:StartFlightRecording=filename=$recording,settings=$settings" \
    run 4g bench.generation.GenerationCommand --generate "target/real-modules/$module/module.wasm"
  recordings+=("$recording")
done
run 1g bench.generation.ProfileCommand "${recordings[@]}"
