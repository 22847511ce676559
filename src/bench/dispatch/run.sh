#!/usr/bin/env bash
# Measures what choices cost, and writes docs/results/dispatch.md:
#
#   bash src/bench/dispatch/run.sh
#
# Needs the packages that src/it/setup.sh installs. Run it on an idle machine.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 6g bench.dispatch.DispatchCommand "$@"
