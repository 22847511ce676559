#!/usr/bin/env bash
# Measures how many slices of real modules the shipped replacements cover, and how fast the live search is; writes
# docs/results/synthesis.md:
#
#   bash src/bench/synthesis/run.sh
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 5g variant.synthesis.SynthesisCommand "$@"
