#!/usr/bin/env bash
# Measures what the binaries of a population share, and writes docs/results/population.md:
#
#   bash src/bench/population/run.sh
#
# Needs the packages that src/it/setup.sh installs. Run it on an idle machine.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 6g bench.population.PopulationCommand "$@"
