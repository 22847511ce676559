#!/usr/bin/env bash
# Repeats the evaluation of the MEWE paper on services like its own, and writes docs/results/paper.md:
#
#   bash src/bench/paper/run.sh
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 3g bench.paper.PaperCommand "$@"
