#!/usr/bin/env bash
# Measures what variants cost when a service starts, in workerd and in Node, and writes docs/results/cold-start.md:
#
#   bash src/bench/cold-start/run.sh [--services a,b,c] [--variants 1,2] [--rounds N] [--whole-rounds N]
#
# Needs 5 GB of memory and the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 6g bench.coldstart.ColdStartCommand "$@"
