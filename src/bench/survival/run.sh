#!/usr/bin/env bash
# Measures how well variants survive compilers, on real modules, and writes docs/results/survival.md:
#
#   bash src/bench/survival/run.sh [--modules a,b,c] [--strategies all,rewrite,...] [--quick]
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 6g bench.survival.SurvivalCommand "$@"
