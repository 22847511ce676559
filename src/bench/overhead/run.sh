#!/usr/bin/env bash
# Measures what multivariant binaries cost to run, and writes docs/results/overhead.md:
#
#   bash src/bench/overhead/run.sh [--modules a,b,c] [--rounds N]
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 6g bench.overhead.OverheadCommand "$@"
