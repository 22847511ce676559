#!/usr/bin/env bash
# Samples the processor time and the allocation of generation, and writes docs/results/generation-profile.md:
#
#   bash src/bench/generation-profile/run.sh
#
# Needs JDK 25 or later on Linux, because older ones cannot sample processor time.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 1g bench.generation.ProfileCommand
