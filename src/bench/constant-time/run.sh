#!/usr/bin/env bash
# Tests if the run times of cryptographic functions depend on secrets, before and after diversification, and writes
# docs/results/constant-time.md:
#
#   bash src/bench/constant-time/run.sh [--measurements N]
#
# A page with another number of measurements goes to target. Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 3g bench.constanttime.ConstantTimeCommand "$@"
