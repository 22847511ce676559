#!/usr/bin/env bash
# Measures what hardening costs, and writes docs/results/hardening-cost.md:
#
#   bash src/bench/hardening-cost/run.sh [--modules a,b,c] [--rounds N]
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 6g bench.hardening.HardeningCostCommand "$@"
