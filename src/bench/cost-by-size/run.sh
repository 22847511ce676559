#!/usr/bin/env bash
# Measures how long generation takes and how much memory it needs, by module size, and writes
# docs/results/cost-by-size.md:
#
#   bash src/bench/cost-by-size/run.sh [--modules a,b,c]
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 1g bench.survival.CostBySizeCommand "$@"
